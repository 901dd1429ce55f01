/** The two families of the replaced exporter. */
import type { Family } from '../../src/contract.ts'
import { SampleColumns } from '../../src/sample-columns.ts'
import { gauge } from './gauge.ts'
import type { MonitorLocation } from './inventory.ts'
import type { MonitorSeries, Viewpoint } from './series.ts'
import { up, worse } from './status.ts'
import type { Watched } from './watched.ts'

/** Where the series are of the first monitor with some type, name and group, and of its namesakes. */
interface Namesakes {
  readonly start: number
  readonly viewpoints: readonly Viewpoint[]
  /** By location; made when there is a second one. */
  places?: Map<string, number>
}

/**
 * Their labels do not identify a monitor, so those of two can be the same: the worst status and the highest latency
 * are kept. `merged` counts the series that gave way.
 */
export function createCompatible() {
  const statuses = new SampleColumns()
  /** In the order of `statuses`; NaN where there is none. */
  const latencies: number[] = []
  const byName = new Map<string, Namesakes>()
  let merged = 0

  function append(viewpoint: Viewpoint, status: number, latency: number): void {
    statuses.add(viewpoint.compatible, status)
    latencies.push(latency)
  }

  function mergeInto(place: number, status: number, latency: number): void {
    statuses.values[place] = worse(statuses.values[place] as number, status)
    merged += 1
    const other = latencies[place] as number
    if (!Number.isNaN(latency) && !Number.isNaN(other)) merged += 1
    latencies[place] = Number.isNaN(other) || latency > other ? latency : other
  }

  function placesOf(series: MonitorSeries): Map<string, number> | undefined {
    const known = byName.get(series.name)
    if (known === undefined) {
      byName.set(series.name, { start: statuses.length, viewpoints: series.viewpoints })
      return undefined
    }
    known.places ??= new Map(known.viewpoints.map(({ location }, i) => [location, known.start + i]))
    return known.places
  }

  return {
    add({ sights, series, latencies: known }: Watched): void {
      const places = placesOf(series)
      for (let i = 0; i < sights.length; i++) {
        const sight = sights[i] as MonitorLocation
        const viewpoint = series.viewpoints[i] as Viewpoint
        const latency = latencyAt(sight, known?.[i])
        const place = places?.get(viewpoint.location)
        if (place !== undefined) {
          mergeInto(place, sight.status, latency)
          continue
        }
        places?.set(viewpoint.location, statuses.length)
        append(viewpoint, sight.status, latency)
      }
    },

    end(): { families: Family[]; merged: number } {
      const measured = new SampleColumns()
      latencies.forEach((latency, i) => {
        if (!Number.isNaN(latency)) measured.add(statuses.labels[i] as Viewpoint['compatible'], latency)
      })
      const families = [
        gauge(
          'monitor_up',
          'Status code of the monitor at the location, from locations[].status: 0 down, 1 up, 2 trouble, 3 critical, 5 suspended, 7 maintenance, 9 discovery, 10 configuration error.',
          statuses
        ),
        gauge(
          'monitor_latency_seconds',
          'Last measured latency at the location, from locations[].attribute_value; +Inf while the location is not up and sent no value.',
          measured
        )
      ]
      return { families, merged }
    }
  }
}

/** `known` is undefined where the monitor's attribute is no latency. */
function latencyAt({ value, status }: MonitorLocation, known: number | undefined): number {
  if (known === undefined) return Number.NaN
  return value === undefined && status !== up ? Number.POSITIVE_INFINITY : known
}
