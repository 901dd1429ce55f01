import fc from 'fast-check'
import t from 'tap'
import type { Share } from '../../../providers/chinacache/answers.ts'
import type { ChinaCacheTransport } from '../../../providers/chinacache/api.ts'
import { compatible, families } from '../../../providers/chinacache/families.ts'
import { ispSource } from '../../../providers/chinacache/isp.ts'
import { regionSource } from '../../../providers/chinacache/region.ts'
import { statusCodesSource } from '../../../providers/chinacache/status-codes.ts'
import { trafficSource } from '../../../providers/chinacache/traffic.ts'
import { Failure } from '../../../src/contract/failure.ts'
import type { Source } from '../../../src/contract/provider.ts'
import { callsAt } from '../../../src/scheduling/schedule.ts'
import { contextOf } from '../../support/fetch-context.ts'
import { type ManualClock, manualClock } from '../../support/manual-clock.ts'
import { configWith, failureOf, never, seriesOf } from './fakes.ts'

const noon = Date.parse('2024-03-05T12:34:56+08:00')
const drift = {}

/** A transport with answers that a test can change; a channel named in `failing` fails. */
function fakeTransport() {
  const answers = {
    hitRate: { hits: 90, misses: 10, drift },
    isp: { totalBytes: 500, isps: [] as Share[], drift },
    region: { totalBytes: 600, provinces: [] as Share[], states: [] as Share[], drift },
    statusCodes: {
      codes: [] as { code: string; requests?: number; requestPercent?: number; trafficPercent?: number }[],
      drift
    }
  }
  const failing = new Map<string, Failure>()
  const reply = (name: keyof typeof answers) => async (channel: string) => {
    const failure = failing.get(channel) ?? failing.get(`${name} ${channel}`)
    if (failure !== undefined) throw failure
    return answers[name]
  }
  const transport = Object.fromEntries(
    Object.keys(answers).map((name) => [name, reply(name as keyof typeof answers)])
  ) as unknown as ChinaCacheTransport
  return { answers, failing, transport }
}

type Make = typeof trafficSource | typeof ispSource | typeof regionSource | typeof statusCodesSource

/** Refreshes as the snapshots do, memory included. */
function refresher(
  make: Make,
  transport: ChinaCacheTransport,
  clock: ManualClock = manualClock(noon),
  config = configWith()
) {
  const source = make(config, transport, clock) as Source
  let memory: unknown
  return async () => {
    const collection = source.collect(await source.fetch({ ...contextOf(never), now: clock.now() }), {
      now: clock.now(),
      memory
    })
    memory = collection.memory
    return { ...collection, series: seriesOf(collection) }
  }
}

const one = configWith({ CHINACACHE_CHANNEL_IDS: '7' })

t.test('traffic', async (t) => {
  const { transport } = fakeTransport()
  const { series, drift, failures, mergedSeries } = await refresher(trafficSource, transport, manualClock(noon), one)()
  t.same(series, {
    'chinacache_window_start_timestamp_seconds{source="traffic"}': Date.parse('2024-03-05T12:15:00+08:00') / 1000,
    'chinacache_window_end_timestamp_seconds{source="traffic"}': Date.parse('2024-03-05T12:20:00+08:00') / 1000,
    'chinacache_channel_up{channel="7",source="traffic"}': 1,
    'ChinaCache_metrics_hit_miss_total{channel="7",HitOrMiss="Hit"}': 90,
    'ChinaCache_metrics_hit_miss_total{channel="7",HitOrMiss="Miss"}': 10,
    'chinacache_cache_hits{channel="7"}': 90,
    'chinacache_cache_misses{channel="7"}': 10,
    'chinacache_cache_hit_ratio{channel="7"}': 0.9,
    'ChinaCache_metrics_isp_total_bytes{channel="7"}': 500,
    'ChinaCache_metrics_region_total_bytes{channel="7"}': 600,
    'chinacache_traffic_bytes{channel="7"}': 500
  })
  t.same([drift, failures, mergedSeries], [{}, [], 0])
})

t.test('defect 2: a missing field makes no series', async (t) => {
  const { transport, answers } = fakeTransport()
  answers.hitRate = { hits: 3, drift } as typeof answers.hitRate
  answers.isp = { isps: [], drift } as unknown as typeof answers.isp
  const { series } = await refresher(trafficSource, transport, manualClock(noon), one)()
  t.same(
    Object.keys(series).filter((name) => !name.includes('source=')),
    [
      'ChinaCache_metrics_hit_miss_total{channel="7",HitOrMiss="Hit"}',
      'chinacache_cache_hits{channel="7"}',
      'ChinaCache_metrics_region_total_bytes{channel="7"}',
      'chinacache_traffic_bytes{channel="7"}'
    ]
  )
  t.equal(series['chinacache_traffic_bytes{channel="7"}'], 600, 'the total of the other call')
})

t.test('without requests there is no hit ratio', async (t) => {
  const { transport, answers } = fakeTransport()
  answers.hitRate = { hits: 0, misses: 0, drift }
  const { series } = await refresher(trafficSource, transport, manualClock(noon), one)()
  t.equal(series['chinacache_cache_hits{channel="7"}'], 0)
  t.notOk('chinacache_cache_hit_ratio{channel="7"}' in series)
})

t.test('defect 9: names with one translation are one series', async (t) => {
  const { transport, answers } = fakeTransport()
  answers.isp.isps = [
    { name: '中国联通', trafficRatio: 0.2, requests: 5, requestRatio: 0.25 },
    { name: 'f中国联通', trafficRatio: 0.05, requests: 1, requestRatio: 0.5 },
    { name: '星际漫游网', trafficRatio: 0.01 },
    { name: '华数', requests: 3 }
  ]
  const { series, drift, mergedSeries } = await refresher(ispSource, transport, manualClock(noon), one)()
  t.same(Object.fromEntries(Object.entries(series).filter(([name]) => name.includes('isp='))), {
    'ChinaCache_metrics_isp_specific_flux_ratio{channel="7",isp="China Unicom"}': 0.25,
    'chinacache_isp_traffic_ratio{channel="7",isp="China Unicom"}': 0.25,
    'chinacache_isp_requests{channel="7",isp="China Unicom"}': 6,
    'chinacache_isp_request_ratio{channel="7",isp="China Unicom"}': 0.75,
    'ChinaCache_metrics_isp_specific_flux_ratio{channel="7",isp="星际漫游网"}': 0.01,
    'chinacache_isp_traffic_ratio{channel="7",isp="星际漫游网"}': 0.01,
    'chinacache_isp_requests{channel="7",isp="Wasu"}': 3
  })
  t.same(drift, { untranslated_name: 1 })
  t.equal(mergedSeries, 4)
  t.equal(
    series['chinacache_window_end_timestamp_seconds{source="isp"}'],
    Date.parse('2024-03-05T00:00:00+08:00') / 1000
  )
})

t.test('shares that add up to more than a number can be are left out, and nothing else is', async (t) => {
  const { transport, answers } = fakeTransport()
  const province = { name: '广东省', trafficRatio: 1e308 }
  answers.region.provinces = [province, province, { name: '浙江', trafficRatio: 0.1 }]
  answers.region.states = []
  const { series, overview } = await refresher(regionSource, transport, manualClock(noon), one)()
  t.strictSame(
    overview?.regions?.map(({ code }) => code),
    ['CN-ZJ']
  )
  t.equal(series['chinacache_province_traffic_ratio{channel="7",province="Zhejiang",iso_3166_2="CN-ZJ"}'], 0.1)
})

t.test('regions and their places', async (t) => {
  const { transport, answers } = fakeTransport()
  answers.region.provinces = [
    { name: '广东省', trafficRatio: 0.5, requests: 5, requestRatio: 0.4 },
    { name: '香港特区', trafficRatio: 0.1 },
    { name: '其他', trafficRatio: 0.1 }
  ]
  answers.region.states = [
    { name: '日本', trafficRatio: 0.2, requests: 2, requestRatio: 0.1 },
    { name: '香港', trafficRatio: 0.3 },
    { name: '乌托邦', trafficRatio: 0.01 }
  ]
  const { series, drift, places } = await refresher(regionSource, transport, manualClock(noon), one)()
  t.match(series, {
    'ChinaCache_metrics_region_specific_flux_ratio{channel="7",region="Province",name="Guangdong Province"}': 0.5,
    'ChinaCache_metrics_region_specific_flux_ratio{channel="7",region="Province",name="other"}': 0.1,
    'chinacache_province_traffic_ratio{channel="7",province="Guangdong",iso_3166_2="CN-GD"}': 0.5,
    'chinacache_province_requests{channel="7",province="Guangdong",iso_3166_2="CN-GD"}': 5,
    'chinacache_province_request_ratio{channel="7",province="Guangdong",iso_3166_2="CN-GD"}': 0.4,
    'chinacache_province_traffic_ratio{channel="7",province="Other",iso_3166_2=""}': 0.1,
    'chinacache_country_traffic_ratio{channel="7",country="Japan",iso_3166_1="JP"}': 0.2,
    'chinacache_country_requests{channel="7",country="Japan",iso_3166_1="JP"}': 2,
    'chinacache_country_request_ratio{channel="7",country="Japan",iso_3166_1="JP"}': 0.1,
    'chinacache_country_traffic_ratio{channel="7",country="Hong Kong",iso_3166_1="HK"}': 0.3,
    'chinacache_country_traffic_ratio{channel="7",country="乌托邦",iso_3166_1=""}': 0.01
  })
  const info = Object.keys(series).filter((name) => name.startsWith('chinacache_place_info'))
  t.equal(info.length, 3, 'Hong Kong once, nothing for what is nowhere')
  t.match(
    info[0],
    /^chinacache_place_info\{place="Guangdong",iso="CN-GD",latitude="23.12",longitude="113.25",geohash="ws0e/
  )
  t.same(
    places?.map(({ key }) => key),
    ['Guangdong', 'Hong Kong', 'Japan']
  )
  t.same(drift, { untranslated_name: 1 })
})

t.test('status codes: class totals do not count twice', async (t) => {
  const { transport, answers } = fakeTransport()
  answers.statusCodes.codes = [
    { code: '500', requests: 3, requestPercent: 2.5, trafficPercent: 50 },
    { code: '502', requests: 4 },
    { code: '503', requestPercent: 33.9, trafficPercent: 0.93 },
    { code: '5XX', requests: 7, requestPercent: 2.5 },
    { code: '2xx', requests: 9 }
  ]
  const { series } = await refresher(statusCodesSource, transport, manualClock(noon), one)()
  t.same(Object.fromEntries(Object.entries(series).filter(([name]) => !name.includes('source='))), {
    'ChinaCache_metrics_statuscodes_request_percent{channel="7",StatusCode="500"}': 2.5,
    'ChinaCache_metrics_statuscodes_request_percent{channel="7",StatusCode="503"}': 33.9,
    'ChinaCache_metrics_statuscodes_request_percent{channel="7",StatusCode="5XX"}': 2.5,
    'ChinaCache_metrics_statuscodes_request_count{channel="7",StatusCode="500"}': 3,
    'ChinaCache_metrics_statuscodes_request_count{channel="7",StatusCode="502"}': 4,
    'ChinaCache_metrics_statuscodes_request_count{channel="7",StatusCode="5XX"}': 7,
    'ChinaCache_metrics_statuscodes_request_count{channel="7",StatusCode="2xx"}': 9,
    'chinacache_http_responses{channel="7",code="500"}': 3,
    'chinacache_http_responses{channel="7",code="502"}': 4,
    'chinacache_http_response_ratio{channel="7",code="500"}': 0.025,
    'chinacache_http_response_ratio{channel="7",code="503"}': 0.339,
    'chinacache_http_traffic_ratio{channel="7",code="503"}': 0.0093,
    'chinacache_http_traffic_ratio{channel="7",code="500"}': 0.5
  })
})

t.test('a channel that fails keeps its last answer until it is too old', async (t) => {
  const { transport, answers, failing } = fakeTransport()
  const clock = manualClock(noon)
  const refresh = refresher(trafficSource, transport, clock)
  await refresh()

  failing.set('1001', new Failure('server', 'hit_rate was answered with HTTP 500'))
  answers.hitRate = { hits: 91, misses: 10, drift }
  clock.set(noon + 1_500_000)
  const during = await refresh()
  t.equal(during.series['chinacache_cache_hits{channel="1001"}'], 90)
  t.equal(during.series['chinacache_cache_hits{channel="1002"}'], 91)
  t.equal(during.series['chinacache_channel_up{channel="1001",source="traffic"}'], 0)
  t.equal(during.series['chinacache_channel_up{channel="1002",source="traffic"}'], 1)
  t.equal(during.failures?.length, 3)
  t.match(during.failures?.[0], { reason: 'server', message: 'channel 1001: hit_rate was answered with HTTP 500' })

  clock.set(noon + 1_500_001)
  const after = await refresh()
  t.notOk('chinacache_cache_hits{channel="1001"}' in after.series)

  failing.clear()
  t.equal((await refresh()).series['chinacache_cache_hits{channel="1001"}'], 91)
})

t.test('one call of a channel that fails leaves the other two', async (t) => {
  const { transport, failing } = fakeTransport()
  failing.set('isp 1001', new Failure('parse', 'no JSON'))
  const { series } = await refresher(trafficSource, transport)()
  t.equal(series['chinacache_cache_hits{channel="1001"}'], 90)
  t.equal(series['chinacache_traffic_bytes{channel="1001"}'], 600)
  t.equal(series['chinacache_channel_up{channel="1001",source="traffic"}'], 0)
})

t.test('what was kept is not counted as new again', async (t) => {
  const { transport, answers, failing } = fakeTransport()
  answers.isp = { totalBytes: 1, isps: [{ name: '星际漫游网', trafficRatio: 1 }], drift: { skipped_item: 2 } }
  const refresh = refresher(ispSource, transport)
  t.same((await refresh()).drift, { skipped_item: 4, untranslated_name: 2 })
  failing.set('1001', new Failure('timeout', 'late'))
  t.same((await refresh()).drift, { skipped_item: 2, untranslated_name: 1 })
})

t.test('defect 12: when nothing is answered the refresh fails with the gravest reason', async (t) => {
  const { transport, failing } = fakeTransport()
  const refresh = refresher(trafficSource, transport)
  failing.set('1001', new Failure('network', 'ECONNRESET'))
  failing.set('1002', new Failure('quota', 'slow down', { retryAfter: 7000 }))
  t.match(await failureOf(refresh()), {
    reason: 'quota',
    retryAfter: 7000,
    message: /^channel 1002: slow down \(none of 6/
  })
  failing.set('1002', new Failure('auth', 'no'))
  t.equal((await failureOf(refresh())).reason, 'auth')
  failing.set('1002', new Failure('parse', 'no'))
  t.match(await failureOf(refresh()), { reason: 'network', message: /^channel 1001/ })
  const single = refresher(ispSource, transport, manualClock(noon), configWith({ CHINACACHE_CHANNEL_IDS: '1001' }))
  t.equal((await failureOf(single())).message, 'channel 1001: ECONNRESET')
})

t.test('an error of this program is class internal and does not quote data', async (t) => {
  const { transport } = fakeTransport()
  const broken = { ...transport, isp: () => Promise.reject(new TypeError('reading "s3cret"')) }
  const failure = await failureOf(refresher(ispSource, broken)())
  t.equal(failure.reason, 'internal')
  t.notMatch(failure.message, /s3cret/)
})

t.test('defect 11: a channel that never answers does not cost the others their data', async (t) => {
  const { transport } = fakeTransport()
  const clock = manualClock(noon)
  const hanging: ChinaCacheTransport['isp'] = (channel, window, signal) =>
    channel === '1002'
      ? transport.isp(channel, window, signal)
      : new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Failure('timeout', 'too late')), { once: true })
        })
  const pending = refresher(ispSource, { ...transport, isp: hanging }, clock)()
  await clock.advance(45_000)
  const { series } = await pending
  t.equal(series['chinacache_channel_up{channel="1001",source="isp"}'], 0)
  t.equal(series['chinacache_channel_up{channel="1002",source="isp"}'], 1)
})

t.test('sources say how often and how dear they are', async (t) => {
  const { transport } = fakeTransport()
  const config = configWith()
  const sources = [trafficSource, ispSource, regionSource, statusCodesSource].map((make) =>
    make(config, transport, manualClock())
  )
  t.same(
    sources.map((source) => [
      source.name,
      source.ttl,
      source.maxAge,
      callsAt(source, undefined),
      callsAt(source, 1000)
    ]),
    [
      ['traffic', 300_000, 1_500_000, 6, 3000],
      ['isp', 3_600_000, 18_000_000, 2, 1000],
      ['region', 3_600_000, 18_000_000, 2, 1000],
      ['status_codes', 300_000, 1_500_000, 2, 1000]
    ]
  )
})

t.test('every family has a name of its own that fits its unit', async (t) => {
  const all: { name: string; help: string; unit?: string }[] = [
    ...Object.values(families),
    ...Object.values(compatible)
  ]
  t.equal(new Set(all.map(({ name }) => name)).size, all.length)
  for (const { name, unit, help } of all) {
    t.ok(unit === undefined || name.endsWith(`_${unit}`), name)
    t.match(help, /^[A-Z].*[^.]$/)
  }
  t.ok(Object.values(families).every(({ name }) => /^chinacache_[a-z_]+$/.test(name) && !name.endsWith('_total')))
})

t.test('whatever is answered, no series comes twice and every value is finite', async (t) => {
  const number = fc.option(fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true }), { nil: undefined })
  const name = fc.oneof(
    fc.constantFrom(
      '中国联通',
      'f中国联通',
      '联通',
      '广东',
      '广东省',
      '香港',
      '日本',
      '\ud800',
      '\udfff',
      '500',
      '5XX'
    ),
    fc.string()
  )
  const share = fc.record({ name, trafficRatio: number, requests: number, requestRatio: number })
  const code = fc.record({ code: name, requests: number, requestPercent: number, trafficPercent: number })
  const shares = fc.array(share)
  const world = fc.record({
    hitRate: fc.record({ hits: number, misses: number, drift: fc.constant({}) }),
    isp: fc.record({ totalBytes: number, isps: shares, drift: fc.constant({}) }),
    region: fc.record({ totalBytes: number, provinces: shares, states: shares, drift: fc.constant({}) }),
    statusCodes: fc.record({ codes: fc.array(code), drift: fc.constant({}) })
  })
  await fc.assert(
    fc.asyncProperty(world, async (answers) => {
      const { transport, answers: given } = fakeTransport()
      Object.assign(given, answers)
      for (const make of [trafficSource, ispSource, regionSource, statusCodesSource]) {
        const { families } = await refresher(make, transport)()
        for (const { name, samples: columns } of families) {
          const samples = [...columns]
          const keys = samples.map(({ labels }) =>
            Buffer.from(JSON.stringify(Object.values(labels).map((v) => v.toWellFormed()))).toString()
          )
          if (new Set(keys).size !== keys.length) throw new Error(`${name} has a series twice`)
          if (!samples.every(({ value }) => Number.isFinite(value))) throw new Error(`${name} is not finite`)
          const labelNames = new Set(samples.map(({ labels }) => Object.keys(labels).join()))
          if (labelNames.size > 1) throw new Error(`${name} has several sets of labels`)
        }
      }
    })
  )
  t.pass()
})

t.test('the shares of all channels in one, each weighing what its traffic was', async (t) => {
  const { transport } = fakeTransport()
  const share = (name: string, trafficRatio?: number) => ({ name, trafficRatio })
  const region = async (channel: string) =>
    channel === '7'
      ? { totalBytes: 300, provinces: [share('广东省', 0.8), share('浙江')], states: [share('日本', 0.2)], drift }
      : { totalBytes: 100, provinces: [share('广东', 0.4), share('其他', 0.6)], states: [share('乌托邦', 0.1)], drift }
  const two = configWith({ CHINACACHE_CHANNEL_IDS: '7,8' })
  const refresh = refresher(regionSource, { ...transport, region }, undefined, two)
  const rounded = async () =>
    (await refresh()).overview?.regions?.map(({ share, ...rest }) => ({
      ...rest,
      share: Math.round(share * 100) / 100
    }))
  t.strictSame(await rounded(), [
    { code: 'CN-GD', name: 'Guangdong', share: 0.7 },
    { code: 'JP', name: 'Japan', share: 0.15 },
    { code: 'CN-ZJ', name: 'Zhejiang', share: 0 }
  ])

  const untold = async (channel: string) => ({ ...(await region(channel)), totalBytes: undefined })
  const evenly = refresher(regionSource, { ...transport, region: untold }, undefined, two)
  t.equal(Math.round(((await evenly()).overview?.regions?.[0]?.share ?? 0) * 100), 60)
})
