/** Rows of reports, whose fields come in several types. What cannot be read counts as absent. */
import type { Family, Labels, Sample } from '../../../src/contract/provider.ts'
import { scaleDecimal } from '../../../src/parsing/decimal.ts'
import { readNumber } from '../fields/fields.ts'
import { gauge } from '../fields/gauge.ts'
import type { ParseReport } from '../fields/parse-report.ts'

export type Row = Readonly<Record<string, unknown>>

/** An object, else nothing. */
export function rowOf(value: unknown): Row | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : undefined
}

/** The objects of an array. A list that is missing or empty has none; what is no object is counted. */
export function rowsOf(list: unknown, report: ParseReport): readonly Row[] {
  if (!Array.isArray(list)) {
    if (!isAbsent(list)) report.count('skipped_item')
    return []
  }
  return list.flatMap((item) => {
    const row = rowOf(item)
    if (row === undefined) report.count('skipped_item')
    return row === undefined ? [] : [row]
  })
}

/** An id: a text, or a number small enough not to have lost digits. */
export function idOf(value: unknown): string | undefined {
  if (typeof value === 'string' && value.trim() !== '') return value.trim()
  return Number.isSafeInteger(value) ? String(value) : undefined
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string' && text !== '') : []
}

export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && /^\s*-?\s*$/.test(value))
}

/** A number of zero or more, else nothing; what is there and is none is counted. */
export function amountOf(value: unknown, report: ParseReport): number | undefined {
  return numberWithin(value, 0, Number.MAX_VALUE, report)
}

/** 0 to 1 of a percentage. */
export function ratioOf(value: unknown, report: ParseReport): number | undefined {
  const percentage = numberWithin(value, 0, 100, report)
  return percentage === undefined ? undefined : scaleDecimal(percentage, 1, 2)
}

export function numberWithin(value: unknown, least: number, most: number, report: ParseReport): number | undefined {
  const number = readNumber(value)
  if (number !== undefined && number >= least && number <= most) return number
  if (!isAbsent(value)) report.count('unreadable_value')
  return undefined
}

/** Samples of one family. Of two with the same labels one gives way, which is counted. */
export function createSeries(report: ParseReport, choose: (one: number, other: number) => number = (one) => one) {
  const samples = new Map<string, Sample>()
  return {
    add(labels: Labels, value: number | undefined): void {
      if (value === undefined) return
      const key = JSON.stringify(Object.values(labels))
      const known = samples.get(key)
      if (known !== undefined) report.merged += 1
      samples.set(key, { labels, value: known === undefined ? value : choose(known.value, value) })
    },
    family: (name: string, help: string): Family => gauge(name, help, [...samples.values()])
  }
}
