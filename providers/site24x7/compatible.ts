/** The two families of the replaced exporter. */
import type { Family, Sample } from '../../src/contract.ts'
import type { Latency } from './attributes.ts'
import { gauge } from './gauge.ts'
import type { Monitor, MonitorLocation } from './inventory.ts'
import type { MonitorSeries, Viewpoint } from './series.ts'
import { up, worse } from './status.ts'

/** A monitor with all that the families need of it. */
export interface Watched {
  readonly monitor: Monitor
  readonly sights: readonly MonitorLocation[]
  readonly series: MonitorSeries
  /** Undefined when the monitor's attribute is no latency. */
  readonly toSeconds: Latency | undefined
  /** Seconds, in the order of `sights`: measured now, or at the last refresh that had a value. */
  readonly latencies: readonly (number | undefined)[]
}

interface MutableSample extends Sample {
  value: number
}

/** Samples by location of the monitors that share type, name and group. */
interface Namesakes {
  readonly statuses: Map<string, MutableSample>
  readonly latencies: Map<string, MutableSample>
}

/**
 * Their labels do not identify a monitor, so those of two can be the same: the worst status and the highest latency
 * are kept. `merged` counts the series that gave way.
 */
export function compatibleFamilies(watched: readonly Watched[]): { families: Family[]; merged: number } {
  const statuses: MutableSample[] = []
  const latencies: MutableSample[] = []
  const shared = namesakesOf(watched)
  let merged = 0

  const add = (
    samples: MutableSample[],
    known: Map<string, MutableSample> | undefined,
    { location, compatible }: Viewpoint,
    value: number,
    choose: (a: number, b: number) => number
  ) => {
    const namesake = known?.get(location)
    if (namesake !== undefined) {
      namesake.value = choose(namesake.value, value)
      merged += 1
      return
    }
    const sample = { labels: compatible, value }
    samples.push(sample)
    known?.set(location, sample)
  }

  for (const { sights, series, toSeconds, latencies: known } of watched) {
    const namesakes = shared.get(series.name)
    for (let i = 0; i < sights.length; i++) {
      const sight = sights[i] as MonitorLocation
      const viewpoint = series.viewpoints[i] as Viewpoint
      add(statuses, namesakes?.statuses, viewpoint, sight.status, worse)
      if (toSeconds === undefined) continue
      const latency = sight.value === undefined && sight.status !== up ? Number.POSITIVE_INFINITY : known[i]
      if (latency !== undefined) add(latencies, namesakes?.latencies, viewpoint, latency, Math.max)
    }
  }

  const families = [
    gauge(
      'monitor_up',
      'Status code of the monitor at the location, from locations[].status: 0 down, 1 up, 2 trouble, 3 critical, 5 suspended, 7 maintenance, 9 discovery, 10 configuration error.',
      statuses
    ),
    gauge(
      'monitor_latency_seconds',
      'Last measured latency at the location, from locations[].attribute_value; +Inf while the location is not up and sent no value.',
      latencies
    )
  ]
  return { families, merged }
}

/** Only for names that more than one monitor has: the others cannot meet. */
function namesakesOf(watched: readonly Watched[]): ReadonlyMap<string, Namesakes> {
  const seen = new Set<string>()
  const shared = new Map<string, Namesakes>()
  for (const { series } of watched) {
    const { name } = series
    if (seen.has(name)) shared.set(name, { statuses: new Map(), latencies: new Map() })
    seen.add(name)
  }
  return shared
}
