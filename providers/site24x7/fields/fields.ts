/** Fields of the API, which come in several types. What cannot be read counts as absent. */
import type { JsonReader } from '../../../src/parsing/json-reader.ts'
import { configurationError, statusWords } from '../current-status/status.ts'
import type { ParseReport } from './parse-report.ts'
import { readTimestamp, readUsualTimestamp } from './timestamp.ts'

/** An unknown code is passed on and counted; what is no whole number at all counts as a configuration error. */
export function readStatus(value: unknown, report: ParseReport): number {
  const status = readNumber(value)
  if (status !== undefined && statusWords.has(status)) return status
  report.count('unknown_status')
  return status !== undefined && Number.isInteger(status) ? status : configurationError
}

/** A finite number or a numeric text. Anything else, `-` above all, is absence. */
export function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string' || !/^\s*[-+]?\d+(\.\d*)?(e[-+]?\d+)?\s*$/i.test(value)) return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

/**
 * The value of an attribute, which is never below zero: what says so is no measurement. Counted, as is a text that is
 * no number; `-` and an empty text are how the API says that there is none.
 */
export function readMeasurement(value: unknown, report: ParseReport): number | undefined {
  const number = readNumber(value)
  if (number !== undefined && number >= 0) return number
  const isAbsent = value === undefined || value === null || (typeof value === 'string' && /^\s*-?\s*$/.test(value))
  if (!isAbsent) report.count('unreadable_value')
  return undefined
}

/** A text that says something. */
export function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Unix seconds of the time that comes next. */
export function readTime(reader: JsonReader, report: ParseReport): number | undefined {
  const usual = reader.plain(readUsualTimestamp)
  if (usual !== undefined) {
    if (report.isNewest(usual)) report.newest(usual, reader.lastPlain())
    return usual
  }
  const value = reader.value()
  if (value === null || value === '' || value === '-') return undefined
  const time = typeof value === 'string' ? readTimestamp(value) : undefined
  if (time === undefined) report.count('unreadable_time')
  else if (report.isNewest(time)) report.newest(time, value as string)
  return time
}

/** Steps into an object, and over anything else. True when there is a member to read. */
export function openIfObject(reader: JsonReader): boolean {
  if (reader.isObject()) return reader.openObject()
  reader.skip()
  return false
}

/** The same for an array. */
export function openIfArray(reader: JsonReader): boolean {
  if (reader.isArray()) return reader.openArray()
  reader.skip()
  return false
}
