/** What the exporter knows of its own work, as const families. Pure. */

import type { Family, Labels, MetricType, Sample } from '../../src/contract/provider.ts'
import type { AccountStatus, SourceStatus } from '../snapshots/index.ts'
import type { Renewal } from '../upstream/index.ts'

const prefix = 'edge_exporter_'

type Value = (status: SourceStatus) => number | undefined

/** To the microsecond: further digits are noise of the binary form. */
const seconds = (ms: number | undefined) => (ms === undefined ? undefined : Math.round(ms * 1000) / 1e6)

const perSource: readonly (readonly [name: string, help: string, value: Value])[] = [
  [
    'source_up',
    '1 when the last refresh of the source succeeded, 0 when it failed or none has ended yet; none for an optional source that the credentials do not allow.',
    ({ up }) => (up ? 1 : 0)
  ],
  [
    'source_last_success_timestamp_seconds',
    'Unix time of the last refresh that succeeded.',
    (s) => seconds(s.lastSuccess)
  ],
  [
    'source_last_attempt_timestamp_seconds',
    'Unix time at which the last refresh began.',
    (s) => seconds(s.lastAttempt)
  ],
  [
    'source_refresh_duration_seconds',
    'How long the last refresh took, successful or not.',
    (s) => seconds(s.lastDuration)
  ],
  [
    'source_refresh_interval_seconds',
    'Time between refreshes now in force: the TTL, stretched where the quota asks for it.',
    (s) => seconds(s.interval)
  ],
  ['source_max_age_seconds', 'Age at which data that could not be refreshed is withdrawn.', (s) => seconds(s.maxAge)],
  ['source_series', 'Series of the source now served.', ({ snapshot }) => snapshot?.series ?? 0],
  [
    'source_merged_series',
    'Series of the last refresh that were merged into another one because their labels were the same.',
    ({ snapshot }) => snapshot?.mergedSeries ?? 0
  ]
]

export function sourceFamilies(statuses: readonly SourceStatus[]): Family[] {
  const gauges = perSource.map(([name, help, value]) =>
    family(
      name,
      help,
      'gauge',
      statuses.filter(({ off }) => off === undefined).flatMap((status) => sample(labelsOf(status), value(status)))
    )
  )
  return [
    ...gauges,
    family(
      'source_forbidden',
      '1 while an optional source is off, as the credentials do not allow it. Then it has none of the other metrics of a source but its counters.',
      'gauge',
      statuses.filter(({ off }) => off !== undefined).map((status) => ({ labels: labelsOf(status), value: 1 }))
    ),
    family(
      'source_failures_total',
      'Refreshes, or parts of them, that failed, by class.',
      'counter',
      statuses.flatMap((status) => counts(status, 'reason', status.failures))
    ),
    family(
      'source_drift_total',
      'What the API sent that this version does not know, by kind.',
      'counter',
      statuses.flatMap((status) => counts(status, 'kind', status.drift))
    ),
    ...selectionFamilies(statuses)
  ]
}

/** Only where an account of the configuration file has filters or a limit; a family without samples is left out. */
export function selectionFamilies(statuses: readonly SourceStatus[]): Family[] {
  const of = (name: string, help: string, value: Value) =>
    family(
      name,
      help,
      'gauge',
      statuses.flatMap((status) => sample(labelsOf(status), value(status)))
    )
  return [
    of(
      'source_filtered_items',
      'Monitors, or what else the provider counts, that the filter of the account has left out of the last refresh.',
      ({ snapshot }) => snapshot?.filtered
    ),
    of(
      'source_filtered_families',
      'Metric families that the filter of the account has left out of the last refresh.',
      ({ snapshot }) => snapshot?.filteredFamilies?.families.length
    ),
    of(
      'source_series_over_limit',
      'Series that were left out of the last refresh, by whole families, as the account has more than series_limit.',
      ({ snapshot }) => snapshot?.beyondLimit?.series
    )
  ]
}

export function accountFamilies(accounts: readonly AccountStatus[]): Family[] {
  const of = (value: (account: AccountStatus) => number): Sample[] =>
    accounts.map((status) => ({ labels: ownerOf(status), value: value(status) }))
  return [
    family(
      'upstream_calls_per_day_limit',
      'API calls a day that the account may make; 80 % of them are used at most.',
      'gauge',
      of(({ dailyCallLimit }) => dailyCallLimit)
    ),
    family(
      'upstream_calls_today',
      'API calls made since midnight in the zone of the account, by all replicas, that count against the quota.',
      'gauge',
      of(({ callsToday }) => callsToday)
    ),
    family(
      'upstream_calls_total',
      'API calls made by this process that count against the quota.',
      'counter',
      of(({ callsMade }) => callsMade)
    ),
    family(
      'upstream_quota_reset_timestamp_seconds',
      'Unix time of the next midnight in the zone of the account, when the count of the day begins anew.',
      'gauge',
      of(({ reset }) => reset / 1000)
    )
  ]
}

export function renewalFamily(renewals: readonly Renewal[]): Family {
  return family(
    'credentials_renewal_failed',
    '1 while the last renewal of the access token has failed and the one before is used until its end, 0 once it is renewed.',
    'gauge',
    renewals.map((renewal) => ({ labels: ownerOf(renewal), value: renewal.isFailed ? 1 : 0 }))
  )
}

export function unhandledErrorFamily(counts: Readonly<Record<string, number>>): Family {
  return family(
    'unhandled_errors_total',
    'Errors that no code caught: rejections, after which the program goes on, and exceptions, which end it.',
    'counter',
    Object.entries(counts).map(([kind, value]) => ({ labels: { kind }, value }))
  )
}

export function droppedLinesFamily(dropped: number): Family {
  return family(
    'log_lines_dropped_total',
    'Log lines that could not be written, as the disk was full or nobody read them.',
    'counter',
    [{ labels: {}, value: dropped }]
  )
}

export function buildInfo(version: string, nodeVersion: string): Family {
  const labels = { version, node_version: nodeVersion }
  return family(
    'build_info',
    'The version of the exporter and of Node.js it runs on; the value is always 1.',
    'gauge',
    [{ labels, value: 1 }]
  )
}

function family(name: string, help: string, type: MetricType, samples: readonly Sample[]): Family {
  const unit = /_(seconds|bytes|ratio)$/.exec(name)?.[1]
  return { name: `${prefix}${name}`, help, type, samples, ...(unit === undefined ? {} : { unit }) }
}

function labelsOf(status: SourceStatus): Labels {
  return { ...ownerOf(status), source: status.source }
}

/** An account that comes from variables has no label of its own. */
function ownerOf({ provider, account, customer }: Pick<SourceStatus, 'provider' | 'account' | 'customer'>): Labels {
  const ofCustomer = customer === undefined ? {} : { customer }
  return { provider, ...(account === undefined ? {} : { account }), ...ofCustomer }
}

function sample(labels: Labels, value: number | undefined): Sample[] {
  return value === undefined ? [] : [{ labels, value }]
}

function counts(status: SourceStatus, label: string, values: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(values).map(([key, value]) => ({ labels: { ...labelsOf(status), [label]: key }, value }))
}
