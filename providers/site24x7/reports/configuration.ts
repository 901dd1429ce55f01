/**
 * How often and how long each monitor is checked, from `monitors`. That answer can hold passwords, so of each monitor
 * only the fields named here are looked at, and the answer is kept nowhere.
 */

import { adminRead } from '../endpoint.ts'
import type { ParseReport } from '../fields/parse-report.ts'
import { type Answer, hour, type ReadContext, type Reading, type Report } from './report.ts'
import { amountOf, createSeries, idOf, numberWithin, rowsOf, textOf } from './rows.ts'

export const configuration: Report = {
  name: 'configuration',
  title: 'check interval and timeout of each monitor',
  scope: adminRead,
  ttl: 6 * hour,
  usual: 'off',
  warning: `${adminRead} lets whoever has the refresh token read passwords that are stored in monitors`,
  calls: () => [{ key: '', name: 'configuration', path: 'monitors', scope: adminRead }],
  read
}

function read(answers: readonly Answer[], { report, isWanted }: ReadContext): Reading {
  const interval = createSeries(report)
  const timeout = createSeries(report)
  for (const { data } of answers) {
    for (const row of rowsOf(data, report)) {
      const id = idOf(row.monitor_id)
      if (id === undefined) {
        report.count('skipped_item')
        continue
      }
      if (!isWanted({ id, name: textOf(row.display_name), type: textOf(row.type) })) continue
      interval.add({ monitor_id: id }, intervalOf(row.check_frequency, report))
      timeout.add({ monitor_id: id }, amountOf(row.timeout, report))
    }
  }
  return {
    families: [
      interval.family(
        'monitor_check_interval_seconds',
        'Time from one check of the monitor to the next, from monitors[].check_frequency.'
      ),
      timeout.family('monitor_timeout_seconds', 'Time that a check may take, from monitors[].timeout.')
    ]
  }
}

const longestFrequency = 1_000_000

/** Minutes; below zero are seconds, as of checks that are more frequent than a minute. */
function intervalOf(value: unknown, report: ParseReport): number | undefined {
  const frequency = numberWithin(value, -longestFrequency, longestFrequency, report)
  if (frequency === undefined || frequency === 0) return undefined
  return frequency > 0 ? frequency * 60 : -frequency
}
