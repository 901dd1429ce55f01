/** Maintenance that runs or is planned, from `maintenance`, which lists every window that there ever was. */
import { mostTroubles, type Notice, type Overview } from '../../../src/contract/provider.ts'
import { operationsRead } from '../endpoint.ts'
import { readDuration } from '../fields/duration.ts'
import { readNumber } from '../fields/fields.ts'
import type { ParseReport } from '../fields/parse-report.ts'
import { readTimestamp } from '../fields/timestamp.ts'
import { type Answer, minute, type ReadContext, type Reading, type Report } from './report.ts'
import { createSeries, idOf, type Row, rowsOf, textOf } from './rows.ts'

/** `maintenance_status` of a window that is over; those of others are not known. */
const completed = 'C'

const day = 24 * 60 * minute
/** Seconds: no maintenance lasts for a century. */
const longest = 100 * 365 * 86_400

export const maintenance: Report = {
  name: 'maintenance',
  title: 'maintenance that runs or is planned',
  scope: operationsRead,
  ttl: 15 * minute,
  usual: 'auto',
  calls: () => [{ key: '', name: 'maintenance', path: 'maintenance', scope: operationsRead }],
  read
}

interface Window {
  readonly labels: { readonly maintenance_id: string; readonly maintenance_name: string }
  /** Unix seconds. */
  readonly start: number | undefined
  readonly end: number | undefined
  readonly isActive: boolean
  readonly monitors: readonly string[]
  readonly groups: readonly string[]
}

function read(answers: readonly Answer[], { report, isWanted, now }: ReadContext): Reading {
  const active = createSeries(report, Math.max)
  const groups = createSeries(report, Math.max)
  const starts = createSeries(report)
  const ends = createSeries(report)
  const windows = answers.flatMap(({ data }) =>
    rowsOf(data, report).flatMap((row) => windowOf(row, now / 1000, report) ?? [])
  )
  for (const { labels, start, end, isActive, monitors, groups: inGroups } of windows) {
    starts.add(labels, start)
    ends.add(labels, end)
    const value = isActive ? 1 : 0
    const wanted = monitors.filter((id) => isWanted({ id }))
    // One that is for groups or tags is there, too, without a monitor.
    for (const id of monitors.length === 0 ? [''] : wanted) active.add({ ...labels, monitor_id: id }, value)
    for (const id of inGroups) groups.add({ ...labels, group_id: id }, value)
  }
  const what = 'Windows that are over are left out.'
  return {
    families: [
      active.family(
        'maintenance_active',
        `1 while the maintenance runs, 0 before, from maintenance_start_time and duration, for each of monitors[]; the monitor is empty where it is for groups or tags. ${what}`
      ),
      groups.family(
        'maintenance_group_active',
        `1 while the maintenance runs, 0 before, from maintenance_start_time and duration, for each of monitor_groups[]. ${what}`
      ),
      starts.family(
        'maintenance_start_timestamp_seconds',
        `Unix time at which the maintenance begins, from maintenance_start_time. ${what}`
      ),
      ends.family(
        'maintenance_end_timestamp_seconds',
        `Unix time at which the maintenance ends, from maintenance_start_time and duration. ${what}`
      )
    ],
    overview: overviewOf(windows, now)
  }
}

/** Undefined for a window that is over, or is none. */
function windowOf(row: Row, now: number, report: ParseReport): Window | undefined {
  const id = idOf(row.maintenance_id)
  if (id === undefined) {
    report.count('skipped_item')
    return undefined
  }
  if (row.maintenance_status === completed) return undefined
  const start = startOf(row, report)
  const length = lengthOf(row.duration, report)
  const end = start === undefined || length === undefined ? undefined : start + length
  if (end !== undefined && end <= now) return undefined
  return {
    labels: { maintenance_id: id, maintenance_name: textOf(row.display_name) },
    start,
    end,
    isActive: start !== undefined && end !== undefined && start <= now,
    monitors: idsOf(row.monitors),
    groups: idsOf(row.monitor_groups)
  }
}

/** The plan (`start_date`, `start_time`) is in a zone whose name is not one of IANA, so nobody could tell when that is. */
function startOf({ maintenance_start_time: value }: Row, report: ParseReport): number | undefined {
  const start = typeof value === 'string' ? readTimestamp(value) : undefined
  if (start === undefined) report.count('unreadable_time')
  return start
}

/** Seconds. The list has minutes, and the form of one window text. */
function lengthOf(value: unknown, report: ParseReport): number | undefined {
  const minutes = readNumber(value)
  const length = minutes === undefined ? readDuration(value, report) : minutes * 60
  if (length === undefined || (length >= 0 && length <= longest)) return length
  report.count('unreadable_duration')
  return undefined
}

/** A field that is not used is an empty text. */
function idsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? [...new Set(value.flatMap((id) => idOf(id) ?? []))] : []
}

/** What runs, and what begins within a day, for people. */
function overviewOf(windows: readonly Window[], now: number): Overview {
  const notices = windows
    .filter(({ start, end }) => start !== undefined && end !== undefined && start * 1000 - now < day)
    .sort((one, other) => (one.start ?? 0) - (other.start ?? 0))
    .slice(0, mostTroubles)
    .map(
      ({ labels, start, end, isActive, monitors, groups }): Notice => ({
        topic: 'Maintenance',
        name: labels.maintenance_name || labels.maintenance_id,
        severity: 'idle',
        state: isActive ? 'running' : 'planned',
        text: `${isActive ? `until ${utc(end)}` : `from ${utc(start)} to ${utc(end)}`}${coverage(monitors, groups)}`
      })
    )
  return { notices }
}

function utc(seconds = 0): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function coverage(monitors: readonly string[], groups: readonly string[]): string {
  const count = (number: number, noun: string) => (number === 0 ? [] : [`${number} ${noun}${number === 1 ? '' : 's'}`])
  const parts = [...count(monitors.length, 'monitor'), ...count(groups.length, 'group')]
  return parts.length === 0 ? '' : `, ${parts.join(', ')}`
}
