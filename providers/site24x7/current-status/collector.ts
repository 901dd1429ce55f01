/** The API's answer to metric families. Pure. */
import type { CollectContext, Collection, Family, ItemFilter, Place, Sample } from '../../../src/contract/provider.ts'
import { type Columns, createColumns } from '../../../src/contract/sample-columns.ts'
import type { DailyCallLimit, Site24x7Config } from '../config.ts'
import { gauge } from '../fields/gauge.ts'
import { resolveLocations } from '../geography/locations.ts'
import { createCompatible } from './compatible-families.ts'
import { type Group, type IsWanted, readInventory } from './inventory.ts'
import { createMonitorFamilies } from './monitor-families.ts'
import { createOverview } from './overview.ts'
import type { PreviousRefresh } from './previous-refresh.ts'
import { createTracker } from './tracked-monitor.ts'

/** What is known from the refresh before. */
export interface Memory {
  readonly known: PreviousRefresh
  readonly columns: Columns
}

/** Can be cloned for a thread. */
export interface CollectOptions {
  readonly dailyCallLimit?: DailyCallLimit
  readonly webClient?: Site24x7Config['webClient'] | undefined
  /** Undefined: all monitors are exported. */
  readonly filter?: ItemFilter | undefined
}

const callsPerMonitor = 200

/** Goes through the monitors once, and keeps of each no more than its series. Throws what `readInventory` throws. */
export function collect(
  body: Uint8Array,
  { memory }: Pick<CollectContext<Memory>, 'memory'>,
  { dailyCallLimit = 'auto', webClient }: CollectOptions = {},
  isWanted?: IsWanted
): Collection<Memory> {
  const { columns, columnOf } = createColumns(memory?.columns)
  const { watch, latencies, monitors } = createTracker(memory?.known)
  const compatible = createCompatible(columnOf, latencies)
  const facts = createMonitorFamilies(columnOf)
  const overview = createOverview(webClient)
  let monitorCount = 0
  const {
    groups,
    drift,
    merged: mergedLocations,
    filtered,
    utcOffset
  } = readInventory(
    body,
    (monitor, appearance) => {
      const watched = watch(monitor)
      compatible.add(watched)
      if (appearance !== 'again') facts.addMember(watched)
      // Each monitor once, as it first appears, however many groups it is in.
      if (appearance !== 'first') return overview.addPlaces(watched)
      monitorCount += 1
      facts.addMonitor(watched)
      overview.add(watched)
    },
    isWanted
  )
  const { families, merged } = compatible.end()
  const located = locationFamily(overview.places())

  return {
    families: [...families, ...facts.end(), groupFamily(groups), located.family],
    places: located.places,
    drift: { ...drift, ...(located.unplaced.length > 0 ? { unknown_location: located.unplaced.length } : {}) },
    mergedSeries: merged + mergedLocations,
    // The account has its calls for all of its monitors.
    dailyCallLimit: callLimit(dailyCallLimit, monitorCount + (filtered ?? 0)),
    ...(filtered === undefined ? {} : { filtered }),
    utcOffset,
    overview: overview.end(located.unplaced),
    memory: { known: { monitors, latencies: latencies.all() }, columns }
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

function locationFamily(names: readonly string[]): { family: Family; places: Place[]; unplaced: readonly string[] } {
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
