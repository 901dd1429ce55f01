/** When certificates and domains end, from `reports/fqdn/ssl_domain_reports`: whole days, and names in place of ids. */
import { mostTroubles, type Notice, type Overview } from '../../../src/contract/provider.ts'
import { reportsRead } from '../endpoint.ts'
import { readOffset, readTimestamp } from '../fields/timestamp.ts'
import { type Answer, hour, type ReadContext, type Reading, type Report } from './report.ts'
import { createSeries, isAbsent, numberWithin, rowOf, rowsOf, textOf } from './rows.ts'

const day = 86_400
/** Days: nothing that is watched was made or ends further away. */
const furthest = 100_000

export const certificates: Report = {
  name: 'certificates',
  title: 'when TLS certificates and domains end',
  scope: reportsRead,
  ttl: 6 * hour,
  usual: 'auto',
  calls: () => [{ key: '', name: 'certificates', path: 'reports/fqdn/ssl_domain_reports', scope: reportsRead }],
  read
}

function read(answers: readonly Answer[], { report, isWanted, now }: ReadContext): Reading {
  // Of namesakes the one that ends first.
  const certificate = createSeries(report, Math.min)
  const domain = createSeries(report, Math.min)
  const ends: End[] = []
  for (const { data } of answers) {
    const { fqdn_details: details, info } = rowOf(data) ?? {}
    const today = dayOf(rowOf(info)?.generated_time, now, () => report.count('unreadable_time'))
    for (const row of rowsOf(details, report)) {
      const [name, type] = [textOf(row.name), textOf(row.monitor_type)]
      if (name === '') {
        report.count('skipped_item')
        continue
      }
      if (!isWanted({ name, type })) continue
      const labels = { name, monitor_type: type }
      const days = (value: unknown) => numberWithin(value, -furthest, furthest, report)
      const [left, domainLeft] = [days(row.ssl_expiry_days), days(row.domain_expiry_days)]
      certificate.add(labels, endOf(today, left))
      domain.add(labels, endOf(today, domainLeft))
      if (left !== undefined) ends.push({ name, what: 'certificate', days: left })
      if (domainLeft !== undefined) ends.push({ name, what: 'domain', days: domainLeft })
    }
  }
  const help = 'in whole days from the day of info.generated_time, so good to a day'
  return {
    families: [
      certificate.family(
        'ssl_certificate_expiry_timestamp_seconds',
        `Unix time of the day on which the TLS certificate ends, from fqdn_details[].ssl_expiry_days, ${help}.`
      ),
      domain.family(
        'domain_expiry_timestamp_seconds',
        `Unix time of the day on which the registration of the domain ends, from fqdn_details[].domain_expiry_days, ${help}.`
      )
    ],
    overview: overviewOf(ends)
  }
}

/** Unix seconds at which the day of the report begins in the zone of the account. Without it, the day of now in UTC. */
function dayOf(generated: unknown, now: number, onMissing: () => void): number {
  const time = typeof generated === 'string' ? readTimestamp(generated) : undefined
  if (time === undefined && !isAbsent(generated)) onMissing()
  const offset = time === undefined ? 0 : readOffset(generated as string) / 1000
  const local = (time ?? now / 1000) + offset
  return Math.floor(local / day) * day - offset
}

function endOf(today: number, days: number | undefined): number | undefined {
  return days === undefined ? undefined : today + Math.floor(days) * day
}

interface End {
  readonly name: string
  readonly what: 'certificate' | 'domain'
  readonly days: number
}

/** Days before its end from which an end is shown. */
const soon = 30
/** Days from which it is bad: most renewals that are automatic have run by then. */
const late = 14

/** What ended or ends soon, for people. */
function overviewOf(ends: readonly End[]): Overview {
  const notices = ends
    .filter(({ days }) => days < soon)
    .sort((one, other) => one.days - other.days)
    .slice(0, mostTroubles)
    .map(
      ({ name, what, days }): Notice => ({
        topic: 'Certificates and domains that end soon',
        name,
        severity: days < 0 ? 'critical' : days < late ? 'warning' : 'idle',
        state: days < 0 ? 'expired' : 'ending',
        text: `the ${what} ${days < 0 ? 'ended' : 'ends'} ${inDays(days)}`
      })
    )
  return { notices }
}

function inDays(days: number): string {
  const count = Math.abs(Math.floor(days))
  if (count === 0) return 'today'
  const length = `${count} ${count === 1 ? 'day' : 'days'}`
  return days < 0 ? `${length} ago` : `in ${length}`
}
