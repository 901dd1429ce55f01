import { readFileSync } from 'node:fs'
import t from 'tap'
import type { CurrentStatus } from '../../../../providers/site24x7/api.ts'
import type { Memory } from '../../../../providers/site24x7/current-status/collector.ts'
import { expose } from '../../../../src/exposition/exposition.ts'
import { collect } from '../bodies.ts'
import { familyOf, rows } from '../families.ts'

const fixture = new URL('../../../fixtures/site24x7/account.json', import.meta.url)
const { monitors, monitor_groups } = JSON.parse(readFileSync(fixture, 'utf8')).data
const account: CurrentStatus = { monitors, monitor_groups }

const fresh = (data: CurrentStatus) => collect(data, { memory: undefined })
const epoch = Date.UTC(2031, 4, 6, 7, 8, 9) / 1000

/** One monitor of no group, up everywhere. */
const monitor = (fields: object = {}) => ({ monitor_id: '1', name: 'm', monitor_type: 'URL', status: 1, ...fields })

t.test('the two families of the replaced exporter', async (t) => {
  const { families } = fresh(account)
  t.strictSame(rows(families, 'site24x7_monitor_up'), [
    'monitor_type=SERVER monitor_name=db host monitor_group= location= 2',
    'monitor_type=SSL_CERT monitor_name=certificate monitor_group= location= 1',
    'monitor_type=SOMETHING_NEW monitor_name=brand new monitor_group= location=Amsterdam - NL 42',
    'monitor_type=REALBROWSER monitor_name=basket monitor_group=storefront location=Amsterdam - NL 1',
    'monitor_type=REALBROWSER monitor_name=basket monitor_group=storefront location=Tokyo - JP 0',
    'monitor_type=RESTAPI monitor_name=search api monitor_group=storefront location=Amsterdam - NL 1',
    'monitor_type=RESTAPI monitor_name=search api monitor_group=storefront location=Hut at the lake 1',
    'monitor_type=RESTAPI monitor_name=search api monitor_group=storefront location=Tokyo - JP 10',
    'monitor_type=REALBROWSER monitor_name=basket monitor_group=checkout chain location=Amsterdam - NL 1'
  ])
  t.strictSame(rows(families, 'site24x7_monitor_latency_seconds'), [
    'monitor_type=REALBROWSER monitor_name=basket monitor_group=storefront location=Amsterdam - NL 5.31',
    'monitor_type=REALBROWSER monitor_name=basket monitor_group=storefront location=Tokyo - JP Infinity',
    'monitor_type=RESTAPI monitor_name=search api monitor_group=storefront location=Amsterdam - NL 0.0415',
    'monitor_type=RESTAPI monitor_name=search api monitor_group=storefront location=Tokyo - JP Infinity',
    'monitor_type=REALBROWSER monitor_name=basket monitor_group=checkout chain location=Amsterdam - NL 5.31'
  ])
})

t.test('the families of a monitor', async (t) => {
  const { families } = fresh(account)
  t.strictSame(rows(families, 'site24x7_monitor_info'), [
    'monitor_id=700000000000201 monitor_name=db host monitor_type=SERVER monitor_group= group_id= 1',
    'monitor_id=700000000000202 monitor_name=certificate monitor_type=SSL_CERT monitor_group= group_id= 1',
    'monitor_id=700000000000203 monitor_name=brand new monitor_type=SOMETHING_NEW monitor_group= group_id= 1',
    'monitor_id=700000000000101 monitor_name=basket monitor_type=REALBROWSER monitor_group=storefront group_id=700000000000011 1',
    'monitor_id=983920000071265137 monitor_name=search api monitor_type=RESTAPI monitor_group=storefront group_id=700000000000011 1',
    'monitor_id=700000000000101 monitor_name=basket monitor_type=REALBROWSER monitor_group=checkout chain group_id=700000000000013 1'
  ])
  t.strictSame(
    rows(families, 'site24x7_monitor_status'),
    [
      'monitor_id=700000000000201 2',
      'monitor_id=700000000000202 1',
      'monitor_id=700000000000203 42',
      'monitor_id=700000000000101 0',
      'monitor_id=983920000071265137 1'
    ],
    'once for each monitor, whatever its groups'
  )
  t.strictSame(rows(families, 'site24x7_monitor_tag_info'), [
    'monitor_id=700000000000101 key=critical value= 1',
    'monitor_id=700000000000101 key=team value=web 1',
    'monitor_id=700000000000101 key=path value=eu:west:1 1'
  ])
  t.strictSame(rows(families, 'site24x7_monitor_cpu_used_ratio'), ['monitor_id=700000000000201 location= 0.935'])
  t.strictSame(rows(families, 'site24x7_monitor_day_to_expiry_seconds'), [
    'monitor_id=700000000000202 location= 1036800'
  ])
})

t.test('no other families', async (t) => {
  const of = (...names: string[]) => names.map((name) => `site24x7_${name}`)
  t.strictSame(
    fresh(account).families.map(({ name }) => name),
    [
      ...of('monitor_up', 'monitor_latency_seconds', 'monitor_info', 'monitor_status'),
      ...of(
        'monitor_last_polled_timestamp_seconds',
        'monitor_downtime_seconds',
        'monitor_outage_start_timestamp_seconds',
        'monitor_down_info',
        'monitor_tag_info'
      ),
      ...of('monitors', 'monitor_cpu_used_ratio', 'monitor_day_to_expiry_seconds'),
      ...of('group_status', 'location_info')
    ]
  )
})

t.test('an attribute is that of the locations, or of the monitor where none of them has it', async (t) => {
  const expiry = (...values: (number | string)[]) => {
    const locations = values.map((value, index) => ({ location_name: `L${index}`, status: 1, attribute_value: value }))
    const certificate = {
      monitor_type: 'SSL_CERT',
      attribute_key: 'expiry',
      unit: 'days',
      attribute_value: 9,
      locations
    }
    return rows(fresh({ monitors: [monitor(certificate)] }).families, 'site24x7_monitor_expiry_seconds')
  }
  t.strictSame(expiry(1, '-'), ['monitor_id=1 location=L0 86400'])
  t.strictSame(expiry('-', '-'), ['monitor_id=1 location= 777600'])
  t.strictSame(expiry(), ['monitor_id=1 location= 777600'])
})

t.test('the time of a check', async (t) => {
  const { families } = fresh({
    monitors: [
      monitor({
        last_polled_time: '2031-05-06T07:08:09Z',
        locations: [
          { location_name: 'A', last_polled_time: '2031-05-06T12:38:08+0530' },
          { location_name: 'B', last_polled_time: '-' }
        ]
      }),
      monitor({ monitor_id: '2', last_polled_time: '2031-05-06T07:08:09.5+0000' })
    ]
  })
  t.strictSame(rows(families, 'site24x7_monitor_last_polled_timestamp_seconds'), [
    `monitor_id=1 location=A ${epoch - 1}`,
    `monitor_id=2 location= ${epoch + 0.5}`
  ])
})

t.test('of the copies of a monitor in several groups the first counts', async (t) => {
  // The fixture's second copy of the basket knows neither Tokyo nor any time.
  t.strictSame(rows(fresh(account).families, 'site24x7_monitor_last_polled_timestamp_seconds'), [
    `monitor_id=700000000000201 location= ${epoch + 1.25}`,
    `monitor_id=700000000000101 location=Amsterdam - NL ${epoch}`,
    `monitor_id=700000000000101 location=Tokyo - JP ${epoch - 489}`
  ])
})

t.test('a tag without a value is the same with a colon and without', async (t) => {
  const { families } = fresh({ monitors: [monitor({ tags: ['k', 'k:', 'k:v', 'k', ':v', ''] })] })
  t.strictSame(rows(families, 'site24x7_monitor_tag_info'), [
    'monitor_id=1 key=k value= 1',
    'monitor_id=1 key=k value=v 1',
    'monitor_id=1 key= value=v 1'
  ])
})

t.test('the length of an outage shows only while one runs', async (t) => {
  const downtime = (status: number) =>
    rows(
      fresh({ monitors: [monitor({ status, downtime_millis: '90500' })] }).families,
      'site24x7_monitor_downtime_seconds'
    )
  for (const status of [0, 2, 3]) t.strictSame(downtime(status), ['monitor_id=1 90.5'], `status ${status}`)
  for (const status of [1, 5, 7, 9, 10]) t.strictSame(downtime(status), [], `status ${status}`)
  t.strictSame(rows(fresh(account).families, 'site24x7_monitor_downtime_seconds'), [
    'monitor_id=700000000000201 61',
    'monitor_id=700000000000101 90.5'
  ])
})

t.test('the families of the account', async (t) => {
  const { families } = fresh(account)
  t.strictSame(rows(families, 'site24x7_group_status'), [
    'group_id=700000000000011 group_name=storefront 0',
    'group_id=700000000000012 group_name=nothing in it 5',
    'group_id=700000000000013 group_name=checkout chain 2'
  ])
  t.strictSame(rows(families, 'site24x7_monitors'), [
    'status=down 1',
    'status=up 2',
    'status=trouble 1',
    'status=critical 0',
    'status=maintenance 0',
    'status=discovery 0',
    'status=configuration_error 0',
    'status=unknown 1'
  ])
  t.strictSame(
    rows(fresh({}).families, 'site24x7_monitors').map((row) => row.slice(-2)),
    Array(7).fill(' 0'),
    'every known status is there in an empty account too'
  )
})

t.test('suspended monitors are counted where the API tells of one, and else there is no number', async (t) => {
  const suspended = (status: number) =>
    rows(fresh({ monitors: [monitor({ status })] }).families, 'site24x7_monitors').filter((row) =>
      /suspended/.test(row)
    )
  t.strictSame(suspended(5), ['status=suspended 1'])
  t.strictSame(suspended(1), [])
})

t.test('the start of a running outage, from its id', async (t) => {
  const start = (status: number, id: unknown) => {
    const { families, drift } = fresh({ monitors: [monitor({ status, outage_id: id })] })
    return {
      rows: rows(families, 'site24x7_monitor_outage_start_timestamp_seconds'),
      drift: drift?.unreadable_time ?? 0
    }
  }
  for (const status of [0, 2, 3]) {
    t.strictSame(start(status, '1709627257000'), { rows: ['monitor_id=1 1709627257'], drift: 0 })
  }
  for (const status of [1, 5, 7, 9, 10]) t.strictSame(start(status, '1709627257000'), { rows: [], drift: 0 })
  t.strictSame(start(0, 1_709_627_257_250).rows, ['monitor_id=1 1709627257.25'], 'a number')
  for (const id of ['', '-', null]) t.strictSame(start(0, id), { rows: [], drift: 0 }, `${id} is none`)
  for (const id of ['17', 'abc', '300000000000020002', -1, 1e15, {}]) {
    t.strictSame(start(0, id), { rows: [], drift: 1 }, `${JSON.stringify(id)} is no time`)
  }
})

t.test('locations and places', async (t) => {
  const { families, places } = fresh(account)
  const located = rows(families, 'site24x7_location_info')
  t.equal(located.length, 3, 'one for each in the data')
  t.match(located[0], /^location=Amsterdam - NL country=NL latitude=52\.\d+ longitude=4\.\d+ geohash=u17\w+ 1$/)
  t.match(located[1], /^location=Tokyo - JP country=JP latitude=35\.\d+ longitude=139\.\d+ geohash=xn7\w+ 1$/)
  t.equal(located[2], 'location=Hut at the lake country= latitude= longitude= geohash= 1')
  t.match(places, [
    { key: 'Amsterdam - NL', name: 'Amsterdam - NL', latitude: Number, longitude: Number },
    { key: 'Tokyo - JP', name: 'Tokyo - JP', latitude: Number, longitude: Number }
  ])
  t.equal(places?.length, 2, 'what is nowhere is on no map')
})

t.test('drift is counted by kind', async (t) => {
  t.strictSame(fresh(account).drift, {
    unknown_status: 2,
    unreadable_time: 1,
    skipped_item: 1,
    unknown_location: 1
  })
  t.strictSame(fresh({ monitors: [monitor({ locations: [{ location_name: 'Tokyo - JP', status: 1 }] })] }).drift, {})
})

t.test('an empty account has no series but the counts', async (t) => {
  for (const data of [{}, { monitors: [], monitor_groups: [] }]) {
    const filled = fresh(data).families.filter(({ samples }) => samples.length > 0)
    t.strictSame(
      filled.map(({ name }) => name),
      ['site24x7_monitors']
    )
  }
})

t.test('a latency is remembered while its location is up', async (t) => {
  const at = (fields: object, memory?: Memory) =>
    collect({ monitors: [monitor({ locations: [{ location_name: 'A', ...fields }] })] }, { memory })
  const latency = ({ families }: ReturnType<typeof at>) =>
    rows(families, 'site24x7_monitor_latency_seconds').map((row) => row.split(' ').at(-1))

  t.strictSame(latency(at({ status: 1 })), [], 'nothing known yet')
  const measured = at({ status: 1, attribute_value: 250 })
  t.strictSame(latency(measured), ['0.25'])
  const silent = at({ status: 1 }, measured.memory)
  t.strictSame(latency(silent), ['0.25'])
  const down = at({ status: 0, attribute_value: '-' }, silent.memory)
  t.strictSame(latency(down), ['Infinity'])
  t.strictSame(latency(at({ status: 1 }, down.memory)), ['0.25'], 'the last one measured, once it is up again')
  t.strictSame(latency(at({ status: 0, attribute_value: 900 }, down.memory)), ['0.9'], 'down with a value')
})

t.test('memory holds only what still exists', async (t) => {
  const locations = ['A', 'B'].map((name) => ({ location_name: name, status: 1, attribute_value: 5 }))
  const both = fresh({ monitors: [monitor({ locations }), monitor({ monitor_id: '2', locations })] })
  const latencies = ({ memory }: typeof both) => {
    const { monitors = [], latencies = [] } = memory?.known ?? {}
    return monitors.map(({ series: { id, locations }, firstLatency }) => [
      id.monitor_id,
      [...latencies.slice(firstLatency, firstLatency + locations.length)]
    ])
  }
  t.strictSame(latencies(both), [
    ['1', [0.005, 0.005]],
    ['2', [0.005, 0.005]]
  ])
  const one = collect(
    { monitors: [monitor({ locations: [{ location_name: 'A', status: 1 }] })] },
    { memory: both.memory }
  )
  t.strictSame(latencies(one), [['1', [0.005]]])
  const unlike = collect({ monitors: [monitor({ unit: '%', attribute_value: 5, locations })] }, { memory: both.memory })
  t.strictSame(latencies(unlike), [['1', [Number.NaN, Number.NaN]]], 'what is no latency any more is not kept for one')
})

t.test('the labels of what did not change are the same objects, so that their text is made once', async (t) => {
  const labelsOf = ({ families }: ReturnType<typeof fresh>) =>
    families
      // Few monitors have a reason why they are down.
      .filter(({ name }) => name.startsWith('site24x7_monitor_') && name !== 'site24x7_monitor_down_info')
      .flatMap(({ samples }) => [...samples])
      .map(({ labels }) => labels)
  const first = fresh(account)
  const second = collect(structuredClone(account), { memory: first.memory })
  const before = new Set(labelsOf(first))
  t.ok(before.size > 10)
  t.same(
    labelsOf(second).filter((labels) => !before.has(labels)),
    []
  )
  const renamed = structuredClone(account)
  Object.assign(renamed.monitors?.[0] as object, { name: 'another' })
  const third = collect(renamed, { memory: second.memory })
  t.ok(
    labelsOf(third).some((labels) => labels.monitor_name === 'another'),
    'and those of what changed are new'
  )
})

t.test('why a monitor is down, while it is', async (t) => {
  const of = (fields: object) => fresh({ monitors: [monitor({ monitor_id: '7', status: 0, ...fields })] })
  const reasonOf = (fields: object) => rows(of(fields).families, 'site24x7_monitor_down_info')
  t.strictSame(reasonOf({ down_reason: ' Connection "refused" ' }), ['monitor_id=7 reason=Connection "refused" 1'])
  for (const nothing of [{}, { down_reason: '' }, { down_reason: '-' }, { down_reason: null }, { down_reason: 7 }]) {
    t.strictSame(reasonOf(nothing), [], JSON.stringify(nothing))
  }
  for (const status of [1, 5, 7, 10]) t.strictSame(reasonOf({ status, down_reason: 'old' }), [], `status ${status}`)

  for (const letter of ['x', 'é', '\u{1F6A8}']) {
    const whole = of({ down_reason: letter.repeat(120) })
    t.equal(whole.drift?.shortened_reason, undefined)
    const cut = of({ down_reason: letter.repeat(5000) })
    t.equal(cut.drift?.shortened_reason, 1)
    t.strictSame(rows(cut.families, 'site24x7_monitor_down_info'), [`monitor_id=7 reason=${letter.repeat(119)}… 1`])
  }
})

t.test('what is gone upstream is gone from the next collection', async (t) => {
  const before = fresh(account)
  const { monitor_groups: groups = [], monitors = [] } = account
  const after = collect({ monitors: monitors.slice(1), monitor_groups: groups.slice(1) }, { memory: before.memory })
  const textOf = ({ families }: typeof before) => families.map(({ name }) => rows(families, name)).join()
  const text = textOf(after)
  for (const gone of [
    '700000000000201',
    'db host',
    '983920000071265137',
    'search api',
    '700000000000011',
    'storefront'
  ]) {
    t.match(textOf(before), gone)
    t.notMatch(text, gone)
  }
  t.match(text, 'basket', 'a monitor that is in another group as well stays')
})

t.test('series with the same labels are merged and counted', async (t) => {
  const at = (id: string, status: number, value?: number) =>
    monitor({ monitor_id: id, locations: [{ location_name: 'A', status, attribute_value: value }] })
  const merge = (...monitors: object[]) => {
    const { families, mergedSeries } = fresh({ monitors })
    const value = (name: string) => rows(families, name).map((row) => row.split(' ').at(-1))
    return [value('site24x7_monitor_up'), value('site24x7_monitor_latency_seconds'), mergedSeries]
  }
  t.strictSame(merge(at('1', 1, 30), at('2', 1, 70)), [['1'], ['0.07'], 2], 'the highest latency')
  t.strictSame(merge(at('1', 1, 70), at('2', 1, 30)), [['1'], ['0.07'], 2], 'in any order')
  t.strictSame(merge(at('1', 1, 30), at('2', 0)), [['0'], ['Infinity'], 2], 'the worst status')
  t.strictSame(merge(at('1', 1, 30), at('2', 1)), [['1'], ['0.03'], 1], 'only one of them has a latency')
  t.strictSame(merge(at('1', 1), at('2', 1), at('3', 1)), [['1'], [], 2])
  t.strictSame(merge(at('1', 1), at('1', 0)), [['0'], ['Infinity'], 1], 'a monitor that is listed twice')

  const sameGroupName = ['g', 'h'].map((id) => ({
    group_id: id,
    group_name: 'twins',
    status: 1,
    monitors: [at('1', 1, 5)]
  }))
  t.equal(fresh({ monitor_groups: sameGroupName }).mergedSeries, 2, 'two groups of one name')
  t.equal(fresh(account).mergedSeries, 0)
})

t.test('names that UTF-8 cannot tell apart are one name', async (t) => {
  const halves = ['\ud800', '\ud801']
  const location = (name: string) => ({ location_name: name, status: 1, attribute_value: 30 })
  for (const monitors of [
    halves.map((name, i) => monitor({ monitor_id: String(i), name, tags: [name], locations: [location('A')] })),
    halves.map((name, i) => monitor({ monitor_id: String(i), locations: [location(name)] })),
    halves.map((id) => monitor({ monitor_id: id, locations: halves.map(location) }))
  ]) {
    const lines = expose(fresh({ monitors }).families, 'text').split('\n')
    const series = lines.filter((line) => /^\w/.test(line)).map((line) => line.replace(/ \S+$/, ''))
    t.ok(series.length > 0)
    t.strictSame([...new Set(series)], series, 'no series comes twice')
  }
})

t.test('statuses from worst to best', async (t) => {
  const order = [0, 3, 2, 10, 99, 7, 9, 5, 1]
  for (const [index, worse] of order.entries()) {
    for (const better of order.slice(index)) {
      for (const pair of [
        [worse, better],
        [better, worse]
      ]) {
        const monitors = pair.map((status, id) => monitor({ monitor_id: String(id + 1), status }))
        const [row] = rows(fresh({ monitors }).families, 'site24x7_monitor_up')
        t.equal(row?.split(' ').at(-1), String(worse), `${pair}`)
      }
    }
  }
})

t.test('the daily call limit', async (t) => {
  const limit = (size: number, setting?: 'auto' | 'off' | number) => {
    const monitors = Array.from({ length: size }, (_, index) => monitor({ monitor_id: String(index) }))
    return collect({ monitors }, { memory: undefined }, setting === undefined ? {} : { dailyCallLimit: setting })
      .dailyCallLimit
  }
  t.equal(limit(53), 10_600, '200 calls for each monitor')
  t.equal(limit(53, 'auto'), 10_600)
  t.equal(limit(0, 'auto'), 200, 'an account without monitors can still be asked')
  t.equal(limit(53, 7000), 7000)
  t.equal(limit(53, 'off'), undefined)
  t.equal(fresh(account).dailyCallLimit, 1000, 'a monitor in two groups is one')
})

t.test('every family tells its field and that it is cached', async (t) => {
  for (const { name, help, type } of fresh(account).families) {
    t.match(help, /\b(from|by its name from) [a-z_]+(\[\]|_key|_time)/, name)
    t.match(help, /Cached\.$/, name)
    t.equal(type, 'gauge', name)
  }
})

t.test('a unit is the suffix of the name', async (t) => {
  for (const [name, unit] of [
    ['site24x7_monitor_latency_seconds', 'seconds'],
    ['site24x7_monitor_last_polled_timestamp_seconds', 'seconds'],
    ['site24x7_monitor_cpu_used_ratio', 'ratio'],
    ['site24x7_monitor_day_to_expiry_seconds', 'seconds'],
    ['site24x7_monitor_up', undefined]
  ] as const) {
    t.equal(familyOf(fresh(account).families, name)?.unit, unit, name)
  }
})
