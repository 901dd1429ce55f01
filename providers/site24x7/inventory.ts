/**
 * The API's answer, monitor by monitor, in one regular form: every oddity of the wire ends here. What cannot be read
 * is skipped and counted, never fatal.
 */
import { type Static, Type } from 'typebox'
import { Compile } from '../../src/compiled.ts'
import type { CurrentStatus } from './api.ts'
import { configurationError, statusWords } from './status.ts'
import { readOffset, readTimestamp } from './timestamp.ts'

/** What an item must have to be of use. All other fields are read with care, as they come in several types. */
const MonitorSchema = Type.Object({ monitor_id: Type.String({ minLength: 1 }), name: Type.String() })
const GroupSchema = Type.Object({ group_id: Type.String({ minLength: 1 }), group_name: Type.String() })
const LocationSchema = Type.Object({ location_name: Type.String({ minLength: 1 }) })

const monitorCheck = Compile(MonitorSchema)
const groupCheck = Compile(GroupSchema)
const locationCheck = Compile(LocationSchema)

type RawMonitor = Static<typeof MonitorSchema> & Record<string, unknown>
type RawLocation = Static<typeof LocationSchema> & Record<string, unknown>

export interface Group {
  readonly id: string
  readonly name: string
  readonly status: number
}

export interface MonitorLocation {
  readonly name: string
  /** 10 where the API sends none: a monitor not yet polled there. */
  readonly status: number
  /** In the monitor's unit; undefined where the API sends `-` or nothing. */
  readonly value: number | undefined
  /** Unix seconds. */
  readonly lastPolled: number | undefined
}

/** A monitor as a member of one group, or of none. */
export interface Monitor {
  /** Distinct for each pair of group and monitor. */
  readonly key: string
  readonly id: string
  readonly name: string
  readonly type: string
  readonly group: Group | undefined
  readonly status: number
  /** `attribute_key`, lower case; undefined where the API names no attribute. */
  readonly attribute: string | undefined
  readonly unit: string | undefined
  readonly value: number | undefined
  /** Unix seconds. */
  readonly lastPolled: number | undefined
  /** Length of the running outage; undefined where there is none. */
  readonly downtimeSeconds: number | undefined
  readonly tags: readonly string[]
  readonly locations: readonly MonitorLocation[]
}

export interface Inventory {
  readonly groups: readonly Group[]
  /** What could not be read or is not known, by kind. */
  readonly drift: Record<string, number>
  /** Milliseconds east of UTC of the account's zone; undefined where no time could be read. */
  readonly utcOffset: number | undefined
}

/** What is noticed while an answer is read. */
interface Notes {
  count(kind: string): void
  /** Unix seconds, and the text that they are from. */
  time(seconds: number, text: string): void
}

/**
 * Gives `each` the monitors in the order of the answer, those of no group first. A monitor repeated within its group
 * counts once.
 */
export function readInventory(data: CurrentStatus, each: (monitor: Monitor) => void): Inventory {
  const drift: Record<string, number> = {}
  // Of the newest time, as a monitor that is off since last summer still has that summer's.
  let newest = Number.NEGATIVE_INFINITY
  let newestText: string | undefined
  const count = (kind: string) => {
    drift[kind] = (drift[kind] ?? 0) + 1
  }
  const notes: Notes = {
    count,
    time(seconds, text) {
      if (seconds <= newest) return
      newest = seconds
      newestText = text
    }
  }
  const groups = new Map<string, Group>()
  const seen = new Set<string>()

  const add = (items: readonly unknown[], group: Group | undefined) => {
    for (const entry of items) {
      const item = data.open === undefined ? entry : data.open(entry)
      if (!monitorCheck.Check(item)) {
        count('skipped_item')
        continue
      }
      const key = keyOf(item.monitor_id, group)
      if (seen.has(key)) continue
      seen.add(key)
      each(readMonitor(item as RawMonitor, key, group, notes))
    }
  }

  add(data.monitors ?? [], undefined)
  for (const item of data.monitor_groups ?? []) {
    if (!groupCheck.Check(item)) {
      count('skipped_item')
      continue
    }
    const raw = item as typeof item & Record<string, unknown>
    const group = groups.get(raw.group_id) ?? {
      id: raw.group_id,
      name: raw.group_name,
      status: readStatus(raw.status, count)
    }
    groups.set(group.id, group)
    add(Array.isArray(raw.monitors) ? raw.monitors : [], group)
  }
  const utcOffset = newestText === undefined ? undefined : readOffset(newestText)
  return { groups: [...groups.values()], drift, utcOffset }
}

/** The length tells where the id of the group ends, as either may hold any text. */
function keyOf(id: string, group: Group | undefined): string {
  return group === undefined ? `:${id}` : `${group.id.length}:${group.id}${id}`
}

function readMonitor(raw: RawMonitor, key: string, group: Group | undefined, notes: Notes): Monitor {
  const downtime = readNumber(raw.downtime_millis)
  return {
    key,
    id: raw.monitor_id,
    name: raw.name,
    type: readText(raw.monitor_type) ?? '',
    group,
    status: readStatus(raw.status, notes.count),
    attribute: readAttribute(raw),
    unit: readText(raw.unit),
    value: readNumber(raw.attribute_value),
    lastPolled: readTime(raw.last_polled_time, notes),
    downtimeSeconds: downtime === undefined ? undefined : downtime / 1000,
    tags: Array.isArray(raw.tags) ? raw.tags.filter((tag) => readText(tag) !== undefined) : [],
    locations: Array.isArray(raw.locations) ? readLocations(raw.locations, notes) : []
  }
}

/** More locations than any plan allows: from here on, a set finds repeated names faster than a look through the list. */
const manyLocations = 32

function readLocations(items: readonly unknown[], notes: Notes): MonitorLocation[] {
  const locations: MonitorLocation[] = []
  const names = items.length > manyLocations ? new Set<string>() : undefined
  for (const item of items) {
    if (!locationCheck.Check(item)) {
      notes.count('skipped_item')
      continue
    }
    const raw = item as RawLocation
    const name = raw.location_name
    if (names?.has(name) ?? locations.some((location) => location.name === name)) continue
    names?.add(name)
    locations.push({
      name,
      status: raw.status === undefined ? configurationError : readStatus(raw.status, notes.count),
      value: readNumber(raw.attribute_value),
      lastPolled: readTime(raw.last_polled_time, notes)
    })
  }
  return locations
}

/** `response_time`; where it is missing, the camel-case twin tells the same without the underscore. */
function readAttribute({ attribute_key: key, attributeName: twin }: RawMonitor): string | undefined {
  return readText(key)?.toLowerCase() ?? twinAttributes.get(twin)
}

const twinAttributes: ReadonlyMap<unknown, string> = new Map([
  ['RESPONSETIME', 'response_time'],
  ['TRANSACTIONTIME', 'transaction_time']
])

/** An unknown code is passed on and counted; what is no whole number at all counts as a configuration error. */
function readStatus(value: unknown, count: (kind: string) => void): number {
  const status = readNumber(value)
  if (status !== undefined && statusWords.has(status)) return status
  count('unknown_status')
  return status !== undefined && Number.isInteger(status) ? status : configurationError
}

/** A finite number or a numeric text. Anything else, `-` above all, is absence. */
function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string' || !/^\s*[-+]?\d+(\.\d*)?(e[-+]?\d+)?\s*$/i.test(value)) return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function readTime(value: unknown, notes: Notes): number | undefined {
  if (value === undefined || value === null || value === '' || value === '-') return undefined
  const time = typeof value === 'string' ? readTimestamp(value) : undefined
  if (time === undefined) notes.count('unreadable_time')
  else notes.time(time, value as string)
  return time
}
