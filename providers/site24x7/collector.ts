/** The API's answer to metric families. Pure. */
import type { CollectContext, Collection, Family, Place, Sample } from '../../src/contract.ts'
import type { CurrentStatus } from './api.ts'
import { attributeMetric, latencyOf } from './attributes.ts'
import { compatibleFamilies, type Watched } from './compatible.ts'
import type { DailyCallLimit } from './config.ts'
import { gauge } from './gauge.ts'
import { type Group, type Monitor, type MonitorLocation, readInventory } from './inventory.ts'
import { resolveLocations } from './locations.ts'
import { overviewOf } from './overview.ts'
import { type MonitorSeries, seriesOf, sightsOf, type Viewpoint } from './series.ts'
import { outageStatuses, statusWords } from './status.ts'

interface Remembered {
  readonly series: MonitorSeries
  /** Seconds, in the order of the series' viewpoints. */
  readonly latencies: readonly (number | undefined)[]
}

/** What is known of each monitor from the refresh before, by its key. */
export type Memory = ReadonlyMap<string, Remembered>

const callsPerMonitor = 200

export function collect(
  data: CurrentStatus,
  { memory }: Pick<CollectContext<Memory>, 'memory'>,
  dailyCallLimit: DailyCallLimit = 'auto'
): Collection<Memory> {
  const { groups, monitors, drift, utcOffset } = readInventory(data)
  const watched = monitors.map((monitor) => watch(monitor, memory?.get(monitor.key)))
  const once = uniqueMonitors(watched)
  const compatible = compatibleFamilies(watched)
  const located = locationFamily(watched)

  return {
    families: [
      ...compatible.families,
      ...monitorFamilies(watched, once),
      ...attributeFamilies(once),
      ...accountFamilies(groups, once),
      located.family
    ],
    places: located.places,
    drift: { ...drift, ...(located.unplaced.length > 0 ? { unknown_location: located.unplaced.length } : {}) },
    mergedSeries: compatible.merged,
    dailyCallLimit: callLimit(dailyCallLimit, once.length),
    utcOffset,
    overview: overviewOf(once, located.unplaced),
    memory: new Map(watched.map(({ monitor, series, latencies }) => [monitor.key, { series, latencies }]))
  }
}

function watch(monitor: Monitor, before: Remembered | undefined): Watched {
  const sights = sightsOf(monitor)
  const series = seriesOf(monitor, sights, before?.series)
  const toSeconds = latencyOf(monitor)
  const latencies = sights.map(({ name, value }, i) => {
    if (toSeconds === undefined) return undefined
    return value === undefined ? lastLatency(before, name, i) : toSeconds(value)
  })
  return { monitor, sights, series, toSeconds, latencies }
}

/** The locations of a monitor seldom change their order, so the one at the same place is looked at first. */
function lastLatency(before: Remembered | undefined, name: string, i: number): number | undefined {
  if (before === undefined) return undefined
  const { viewpoints } = before.series
  const at = viewpoints[i]?.location === name ? i : viewpoints.findIndex(({ location }) => location === name)
  return before.latencies[at]
}

function callLimit(setting: DailyCallLimit, monitors: number): number | undefined {
  if (setting === 'off') return undefined
  return setting === 'auto' ? callsPerMonitor * Math.max(1, monitors) : setting
}

/** Each monitor once, as it first appears, however many groups it is in. */
function uniqueMonitors(watched: readonly Watched[]): Watched[] {
  const once = new Map<string, Watched>()
  for (const entry of watched) if (!once.has(entry.monitor.id)) once.set(entry.monitor.id, entry)
  return [...once.values()]
}

function monitorFamilies(watched: readonly Watched[], once: readonly Watched[]): Family[] {
  const outages = once.filter(({ monitor }) => outageStatuses.has(monitor.status))
  return [
    gauge(
      'monitor_info',
      'Names of a monitor, from monitors[] and monitor_groups[], one series for each group it is in; the value is always 1.',
      watched.map(({ series }) => ({ labels: series.info, value: 1 }))
    ),
    gauge(
      'monitor_status',
      'Status code of the monitor as a whole, from monitors[].status.',
      once.map(({ monitor, series }) => ({ labels: series.id, value: monitor.status }))
    ),
    gauge(
      'monitor_last_polled_timestamp_seconds',
      "Unix time of the provider's own last check, from locations[].last_polled_time.",
      samplesOfSights(once, ({ lastPolled }) => lastPolled)
    ),
    gauge(
      'monitor_downtime_seconds',
      'Length of the running outage, from monitors[].downtime_millis; present only while there is one.',
      outages.flatMap(({ monitor, series }) =>
        monitor.downtimeSeconds === undefined ? [] : [{ labels: series.id, value: monitor.downtimeSeconds }]
      )
    ),
    gauge(
      'monitor_tag_info',
      'Tags of a monitor, from monitors[].tags; the value is always 1.',
      once.flatMap(({ series }) => series.tagInfo.map((labels) => ({ labels, value: 1 })))
    )
  ]
}

function samplesOfSights(once: readonly Watched[], measure: (sight: MonitorLocation) => number | undefined): Sample[] {
  const samples: Sample[] = []
  for (const { sights, series } of once) {
    for (let i = 0; i < sights.length; i++) {
      const value = measure(sights[i] as MonitorLocation)
      if (value !== undefined) samples.push({ labels: (series.viewpoints[i] as Viewpoint).identified, value })
    }
  }
  return samples
}

/** The values of an attribute: those of the locations, or the monitor's own where none of them has one. */
function measurements(entry: Watched, toBase: (value: number) => number): Sample[] {
  const { monitor, series } = entry
  const samples = samplesOfSights([entry], ({ value }) => (value === undefined ? undefined : toBase(value)))
  if (samples.length > 0 || monitor.value === undefined) return samples
  return [{ labels: { ...series.id, location: '' }, value: toBase(monitor.value) }]
}

/** One family for each attribute that is not a latency. */
function attributeFamilies(once: readonly Watched[]): Family[] {
  const families = new Map<string, Sample[]>()
  for (const entry of once) {
    const metric = entry.toSeconds === undefined ? attributeMetric(entry.monitor) : undefined
    if (metric === undefined) continue
    const samples = measurements(entry, metric.toBase)
    const family = families.get(metric.name)
    if (family === undefined) families.set(metric.name, samples)
    else family.push(...samples)
  }
  const help = 'The attribute of the monitor that this name tells, from attribute_key and attribute_value.'
  return [...families].map(([name, samples]) => gauge(name, help, samples))
}

function accountFamilies(groups: readonly Group[], once: readonly Watched[]): Family[] {
  const counts = new Map<string, number>([...statusWords.values()].map((word) => [word, 0]))
  for (const { monitor } of once) {
    const word = statusWords.get(monitor.status) ?? 'unknown'
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return [
    gauge(
      'group_status',
      'Status code of the monitor group, from monitor_groups[].status.',
      groups.map(({ id, name, status }) => ({ labels: { group_id: id, group_name: name }, value: status }))
    ),
    gauge(
      'monitors',
      'How many monitors have the status, from monitors[].status.',
      [...counts].map(([status, value]) => ({ labels: { status }, value }))
    )
  ]
}

function locationFamily(watched: readonly Watched[]): { family: Family; places: Place[]; unplaced: readonly string[] } {
  const names = new Set<string>()
  for (const { series } of watched) for (const { location } of series.viewpoints) names.add(location)
  names.delete('')

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
