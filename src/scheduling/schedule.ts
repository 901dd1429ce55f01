/** When a source asks again: pure arithmetic over its last result, its TTL and its provider's quota. */
import type { Failure } from '../contract/failure.ts'
import type { CallLimit, Overview, Source } from '../contract/provider.ts'

const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute

const shortestRetry = 5 * second
const authPause = 2 * minute
const firstQuotaPause = minute
const longestQuotaPause = 15 * minute
const longestDeadline = minute

const usablePercent = 80
const mostCatchingUp = 4

/** Added to a wait for the next day, as a timer may fire a little early by the wall clock and meet the old one. */
const resetMargin = second

/**
 * Milliseconds until it is looked again whether the day has calls: right after its end, and now and then before, as
 * clocks are set and replicas learn of each other. Looking costs no call.
 */
export function pauseOfSpent(untilReset: number): number {
  return Math.min(untilReset + resetMargin, longestQuotaPause)
}

/** Calls a day that may be made of a daily quota; the rest is left to other users of the account. */
export function usableCalls(dailyCallLimit: number): number {
  return Math.max(1, Math.floor((dailyCallLimit * usablePercent) / 100))
}

/** How often calls may be made, over any stretch of time of that length. */
export interface CallWindow {
  readonly calls: number
  /** Milliseconds. */
  readonly period: number
}

const periods = { minute, hour: 60 * minute, day }

/** What is used of limits that are shorter than a day; that of a day is counted from midnight to midnight. */
export function windowsOf(limits: readonly CallLimit[]): CallWindow[] {
  return limits
    .filter(({ per }) => per !== 'day')
    .map(({ calls, per }) => ({ calls: usableCalls(calls), period: periods[per] }))
}

/** Calls of one refresh at so many of what the provider counts; undefined where nobody knows. */
export function callsAt({ callsPerRefresh: calls }: Pick<Source, 'callsPerRefresh'>, size: number | undefined): number {
  return typeof calls === 'number' ? calls : Math.max(0, Math.ceil(calls(size)))
}

/** The limit that allows the fewest calls over a long time. */
export function tightest(limits: readonly CallLimit[]): CallLimit | undefined {
  return limits.toSorted((a, b) => a.calls / periods[a.per] - b.calls / periods[b.per])[0]
}

/** How many of what the provider counts: as many as have a state. Undefined where nobody tells. */
export function sizeOf(overview: Overview | undefined): number | undefined {
  return overview?.states?.length ? overview.states.reduce((sum, { count }) => sum + count, 0) : undefined
}

/** Milliseconds for which a refresh of so many calls is held back by the windows at most. */
export function pacingOf(calls: number, windows: readonly CallWindow[]): number {
  return Math.max(0, ...windows.map((window) => Math.ceil(calls / window.calls - 1) * window.period))
}

export interface Rhythm {
  readonly ttl: number
  readonly callsPerRefresh: number
  /** See `Source`. */
  readonly yields?: boolean | undefined
}

/** What an account may ask and has asked today. */
export interface Budget {
  /** Calls that a whole day may have. */
  readonly usable: number
  readonly callsToday: number
  /** Milliseconds until the count begins anew. */
  readonly untilReset: number
}

/** What sources that yield keep of their calls when the budget is short: without it, they would never be refreshed. */
const yieldedShare = 0.1

function callsOf(rhythms: readonly Rhythm[]): number {
  return rhythms.reduce((calls, { ttl, callsPerRefresh }) => calls + (callsPerRefresh * day) / ttl, 0)
}

/** How many times longer than its TTL a source's interval must be, so that all stay within the budget. */
function stretchOf(source: Rhythm, account: readonly Rhythm[], usable: number): number {
  const wanted = callsOf(account)
  const yielding = callsOf(account.filter(({ yields }) => yields))
  const first = wanted - yielding
  if (wanted <= usable || yielding === 0 || first === 0) return Math.max(1, wanted / usable)
  const left = Math.min(yielding, Math.max(usable - first, yieldedShare * Math.min(usable, yielding)))
  return Math.max(1, source.yields ? yielding / left : first / (usable - left))
}

/**
 * Milliseconds between two refreshes of one of an account's sources: its TTL, stretched so that together they stay
 * within the budget. Sources that yield are stretched first, and the others by the same factor each. Where retries have
 * spent more than their share, the rest of the day goes slower, so that it does not end before the day does; but at most
 * four times slower, because data that old is better withdrawn. Windows stretch as a day does that allows as much.
 */
export function intervalInForce(
  source: Rhythm,
  account: readonly Rhythm[],
  budget: Budget | undefined,
  windows: readonly CallWindow[] = []
): number {
  if (source.callsPerRefresh === 0) return source.ttl
  const paces = windows.map(({ calls, period }) => (calls * day) / period)
  const pace = Math.min(budget?.usable ?? Number.POSITIVE_INFINITY, ...paces)
  const even = source.ttl * stretchOf(source, account, pace)
  if (budget === undefined) return Math.round(even)
  const { usable, callsToday, untilReset } = budget
  const planned = Math.min(callsOf(account), pace)
  const rest = (even * planned * untilReset) / day / Math.max(0, usable - callsToday)
  return Math.round(Math.max(even, Math.min(rest, untilReset + resetMargin, mostCatchingUp * even)))
}

/**
 * Milliseconds to wait after the `failures`-th failure in a row. `random` is in [0, 1).
 *
 * - `auth`: two minutes, as refused credentials must not be hammered; longer where the failure says so
 * - `quota`: what the provider asked for, but at least five seconds; else one minute doubled up to fifteen
 * - the rest: exponential with full jitter, at least five seconds and at most one interval
 */
export function pauseAfter(failure: Failure, failures: number, interval: number, random: number): number {
  const doubled = (first: number) => first * 2 ** Math.min(failures - 1, 30)
  if (failure.reason === 'auth') return Math.max(authPause, failure.retryAfter ?? 0)
  if (failure.reason === 'quota') {
    return Math.max(shortestRetry, failure.retryAfter ?? Math.min(longestQuotaPause, doubled(firstQuotaPause)))
  }
  const backoff = Math.min(interval, Math.max(shortestRetry, random * doubled(2 * shortestRetry)))
  return Math.max(backoff, Math.min(failure.retryAfter ?? 0, longestQuotaPause))
}

/** Milliseconds to wait after a refresh that took `duration`, from whose start the interval counts. */
export function pauseAfterSuccess(interval: number, duration: number): number {
  return Math.max(0, interval - duration)
}

/** Milliseconds for which data of that age needs no refresh. */
export function freshFor(age: number, interval: number): number {
  return Math.max(0, interval - age)
}

/**
 * Milliseconds added once, after the very first refresh, so that sources and replicas do not march in step. What yields
 * may be spread wider, as it is seldom asked for.
 */
export function startOffset(interval: number, random: number, yields = false): number {
  return random * Math.min(interval / 10, yields ? 5 * minute : 5 * second)
}

/** Milliseconds a whole refresh may take, `pacing` of them held back, below the interval so that two never meet. */
export function refreshDeadline(interval: number, pacing = 0): number {
  return Math.min(interval * 0.9, longestDeadline + pacing)
}

const leaseMargin = second
const shortestLease = 3 * second
const leasePart = 5 / 6

/**
 * Milliseconds of a lease for a refresh that may take `deadline`. It is renewed while the refresh runs, so that the replica
 * that follows one that died serves no data older than two intervals, and calls not much more often than all would.
 */
export function leaseLength(deadline: number): number {
  return Math.min(deadline + leaseMargin, Math.max(shortestLease, deadline * leasePart))
}
