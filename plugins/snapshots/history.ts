/** What came of the last refreshes of a source, for people who look. Pure. */
import type { Failure } from '../../src/contract/failure.ts'

/** Times are Unix milliseconds, lengths milliseconds. */
export interface PastRefresh {
  readonly at: number
  readonly duration: number
  /** False where all of it failed. */
  readonly ok: boolean
  /** Requests that it took, each attempt being one. */
  readonly calls: number
  /** Of the bodies of answers. */
  readonly bytes: number
  /** Why it failed, or a part of it. */
  readonly failure?: Failure
}

export interface PastFailure {
  readonly at: number
  readonly failure: Failure
}

export interface Past {
  /** The oldest first. */
  readonly refreshes: readonly PastRefresh[]
  /** The newest failure, however long ago. */
  readonly failure: PastFailure | undefined
  /** Parts of the last refresh that failed while others did not. */
  readonly failedParts: readonly Failure[]
}

const mostRefreshes = 48
const mostParts = 5

export const noPast: Past = { refreshes: [], failure: undefined, failedParts: [] }

/** A refresh has ended, well or not. */
export function refreshedOnce(past: Past, refresh: PastRefresh): Past {
  return { ...past, refreshes: [...past.refreshes.slice(1 - mostRefreshes), refresh] }
}

export function failedOnce(past: Past, at: number, failure: Failure): Past {
  return { ...past, failure: { at, failure }, failedParts: [] }
}

/** New data is served, though some of it may be missing. */
export function servedOnce(past: Past, failedParts: readonly Failure[]): Past {
  return { ...past, failedParts: failedParts.slice(0, mostParts) }
}
