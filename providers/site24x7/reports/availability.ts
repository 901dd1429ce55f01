/** Availability of every monitor in a window of time, from `reports/availability_summary`: one call for each window. */
import { reportsRead } from '../endpoint.ts'
import { readDuration } from '../fields/duration.ts'
import { type Answer, hour, type ReadContext, type Reading, type Report } from './report.ts'
import { amountOf, createSeries, idOf, ratioOf, rowOf, rowsOf, textOf, textsOf } from './rows.ts'

/** Constants of the API's parameter `period`, by the value of the label `window`. */
export const periods: Readonly<Record<string, number>> = {
  '24h': 1,
  '7d': 2,
  '30d': 5,
  today: 3,
  yesterday: 4,
  this_week: 11,
  last_week: 12,
  this_month: 13,
  last_month: 7,
  this_year: 8
}

export const availability: Report = {
  name: 'availability',
  title: 'availability, outages, MTTR and MTBF of each monitor',
  scope: reportsRead,
  ttl: hour,
  usual: 'auto',
  calls: ({ windows }) =>
    windows.map((key) => ({
      key,
      name: 'availability',
      path: `reports/availability_summary?period=${periods[key]}`,
      scope: reportsRead
    })),
  read
}

function read(answers: readonly Answer[], { report, isWanted }: ReadContext): Reading {
  const whole = createSeries(report)
  const ratio = createSeries(report)
  const outages = createSeries(report)
  const repair = createSeries(report)
  const between = createSeries(report)
  for (const { key: window, data } of answers) {
    const { summary_details: summary, availability_details: details } = rowOf(data) ?? {}
    whole.add({ window }, ratioOf(rowOf(summary)?.availability_percentage, report))
    for (const row of rowsOf(details, report)) {
      const id = idOf(row.monitor_id)
      if (id === undefined) {
        report.count('skipped_item')
        continue
      }
      if (!isWanted({ id, name: textOf(row.name), tag: textsOf(row.tags) })) continue
      const labels = { monitor_id: id, window }
      ratio.add(labels, ratioOf(row.availability_percentage, report))
      outages.add(labels, amountOf(row.down_count, report))
      repair.add(labels, readDuration(row.mttr, report))
      between.add(labels, readDuration(row.mtbf, report))
    }
  }
  const of = 'within the window, in the zone of the account, from availability_details[]'
  return {
    families: [
      whole.family(
        'availability_ratio',
        'Availability of all monitors together within the window, from summary_details.availability_percentage of the availability summary.'
      ),
      ratio.family('monitor_availability_ratio', `Availability of the monitor ${of}.availability_percentage.`),
      outages.family('monitor_outages', `Outages of the monitor ${of}.down_count; the window moves, so it also falls.`),
      repair.family(
        'monitor_mttr_seconds',
        `Mean time to repair of the monitor ${of}.mttr; to the minute from an hour on.`
      ),
      between.family(
        'monitor_mtbf_seconds',
        `Mean time between failures of the monitor ${of}.mtbf; to the minute from an hour on.`
      )
    ]
  }
}
