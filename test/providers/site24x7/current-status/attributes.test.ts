import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import t from 'tap'
import { attributeMetric, latencyOf } from '../../../../providers/site24x7/current-status/attributes.ts'
import type { Monitor } from '../../../../providers/site24x7/current-status/monitor.ts'
import { expose } from '../../../../src/exposition/exposition.ts'
import { collect } from '../bodies.ts'
import { inventoryOf } from '../inventories.ts'

function monitor(attribute: string | undefined, unit?: string, type = 'SERVER'): Monitor {
  const raw = { monitor_id: '1', name: 'm', monitor_type: type, status: 1, attribute_key: attribute, unit }
  return inventoryOf({ monitors: [raw] }).monitors[0] as Monitor
}

/** Name of the family, and what 10 becomes. */
function metric(attribute: string, unit?: string) {
  const found = attributeMetric(monitor(attribute, unit))
  return found === undefined ? undefined : [found.name, found.toBase(10)]
}

t.test('units', async (t) => {
  for (const [unit, suffix, ten] of [
    ['%', '_ratio', 0.1],
    ['ms', '_seconds', 0.01],
    ['s', '_seconds', 10],
    ['sec', '_seconds', 10],
    ['mins', '_seconds', 600],
    ['hours', '_seconds', 36_000],
    ['day', '_seconds', 864_000],
    ['days', '_seconds', 864_000],
    ['Days', '_seconds', 864_000],
    ['bytes', '_bytes', 10],
    ['KB', '_bytes', 10_240],
    ['MB', '_bytes', 10_485_760],
    ['GB', '_bytes', 10_737_418_240],
    [' TB ', '_bytes', 10_995_116_277_760],
    ['furlongs', '', 10],
    ['constructor', '', 10],
    [undefined, '', 10]
  ] as const) {
    t.strictSame(metric('left', unit), [`monitor_left${suffix}`, ten], String(unit))
  }
})

t.test('a unit in the name is not said twice', async (t) => {
  t.strictSame(metric('cpu_percent', '%'), ['monitor_cpu_ratio', 0.1])
  t.strictSame(metric('hit_ratio', '%'), ['monitor_hit_ratio', 0.1])
  t.strictSame(metric('memory_kb', 'KB'), ['monitor_memory_bytes', 10_240])
  t.strictSame(metric('memory_bytes', 'KB'), ['monitor_memory_bytes', 10_240])
  t.strictSame(metric('days', 'days'), ['monitor_seconds', 864_000])
  t.strictSame(metric('connect_min', 'ms'), ['monitor_connect_min_seconds', 0.01], 'min is a minimum here')
})

t.test('names', async (t) => {
  t.strictSame(metric('Disk  used-é%'), ['monitor_disk_used', 10])
  t.strictSame(metric('__x__'), ['monitor_x', 10])
  t.strictSame(metric('5xx_share'), ['monitor_5xx_share', 10])
  t.strictSame(
    metric('days_to_expiry', 'days'),
    ['monitor_day_to_expiry_seconds', 864_000],
    'no derived unit in a name'
  )
  t.strictSame(metric('requests_per_s'), ['monitor_requests_per_second', 10], 'no abbreviation')
  t.strictSame(metric('error_counter'), ['monitor_error', 10], 'no type')
  for (const nothing of ['%', '__', 'é', 'gauge']) t.equal(metric(nothing), undefined, nothing)
  t.equal(attributeMetric(monitor(undefined, '%')), undefined)
})

t.test('names that mean something else', async (t) => {
  for (const [attribute, unit] of [
    ['up'],
    ['status'],
    ['info'],
    ['tag_info'],
    ['latency_seconds'],
    ['latency_seconds', 'seconds'],
    ['downtime', 'ms'],
    ['last_polled_timestamp', 's'],
    ['requests_total'],
    ['total'],
    ['error_count'],
    ['size_sum'],
    ['size_bucket'],
    ['age_created']
  ] as const) {
    t.match(metric(attribute, unit)?.[0], /_value$/, attribute)
  }
  t.strictSame(metric('downtime', 'ms'), ['monitor_downtime_seconds_value', 0.01], 'still in the base unit')
})

t.test('what is a latency', async (t) => {
  const seconds = (...of: Parameters<typeof monitor>) => latencyOf(monitor(...of))?.(70)
  for (const attribute of ['response_time', 'transaction_time', 'RESPONSE_TIME']) {
    t.equal(seconds(attribute, 'ms', 'DNS'), 0.07, `${attribute} of any type`)
  }
  for (const type of ['URL', 'HOMEPAGE', 'REALBROWSER', 'RESTAPI']) {
    t.equal(seconds(undefined, undefined, type), 0.07, `${type} has always had one`)
    t.equal(seconds('first_paint', 'ms', type), 0.07, `${type}, whatever it is called`)
    t.equal(seconds('availability', '%', type), undefined, `${type}, but not a share`)
  }
  t.equal(seconds('response_time', 's', 'URL'), 70, 'in the unit that is sent')
  t.equal(seconds('response_time', undefined, 'PING'), 0.07)
  t.equal(seconds('response_time', 'KB', 'PING'), undefined)
  t.equal(seconds('dns_time', 'ms', 'DNS'), undefined, 'a time that is an attribute of its own')
  t.equal(seconds(undefined, undefined, 'PING'), undefined)
})

t.test('every name is valid and ends in nothing that is reserved', async () => {
  const words = fc.constantFrom(
    'cpu',
    'days',
    'ms',
    'total',
    'count',
    'info',
    'bytes',
    'ratio',
    'gauge',
    'kilobytes',
    '7'
  )
  const attribute = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words).map((parts) => parts.join('_'))
  )
  const unit = fc.constantFrom(undefined, '%', 'ms', 'days', 'KB', 'Bytes', 'x')
  fc.assert(
    fc.property(attribute, unit, (attribute, unit) => {
      const name = metric(attribute, unit)?.[0] ?? 'monitor_none'
      return (
        /^monitor(_[a-z0-9]+)+$/.test(name as string) && !/_(total|count|sum|bucket|info|created)$/.test(name as string)
      )
    }),
    { numRuns: 1000 }
  )
})

const promtool = spawnSync('promtool', ['--version']).status === 0

t.test(
  'promtool has nothing to say about the names',
  { skip: promtool ? false : 'there is no promtool' },
  async (t) => {
    const words = ['s', 'ms', 'us', 'ns', 'sec', 'b', 'kb', 'mb', 'gb', 'tb', 'pb', 'm', 'h', 'd', 'minutes', 'hours']
    words.push('days', 'weeks', 'milliseconds', 'microseconds', 'kilobytes', 'mibibytes', 'megabits', 'bits', 'percent')
    words.push('total', 'count', 'sum', 'bucket', 'info', 'gauge', 'counter', 'histogram', 'summary', 'up', 'seconds')
    const attributes = words.flatMap((word) => [word, `x_${word}`, `${word}_x`, `x_${word}_x`])
    const units = [undefined, '%', 'ms', 'days', 'KB', 'x']
    const monitors = attributes.flatMap((attribute, a) =>
      units.map((unit, u) => ({
        ...{ monitor_id: `${a}-${u}`, name: 'm', monitor_type: 'SERVER', status: 1 },
        ...{ attribute_key: attribute, attribute_value: 1, unit }
      }))
    )
    const { families } = collect({ monitors }, { memory: undefined })
    t.ok(families.length > 300, `${families.length} families`)
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: expose(families, 'text') })
    t.equal(`${stdout}${stderr}`, '')
    t.equal(status, 0)
  }
)
