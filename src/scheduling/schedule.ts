/** When a source asks again: pure arithmetic over its last result, its TTL and its provider's quota. */
import type { Failure } from '../contract/failure.ts'

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

export interface Rhythm {
  readonly ttl: number
  readonly callsPerRefresh: number
}

/** What an account may ask and has asked today. */
export interface Budget {
  /** Calls that a whole day may have. */
  readonly usable: number
  readonly callsToday: number
  /** Milliseconds until the count begins anew. */
  readonly untilReset: number
}

/**
 * Milliseconds between two refreshes of one of an account's sources: its TTL, stretched by the same factor for all
 * sources of the account, so that together they stay within the budget. Where retries have spent more than their
 * share, the rest of the day goes slower, so that it does not end before the day does; but at most four times
 * slower, because data that old is better withdrawn.
 */
export function intervalInForce(source: Rhythm, account: readonly Rhythm[], budget: Budget | undefined): number {
  if (budget === undefined || source.callsPerRefresh === 0) return source.ttl
  const { usable, callsToday, untilReset } = budget
  const wanted = account.reduce((calls, { ttl, callsPerRefresh }) => calls + (callsPerRefresh * day) / ttl, 0)
  const even = source.ttl * Math.max(1, wanted / usable)
  const rest = (source.ttl * wanted * untilReset) / day / Math.max(0, usable - callsToday)
  return Math.round(Math.max(even, Math.min(rest, untilReset + resetMargin, mostCatchingUp * even)))
}

/**
 * Milliseconds to wait after the `failures`-th failure in a row. `random` is in [0, 1).
 *
 * - `auth`: two minutes, as refused credentials must not be hammered
 * - `quota`: what the provider asked for, but at least five seconds; else one minute doubled up to fifteen
 * - the rest: exponential with full jitter, at least five seconds and at most one interval
 */
export function pauseAfter(failure: Failure, failures: number, interval: number, random: number): number {
  const doubled = (first: number) => first * 2 ** Math.min(failures - 1, 30)
  if (failure.reason === 'auth') return authPause
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

/** Turns that may be missed before what renews a source counts as stuck, and the least milliseconds that these are. */
const missedTurns = 3
const shortestStuck = minute

/** Whether a turn that should have begun so many milliseconds ago, or that has run for so long, is stuck. */
export function isOverdue(since: number, interval: number): boolean {
  return since > Math.max(missedTurns * interval, shortestStuck)
}

/** Milliseconds added once, after the very first refresh, so that sources and replicas do not march in step. */
export function startOffset(interval: number, random: number): number {
  return random * Math.min(interval / 10, 5 * second)
}

/** Milliseconds a whole refresh may take, below the interval so that two never meet. */
export function refreshDeadline(interval: number): number {
  return Math.min(interval * 0.9, longestDeadline)
}
