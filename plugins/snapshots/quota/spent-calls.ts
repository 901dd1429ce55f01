/** The calls of a provider's account that this process did not make itself: before a restart, or in a replica. */
import { randomBytes } from 'node:crypto'
import type { Counts, Store } from '../../../src/contract/store.ts'
import type { CallCounter } from '../../upstream/index.ts'

const day = 24 * 3_600_000

export interface SpentCallsOptions {
  readonly store: Store
  readonly provider: string
  /** Under which name its calls are counted; that of the provider if not given. */
  readonly counted?: string
  /** Tells accounts apart. */
  readonly identity: string
  readonly counter: Pick<CallCounter, 'dayNumber' | 'ownCallsToday' | 'setForeignCalls'>
}

export type SpentCalls = ReturnType<typeof createSpentCalls>

/**
 * Each process has a count of its own in the store, and keeps those of all others: what a store has lost, its users
 * bring back, and no exchange can count a call twice.
 */
export function createSpentCalls({ store, provider, counted = provider, identity, counter }: SpentCallsOptions) {
  const self = randomBytes(9).toString('base64url')
  let dayNumber = Number.NaN
  let known: Record<string, number> = {}
  let answered: Counts = {}
  let reserved = 0
  let last = Promise.resolve()

  const knownBeyond = (told: Counts): Counts =>
    Object.fromEntries(Object.entries(known).filter(([who, count]) => count > (told[who] ?? 0)))

  async function exchange(): Promise<void> {
    const today = counter.dayNumber(counted)
    if (today !== dayNumber) {
      dayNumber = today
      known = {}
      answered = {}
    }
    const own = Math.max(known[self] ?? 0, counter.ownCallsToday(counted) + reserved)
    if (own > 0) known[self] = own
    const key = `calls/${provider}/${identity}/${today}`
    let answer = await store.count(key, knownBeyond(answered), 2 * day)
    const lost = knownBeyond(answer ?? {})
    // A store that was flushed has forgotten what it has said before.
    if (answer !== undefined && Object.keys(lost).length > 0) answer = await store.count(key, lost, 2 * day)
    if (answer === undefined || counter.dayNumber(counted) !== today) return
    answered = answer
    for (const [who, count] of Object.entries(answer)) known[who] = Math.max(count, known[who] ?? 0)
    const { [self]: _, ...others } = known
    counter.setForeignCalls(
      counted,
      Object.values(others).reduce((sum, count) => sum + count, 0)
    )
  }

  /** One after the other, as each builds on the answer to the one before. */
  function synchronise(): Promise<void> {
    if (store.isKept) last = last.then(exchange, exchange)
    return last
  }

  return {
    /** Learns of the calls of others, and tells of own ones. What cannot be told now is told next time. */
    synchronise,

    /** Tells of calls before they are made, as who is killed meanwhile cannot tell of them after. */
    reserve(calls: number): Promise<void> {
      reserved += calls
      return synchronise()
    },

    /** Ends a reservation: what was made of it is told in its place. */
    settle(calls: number): Promise<void> {
      reserved -= calls
      const isMore = counter.ownCallsToday(counted) + reserved > (known[self] ?? 0)
      // An answer may have told that the account's day is another one than was thought when the calls were reserved.
      const isAnotherDay = counter.dayNumber(counted) !== dayNumber
      return isMore || isAnotherDay ? synchronise() : last
    }
  }
}
