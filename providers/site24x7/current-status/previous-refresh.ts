/** What is known from the refresh before. */
import type { Monitor } from './monitor.ts'
import type { MonitorSeries } from './series.ts'

/** Of one monitor, as a member of one group or of none. */
export interface PreviousMonitor {
  readonly series: MonitorSeries
  /** Where its latencies start in the list of all: one for each location of the series. */
  readonly firstLatency: number
}

/**
 * Of all. `latencies` are seconds, measured now or at the last refresh that had a value; NaN where there was none, or
 * where the monitor's attribute is no latency.
 */
export interface PreviousRefresh {
  /** In the order of the answer. */
  readonly monitors: readonly PreviousMonitor[]
  readonly latencies: Float64Array
}

/** How many monitors may be gone in a row before it takes an index to find those behind them. */
const lookAhead = 32

/**
 * Finds what is known of a monitor. Answers list the monitors in the same order, so the one behind the last is looked
 * at first, and only for those that are new or have moved there has to be an index.
 */
export function createFinder(all: readonly PreviousMonitor[]): (monitor: Monitor) => PreviousMonitor | undefined {
  let next = 0
  let index: Map<string, number> | undefined
  return ({ id, group }) => {
    const groupId = group?.id ?? ''
    for (let i = next; i < all.length && i < next + lookAhead; i++) {
      const likely = all[i] as PreviousMonitor
      if (!isOf(likely, id, groupId)) continue
      next = i + 1
      return likely
    }
    index ??= new Map(
      all.map(({ series: { info } }, i) => [keyOf(info.monitor_id as string, info.group_id as string), i])
    )
    const found = index.get(keyOf(id, groupId))
    if (found === undefined) return undefined
    next = found + 1
    return all[found]
  }
}

function isOf({ series: { info } }: PreviousMonitor, id: string, groupId: string): boolean {
  return info.monitor_id === id && info.group_id === groupId
}

/** The length tells where the id of the group ends, as either may hold any text. */
function keyOf(id: string, groupId: string): string {
  return `${groupId.length}:${groupId}${id}`
}
