/** Counts the calls that count against providers' daily quotas, from one midnight of the account to the next. */
import type { Clock } from '../../src/contract/clock.ts'
import { Failure } from '../../src/contract/failure.ts'
import { pauseOfSpent } from '../../src/scheduling/schedule.ts'

const day = 24 * 3_600_000

/** Days of which the calls are remembered, as a clock that is set forward may be set back. */
const remembered = 4

interface Calls {
  readonly own: number
  readonly foreign: number
}

export type CallCounter = ReturnType<typeof createCallCounter>

export function createCallCounter(clock: Pick<Clock, 'now'>) {
  /** By provider and day. */
  const calls = new Map<string, Map<number, Calls>>()
  const made = new Map<string, number>()
  const zones = new Map<string, number>()
  const limits = new Map<string, () => number | undefined>()

  const dayNumber = (provider: string) => Math.floor((clock.now() + (zones.get(provider) ?? 0)) / day)

  const nextDay = (provider: string) => (dayNumber(provider) + 1) * day - (zones.get(provider) ?? 0)

  const today = (provider: string): Calls => calls.get(provider)?.get(dayNumber(provider)) ?? { own: 0, foreign: 0 }

  function setToday(provider: string, entry: Calls): void {
    const days = calls.get(provider) ?? new Map<number, Calls>()
    calls.set(provider, days.set(dayNumber(provider), entry))
    const [oldest] = days.keys()
    if (days.size > remembered && oldest !== undefined) days.delete(oldest)
  }

  function callsToday(provider: string): number {
    const { own, foreign } = today(provider)
    return own + foreign
  }

  return {
    /** Calls of the account since its midnight, as far as they are known. */
    callsToday,
    /** Those of them that this process has made. */
    ownCallsToday: (provider: string): number => today(provider).own,
    /** Those that this process has made since its start. */
    callsMade: (provider: string): number => made.get(provider) ?? 0,
    /** Changes at the account's midnight. */
    dayNumber,
    /** The account's next midnight, Unix milliseconds. */
    nextDay,

    /** Counts a call that is about to be made. False when the day has none left. */
    takeCall(provider: string): boolean {
      if (callsToday(provider) >= (limits.get(provider)?.() ?? Number.POSITIVE_INFINITY)) return false
      const before = today(provider)
      setToday(provider, { ...before, own: before.own + 1 })
      made.set(provider, (made.get(provider) ?? 0) + 1)
      return true
    },

    /** The failure of a call that `takeCall` has refused. `what` names it. */
    refused(provider: string, what: string): Failure {
      const midnight = nextDay(provider)
      const until = new Date(midnight).toISOString()
      return new Failure('quota', `${what} was not asked, as today's calls are spent; it goes on after ${until}`, {
        retryAfter: pauseOfSpent(midnight - clock.now())
      })
    },

    /** Says how many calls of today others have made. */
    setForeignCalls(provider: string, foreign: number): void {
      setToday(provider, { ...today(provider), foreign })
    },

    /** Says where the account's days begin: milliseconds east of UTC. What was counted goes on counting. */
    setZone(provider: string, offset: number): void {
      const before = today(provider)
      calls.get(provider)?.delete(dayNumber(provider))
      zones.set(provider, offset)
      setToday(provider, before)
    },

    /** Ends a provider's calls, retries included, at `limit()` a day. */
    limitCalls(provider: string, limit: () => number | undefined): void {
      limits.set(provider, limit)
    }
  }
}
