/**
 * What is known of a source, and how that changes: pure functions from one state to the next. Times are Unix
 * milliseconds, lengths milliseconds.
 */
import { type Failure, type FailureReason, failureReasons } from '../../src/contract/failure.ts'
import type { CallLimit, Overview, Place, Source } from '../../src/contract/provider.ts'
import type { RenderedFamily } from '../../src/exposition/exposition.ts'
import type { LeftOut } from '../../src/exposition/select-families.ts'
import { callsAt } from '../../src/scheduling/schedule.ts'
import type { Collected } from './collect.ts'
import { failedOnce, noPast, type Past, type PastRefresh, refreshedOnce, servedOnce } from './history.ts'

/** A source's data as it is served, until the next one takes its place. Immutable. */
export interface Snapshot {
  readonly families: readonly RenderedFamily[]
  readonly places: readonly Place[]
  readonly series: number
  readonly mergedSeries: number
  readonly overview: Overview | undefined
  /** How many a filter has left out; undefined where there is no filter. */
  readonly filtered?: number | undefined
  readonly filteredFamilies?: LeftOut | undefined
  readonly beyondLimit?: LeftOut | undefined
}

export interface SourceState {
  /** Grows with every change. */
  readonly version: number
  readonly up: boolean
  readonly snapshot: Snapshot | undefined
  /** Parts of the last refresh that failed while others did not. */
  readonly failedParts: readonly Failure[]
  readonly lastAttempt: number | undefined
  readonly lastSuccess: number | undefined
  readonly lastDuration: number | undefined
  readonly lastFailure: Failure | undefined
  /** Why an optional source is off. It is neither up nor down then. */
  readonly off: Failure | undefined
  readonly failuresInARow: number
  /** Since the start, by reason. */
  readonly failures: Readonly<Record<FailureReason, number>>
  /** Since the start, by kind. */
  readonly drift: Readonly<Record<string, number>>
  readonly past: Past
}

/** A source as others see it. */
export interface SourceStatus extends Omit<SourceState, 'version' | 'failedParts' | 'failuresInARow'> {
  readonly provider: string
  /** Undefined for the one account of a provider that comes from variables. */
  readonly account?: string | undefined
  /** Of an account that has customers. */
  readonly customer?: string | undefined
  readonly source: string
  /** Up, and no part of the last refresh failed; or off. */
  readonly complete: boolean
  /** A refresh is running. */
  readonly refreshing: boolean
  readonly ttl: number
  readonly callsPerRefresh: number
  /** Calls of one refresh at another size. */
  readonly callsAt: (size: number) => number
  readonly limits: readonly CallLimit[]
  readonly yields?: boolean | undefined
  readonly interval: number
  readonly maxAge: number
  readonly nextAttempt: number | undefined
}

export interface Circumstances extends Pick<SourceStatus, 'refreshing' | 'interval' | 'maxAge' | 'nextAttempt'> {
  readonly provider: string
  readonly account?: string | undefined
  readonly customer?: string | undefined
  readonly source: Pick<Source, 'name' | 'ttl' | 'callsPerRefresh' | 'yields' | 'limits'>
  /** Calls of one refresh. */
  readonly calls: number
}

export function statusOf(state: SourceState, { source, calls, ...circumstances }: Circumstances): SourceStatus {
  const { name, ttl, limits = [], yields } = source
  const callsAtSize = (size: number) => callsAt(source, size)
  const complete = (state.up && state.failedParts.length === 0) || state.off !== undefined
  return {
    ...state,
    ...circumstances,
    source: name,
    ttl,
    callsPerRefresh: calls,
    callsAt: callsAtSize,
    limits,
    yields,
    complete
  }
}

export const unknownState: SourceState = {
  version: 0,
  up: false,
  snapshot: undefined,
  failedParts: [],
  lastAttempt: undefined,
  lastSuccess: undefined,
  lastDuration: undefined,
  lastFailure: undefined,
  off: undefined,
  failuresInARow: 0,
  failures: Object.fromEntries(failureReasons.map((reason) => [reason, 0])) as Record<FailureReason, number>,
  drift: {},
  past: noPast
}

/** True once data or a classified failure has come. */
export function isSettled({ lastSuccess, lastFailure, off }: SourceState): boolean {
  return lastSuccess !== undefined || lastFailure !== undefined || off !== undefined
}

/** A refresh begins. */
export function attempted(state: SourceState, now: number): SourceState {
  return changed(state, { lastAttempt: now })
}

/** A collection takes the place of the last one. `at` is when it was fetched. */
export function served(state: SourceState, collected: Collected, at: number): SourceState {
  const failedParts = collected.failures ?? []
  return changed(state, {
    up: true,
    snapshot: snapshotOf(collected),
    failedParts,
    lastSuccess: at,
    lastFailure: undefined,
    off: undefined,
    failuresInARow: 0,
    failures: failedParts.reduce((counts, { reason }) => added(counts, reason, 1), state.failures),
    drift: Object.entries(collected.drift ?? {}).reduce(
      (counts, [kind, count]) => added(counts, kind, count),
      state.drift
    ),
    past: servedOnce(state.past, failedParts)
  })
}

/** A refresh has failed; the data stays. What may be off, and is not allowed, is off. */
export function failed(state: SourceState, failure: Failure, now: number, isOptional = false): SourceState {
  if (isOptional && failure.isForbidden) return turnedOff(state, failure)
  return changed(state, {
    up: false,
    lastFailure: failure,
    off: undefined,
    failuresInARow: state.failuresInARow + 1,
    failures: added(state.failures, failure.reason, 1),
    past: failedOnce(state.past, now, failure)
  })
}

/** No failure, and no data. */
function turnedOff(state: SourceState, off: Failure): SourceState {
  return changed(state, { up: false, snapshot: undefined, failedParts: [], lastFailure: undefined, off })
}

/** A refresh has ended, well or not. */
export function ended(state: SourceState, refresh: Omit<PastRefresh, 'ok' | 'failure'>): SourceState {
  const { lastFailure, off, failedParts, past } = state
  const failure = lastFailure ?? off ?? failedParts[0]
  const outcome = { ok: lastFailure === undefined, ...(failure === undefined ? {} : { failure }) }
  return changed(state, { lastDuration: refresh.duration, past: refreshedOnce(past, { ...refresh, ...outcome }) })
}

/** The data is too old to be served. */
export function withdrawn(state: SourceState): SourceState {
  return changed(state, { snapshot: undefined })
}

function changed(state: SourceState, change: Partial<SourceState>): SourceState {
  return { ...state, ...change, version: state.version + 1 }
}

function added<Key extends string>(
  counts: Readonly<Record<Key, number>>,
  key: Key,
  count: number
): Record<Key, number> {
  return { ...counts, [key]: (counts[key] ?? 0) + count }
}

function snapshotOf({ families, places = [], mergedSeries = 0, ...collected }: Collected): Snapshot {
  const { overview, filtered, filteredFamilies, beyondLimit } = collected
  return Object.freeze({
    families,
    filtered,
    filteredFamilies,
    beyondLimit,
    places,
    series: families.reduce((sum, { series }) => sum + series, 0),
    mergedSeries,
    overview
  })
}
