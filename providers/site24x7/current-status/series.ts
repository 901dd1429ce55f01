/**
 * The label sets of a monitor. They are kept from one refresh to the next for what did not change, since the same
 * object is escaped once.
 */
import type { Labels } from '../../../src/contract/provider.ts'
import type { Monitor } from './monitor.ts'
import type { MonitorLocation } from './monitor-locations.ts'

export interface MonitorSeries {
  /** Type, name and group in one: what the compatible labels say of a monitor. */
  readonly name: string
  readonly id: Labels
  readonly info: Labels
  readonly tags: readonly string[]
  readonly tagInfo: readonly Labels[]
  /** Where it is seen from; an empty name for a monitor that has no location. */
  readonly locations: readonly string[]
  /** For each location, the labels of the replaced exporter, which do not identify a monitor. */
  readonly compatible: readonly Labels[]
  /** For each location, labels that do. */
  readonly identified: readonly Labels[]
  /** As `identified`, for what belongs to no location. */
  readonly nowhere: Labels
}

/** Where a monitor is seen from; one nameless place for a monitor without locations. */
export function sightsOf(monitor: Monitor): readonly MonitorLocation[] {
  const { locations, status, value, lastPolled } = monitor
  return locations.length > 0 ? locations : [{ name: '', status, value, lastPolled }]
}

/** The label sets of a monitor; `before` itself where nothing changed. */
export function seriesOf(
  monitor: Monitor,
  sights: readonly MonitorLocation[],
  before: MonitorSeries | undefined
): MonitorSeries {
  const kept = before !== undefined && isSameMonitor(monitor, before.info) ? before : undefined
  const names = kept !== undefined && isSameSights(sights, kept.locations) ? kept.locations : sights.map(nameOf)
  if (names === kept?.locations && isSame(monitor.tags, kept.tags)) return kept
  return {
    name: kept?.name ?? JSON.stringify([monitor.type, monitor.name, monitor.group?.name ?? '']),
    id: kept?.id ?? { monitor_id: monitor.id },
    info: kept?.info ?? infoLabels(monitor),
    tags: monitor.tags,
    tagInfo: tagLabels(monitor),
    locations: names,
    compatible: keptAt(names, kept?.locations, kept?.compatible, (location) => compatibleLabels(monitor, location)),
    identified: keptAt(names, kept?.locations, kept?.identified, (location) => ({ monitor_id: monitor.id, location })),
    nowhere: kept?.nowhere ?? { monitor_id: monitor.id, location: '' }
  }
}

function nameOf({ name }: MonitorLocation): string {
  return name
}

/** The labels of each location: those of before where there are some. */
function keptAt(
  names: readonly string[],
  namesBefore: readonly string[] | undefined,
  before: readonly Labels[] | undefined,
  make: (location: string) => Labels
): readonly Labels[] {
  if (before !== undefined && names === namesBefore) return before
  const known = new Map(namesBefore?.map((name, i) => [name, before?.[i]]))
  return names.map((name) => known.get(name) ?? make(name))
}

function isSameSights(sights: readonly MonitorLocation[], names: readonly string[]): boolean {
  if (sights.length !== names.length) return false
  for (let i = 0; i < sights.length; i++) if (sights[i]?.name !== names[i]) return false
  return true
}

function infoLabels({ id, name, type, group }: Monitor): Labels {
  return {
    monitor_id: id,
    monitor_name: name,
    monitor_type: type,
    monitor_group: group?.name ?? '',
    group_id: group?.id ?? ''
  }
}

function isSameMonitor({ name, type, group }: Monitor, info: Labels): boolean {
  return info.monitor_name === name && info.monitor_type === type && info.monitor_group === (group?.name ?? '')
}

function compatibleLabels({ name, type, group }: Monitor, location: string): Labels {
  return { monitor_type: type, monitor_name: name, monitor_group: group?.name ?? '', location }
}

function tagLabels({ id, tags }: Monitor): Labels[] {
  return [...new Set(tags.map(withColon))].map((tag) => ({ monitor_id: id, ...splitTag(tag) }))
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

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i])
}
