import t from 'tap'
import { accountFamilies, buildInfo, sourceFamilies } from '../../../plugins/metrics/self-metrics.ts'
import type { SourceStatus } from '../../../plugins/snapshots/source-state.ts'
import { Failure, failureReasons } from '../../../src/contract/failure.ts'
import { expose } from '../../../src/exposition/exposition.ts'
import { parseExposition } from '../../support/parse-exposition.ts'

const none = Object.fromEntries(failureReasons.map((reason) => [reason, 0])) as SourceStatus['failures']

const fresh: SourceStatus = {
  provider: 'acme',
  source: 'numbers',
  up: false,
  complete: false,
  refreshing: false,
  snapshot: undefined,
  ttl: 60_000,
  callsPerRefresh: 1,
  callsAt: () => 1,
  limits: [],
  interval: 60_000,
  maxAge: 300_000,
  lastAttempt: undefined,
  nextAttempt: undefined,
  lastSuccess: undefined,
  lastDuration: undefined,
  lastFailure: undefined,
  off: undefined,
  failures: none,
  drift: {},
  past: { refreshes: [], failure: undefined, failedParts: [] }
}

const grown: SourceStatus = {
  ...fresh,
  source: 'statuses',
  up: true,
  snapshot: { families: [], places: [], series: 12, mergedSeries: 3, overview: undefined },
  interval: 90_500,
  lastAttempt: 1_700_000_060_250,
  lastSuccess: 1_700_000_060_500,
  lastDuration: 250,
  lastFailure: new Failure('server', 'HTTP 503'),
  failures: { ...none, server: 4 },
  drift: { skipped_item: 2 }
}

const read = (statuses: readonly SourceStatus[]) =>
  parseExposition(expose(sourceFamilies(statuses), 'openmetrics'), 'openmetrics')

t.test('a source that has not been heard of has no times, and is down', async (t) => {
  const parsed = read([fresh])
  const of = (name: string) => parsed.value(`edge_exporter_source_${name}`, { provider: 'acme', source: 'numbers' })
  t.equal(of('up'), 0)
  t.equal(of('series'), 0)
  t.equal(of('merged_series'), 0)
  t.equal(of('refresh_interval_seconds'), 60)
  t.equal(of('max_age_seconds'), 300)
  t.equal(of('last_success_timestamp_seconds'), undefined, 'zero would be 1970')
  t.equal(of('last_attempt_timestamp_seconds'), undefined)
  t.equal(of('refresh_duration_seconds'), undefined)
})

t.test('a source at work, in base units', async (t) => {
  const parsed = read([fresh, grown])
  const of = (name: string, more = {}) =>
    parsed.value(`edge_exporter_source_${name}`, { provider: 'acme', source: 'statuses', ...more })
  t.equal(of('up'), 1)
  t.equal(of('series'), 12)
  t.equal(of('merged_series'), 3)
  t.equal(of('refresh_interval_seconds'), 90.5)
  t.equal(of('last_success_timestamp_seconds'), 1_700_000_060.5)
  t.equal(of('last_attempt_timestamp_seconds'), 1_700_000_060.25)
  t.equal(of('refresh_duration_seconds'), 0.25)
  t.equal(of('failures_total', { reason: 'server' }), 4)
  t.equal(of('drift_total', { kind: 'skipped_item' }), 2)
})

t.test('every failure class is there from the start', async (t) => {
  const family = read([fresh]).family('edge_exporter_source_failures')
  t.equal(family?.type, 'counter')
  t.same(
    family?.samples.map(({ labels, value }) => [labels.reason, value]),
    failureReasons.map((reason) => [reason, 0])
  )
})

t.test('units are told where the name has one', async (t) => {
  const parsed = read([grown])
  for (const { name, unit } of parsed.families) {
    t.equal(unit, name.endsWith('_seconds') ? 'seconds' : undefined, name)
  }
})

t.test('accounts', async (t) => {
  const families = accountFamilies([
    {
      provider: 'acme',
      callsToday: 12,
      callsMade: 7,
      dailyCallLimit: 200,
      isFixed: false,
      reset: Date.UTC(2026, 0, 3)
    }
  ])
  const parsed = parseExposition(expose(families, 'text'), 'text')
  t.equal(parsed.value('edge_exporter_upstream_calls_per_day_limit', { provider: 'acme' }), 200)
  t.equal(parsed.value('edge_exporter_upstream_calls_today', { provider: 'acme' }), 12)
  t.equal(parsed.value('edge_exporter_upstream_calls_total', { provider: 'acme' }), 7)
  const reset = parsed.value('edge_exporter_upstream_quota_reset_timestamp_seconds', { provider: 'acme' })
  t.equal(reset, Date.UTC(2026, 0, 3) / 1000)
  t.equal(expose(accountFamilies([]), 'text'), '', 'none where nobody counts')
})

t.test('the build', async (t) => {
  const parsed = parseExposition(expose([buildInfo('1.2.3', 'v24.0.0')], 'text'), 'text')
  t.equal(parsed.value('edge_exporter_build_info', { version: '1.2.3', node_version: 'v24.0.0' }), 1)
})
