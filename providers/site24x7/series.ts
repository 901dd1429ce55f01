/**
 * The label sets of a monitor. They are kept from one refresh to the next for what did not change, since the same
 * object is escaped once.
 */
import type { Labels } from '../../src/contract.ts'
import type { Monitor, MonitorLocation } from './inventory.ts'

/** The series of a monitor at one location, or at no location for a monitor that has none. */
export interface Viewpoint {
  readonly location: string
  /** The labels of the replaced exporter, which do not identify a monitor. */
  readonly compatible: Labels
  readonly identified: Labels
}

export interface MonitorSeries {
  /** Type, name and group in one: what the compatible labels say of a monitor. */
  readonly name: string
  readonly id: Labels
  readonly info: Labels
  readonly tags: readonly string[]
  readonly tagInfo: readonly Labels[]
  readonly viewpoints: readonly Viewpoint[]
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
  if (kept !== undefined && isSame(monitor.tags, kept.tags) && isSameSights(sights, kept.viewpoints)) return kept
  const byLocation = new Map(kept?.viewpoints.map((viewpoint) => [viewpoint.location, viewpoint]))
  return {
    name: kept?.name ?? JSON.stringify([monitor.type, monitor.name, monitor.group?.name ?? '']),
    id: kept?.id ?? { monitor_id: monitor.id },
    info: kept?.info ?? infoLabels(monitor),
    tags: monitor.tags,
    tagInfo: tagLabels(monitor),
    viewpoints: sights.map(({ name }) => byLocation.get(name) ?? viewpointOf(monitor, name))
  }
}

function isSameSights(sights: readonly MonitorLocation[], viewpoints: readonly Viewpoint[]): boolean {
  return sights.length === viewpoints.length && sights.every(({ name }, i) => viewpoints[i]?.location === name)
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

function viewpointOf({ id, name, type, group }: Monitor, location: string): Viewpoint {
  return {
    location,
    compatible: { monitor_type: type, monitor_name: name, monitor_group: group?.name ?? '', location },
    identified: { monitor_id: id, location }
  }
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
