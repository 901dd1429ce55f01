/** A monitor with all that its families need, some of it from the refresh before. */
import { NumberList } from '../../../src/contract/number-list.ts'
import { type Latency, latencyOf } from './attributes.ts'
import type { Monitor } from './monitor.ts'
import type { MonitorLocation } from './monitor-locations.ts'
import { createFinder, type PreviousMonitor, type PreviousRefresh } from './previous-refresh.ts'
import { type MonitorSeries, seriesOf, sightsOf } from './series.ts'

export interface TrackedMonitor {
  readonly monitor: Monitor
  readonly sights: readonly MonitorLocation[]
  readonly series: MonitorSeries
  readonly isLatency: boolean
  /** See `PreviousMonitor`. */
  readonly firstLatency: number
}

/** Goes through the monitors of an answer. */
export function createTracker(before: PreviousRefresh | undefined) {
  const find = createFinder(before?.monitors ?? [])
  const monitors: PreviousMonitor[] = []
  const latencies = new NumberList(before?.latencies.length)

  /** Adds the latencies of a monitor. */
  function addLatencies(
    sights: readonly MonitorLocation[],
    toSeconds: Latency,
    known: PreviousMonitor | undefined
  ): void {
    for (let i = 0; i < sights.length; i++) {
      const { name, value } = sights[i] as MonitorLocation
      latencies.add(value === undefined ? lastLatency(before, known, name, i) : toSeconds(value))
    }
  }

  return {
    watch(monitor: Monitor): TrackedMonitor {
      const known = find(monitor)
      const sights = sightsOf(monitor)
      const series = seriesOf(monitor, sights, known?.series)
      const firstLatency = latencies.length
      const toSeconds = latencyOf(monitor)
      addLatencies(sights, toSeconds ?? noLatency, toSeconds === undefined ? undefined : known)
      monitors.push(sameOr(known, { series, firstLatency }))
      return { monitor, sights, series, isLatency: toSeconds !== undefined, firstLatency }
    },

    /** One for each sight of each monitor. */
    latencies,
    monitors
  }
}

const noLatency: Latency = () => Number.NaN

/** What is not made anew need not be looked through by the garbage collector again and again. */
function sameOr(known: PreviousMonitor | undefined, now: PreviousMonitor): PreviousMonitor {
  return known?.series === now.series && known.firstLatency === now.firstLatency ? known : now
}

/** The locations of a monitor seldom change their order, so the one at the same place is looked at first. */
function lastLatency(
  before: PreviousRefresh | undefined,
  known: PreviousMonitor | undefined,
  name: string,
  i: number
): number {
  if (before === undefined || known === undefined) return Number.NaN
  const { locations } = known.series
  const at = locations[i] === name ? i : locations.indexOf(name)
  return at < 0 ? Number.NaN : (before.latencies[known.firstLatency + at] as number)
}
