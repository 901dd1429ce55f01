/** A module for the collector's thread: its payload is JSON that says what to do. */

import { Failure } from '../../src/contract/failure.ts'
import type { CollectContext, Collection } from '../../src/contract/provider.ts'

export interface Wish {
  readonly series?: number
  /** Throws this failure. */
  readonly fail?: { readonly reason: 'quota' | 'parse'; readonly retryAfter?: number }
  /** Throws what is no failure. */
  readonly crash?: string
  /** Adds a failed part. */
  readonly part?: string
  /** Ends the thread. */
  readonly die?: boolean
}

export interface Options {
  readonly prefix: string
}

/** The bytes of a wish, filled up to a size. */
export function payloadOf(wish: Wish, size = 0): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(wish).padEnd(size))
}

/** The memory counts the collections. */
export function createCollect(options: unknown) {
  const { prefix } = options as Options
  return (payload: Uint8Array, { now, memory = 0 }: CollectContext<number>): Collection<number> => {
    const wish = JSON.parse(new TextDecoder().decode(payload)) as Wish
    if (wish.die) process.exit(7)
    if (wish.crash !== undefined) throw new TypeError(wish.crash)
    if (wish.fail !== undefined) {
      const { reason, retryAfter } = wish.fail
      throw new Failure(reason, `no data, as the wish was ${reason}`, { retryAfter })
    }
    const samples = Array.from({ length: wish.series ?? 1 }, (_, i) => ({ labels: { n: `${i} "监"` }, value: i / 4 }))
    return {
      families: [
        { name: `${prefix}_numbers`, help: 'Numbers.', type: 'gauge', samples },
        { name: `${prefix}_collections`, help: 'So far.', type: 'gauge', samples: [{ labels: {}, value: memory + 1 }] },
        { name: `${prefix}_now`, help: 'Time.', type: 'gauge', samples: [{ labels: {}, value: now }] }
      ],
      places: [{ key: 'a', name: 'A', latitude: 1, longitude: 2 }],
      drift: { unknown_status: 3 },
      mergedSeries: 4,
      dailyCallLimit: 500,
      memory: memory + 1,
      ...(wish.part === undefined ? {} : { failures: [new Failure('server', wish.part, { retryAfter: 5 })] })
    }
  }
}
