/** What was agreed and what is achieved, from `reports/sla_reports`: one call for each kind of agreement. */
import { reportsRead } from '../endpoint.ts'
import { type Answer, hour, type ReadContext, type Reading, type Report } from './report.ts'
import { createSeries, idOf, type Row, ratioOf, rowOf, rowsOf, textOf } from './rows.ts'

const kinds = ['availability', 'response', 'composite']

export const sla: Report = {
  name: 'sla',
  title: 'targets of service levels and what is achieved',
  scope: reportsRead,
  ttl: 6 * hour,
  usual: 'off',
  calls: () =>
    kinds.map((key) => ({ key, name: 'sla', path: `reports/sla_reports/${key}?period=5`, scope: reportsRead })),
  read
}

/** One agreement for one monitor or group. */
interface Agreement {
  readonly id: string
  readonly name: string
  readonly resource: string
  readonly achieved: unknown
  readonly target: unknown
}

function read(answers: readonly Answer[], { report, isWanted }: ReadContext): Reading {
  const achieved = createSeries(report, Math.min)
  const target = createSeries(report, Math.max)
  for (const { key: kind, data } of answers) {
    const { sla_details: details, compositeslareport: composite, SLAReport: wrapped } = rowOf(data) ?? {}
    const agreements = [
      ...rowsOf(details, report).flatMap(agreementsOf),
      ...[...rowsOf(composite, report), ...rowsOf(wrapped, report)].map(compositeOf)
    ]
    for (const { id, name, resource, ...values } of agreements) {
      if (id === '') {
        report.count('skipped_item')
        continue
      }
      if (resource !== '' && !isWanted({ id: resource })) continue
      const labels = { sla_id: id, sla_name: name, kind, resource_id: resource }
      achieved.add(labels, ratioOf(values.achieved, report))
      target.add(labels, ratioOf(values.target, report))
    }
  }
  const whose = 'for the last 30 days; resource_id is the monitor or group it is for'
  return {
    families: [
      achieved.family(
        'sla_achieved_ratio',
        `What was achieved of the service level ${whose}; from sla_achieved and achieved of the SLA reports.`
      ),
      target.family(
        'sla_target_ratio',
        `What was agreed as the service level ${whose}; from sla_expected and expected of the SLA reports.`
      )
    ]
  }
}

/** An item has one agreement for availability, one for response times, or both. */
function agreementsOf({ id, availability, response_time: response }: Row): Agreement[] {
  return [availability, response].flatMap((value) => {
    const row = rowOf(value)
    if (row === undefined) return []
    return [
      {
        id: idOf(row.sla_id) ?? '',
        name: textOf(row.sla_name),
        resource: idOf(id) ?? '',
        achieved: row.sla_achieved,
        target: row.sla_expected
      }
    ]
  })
}

function compositeOf(row: Row): Agreement {
  return {
    id: idOf(row.sla_id) ?? '',
    name: textOf(row.sla_name),
    resource: idOf(row.monitor_id) ?? '',
    achieved: row.achieved,
    target: row.expected
  }
}
