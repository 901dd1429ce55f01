/** What came of the last refreshes of a source, for people who look. */
import type { Failure } from '../../src/contract/failure.ts'

/** Times are Unix milliseconds, lengths milliseconds. */
export interface PastRefresh {
  readonly at: number
  readonly duration: number
  readonly ok: boolean
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

export function createHistory() {
  let past: Past = { refreshes: [], failure: undefined, failedParts: [] }

  return {
    past: (): Past => past,
    /** A refresh has ended, well or not. */
    ended(refresh: PastRefresh): void {
      past = { ...past, refreshes: [...past.refreshes.slice(1 - mostRefreshes), refresh] }
    },
    failed(at: number, failure: Failure): void {
      past = { ...past, failure: { at, failure }, failedParts: [] }
    },
    /** New data is served, though some of it may be missing. */
    served(failedParts: readonly Failure[]): void {
      past = { ...past, failedParts: failedParts.slice(0, mostParts) }
    }
  }
}
