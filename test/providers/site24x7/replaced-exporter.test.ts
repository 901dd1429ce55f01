/** Answers on which this exporter once differed from the one that it replaces, with what that one showed. */
import t from 'tap'
import { collect } from './bodies.ts'
import { familyOf } from './families.ts'

interface Shown {
  readonly up: Record<string, number>
  readonly latency: Record<string, number>
  readonly merged: number | undefined
  readonly drift: Readonly<Record<string, number>> | undefined
}

function shown(...monitors: object[]): Shown {
  const { families, mergedSeries, drift } = collect({ monitors }, { memory: undefined })
  const samples = (name: string) =>
    Object.fromEntries(
      [...(familyOf(families, name)?.samples ?? [])].map(({ labels, value }) => [
        `${labels.monitor_name} ${labels.location}`,
        value
      ])
    )
  return {
    up: samples('site24x7_monitor_up'),
    latency: samples('site24x7_monitor_latency_seconds'),
    merged: mergedSeries,
    drift
  }
}

const monitor = (locations: readonly object[], more: object = {}) => ({
  monitor_id: '1',
  name: 'shop',
  monitor_type: 'URL',
  status: 1,
  locations,
  ...more
})
const at = (location_name: string, status: number, attribute_value?: unknown) => ({
  location_name,
  status,
  attribute_value
})

t.test('a location that is named twice: the worst status, the highest latency, counted', async (t) => {
  for (const locations of [
    [at('London', 1, 100), at('London', 0, 900)],
    [at('London', 0, 900), at('London', 1, 100)]
  ]) {
    const { up, latency, merged } = shown(monitor(locations))
    t.strictSame([up, latency, merged], [{ 'shop London': 0 }, { 'shop London': 0.9 }, 2])
  }
  const { latency, merged } = shown(monitor([at('London', 1, 100), at('London', 0)]))
  t.strictSame([latency, merged], [{ 'shop London': Number.POSITIVE_INFINITY }, 1])
  const many = Array.from({ length: 40 }, (_, i) => at(`L${i}`, 1, i))
  const more = shown(monitor([...many, at('L39', 0, 5), at('L7', 0, 50)]))
  t.strictSame([more.up['shop L39'], more.up['shop L7'], more.latency['shop L7'], more.merged], [0, 0, 0.05, 4])
})

t.test('a value below zero is no measurement', async (t) => {
  const { latency, drift } = shown(monitor([at('London', 1, -5), at('Paris', 0, -5), at('Rome', 1, '-0.1')]))
  t.strictSame(latency, { 'shop Paris': Number.POSITIVE_INFINITY })
  t.equal(drift?.unreadable_value, 3)
})

t.test('milliseconds in every spelling', async (t) => {
  for (const unit of ['ms', 'MS', 'msec', 'Msecs', 'millis', 'millisecond', 'milliseconds', ' milliseconds ']) {
    t.strictSame(shown(monitor([at('London', 1, 2500)], { unit })).latency, { 'shop London': 2.5 }, unit)
  }
})

t.test('a location without a name has a series', async (t) => {
  const { up, latency } = shown(monitor([at('', 1, 100)]))
  t.strictSame([up, latency], [{ 'shop ': 1 }, { 'shop ': 0.1 }])
})

t.test('a monitor that is listed by two names has series of both', async (t) => {
  const { families } = collect(
    { monitors: [monitor([at('London', 1, 100)]), monitor([at('London', 0, 300)], { name: 'shop new' })] },
    { memory: undefined }
  )
  const names = [...(familyOf(families, 'site24x7_monitor_up')?.samples ?? [])].map(({ labels }) => labels.monitor_name)
  t.strictSame(names, ['shop', 'shop new'])
  t.equal([...(familyOf(families, 'site24x7_monitor_status')?.samples ?? [])].length, 1, 'and one state, by its id')
  t.equal([...(familyOf(families, 'site24x7_monitor_info')?.samples ?? [])].length, 2)
  const { up, latency, merged } = shown(monitor([at('London', 1, 100)]), monitor([at('London', 0, 300)]))
  t.strictSame(
    [up, latency, merged],
    [{ 'shop London': 0 }, { 'shop London': 0.3 }, 2],
    'merged where labels are equal'
  )
})

t.test('a monitor that rests on purpose has no latency, and avg() no infinity', async (t) => {
  const { up, latency } = shown(monitor([at('London', 5), at('Paris', 7, '-'), at('Rome', 1, 100)]))
  t.strictSame(up, { 'shop London': 5, 'shop Paris': 7, 'shop Rome': 1 })
  t.strictSame(latency, { 'shop Rome': 0.1 })
})
