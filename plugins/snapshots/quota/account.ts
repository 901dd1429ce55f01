/** The daily quota that the sources of one provider share. */
import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from '../../../src/contract/clock.ts'
import { Failure } from '../../../src/contract/failure.ts'
import type { Source } from '../../../src/contract/provider.ts'
import { type Budget, intervalInForce, pauseOfSpent, usableCalls } from '../../../src/scheduling/schedule.ts'
import type { Collected } from '../collect.ts'

const day = 24 * 3_600_000

/** What is known of a provider's quota at this moment. */
export interface AccountStatus {
  readonly provider: string
  /** Undefined for the one account that comes from variables. */
  readonly account?: string | undefined
  readonly customer?: string | undefined
  /** By all who are known to use the account. */
  readonly callsToday: number
  /** By this process, since its start. */
  readonly callsMade: number
  readonly dailyCallLimit: number
  /** True when a setting has said the limit. */
  readonly isFixed: boolean
  /** When the count of the day begins anew, Unix milliseconds. */
  readonly reset: number
}

/** The quota as the sources of one provider see it. */
export interface Account {
  /** Milliseconds between refreshes that the quota allows this source. */
  interval(source: Source): number
  /** Learns of the calls that others have made. */
  catchUp(): Promise<void>
  /** Takes the calls of a refresh from the quota. Throws a `quota` failure when they would overspend the day. */
  begin(source: Source): Promise<void>
  /** True when the day has no calls left. */
  isSpent(): boolean
  /** Tells that the calls are made. Once for each `begin` that did not throw. */
  end(source: Source): Promise<void>
  /** Where its days begin: milliseconds east of UTC; 0 until it is learnt. */
  utcOffset(): number
  /** Learns the quota, and where its days begin, from a collection. */
  learn(collection: Pick<Collected, 'dailyCallLimit' | 'utcOffset'>): void
}

export interface AccountOptions {
  readonly clock: Clock
  readonly log: FastifyBaseLogger
  /** Calls made since the account's midnight. */
  readonly callsToday: () => number
  /** Tells the one who counts where the account's days begin: milliseconds east of UTC. */
  readonly setZone: (offset: number) => void
  /** False where nothing renews by itself, so that nobody is warned of an interval. */
  readonly background?: boolean
}

export function createAccount({ clock, log, callsToday, setZone, background = true }: AccountOptions) {
  const sources: Source[] = []
  let limit: number | undefined
  let isFixed = false
  let offset = 0
  const warned = new Map<Source, number>()

  const usable = () => (limit === undefined ? undefined : usableCalls(limit))
  /** From 0 to a day, which JavaScript's remainder of a negative number is not. */
  const sinceReset = () => (((clock.now() + offset) % day) + day) % day
  const untilReset = () => day - sinceReset()

  function budget(): Budget | undefined {
    const calls = usable()
    return calls === undefined ? undefined : { usable: calls, callsToday: callsToday(), untilReset: untilReset() }
  }

  const account: Pick<Account, 'interval' | 'learn' | 'utcOffset'> & {
    add(source: Source): void
    limit(): number | undefined
    isFixed(): boolean
    /** Calls a day that may be made; undefined where nobody counts. */
    usable(): number | undefined
    /** Throws a `quota` failure when the source's next refresh would overspend the day. */
    assertBudget(source: Source): void
    /** True when the day has no calls left for any source. */
    isSpent(): boolean
  } = {
    add(source) {
      sources.push(source)
      limit ??= source.quota?.callsPerDay
      isFixed ||= source.quota?.isFixed === true
    },
    limit: () => limit,
    isFixed: () => isFixed,
    usable,
    utcOffset: () => offset,
    interval: (source) => intervalInForce(source, sources, budget()),
    assertBudget(source) {
      const today = budget()
      if (today === undefined || today.callsToday + source.callsPerRefresh <= today.usable) return
      const { callsToday, usable, untilReset } = today
      const midnight = new Date(clock.now() + untilReset).toISOString()
      throw new Failure(
        'quota',
        `today's calls are spent (${callsToday} of ${usable} usable, ${limit} in all); it goes on after ${midnight}`,
        { retryAfter: pauseOfSpent(untilReset) }
      )
    },
    isSpent() {
      const today = budget()
      // A refresh of several calls is refused before the last ones are made.
      const least = Math.min(...sources.map(({ callsPerRefresh }) => callsPerRefresh))
      return today !== undefined && today.callsToday + least > today.usable
    },
    learn({ dailyCallLimit, utcOffset }) {
      // What was stored may be from a time of other settings.
      if (limit !== undefined && !isFixed) limit = dailyCallLimit ?? limit
      if (utcOffset !== undefined && utcOffset !== offset) {
        offset = utcOffset
        setZone(offset)
      }
      if (background) for (const source of sources) warnIfStretched(source)
    }
  }

  /** Once for each length of the interval. What today's retries add to it comes and goes, and is not told. */
  function warnIfStretched(source: Source): void {
    const calls = usable()
    if (calls === undefined) return
    const evenDay = { usable: calls, callsToday: 0, untilReset: day }
    const interval = intervalInForce(source, sources, evenDay)
    const seconds = Math.round(interval / 1000)
    // What is set may have a part of a second, too.
    if (interval <= source.ttl || warned.get(source) === seconds) return
    warned.set(source, seconds)
    log.warn(
      { source: source.name, intervalSeconds: seconds, dailyCallLimit: limit },
      `refreshing every ${seconds} s instead of ${source.ttl / 1000} s, to use at most 80 % of the daily quota; see ${source.quota?.setting}`
    )
  }

  return account
}
