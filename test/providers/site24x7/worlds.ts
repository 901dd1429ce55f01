/** Arbitrary answers of the API, for properties. */
import fc from 'fast-check'
import type { CurrentStatus } from '../../../providers/site24x7/api.ts'

/** Values that trip up who takes a value for what its field should hold. */
const oddity = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<unknown>,
  fc.constantFrom<unknown>('-', '', '5', '1.5', 'constructor', '__proto__', ':', 'k:', 'k', 0, 1, -1, 1e308, null),
  fc.constant({ toString: 1, valueOf: 1 })
)

/** Few ids and names, so that they meet. */
const id = fc.constantFrom('1', '2', '1 2', '483920000071265137', '__proto__')
const name = fc.constantFrom('a', 'b', '', 'a b', '__proto__')
const place = fc.constantFrom('Amsterdam - NL', 'Tokyo - JP', 'Hut', '2', '__proto__')

const sometimes = <T>(usual: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: usual as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: oddity })

const named = <T extends string>(...requiredKeys: T[]) => ({ requiredKeys })
const status = sometimes(fc.constantFrom(0, 1, 2, 3, 5, 7, 9, 10, 4))
const value = sometimes(fc.oneof(fc.double({ noNaN: true }), fc.constantFrom('-', '212')))
const time = sometimes(fc.constantFrom('2031-05-06T07:08:09+0530', '2031-05-06T07:08:09.5Z', 'soon'))

const location = fc.record(
  { location_name: sometimes(place), status, attribute_value: value, last_polled_time: time },
  named('location_name')
)

const attribute = fc.constantFrom(
  ...['response_time', 'cpu_used', 'CPU-USED', 'cpu_used_ratio', 'days_to_expiry', 'up', 'status', 'info', 'a_total'],
  ...['latency_seconds', 'downtime', '!', 'é', '7', 'memory_kb', 'seconds', 'percent', 'error_counter', 'summary']
)

const monitor = fc.record(
  {
    monitor_id: sometimes(id),
    name: sometimes(name),
    monitor_type: sometimes(fc.constantFrom('URL', 'RESTAPI', 'SERVER', '')),
    status,
    attribute_key: sometimes(attribute),
    attributeName: sometimes(fc.constantFrom('RESPONSETIME', 'constructor')),
    attribute_value: value,
    unit: sometimes(fc.constantFrom('ms', '%', 'days', 'KB', 's', 'furlongs', 'constructor')),
    last_polled_time: time,
    downtime_millis: value,
    tags: sometimes(fc.array(sometimes(fc.constantFrom('k', 'k:', 'k:v', ':', 'k:v:w')), { maxLength: 5 })),
    locations: sometimes(fc.array(sometimes(location), { maxLength: 5 }))
  },
  named('monitor_id', 'name')
)

const monitors = fc.array(sometimes(monitor), { maxLength: 6 })

const group = fc.record(
  { group_id: sometimes(id), group_name: sometimes(name), status, monitors: sometimes(monitors) },
  named('group_id', 'group_name')
)

/** Anything that passes the check of the envelope, mostly close to what the API sends. */
export const anyStatus: fc.Arbitrary<CurrentStatus> = fc.record(
  { monitors, monitor_groups: fc.array(sometimes(group), { maxLength: 4 }) },
  { requiredKeys: [] }
)
