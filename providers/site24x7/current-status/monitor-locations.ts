/** The locations of a monitor as the API sends them. */
import type { JsonReader } from '../../../src/parsing/json-reader.ts'
import { Names } from '../../../src/parsing/names.ts'
import { openIfArray, openIfObject, readMeasurement, readStatus, readTime } from '../fields/fields.ts'
import type { ParseReport } from '../fields/parse-report.ts'
import { configurationError, up, worse } from './status.ts'

export interface MonitorLocation {
  readonly name: string
  /** 10 where the API sends none: a monitor not yet polled there. */
  readonly status: number
  /** In the monitor's unit; undefined where the API sends `-` or nothing. */
  readonly value: number | undefined
  /** Unix seconds. */
  readonly lastPolled: number | undefined
}

/** More locations than any plan allows: from here on, a set finds repeated names faster than a look through the list. */
const manyLocations = 32

const names = new Names('location_name', 'status', 'attribute_value', 'last_polled_time', 'primary_location')

/**
 * The next value as a list of locations. Of one that is named twice the worst status, the highest value and the newest
 * time count, as for monitors whose labels are the same.
 */
export function readLocations(reader: JsonReader, report: ParseReport): readonly MonitorLocation[] {
  const read: MonitorLocation[] = []
  let known: Map<string, number> | undefined
  for (let more = openIfArray(reader); more; more = reader.nextElement()) {
    const location = readLocation(reader, report)
    if (location === undefined) continue
    const { name } = location
    if (read.length === manyLocations) known = new Map(read.map((each, i) => [each.name, i]))
    const place = known === undefined ? placeOf(read, name) : (known.get(name) ?? -1)
    if (place < 0) {
      known?.set(name, read.length)
      read.push(location)
    } else {
      report.merged += read[place]?.value !== undefined && location.value !== undefined ? 2 : 1
      read[place] = mergedOf(read[place] as MonitorLocation, location)
    }
  }
  return read
}

function placeOf(locations: readonly MonitorLocation[], name: string): number {
  for (let i = 0; i < locations.length; i++) if (locations[i]?.name === name) return i
  return -1
}

function mergedOf(a: MonitorLocation, b: MonitorLocation): MonitorLocation {
  return {
    name: a.name,
    status: worse(a.status, b.status),
    // What is not up and sent no value is infinitely slow.
    value: isInfinite(a) || isInfinite(b) ? undefined : highest(a.value, b.value),
    lastPolled: highest(a.lastPolled, b.lastPolled)
  }
}

function isInfinite({ status, value }: MonitorLocation): boolean {
  return value === undefined && status !== up
}

function highest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || (b !== undefined && b > a) ? b : a
}

function readLocation(reader: JsonReader, report: ParseReport): MonitorLocation | undefined {
  let name: unknown
  let status: unknown
  let value: unknown
  let lastPolled: number | undefined
  for (let more = openIfObject(reader); more; more = reader.nextMember()) {
    switch (reader.key(names)) {
      case 'location_name':
        name = reader.value()
        break
      case 'status':
        status = reader.value()
        break
      case 'attribute_value':
        value = reader.value()
        break
      case 'last_polled_time':
        lastPolled = readTime(reader, report)
        break
      default:
        reader.skip()
    }
  }
  // An empty name is one, as it was for the replaced exporter.
  if (typeof name !== 'string') {
    report.count('skipped_item')
    return undefined
  }
  return {
    name,
    status: status === undefined ? configurationError : readStatus(status, report),
    value: readMeasurement(value, report),
    lastPolled
  }
}
