/** A monitor with all that its families need, some of it from the refresh before. */
import { type Latency, latencyOf } from './attributes.ts'
import type { Monitor, MonitorLocation } from './inventory.ts'
import { type MonitorSeries, seriesOf, sightsOf } from './series.ts'

/** What is known of a monitor from the refresh before. */
export interface Remembered {
  readonly series: MonitorSeries
  /**
   * Seconds, in the order of the series' viewpoints, measured now or at the last refresh that had a value; NaN where
   * there was none. Undefined when the monitor's attribute is no latency.
   */
  readonly latencies: readonly number[] | undefined
}

export interface Watched extends Remembered {
  readonly monitor: Monitor
  readonly sights: readonly MonitorLocation[]
}

export function watch(monitor: Monitor, before: Remembered | undefined): Watched {
  const sights = sightsOf(monitor)
  const series = seriesOf(monitor, sights, before?.series)
  const toSeconds = latencyOf(monitor)
  const latencies = toSeconds === undefined ? undefined : latenciesAt(sights, toSeconds, before)
  return { monitor, sights, series, latencies }
}

function latenciesAt(sights: readonly MonitorLocation[], toSeconds: Latency, before: Remembered | undefined): number[] {
  return sights.map(({ name, value }, i) => (value === undefined ? lastLatency(before, name, i) : toSeconds(value)))
}

/** The locations of a monitor seldom change their order, so the one at the same place is looked at first. */
function lastLatency(before: Remembered | undefined, name: string, i: number): number {
  if (before?.latencies === undefined) return Number.NaN
  const { viewpoints } = before.series
  const at = viewpoints[i]?.location === name ? i : viewpoints.findIndex(({ location }) => location === name)
  return before.latencies[at] ?? Number.NaN
}
