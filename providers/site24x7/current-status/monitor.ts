/** A monitor as the API sends it, in one regular form: every oddity of its fields ends here. */
import { scaleDecimal } from '../../../src/parsing/decimal.ts'
import type { JsonReader } from '../../../src/parsing/json-reader.ts'
import { Names } from '../../../src/parsing/names.ts'
import { openIfArray, openIfObject, readMeasurement, readNumber, readStatus, readText, readTime } from './fields.ts'
import { type MonitorLocation, readLocations } from './monitor-locations.ts'
import type { ParseReport } from './parse-report.ts'

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

/** The next value as a monitor; undefined, and counted, when it is none. */
export function readMonitor(
  reader: JsonReader,
  group: GroupName | undefined,
  report: ParseReport
): Monitor | undefined {
  let id: unknown
  let name: unknown
  let type: unknown
  let status: unknown
  let attribute: unknown
  let twin: unknown
  let value: unknown
  let unit: unknown
  let lastPolled: number | undefined
  let downtime: unknown
  let tags: readonly string[] = []
  let locations: readonly MonitorLocation[] = []
  for (let more = openIfObject(reader); more; more = reader.nextMember()) {
    switch (reader.key(monitorNames)) {
      case 'monitor_id':
        id = reader.value()
        break
      case 'name':
        name = reader.value()
        break
      case 'monitor_type':
        type = reader.value()
        break
      case 'status':
        status = reader.value()
        break
      case 'attribute_key':
        attribute = reader.value()
        break
      case 'attributeName':
        twin = reader.value()
        break
      case 'attribute_value':
        value = reader.value()
        break
      case 'unit':
        unit = reader.value()
        break
      case 'last_polled_time':
        lastPolled = readTime(reader, report)
        break
      case 'downtime_millis':
        downtime = reader.value()
        break
      case 'tags':
        tags = readTags(reader)
        break
      case 'locations':
        locations = readLocations(reader, report)
        break
      default:
        reader.skip()
    }
  }
  if (readText(id) === undefined || typeof name !== 'string') {
    report.count('skipped_item')
    return undefined
  }
  const downtimeMillis = readNumber(downtime)
  return {
    id: id as string,
    name,
    type: readText(type) ?? '',
    group,
    status: readStatus(status, report),
    // Where it is missing, the camel-case twin tells the same without the underscore.
    attribute: readText(attribute)?.toLowerCase() ?? twinAttributes.get(twin),
    unit: readText(unit),
    value: readMeasurement(value, report),
    lastPolled,
    downtimeSeconds: downtimeMillis === undefined ? undefined : scaleDecimal(downtimeMillis, 1, 3),
    tags,
    locations
  }
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
