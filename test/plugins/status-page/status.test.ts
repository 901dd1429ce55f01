import t from 'tap'
import { Compile } from 'typebox/compile'
import type { SourceStatus } from '../../../plugins/snapshots/source-state.ts'
import { statusOf } from '../../../plugins/status-page/status.ts'
import { StatusSchema } from '../../../plugins/status-page/status-schema.ts'
import { adviceFor } from '../../../src/contract/advice.ts'
import { Failure, failureReasons } from '../../../src/contract/failure.ts'
import type { Severity } from '../../../src/contract/provider.ts'

const now = 1_700_000_100_000
const acme = { name: 'acme', title: 'Acme', credentials: ['ACME_KEY', 'ACME_PASS'] }
const none = Object.fromEntries(failureReasons.map((reason) => [reason, 0])) as SourceStatus['failures']
const failure = new Failure('auth', 'the key was refused')

const waiting: SourceStatus = {
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
const snapshot = { families: [], places: [], series: 12, mergedSeries: 0, overview: undefined }
const up: SourceStatus = {
  ...waiting,
  up: true,
  complete: true,
  snapshot,
  lastSuccess: now - 20_000,
  nextAttempt: now + 40_000
}
const partial: SourceStatus = {
  ...up,
  complete: false,
  past: { refreshes: [], failure: undefined, failedParts: [new Failure('client', 'channel 4: not found')] }
}
const stale: SourceStatus = {
  ...up,
  up: false,
  complete: false,
  lastFailure: failure,
  past: {
    refreshes: [{ at: now - 5000, duration: 250, ok: false, calls: 3, bytes: 40, failure }],
    failure: { at: now - 5000, failure },
    failedParts: []
  }
}
const down: SourceStatus = { ...stale, snapshot: undefined, lastSuccess: undefined }

const report = (...statuses: SourceStatus[]) =>
  statusOf({ statuses, accounts: [], providers: [acme], now, version: '1.2.3' })

t.test('the state of a source, and of all of them in a sentence', async (t) => {
  const states = [waiting, up, partial, stale, down].map((status) => {
    const { sources, severity, summary } = report(status)
    return [sources[0]?.state, severity, summary]
  })
  t.strictSame(states, [
    ['waiting', 'idle', 'Waiting for the first data of 1 of 1 sources'],
    ['up', 'ok', 'All sources up'],
    ['partial', 'warning', '1 of 1 sources partly up'],
    ['stale', 'critical', '1 of 1 sources down, stale data is served'],
    ['down', 'critical', '1 of 1 sources down']
  ])
  t.match(report(up, stale, down), { severity: 'critical', summary: '2 of 3 sources down', series: 24 })
  t.match(report(), { severity: 'idle', summary: 'No source is enabled' })
})

t.test('ages and times count from now', async (t) => {
  t.match(report(up).sources[0], {
    age: 20,
    next_refresh: 40,
    interval: 60,
    ttl: 60,
    interval_reason: 'as set',
    title: 'Acme'
  })
  t.match(report({ ...up, nextAttempt: now - 5000 }).sources[0], { next_refresh: 0 }, 'what is due is due now')
  t.notOk('age' in (report(waiting).sources[0] ?? {}))
  t.match(report({ ...up, interval: 90_000 }).sources[0]?.interval_reason, /daily quota/)
})

t.test('a failure tells its class, what happened and what to do', async (t) => {
  const { failure: told, refreshes } = report(down).sources[0] ?? {}
  t.match(told, {
    reason: 'auth',
    message: 'the key was refused',
    advice: /Check ACME_KEY, ACME_PASS/,
    at: (now - 5000) / 1000
  })
  const { reason, message } = failure
  t.strictSame(refreshes, [{ at: (now - 5000) / 1000, seconds: 0.25, ok: false, calls: 3, bytes: 40, reason, message }])
  const mended = report({ ...up, past: stale.past }).sources[0]
  t.equal(mended?.failure, undefined)
  t.match(mended?.past_failure, { reason: 'auth' })
  t.strictSame(report(partial).sources[0]?.failed_parts, ['channel 4: not found'])
})

t.test('every class has advice of its own', async (t) => {
  const advices = failureReasons.map((reason) => adviceFor({ reason, remedy: undefined }, acme))
  t.equal(new Set(advices).size, failureReasons.length)
  for (const advice of advices) t.match(advice, /^[A-Z].{30,}\.$/)
  t.equal(adviceFor(new Failure('network', 'cut off', { remedy: 'Wait.' }), acme), 'Wait.')
})

t.test('what is watched, from where, and where the traffic goes', async (t) => {
  const place = { key: 'Rome', name: 'Rome, Italy', latitude: 41.9, longitude: 12.5 }
  const overview = {
    noun: 'monitors',
    states: [{ name: 'down', severity: 'critical' as const, count: 2 }],
    sights: [
      { place: 'Rome', count: 3, severity: 'critical' as const },
      { place: 'Atlantis', count: 1, severity: 'ok' as const }
    ],
    troubles: [
      { name: 'shop', state: 'down', severity: 'critical' as const, lasting: 60_000, where: ['Rome'] },
      { name: 'blog', state: 'down', severity: 'critical' as const }
    ],
    regions: [{ code: 'IT', name: 'Italy', share: 0.5 }],
    unplaced: ['Atlantis']
  }
  const { places, watched, regions, unplaced } = report({ ...up, snapshot: { ...snapshot, places: [place], overview } })
  t.strictSame(
    places,
    [{ provider: 'acme', ...place, count: 3, not_up: 1, severity: 'critical' }],
    'what has no position is on no map'
  )
  t.strictSame(watched, [
    {
      provider: 'acme',
      title: 'Acme',
      noun: 'monitors',
      states: overview.states,
      troubles: [
        { name: 'shop', state: 'down', severity: 'critical', where: ['Rome'], since: (now - 80_000) / 1000 },
        { name: 'blog', state: 'down', severity: 'critical', where: [] }
      ]
    }
  ])
  t.strictSame(regions, [{ provider: 'acme', code: 'IT', name: 'Italy', share: 0.5 }])
  t.strictSame(unplaced, ['Atlantis'])
})

t.test('the quota of an account', async (t) => {
  const accounts = [{ provider: 'acme', callsToday: 7, callsMade: 5, dailyCallLimit: 1000, isFixed: true, reset: now }]
  const { quotas } = statusOf({ statuses: [], accounts, providers: [acme], now, version: '1' })
  t.strictSame(quotas, [{ provider: 'acme', title: 'Acme', calls_today: 7, calls_per_day: 1000, usable: 800 }])
})

t.test('the report has the form that it promises', async (t) => {
  const check = Compile(StatusSchema)
  for (const status of [waiting, up, partial, stale, down]) t.strictSame([...check.Errors(report(status))], [])
})

t.test('the sentence says first what somebody is woken for', async (t) => {
  const watching = (status: SourceStatus, ...counts: [name: string, severity: Severity, count: number][]) => {
    const states = counts.map(([name, severity, count]) => ({ name, severity, count }))
    const { summary, severity } = report({
      ...status,
      snapshot: { ...snapshot, overview: { noun: 'monitors', states } }
    })
    return [severity, summary]
  }
  t.strictSame(watching(up, ['down', 'critical', 60]), ['critical', '60 monitors down; all sources up'])
  t.strictSame(watching(up, ['down', 'critical', 1], ['critical', 'critical', 2], ['trouble', 'warning', 3]), [
    'critical',
    '1 monitor down, 2 critical, 3 more not up; all sources up'
  ])
  t.strictSame(watching(up, ['trouble', 'warning', 1], ['up', 'ok', 9]), [
    'warning',
    '1 monitor not up; all sources up'
  ])
  t.strictSame(watching(up, ['up', 'ok', 9], ['suspended', 'idle', 1]), ['ok', 'No monitors down; all sources up'])
  t.strictSame(watching(up, ['up', 'ok', 9]), ['ok', 'All monitors up; all sources up'])
  t.strictSame(watching(up), ['warning', 'The account has no monitors; all sources up'])
  t.strictSame(watching(stale, ['up', 'ok', 9]), [
    'critical',
    '1 of 1 sources down, stale data is served; all monitors up'
  ])
})
