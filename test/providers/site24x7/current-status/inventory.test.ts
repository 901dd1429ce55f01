import fc from 'fast-check'
import t from 'tap'
import { type CurrentStatus, readCurrentStatus } from '../../../../providers/site24x7/api.ts'
import { collect } from '../bodies.ts'
import { inventoryOf, inventoryOfBody } from '../inventories.ts'
import { anyStatus } from '../worlds.ts'

/** A monitor of no group, as the API would send it, and what is made of it. */
function read(fields: object) {
  const { monitors, drift } = inventoryOf({ monitors: [{ monitor_id: '1', name: 'm', status: 1, ...fields }] })
  return { monitor: monitors[0], drift }
}

const readLocation = (fields: object) => {
  const { monitor, drift } = read({ locations: [{ location_name: 'X', ...fields }] })
  return { location: monitor?.locations[0], drift }
}

t.test('no monitors at all', async (t) => {
  const nothing = { groups: [], monitors: [], drift: {}, utcOffset: undefined, filtered: undefined }
  t.strictSame(inventoryOf({}), nothing)
  t.strictSame(inventoryOf({ monitors: [], monitor_groups: [] }), nothing)
})

t.test('a value', async (t) => {
  for (const [given, expected] of [
    [212, 212],
    [0, 0],
    [41.5, 41.5],
    ['212', 212],
    ['41.5', 41.5],
    [' 7 ', 7],
    ['1e3', 1000],
    ['-', undefined],
    [-5, undefined],
    ['-0.5', undefined],
    ['1,234', undefined],
    ['', undefined],
    [' ', undefined],
    ['fast', undefined],
    ['12 ms', undefined],
    ['0x10', undefined],
    ['Infinity', undefined],
    ['1e999', undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [null, undefined],
    [true, undefined],
    [[5], undefined],
    [{}, undefined],
    [undefined, undefined]
  ] as const) {
    const { monitor, drift } = read({
      attribute_value: given,
      locations: [{ location_name: 'X', attribute_value: given }]
    })
    t.equal(monitor?.value, expected, `${JSON.stringify(given)} of a monitor`)
    t.equal(monitor?.locations[0]?.value, expected, `${JSON.stringify(given)} of a location`)
    // Infinity is null in JSON.
    const isAbsent = [undefined, null, '-', '', ' ', Number.POSITIVE_INFINITY].includes(given as null)
    const isRead = expected !== undefined
    t.strictSame(drift, isRead || isAbsent ? {} : { unreadable_value: 2 }, `${JSON.stringify(given)} as drift`)
  }
})

t.test('ids above 2^53 stay exact', async (t) => {
  const ids = ['483920000071265137', '483920000071265138', '99999999999999999999']
  const { monitors, groups } = inventoryOf({
    monitors: ids.map((id) => ({ monitor_id: id, name: 'same name', status: 1 })),
    monitor_groups: ids.map((id) => ({ group_id: id, group_name: 'same name', status: 1 }))
  })
  t.strictSame(
    monitors.map(({ id }) => id),
    ids
  )
  t.strictSame(
    groups.map(({ id }) => id),
    ids
  )
})

t.test('a time', async (t) => {
  const time = Date.UTC(2031, 4, 6, 7, 8, 9) / 1000
  for (const text of [
    '2031-05-06T07:08:09Z',
    '2031-05-06T07:08:09+0000',
    '2031-05-06T12:38:09+0530',
    '2031-05-06T12:38:09+05:30',
    '2031-05-05T21:38:09-0930'
  ]) {
    t.equal(readLocation({ last_polled_time: text }).location?.lastPolled, time, text)
  }
  t.equal(readLocation({ last_polled_time: '2031-05-06T12:38:09.250+0530' }).location?.lastPolled, time + 0.25)
  t.equal(read({ last_polled_time: '2031-05-06T07:08:09Z' }).monitor?.lastPolled, time, 'of a monitor')
  for (const day of ['2031-01-31', '2031-02-28', '2028-02-29', '2031-04-30', '2031-12-31']) {
    const { lastPolled } = read({ last_polled_time: `${day}T00:00:01+0000` }).monitor ?? {}
    t.equal(lastPolled, Date.parse(`${day}T00:00:01Z`) / 1000, day)
  }

  for (const missing of [undefined, null, '', '-']) {
    const { location, drift } = readLocation({ last_polled_time: missing })
    t.equal(location?.lastPolled, undefined)
    t.strictSame(drift, {}, `${missing} is absence`)
  }
  // Date.parse alone would take several of these, and some of them for a time in the zone of this machine.
  for (const odd of [
    '2031-05-06T07:08:09',
    '2031-05-06',
    'poller 5',
    '5',
    '2031-13-41T00:00:00Z',
    '2031-01-32T00:00:00+0000',
    5,
    {},
    [],
    true
  ]) {
    const { location, drift } = readLocation({ last_polled_time: odd })
    t.equal(location?.lastPolled, undefined, JSON.stringify(odd))
    t.strictSame(drift, { unreadable_time: 1 }, JSON.stringify(odd))
  }
})

t.test('a status', async (t) => {
  for (const code of [0, 1, 2, 3, 5, 7, 9, 10]) {
    t.match(read({ status: code }), { monitor: { status: code }, drift: {} })
    t.strictSame(read({ status: String(code) }), { ...read({ status: code }) }, 'as text')
    t.strictSame(readLocation({ status: code }).drift, {})
  }
  for (const [odd, expected] of [
    [4, 4],
    [-1, -1],
    [1.5, 10],
    ['up', 10],
    [null, 10],
    [{}, 10]
  ] as const) {
    const { monitor, drift } = read({ status: odd })
    t.equal(monitor?.status, expected, `${JSON.stringify(odd)} of a monitor`)
    t.strictSame(drift, { unknown_status: 1 })
    t.match(readLocation({ status: odd }), { location: { status: expected }, drift: { unknown_status: 1 } })
  }
  t.strictSame(readLocation({}).location?.status, 10, 'a location not yet polled')
  t.strictSame(readLocation({}).drift, {}, 'which is nothing new')
})

t.test('the attribute', async (t) => {
  const attribute = (fields: object) => read(fields).monitor?.attribute
  t.equal(attribute({ attribute_key: 'response_time' }), 'response_time')
  t.equal(attribute({ attribute_key: 'Response_Time', attributeName: 'OTHER' }), 'response_time')
  t.equal(attribute({ attributeName: 'RESPONSETIME' }), 'response_time')
  t.equal(attribute({ attributeName: 'TRANSACTIONTIME' }), 'transaction_time')
  t.equal(attribute({ attribute_key: '', attributeName: 'RESPONSETIME' }), 'response_time')
  t.equal(attribute({}), undefined)
  // Names that every object has must not be found in a table of names.
  for (const name of ['constructor', '__proto__', 'toString', 7, null, {}]) {
    t.equal(attribute({ attributeName: name }), undefined, String(JSON.stringify(name)))
  }
})

t.test('what a monitor may lack', async (t) => {
  t.strictSame(read({}).monitor, {
    id: '1',
    name: 'm',
    type: '',
    group: undefined,
    status: 1,
    attribute: undefined,
    unit: undefined,
    value: undefined,
    lastPolled: undefined,
    downtimeSeconds: undefined,
    outageStart: undefined,
    downReason: undefined,
    tags: [],
    locations: []
  })
  t.strictSame(read({}).drift, {})
  t.equal(read({ monitor_type: 'QUANTUM-LINK' }).monitor?.type, 'QUANTUM-LINK', 'any type is taken')
  t.strictSame(read({ locations: {} }).monitor?.locations, [])
  t.strictSame(read({ tags: 'a' }).monitor?.tags, [])
  t.strictSame(read({ tags: ['a', 7, null, '', 'k:v:w'] }).monitor?.tags, ['a', 'k:v:w'])
})

t.test('the length of an outage', async (t) => {
  t.equal(read({ downtime_millis: '2707500' }).monitor?.downtimeSeconds, 2707.5)
  t.equal(read({ downtime_millis: 2_707_500 }).monitor?.downtimeSeconds, 2707.5)
  t.equal(read({ downtime_millis: '-' }).monitor?.downtimeSeconds, undefined)
})

t.test('groups', async (t) => {
  const member = { monitor_id: '7', name: 'm', status: 1 }
  const { groups, monitors, drift } = inventoryOf({
    monitors: [member],
    monitor_groups: [
      { group_id: 'a', group_name: 'first', status: 2, monitors: [member, member] },
      { group_id: 'b', group_name: 'without monitors', status: 1 },
      { group_id: 'c', group_name: 'of another shape', status: 1, monitors: {} },
      { group_id: 'd', group_name: 'first', status: 0, monitors: [member] },
      { group_id: 'a', group_name: 'again', status: 0, monitors: [{ ...member, monitor_id: '8' }] }
    ]
  })
  t.strictSame(groups, [
    { id: 'a', name: 'first', status: 2 },
    { id: 'b', name: 'without monitors', status: 1 },
    { id: 'c', name: 'of another shape', status: 1 },
    { id: 'd', name: 'first', status: 0 }
  ])
  t.strictSame(
    monitors.map(({ id, group }) => [id, group?.id]),
    [
      ['7', undefined],
      ['7', 'a'],
      ['7', 'd'],
      ['8', 'a']
    ],
    'once for each group it is in, once within a group'
  )
  t.strictSame(drift, {})
})

t.test('the order of fields within a group does not matter', async (t) => {
  const fields = {
    group_id: 'a',
    group_name: 'first',
    status: 2,
    monitors: [{ monitor_id: '7', name: 'm', status: 1 }]
  }
  const entries = Object.entries(fields)
  const orders = [
    [3, 0, 1, 2],
    [0, 3, 1, 2],
    [0, 1, 3, 2],
    [2, 1, 0, 3]
  ].map((order) => Object.fromEntries(order.map((i) => entries[i] as [string, unknown])))
  for (const group of orders) {
    const { groups, monitors } = inventoryOf({ monitor_groups: [group] })
    t.strictSame(groups, [{ id: 'a', name: 'first', status: 2 }], Object.keys(group).join())
    t.strictSame(
      monitors.map(({ id, group }) => [id, group?.id, group?.name]),
      [['7', 'a', 'first']]
    )
  }
  const nameless = { monitors: [{ monitor_id: '7', name: 'm' }], group_id: 'a' }
  t.match(inventoryOf({ monitor_groups: [nameless] }), { monitors: [], groups: [], drift: { skipped_item: 1 } })
})

t.test('what is an error for the one reader is one for the other', async (t) => {
  const monitors = [{ monitor_id: '1', name: 'm', status: 1 }]
  for (const codes of [
    {},
    { code: 0 },
    { code: '0' },
    { code: 'x' },
    { error_code: 0, code: 7 },
    { error_code: 'x', code: 5 }
  ]) {
    for (const order of [
      { ...codes, data: { monitors } },
      { data: { monitors }, ...codes }
    ]) {
      const body = Buffer.from(JSON.stringify(order))
      t.same(readCurrentStatus({ status: 200, headers: {}, body }, 0), { monitors }, JSON.stringify(order))
      t.equal(inventoryOfBody(body).monitors.length, 1, JSON.stringify(order))
    }
  }
  for (const text of [
    '{"code":7,"data":{}}',
    '{"code":"7","data":{}}',
    '{"error_code":7,"code":0,"data":{}}',
    '{"data":{"monitors":[],"monitors":[]}}',
    '{"data":{},"data":{}}',
    '{"data":{"monitor_groups":[{"monitors":[tru],"monitors":[],"group_id":"a","group_name":"a"}]}}'
  ]) {
    t.throws(() => inventoryOfBody(Buffer.from(text)), SyntaxError, text)
  }
})

t.test('every field of an answer may be written with spaces and escapes', async (t) => {
  const data = {
    monitor_groups: [
      {
        group_id: 'a',
        group_name: 'ü',
        status: 1,
        monitors: [{ monitor_id: '7', name: 'm', tags: ['a:b'], status: 0 }]
      }
    ],
    monitors: [{ monitor_id: '8', name: 'n', status: 1, locations: [{ location_name: 'X', attribute_value: 1.5 }] }]
  }
  const compact = inventoryOf(data)
  const text = JSON.stringify({ code: 0, data }, undefined, 2)
  t.strictSame(inventoryOfBody(Buffer.from(text)), compact)
  const escaped = text.replaceAll('monitor_id', '\\u006donitor_id').replaceAll('location_name', 'location\\u005fname')
  t.strictSame(inventoryOfBody(Buffer.from(escaped)), compact)
})

t.test('ids that look like one id when written side by side are two', async (t) => {
  const { monitors } = inventoryOf({
    monitor_groups: [
      { group_id: 'a', group_name: '', status: 1, monitors: [{ monitor_id: 'b c', name: 'x', status: 1 }] },
      { group_id: 'a b', group_name: '', status: 1, monitors: [{ monitor_id: 'c', name: 'x', status: 1 }] }
    ]
  })
  t.equal(monitors.length, 2)
})

t.test('junk is skipped and counted, and costs nothing else', async (t) => {
  const junk = [null, 7, 'x', [], {}, { monitor_id: 5, name: 'x' }, { monitor_id: '', name: 'x' }, { monitor_id: '5' }]
  const good = { monitor_id: '1', name: 'good', status: 1 }
  const { monitors, groups, drift } = inventoryOf({
    monitors: [...junk, { ...good, locations: [null, {}, { location_name: '' }, { location_name: 'X', status: 1 }] }],
    monitor_groups: [
      null,
      [],
      {},
      { group_id: 'g' },
      { group_id: 'h', group_name: 'h', status: 1, monitors: [...junk, good] }
    ]
  })
  t.strictSame(
    monitors.map(({ id }) => id),
    ['1', '1']
  )
  t.strictSame(
    monitors[0]?.locations.map(({ name }) => name),
    ['', 'X']
  )
  t.strictSame(
    groups.map(({ id }) => id),
    ['h']
  )
  t.strictSame(drift, { skipped_item: 2 * junk.length + 2 + 4 })
})

t.test('a location named twice within a monitor counts once', async (t) => {
  const { monitor } = read({
    locations: [
      { location_name: 'X', status: 0 },
      { location_name: 'X', status: 1 }
    ]
  })
  t.match(monitor?.locations, [{ name: 'X', status: 0 }])
  t.equal(monitor?.locations.length, 1)
})

t.test('any JSON in any field is read without throwing', async () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.array(fc.jsonValue()), (monitors, groups) => {
      collect({ monitors, monitor_groups: groups }, { memory: undefined })
    })
  )
  // Known fields with unknown content get further than junk does.
  fc.assert(
    fc.property(anyStatus, (data: CurrentStatus) => void collect(data, { memory: undefined })),
    { numRuns: 500 }
  )
})

t.test('the zone of the account is that of the newest time', async (t) => {
  const monitor = (id: string, ...times: unknown[]) => ({
    monitor_id: id,
    name: id,
    last_polled_time: times[0],
    locations: times.slice(1).map((time, i) => ({ location_name: `${i}`, last_polled_time: time }))
  })
  const zone = (...monitors: unknown[]) => inventoryOf({ monitors }).utcOffset
  const hour = 3_600_000
  t.equal(zone(monitor('a', '2026-01-02T03:04:05+0530')), 5.5 * hour)
  t.equal(zone(monitor('a', '2026-01-02T03:04:05-0800')), -8 * hour)
  t.equal(zone(monitor('a', '2026-01-02T03:04:05.678+02:00')), 2 * hour)
  t.equal(zone(monitor('a', '2026-01-02T03:04:05Z')), 0)
  const winter = '2026-01-02T03:04:05+0100'
  const summer = '2025-07-02T03:04:05+0200'
  t.equal(zone(monitor('off', summer), monitor('on', winter)), hour, 'not that of a monitor that is off')
  t.equal(zone(monitor('on', winter), monitor('off', summer)), hour)
  t.equal(zone(monitor('a', '-', '', 'soon', winter, null)), hour, 'what cannot be read says nothing')
  t.equal(zone(monitor('a', 'soon')), undefined)
  const inGroup = { group_id: 'g', group_name: 'g', monitors: [monitor('a', undefined, winter)] }
  t.equal(inventoryOf({ monitor_groups: [inGroup] }).utcOffset, hour)
})
