/** What is known of all sources as one plain object that people and scripts can read. Pure. */

import { keysOf } from '../../src/config/file/file-schema.ts'
import { asInFile } from '../../src/config/file/file-words.ts'
import { adviceFor } from '../../src/contract/advice.ts'
import type { Failure } from '../../src/contract/failure.ts'
import type { AnyProvider, Place, Severity } from '../../src/contract/provider.ts'
import { usableCalls } from '../../src/scheduling/schedule.ts'
import type { AccountStatus, PastRefresh, SourceStatus } from '../snapshots/index.ts'
import type {
  FailureReport,
  NoticeReport,
  PlaceReport,
  QuotaReport,
  RefreshReport,
  RegionReport,
  SourceReport,
  Status,
  WatchedReport
} from './status-schema.ts'
import { counted } from './words.ts'

type Described = Pick<AnyProvider, 'name' | 'title' | 'credentials' | 'file'> & {
  readonly settings?: AnyProvider['settings']
}

export interface StatusInput {
  readonly statuses: readonly SourceStatus[]
  readonly accounts: readonly AccountStatus[]
  readonly providers: readonly Described[]
  /** Unix milliseconds. */
  readonly now: number
  readonly version: string
}

export function statusOf({ statuses, accounts, providers, now, version }: StatusInput): Status {
  const providerOf = (name: string): Described =>
    providers.find((provider) => provider.name === name) ?? { name, title: name, credentials: [] }
  const sources = statuses.map((status) => sourceReport(status, inItsWords(providerOf(status.provider), status), now))
  const watched = statuses.flatMap((status) => watchedReport(status, providerOf(status.provider)))
  return {
    version,
    now: seconds(now),
    severity: worst([...sources.map(({ severity }) => severity), ...watched.flatMap(severitiesOf)]),
    summary: summaryOf(watched, sources),
    series: sources.reduce((sum, { series }) => sum + series, 0),
    sources,
    quotas: accounts.map((account) => quotaReport(account, providerOf(account.provider))),
    watched,
    notices: statuses.flatMap((status) => noticeReports(status, providerOf(status.provider))),
    places: statuses.flatMap(placeReports),
    unplaced: [...new Set(statuses.flatMap(({ snapshot }) => snapshot?.overview?.unplaced ?? []))],
    regions: statuses.flatMap(regionReports)
  }
}

/** An account of the configuration file has keys, not variables. */
function inItsWords(provider: Described, { account }: Owned): Described {
  const { settings } = provider
  return settings === undefined ? provider : asInFile(provider, account, () => keysOf({ ...provider, settings }))
}

type Owned = Pick<SourceStatus, 'account' | 'customer'>

/** Whose it is: an account of the configuration file, or its customer, is part of the title. */
function ownerOf({ name, title }: Described, owner: Owned) {
  const own = labelled(owner)
  return { provider: name, ...own, title: [title, ...Object.values(own)].join(' ') }
}

function labelled({ account, customer }: Owned): { readonly account?: string; readonly customer?: string } {
  return { ...(account === undefined ? {} : { account }), ...(customer === undefined ? {} : { customer }) }
}

/** To the millisecond. */
function seconds(ms: number): number {
  return Math.round(ms) / 1000
}

const byBadness: readonly Severity[] = ['idle', 'ok', 'warning', 'critical']

function worst(severities: readonly Severity[]): Severity {
  return byBadness[Math.max(0, ...severities.map((severity) => byBadness.indexOf(severity)))] as Severity
}

const severityOfState: Readonly<Record<SourceReport['state'], Severity>> = {
  up: 'ok',
  partial: 'warning',
  stale: 'critical',
  down: 'critical',
  waiting: 'idle',
  off: 'idle'
}

function stateOf({ up, complete, snapshot, lastFailure, off }: SourceStatus): SourceReport['state'] {
  if (off !== undefined) return 'off'
  if (up) return complete ? 'up' : 'partial'
  if (lastFailure === undefined) return 'waiting'
  return snapshot === undefined ? 'down' : 'stale'
}

function sourceReport(status: SourceStatus, provider: Described, now: number): SourceReport {
  const { lastSuccess, nextAttempt, lastFailure, past, interval, ttl } = status
  const state = stateOf(status)
  return {
    ...ownerOf(provider, status),
    source: status.source,
    state,
    severity: severityOfState[state],
    ...(lastSuccess === undefined ? {} : { age: Math.max(0, seconds(now - lastSuccess)) }),
    ...(nextAttempt === undefined ? {} : { next_refresh: Math.max(0, seconds(nextAttempt - now)) }),
    interval: seconds(interval),
    ttl: seconds(ttl),
    interval_reason: intervalReason(status),
    max_age: seconds(status.maxAge),
    series: status.snapshot?.series ?? 0,
    refreshes: past.refreshes.map(refreshReport),
    ...(lastFailure === undefined ? {} : { failure: failureReport(lastFailure, provider, past.failure?.at) }),
    ...(status.off === undefined ? {} : { off_reason: status.off.message }),
    ...(past.failure === undefined || lastFailure !== undefined
      ? {}
      : { past_failure: failureReport(past.failure.failure, provider, past.failure.at) }),
    failed_parts: past.failedParts.map(({ message }) => message)
  }
}

function refreshReport({ at, duration, ok, calls, bytes, failure }: PastRefresh): RefreshReport {
  const why = failure === undefined ? {} : { reason: failure.reason, message: failure.message }
  return { at: seconds(at), seconds: seconds(duration), ok, calls, bytes, ...why }
}

function intervalReason({ interval, ttl }: SourceStatus): string {
  return interval > ttl ? 'longer, to use at most 80 % of the daily quota' : 'as set'
}

function failureReport(failure: Failure, provider: Described, at: number | undefined): FailureReport {
  const { reason, message } = failure
  return { reason, message, advice: adviceFor(failure, provider), ...(at === undefined ? {} : { at: seconds(at) }) }
}

function severitiesOf({ states }: WatchedReport): Severity[] {
  const present = states.flatMap(({ severity, count }) => (count > 0 ? [severity] : []))
  // An account without anything is most often the wrong one.
  return present.length === 0 ? ['warning'] : present
}

/** What somebody is woken for comes first: `60 monitors down; all sources up`. */
function summaryOf(watched: readonly WatchedReport[], sources: readonly SourceReport[]): string {
  const ofSources = sourcesSummary(sources)
  const isFailing = sources.some(({ state }) => state === 'down' || state === 'stale')
  const parts = watched.flatMap(watchedSummary)
  const [first = '', ...others] = isFailing ? [ofSources, ...parts] : [...parts, ofSources]
  return [first.replace(/^./, (letter) => letter.toUpperCase()), ...others].join('; ')
}

function watchedSummary({ noun, states }: WatchedReport): string[] {
  const present = states.filter(({ count }) => count > 0)
  const sum = (severity: Severity) =>
    present.reduce((total, state) => total + (state.severity === severity ? state.count : 0), 0)
  if (present.length === 0) return [`the account has no ${noun}`]
  const critical = present.filter(({ severity }) => severity === 'critical')
  if (critical.length > 0) {
    const [worst, ...rest] = critical.map(({ name, count }, i) =>
      i === 0 ? `${counted(count, noun)} ${words(name)}` : `${count} ${words(name)}`
    )
    const more = sum('warning') > 0 ? [`${sum('warning')} more not up`] : []
    return [[worst, ...rest, ...more].join(', ')]
  }
  if (sum('warning') > 0) return [`${counted(sum('warning'), noun)} not up`]
  return [sum('idle') > 0 ? `no ${noun} down` : `all ${noun} up`]
}

function words(state: string): string {
  return state.replaceAll('_', ' ')
}

function sourcesSummary(sources: readonly SourceReport[]): string {
  const count = (...states: SourceReport['state'][]) => sources.filter(({ state }) => states.includes(state)).length
  const of = (number: number) => `${number} of ${sources.length} sources`
  if (sources.length === 0) return 'no source is enabled'
  if (count('down', 'stale') > 0)
    return `${of(count('down', 'stale'))} down${count('down') === 0 ? ', stale data is served' : ''}`
  if (count('partial') > 0) return `${of(count('partial'))} partly up`
  if (count('waiting') > 0) return `waiting for the first data of ${of(count('waiting'))}`
  return 'all sources up'
}

function quotaReport(status: AccountStatus, provider: Described): QuotaReport {
  return {
    ...ownerOf(provider, status),
    calls_today: status.callsToday,
    calls_per_day: status.dailyCallLimit,
    usable: usableCalls(status.dailyCallLimit)
  }
}

function watchedReport(status: SourceStatus, provider: Described): WatchedReport[] {
  const { snapshot, lastSuccess = 0 } = status
  const { noun, states = [], troubles = [] } = snapshot?.overview ?? {}
  if (noun === undefined) return []
  return [
    {
      ...ownerOf(provider, status),
      noun,
      states: states.map((state) => ({ ...state })),
      troubles: troubles.map(({ lasting, where = [], reason, link, ...trouble }) => ({
        ...trouble,
        where: [...where],
        ...(reason === undefined ? {} : { reason }),
        ...(link?.startsWith('https://') ? { link } : {}),
        ...(lasting === undefined ? {} : { since: seconds(lastSuccess - lasting) })
      }))
    }
  ]
}

function noticeReports(status: SourceStatus, provider: Described): NoticeReport[] {
  const owner = ownerOf(provider, status)
  return (status.snapshot?.overview?.notices ?? []).map((notice) => ({ ...owner, ...notice }))
}

function placeReports(status: SourceStatus): PlaceReport[] {
  const { provider, snapshot } = status
  const places = new Map<string, Place>(snapshot?.places.map((place) => [place.key, place]))
  return (snapshot?.overview?.sights ?? []).flatMap(
    ({ place: key, count, severity, notUp = isBad(severity) ? 1 : 0 }) => {
      const place = places.get(key)
      if (place === undefined) return []
      const { name, latitude, longitude } = place
      return [{ provider, ...labelled(status), key, name, latitude, longitude, count, not_up: notUp, severity }]
    }
  )
}

function isBad(severity: Severity): boolean {
  return severity === 'critical' || severity === 'warning'
}

function regionReports(status: SourceStatus): RegionReport[] {
  const { provider, snapshot } = status
  return (snapshot?.overview?.regions ?? []).map((region) => ({ provider, ...labelled(status), ...region }))
}
