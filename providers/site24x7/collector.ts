/** The API's answer to metric families. Pure. */
import type { CollectContext, Collection, Family, Labels, Place, Sample } from '../../src/contract.ts'
import type { CurrentStatus } from './api.ts'
import { attributeMetric, latencyOf } from './attributes.ts'
import type { DailyCallLimit } from './config.ts'
import { type Inventory, type Monitor, type MonitorLocation, readInventory } from './inventory.ts'
import { resolveLocations } from './locations.ts'
import { outageStatuses, statusWords, up, worse } from './status.ts'

/** Seconds of the last latency seen, by monitor id and location. */
export type Memory = ReadonlyMap<string, number>

const callsPerMonitor = 200

export function collect(
  data: CurrentStatus,
  { memory }: Pick<CollectContext<Memory>, 'memory'>,
  dailyCallLimit: DailyCallLimit = 'auto'
): Collection<Memory> {
  const inventory = readInventory(data)
  const once = uniqueMonitors(inventory)
  const compatible = compatibleFamilies(inventory, memory ?? new Map())
  const located = locationFamily(inventory)

  return {
    families: [
      ...compatible.families,
      ...monitorFamilies(inventory, once),
      ...attributeFamilies(once),
      ...accountFamilies(inventory, once),
      located.family
    ],
    places: located.places,
    drift: { ...inventory.drift, ...(located.unknown > 0 ? { unknown_location: located.unknown } : {}) },
    mergedSeries: compatible.merged,
    dailyCallLimit: callLimit(dailyCallLimit, once.length),
    memory: compatible.memory
  }
}

function callLimit(setting: DailyCallLimit, monitors: number): number | undefined {
  if (setting === 'off') return undefined
  return setting === 'auto' ? callsPerMonitor * Math.max(1, monitors) : setting
}

/** Each monitor once, as it first appears, however many groups it is in. */
function uniqueMonitors({ monitors }: Inventory): Monitor[] {
  const once = new Map<string, Monitor>()
  for (const monitor of monitors) if (!once.has(monitor.id)) once.set(monitor.id, monitor)
  return [...once.values()]
}

/** Where a monitor is seen from; one nameless place for a monitor without locations. */
function viewpoints(monitor: Monitor): readonly MonitorLocation[] {
  const { locations, status, value, lastPolled } = monitor
  return locations.length > 0 ? locations : [{ name: '', status, value, lastPolled }]
}

/**
 * The two families of the replaced exporter. Their labels do not identify a monitor, so those of two can be the same:
 * the worst status and the highest latency are kept.
 */
function compatibleFamilies({ monitors }: Inventory, before: Memory) {
  const statuses = new Map<string, { labels: Labels; value: number }>()
  const latencies = new Map<string, { labels: Labels; value: number }>()
  const memory = new Map<string, number>()
  let merged = 0

  for (const monitor of monitors) {
    const toSeconds = latencyOf(monitor)
    // JSON tells where it ends, so a key with the location after it is unambiguous.
    const monitorLabels = JSON.stringify([monitor.type, monitor.name, monitor.group?.name ?? ''])
    const monitorId = JSON.stringify(monitor.id)
    for (const location of viewpoints(monitor)) {
      const labels = {
        monitor_type: monitor.type,
        monitor_name: monitor.name,
        monitor_group: monitor.group?.name ?? '',
        location: location.name
      }
      const key = monitorLabels + location.name

      const status = statuses.get(key)
      if (status === undefined) statuses.set(key, { labels, value: location.status })
      else {
        status.value = worse(status.value, location.status)
        merged += 1
      }

      if (toSeconds === undefined) continue
      const identity = monitorId + location.name
      const known = location.value === undefined ? before.get(identity) : toSeconds(location.value)
      if (known !== undefined) memory.set(identity, known)
      const value = location.value === undefined && location.status !== up ? Number.POSITIVE_INFINITY : known
      if (value === undefined) continue
      const latency = latencies.get(key)
      if (latency === undefined) latencies.set(key, { labels, value })
      else {
        latency.value = Math.max(latency.value, value)
        merged += 1
      }
    }
  }

  const families: Family[] = [
    gauge(
      'monitor_up',
      'Status code of the monitor at the location, from locations[].status: 0 down, 1 up, 2 trouble, 3 critical, 5 suspended, 7 maintenance, 9 discovery, 10 configuration error.',
      [...statuses.values()]
    ),
    gauge(
      'monitor_latency_seconds',
      'Last measured latency at the location, from locations[].attribute_value; +Inf while the location is not up and sent no value.',
      [...latencies.values()]
    )
  ]
  return { families, memory, merged }
}

function monitorFamilies({ monitors }: Inventory, once: readonly Monitor[]): Family[] {
  return [
    gauge(
      'monitor_info',
      'Names of a monitor, from monitors[] and monitor_groups[], one series for each group it is in; the value is always 1.',
      monitors.map(({ id, name, type, group }) => ({
        labels: {
          monitor_id: id,
          monitor_name: name,
          monitor_type: type,
          monitor_group: group?.name ?? '',
          group_id: group?.id ?? ''
        },
        value: 1
      }))
    ),
    gauge(
      'monitor_status',
      'Status code of the monitor as a whole, from monitors[].status.',
      once.map(({ id, status }) => ({ labels: { monitor_id: id }, value: status }))
    ),
    gauge(
      'monitor_last_polled_timestamp_seconds',
      "Unix time of the provider's own last check, from locations[].last_polled_time.",
      once.flatMap((monitor) =>
        viewpoints(monitor).flatMap(({ name, lastPolled }) =>
          sample({ monitor_id: monitor.id, location: name }, lastPolled)
        )
      )
    ),
    gauge(
      'monitor_downtime_seconds',
      'Length of the running outage, from monitors[].downtime_millis; present only while there is one.',
      once.flatMap(({ id, status, downtimeSeconds }) =>
        outageStatuses.has(status) ? sample({ monitor_id: id }, downtimeSeconds) : []
      )
    ),
    gauge(
      'monitor_tag_info',
      'Tags of a monitor, from monitors[].tags; the value is always 1.',
      once.flatMap(({ id, tags }) =>
        [...new Set(tags.map(withColon))].map((tag) => ({ labels: { monitor_id: id, ...splitTag(tag) }, value: 1 }))
      )
    )
  ]
}

/** A tag without a colon is a key alone, the same as `key:`. */
function withColon(tag: string): string {
  return tag.includes(':') ? tag : `${tag}:`
}

/** `env:eu:blue` is the key `env` with the value `eu:blue`. */
function splitTag(tag: string): { key: string; value: string } {
  const colon = tag.indexOf(':')
  return { key: tag.slice(0, colon), value: tag.slice(colon + 1) }
}

/** The values of the attribute: those of the locations, or the monitor's own where none of them has one. */
function measurements(monitor: Monitor): { name: string; value: number }[] {
  const measured = monitor.locations.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]))
  if (measured.length > 0 || monitor.value === undefined) return measured
  return [{ name: '', value: monitor.value }]
}

/** One family for each attribute that is not a latency. */
function attributeFamilies(once: readonly Monitor[]): Family[] {
  const families = new Map<string, Sample[]>()
  for (const monitor of once) {
    if (latencyOf(monitor) !== undefined) continue
    const metric = attributeMetric(monitor)
    if (metric === undefined) continue
    for (const { name: location, value } of measurements(monitor)) {
      const samples = families.get(metric.name) ?? []
      families.set(metric.name, samples)
      samples.push({ labels: { monitor_id: monitor.id, location }, value: metric.toBase(value) })
    }
  }
  const help = 'The attribute of the monitor that this name tells, from attribute_key and attribute_value.'
  return [...families].map(([name, samples]) => gauge(name, help, samples))
}

function accountFamilies({ groups }: Inventory, once: readonly Monitor[]): Family[] {
  const counts = new Map<string, number>([...statusWords.values()].map((word) => [word, 0]))
  for (const { status } of once) {
    const word = statusWords.get(status) ?? 'unknown'
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

function locationFamily({ monitors }: Inventory): { family: Family; places: Place[]; unknown: number } {
  const names = new Set(monitors.flatMap(({ locations }) => locations.map(({ name }) => name)))
  const samples: Sample[] = []
  const places: Place[] = []
  let unknown = 0
  const resolved = resolveLocations(names)
  for (const name of names) {
    const found = resolved.get(name)
    if (found?.latitude === undefined || found.longitude === undefined) unknown += 1
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
  return { family, places, unknown }
}

function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  const unit = /_(seconds|bytes|ratio)$/.exec(name)?.[1]
  return {
    name: `site24x7_${name}`,
    help: `${help} Cached.`,
    type: 'gauge',
    samples,
    ...(unit === undefined ? {} : { unit })
  }
}

function sample(labels: Labels, value: number | undefined): Sample[] {
  return value === undefined ? [] : [{ labels, value }]
}
