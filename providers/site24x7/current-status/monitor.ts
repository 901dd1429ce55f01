/** A monitor as the API sends it, in one regular form: every oddity of its fields ends here. */
import { scaleDecimal } from '../../../src/parsing/decimal.ts'
import type { JsonReader } from '../../../src/parsing/json-reader.ts'
import { Names } from '../../../src/parsing/names.ts'
import {
  openIfArray,
  openIfObject,
  readMeasurement,
  readNumber,
  readStatus,
  readText,
  readTime
} from '../fields/fields.ts'
import type { ParseReport } from '../fields/parse-report.ts'
import { type MonitorLocation, readLocations } from './monitor-locations.ts'

export interface GroupName {
  readonly id: string
  readonly name: string
}

/** A monitor as a member of one group, or of none. */
export interface Monitor {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly group: GroupName | undefined
  readonly status: number
  /** `attribute_key`, lower case; undefined where the API names no attribute. */
  readonly attribute: string | undefined
  readonly unit: string | undefined
  readonly value: number | undefined
  /** Unix seconds. */
  readonly lastPolled: number | undefined
  /** Length of the running outage; undefined where there is none. */
  readonly downtimeSeconds: number | undefined
  /** Unix seconds at which the outage began; undefined where there is none. */
  readonly outageStart: number | undefined
  /** Why it is not up, in the words of the API, cut to a bounded length. */
  readonly downReason: string | undefined
  readonly tags: readonly string[]
  readonly locations: readonly MonitorLocation[]
}

const monitorNames = new Names(
  'monitor_id',
  'name',
  'monitor_type',
  'status',
  'attributeName',
  'attribute_key',
  'attribute_label',
  'attribute_value',
  'unit',
  'last_polled_time',
  'down_reason',
  'downtime_millis',
  'duration',
  'outage_id',
  'tags',
  'locations'
)

/** Members that are a text or a number. */
const noMembers = {
  monitor_id: undefined,
  name: undefined,
  monitor_type: undefined,
  status: undefined,
  attribute_key: undefined,
  attributeName: undefined,
  attribute_value: undefined,
  unit: undefined,
  downtime_millis: undefined,
  outage_id: undefined,
  down_reason: undefined
}
type PlainMember = keyof typeof noMembers

function isPlain(member: string | undefined): member is PlainMember {
  return member !== undefined && Object.hasOwn(noMembers, member)
}

/** The next value as a monitor; undefined, and counted, when it is none. */
export function readMonitor(
  reader: JsonReader,
  group: GroupName | undefined,
  report: ParseReport
): Monitor | undefined {
  const members: Record<PlainMember, unknown> = { ...noMembers }
  let lastPolled: number | undefined
  let tags: readonly string[] = []
  let locations: readonly MonitorLocation[] = []
  for (let more = openIfObject(reader); more; more = reader.nextMember()) {
    const member = reader.key(monitorNames)
    if (member === 'last_polled_time') lastPolled = readTime(reader, report)
    else if (member === 'tags') tags = readTags(reader)
    else if (member === 'locations') locations = readLocations(reader, report)
    else if (isPlain(member)) members[member] = reader.value()
    else reader.skip()
  }
  const { monitor_id: id, name } = members
  if (readText(id) === undefined || typeof name !== 'string') {
    report.count('skipped_item')
    return undefined
  }
  const downtimeMillis = readNumber(members.downtime_millis)
  return {
    id: id as string,
    name,
    type: readText(members.monitor_type) ?? '',
    group,
    status: readStatus(members.status, report),
    // Where it is missing, the camel-case twin tells the same without the underscore.
    attribute: readText(members.attribute_key)?.toLowerCase() ?? twinAttributes.get(members.attributeName),
    unit: readText(members.unit),
    value: readMeasurement(members.attribute_value, report),
    lastPolled,
    downtimeSeconds: downtimeMillis === undefined ? undefined : scaleDecimal(downtimeMillis, 1, 3),
    outageStart: readOutageStart(members.outage_id, report),
    downReason: readReason(members.down_reason, report),
    tags,
    locations
  }
}

/** Milliseconds in 2001 and in 5138, between which a time has thirteen digits. */
const [earliestStart, latestStart] = [1e12, 1e14]

/** The id of an outage is its start in milliseconds. What cannot be one is counted, as the API may change its ids. */
function readOutageStart(id: unknown, report: ParseReport): number | undefined {
  if (id === undefined || id === null || id === '' || id === '-') return undefined
  const start = readNumber(id)
  if (start !== undefined && Number.isInteger(start) && start >= earliestStart && start < latestStart) {
    return scaleDecimal(start, 1, 3)
  }
  report.count('unreadable_time')
  return undefined
}

/** Characters of a reason, which is free text and becomes a label. */
const longestReason = 120

function readReason(value: unknown, report: ParseReport): string | undefined {
  const text = readText(value)?.trim()
  if (text === undefined || text === '' || text === '-') return undefined
  const characters = Array.from(text.slice(0, 2 * longestReason))
  if (characters.length <= longestReason && text.length <= 2 * longestReason) return text
  report.count('shortened_reason')
  return `${characters.slice(0, longestReason - 1).join('')}…`
}

const twinAttributes: ReadonlyMap<unknown, string> = new Map([
  ['RESPONSETIME', 'response_time'],
  ['TRANSACTIONTIME', 'transaction_time']
])

function readTags(reader: JsonReader): readonly string[] {
  const tags: string[] = []
  for (let more = openIfArray(reader); more; more = reader.nextElement()) {
    const tag = readText(reader.value())
    if (tag !== undefined) tags.push(tag)
  }
  return tags
}
