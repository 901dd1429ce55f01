/** The API's answer to metric families. Pure. */
import type { CollectContext, Collection, Family, Place, Sample } from '../../src/contract.ts'
import type { CurrentStatus } from './api.ts'
import { createCompatible } from './compatible.ts'
import type { DailyCallLimit } from './config.ts'
import { createFacts } from './facts.ts'
import { gauge } from './gauge.ts'
import { type Group, readInventory } from './inventory.ts'
import { resolveLocations } from './locations.ts'
import { createOverview } from './overview.ts'
import { type Remembered, watch } from './watched.ts'

/** What is known of each monitor from the refresh before, by its key. */
export type Memory = ReadonlyMap<string, Remembered>

const callsPerMonitor = 200

/** Goes through the monitors once, and keeps of each no more than its series: see `parseInParts`. */
export function collect(
  data: CurrentStatus,
  { memory }: Pick<CollectContext<Memory>, 'memory'>,
  dailyCallLimit: DailyCallLimit = 'auto'
): Collection<Memory> {
  const compatible = createCompatible()
  const facts = createFacts()
  const overview = createOverview()
  const ids = new Set<string>()
  const locations = new Set<string>()
  const next = new Map<string, Remembered>()
  const { groups, drift, utcOffset } = readInventory(data, (monitor) => {
    const watched = watch(monitor, memory?.get(monitor.key))
    const { series, latencies } = watched
    next.set(monitor.key, { series, latencies })
    for (const { location } of series.viewpoints) locations.add(location)
    compatible.add(watched)
    facts.addMember(watched)
    // Each monitor once, as it first appears, however many groups it is in.
    if (ids.has(monitor.id)) return
    ids.add(monitor.id)
    facts.addMonitor(watched)
    overview.add(watched)
  })
  const { families, merged } = compatible.end()
  // A monitor without locations is seen from a place without a name.
  locations.delete('')
  const located = locationFamily(locations)

  return {
    families: [...families, ...facts.end(), groupFamily(groups), located.family],
    places: located.places,
    drift: { ...drift, ...(located.unplaced.length > 0 ? { unknown_location: located.unplaced.length } : {}) },
    mergedSeries: merged,
    dailyCallLimit: callLimit(dailyCallLimit, ids.size),
    utcOffset,
    overview: overview.end(located.unplaced),
    memory: next
  }
}

function callLimit(setting: DailyCallLimit, monitors: number): number | undefined {
  if (setting === 'off') return undefined
  return setting === 'auto' ? callsPerMonitor * Math.max(1, monitors) : setting
}

function groupFamily(groups: readonly Group[]): Family {
  return gauge(
    'group_status',
    'Status code of the monitor group, from monitor_groups[].status.',
    groups.map(({ id, name, status }) => ({ labels: { group_id: id, group_name: name }, value: status }))
  )
}

function locationFamily(names: ReadonlySet<string>): { family: Family; places: Place[]; unplaced: readonly string[] } {
  const samples: Sample[] = []
  const places: Place[] = []
  const unplaced: string[] = []
  const resolved = resolveLocations(names)
  for (const name of names) {
    const found = resolved.get(name)
    if (found?.latitude === undefined || found.longitude === undefined) unplaced.push(name)
    else places.push({ key: name, name, latitude: found.latitude, longitude: found.longitude })
    samples.push({
      labels: {
        location: name,
        country: found?.country ?? '',
        latitude: String(found?.latitude ?? ''),
        longitude: String(found?.longitude ?? ''),
        geohash: found?.geohash ?? ''
      },
      value: 1
    })
  }
  const family = gauge(
    'location_info',
    'Where a location is, by its name from locations[].location_name: ISO 3166-1 country, degrees and geohash; the value is always 1.',
    samples
  )
  return { family, places, unplaced }
}
