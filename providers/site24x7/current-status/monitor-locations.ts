/** The locations of a monitor as the API sends them. */
import { type JsonReader, Names } from '../../../src/parsing/json-reader.ts'
import { openIfArray, openIfObject, readNumber, readStatus, readText, readTime } from './fields.ts'
import type { ParseReport } from './parse-report.ts'
import { configurationError } from './status.ts'

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

/** The next value as a list of locations. One that is named twice counts once. */
export function readLocations(reader: JsonReader, report: ParseReport): readonly MonitorLocation[] {
  const read: MonitorLocation[] = []
  let known: Set<string> | undefined
  for (let more = openIfArray(reader); more; more = reader.nextElement()) {
    const location = readLocation(reader, report)
    if (location === undefined) continue
    const { name } = location
    if (read.length === manyLocations) known = new Set(read.map((each) => each.name))
    if (known?.has(name) ?? isNamed(read, name)) continue
    known?.add(name)
    read.push(location)
  }
  return read
}

function isNamed(locations: readonly MonitorLocation[], name: string): boolean {
  for (const location of locations) if (location.name === name) return true
  return false
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
  const known = readText(name)
  if (known === undefined) {
    report.count('skipped_item')
    return undefined
  }
  return {
    name: known,
    status: status === undefined ? configurationError : readStatus(status, report),
    value: readNumber(value),
    lastPolled
  }
}
