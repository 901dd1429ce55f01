/** The two families of the replaced exporter. */

import { NumberList } from '../../../src/contract/number-list.ts'
import type { Family, Labels } from '../../../src/contract/provider.ts'
import type { SampleColumns } from '../../../src/contract/sample-columns.ts'
import { gauge } from '../fields/gauge.ts'
import type { MonitorLocation } from './monitor-locations.ts'
import type { MonitorSeries } from './series.ts'
import { restingStatuses, up, worse } from './status.ts'
import type { TrackedMonitor } from './tracked-monitor.ts'

/** Where the series are of the first monitor with some type, name and group, and of its namesakes. */
interface Namesakes {
  readonly start: number
  readonly locations: readonly string[]
  /** By location; made when there is a second one. */
  places?: Map<string, number>
}

/**
 * Their labels do not identify a monitor, so those of two can be the same: the worst status and the highest latency
 * are kept. `merged` counts the series that gave way. `known` are the latencies that `TrackedMonitor` speaks of.
 */
export function createCompatible(columnOf: (name: string) => SampleColumns, known: NumberList) {
  const statuses = columnOf('monitor_up')
  /** In the order of `statuses`; NaN where there is none. */
  const latencies = new NumberList(known.length)
  const byName = new Map<string, Namesakes>()
  let merged = 0

  function append(labels: Labels, status: number, latency: number): void {
    statuses.add(labels, status)
    latencies.add(latency)
  }

  function mergeInto(place: number, status: number, latency: number): void {
    statuses.values.replace(place, worse(statuses.values.at(place), status))
    merged += 1
    const other = latencies.at(place)
    if (!Number.isNaN(latency) && !Number.isNaN(other)) merged += 1
    latencies.replace(place, Number.isNaN(other) || latency > other ? latency : other)
  }

  function placesOf(series: MonitorSeries): Map<string, number> | undefined {
    const known = byName.get(series.name)
    if (known === undefined) {
      byName.set(series.name, { start: statuses.length, locations: series.locations })
      return undefined
    }
    known.places ??= new Map(known.locations.map((location, i) => [location, known.start + i]))
    return known.places
  }

  return {
    add({ sights, series, isLatency, firstLatency }: TrackedMonitor): void {
      const places = placesOf(series)
      for (let i = 0; i < sights.length; i++) {
        const sight = sights[i] as MonitorLocation
        const latency = isLatency ? latencyAt(sight, known.at(firstLatency + i)) : Number.NaN
        const place = places?.get(sight.name)
        if (place !== undefined) {
          mergeInto(place, sight.status, latency)
          continue
        }
        places?.set(sight.name, statuses.length)
        append(series.compatible[i] as Labels, sight.status, latency)
      }
    },

    end(): { families: Family[]; merged: number } {
      const measured = columnOf('monitor_latency_seconds')
      const { labels } = statuses
      for (let i = 0; i < labels.length; i++) {
        const latency = latencies.at(i)
        if (!Number.isNaN(latency)) measured.add(labels[i] as Labels, latency)
      }
      const families = [
        gauge(
          'monitor_up',
          'Status code of the monitor at the location, from locations[].status: 0 down, 1 up, 2 trouble, 3 critical, 5 suspended, 7 maintenance, 9 discovery, 10 configuration error.',
          statuses
        ),
        gauge(
          'monitor_latency_seconds',
          'Last measured latency at the location, from locations[].attribute_value; +Inf while the location is not up and sent no value, none while it is suspended or in maintenance.',
          measured
        )
      ]
      return { families: families.map((family) => ({ ...family, isKept: true })), merged }
    }
  }
}

function latencyAt({ value, status }: MonitorLocation, known: number): number {
  if (value !== undefined || status === up) return known
  return restingStatuses.has(status) ? Number.NaN : Number.POSITIVE_INFINITY
}
