/** What a piece of work asks of others, wherever in it the requests are made. */
import { AsyncLocalStorage } from 'node:async_hooks'

export interface Usage {
  /** Requests, each attempt being one. */
  calls: number
  /** Of the bodies of answers, uncompressed. */
  bytes: number
  /** Milliseconds for which requests waited for their place: see `call-pace.ts`. */
  heldBack: number
}

const usages = new AsyncLocalStorage<Usage>()

/** Runs the work and adds what it asks for to `usage`. */
export function measure<Result>(usage: Usage, work: () => Result): Result {
  return usages.run(usage, work)
}

/** Of the work that runs now; one that nobody looks at outside of any. */
export function usageNow(): Usage {
  return usages.getStore() ?? { calls: 0, bytes: 0, heldBack: 0 }
}
