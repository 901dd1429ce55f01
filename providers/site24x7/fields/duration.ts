/** Lengths of time as the API writes them: `1 days 0 Hrs 0 Mins `, `45 Mins 7 Secs`. From one hour on it leaves out seconds. */
import type { ParseReport } from './parse-report.ts'

const secondsOf: Readonly<Record<string, number>> = { day: 86_400, hr: 3600, min: 60, sec: 1 }

const part = /(\d{1,9}) (day|hr|min|sec)s?/gi
const whole = /^(?:\d{1,9} (?:day|hr|min|sec)s?(?: |$))+$/i

/** Seconds. `-` and an empty text are absence; anything else that is not read to its end is counted. */
export function readDuration(value: unknown, report: ParseReport): number | undefined {
  if (value === undefined || value === null) return undefined
  const text = typeof value === 'string' ? value.trim() : undefined
  if (text === '' || text === '-') return undefined
  if (text === undefined || !whole.test(text)) {
    report.count('unreadable_duration')
    return undefined
  }
  const parts = [...text.matchAll(part)]
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (secondsOf[unit.toLowerCase()] ?? 0), 0)
}
