/** The daily quota that the sources of one provider share. */
import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from '../../../src/contract/clock.ts'
import { Failure } from '../../../src/contract/failure.ts'
import type { CallLimit, Source } from '../../../src/contract/provider.ts'
import * as schedule from '../../../src/scheduling/schedule.ts'
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
  /** Milliseconds between refreshes that the quota and the limits allow this source. */
  interval(source: Source): number
  /** Milliseconds that its refresh may take. */
  deadline(source: Source): number
  /** Calls of its refresh, as far as its size is known. */
  calls(source: Source): number
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
  /** Learns the quota, where its days begin, and the size of a source, from a collection. */
  learn(collection: Pick<Collected, 'dailyCallLimit' | 'utcOffset' | 'overview'>, source?: Source): void
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
  const sizes = new Map<Source, number>()
  const limits: CallLimit[] = []
  const windows = () => schedule.windowsOf(limits)

  const usable = () => (limit === undefined ? undefined : schedule.usableCalls(limit))
  const callsOf = (source: Source) => schedule.callsAt(source, sizes.get(source))
  const rhythmOf = (source: Source): schedule.Rhythm => ({
    ttl: source.ttl,
    yields: source.yields,
    callsPerRefresh: callsOf(source)
  })
  const intervalAt = (source: Source, budget: schedule.Budget | undefined) =>
    schedule.intervalInForce(rhythmOf(source), sources.map(rhythmOf), budget, windows())
  /** From 0 to a day, which JavaScript's remainder of a negative number is not. */
  const sinceReset = () => (((clock.now() + offset) % day) + day) % day
  const untilReset = () => day - sinceReset()

  function budget(): schedule.Budget | undefined {
    const calls = usable()
    return calls === undefined ? undefined : { usable: calls, callsToday: callsToday(), untilReset: untilReset() }
  }

  const account: Pick<Account, 'interval' | 'deadline' | 'calls' | 'learn' | 'utcOffset'> & {
    add(source: Source): void
    /** What may be called in any stretch of time, whatever the account's size. */
    windows(): schedule.CallWindow[]
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
      const given = source.limits ?? []
      limits.push(
        ...given.filter(({ calls, per }) => !limits.some((known) => known.calls === calls && known.per === per))
      )
      const perDay = given.filter(({ per }) => per === 'day').map(({ calls }) => calls)
      if (perDay.length > 0) limit = Math.min(limit ?? Number.POSITIVE_INFINITY, ...perDay)
      limit ??= source.quota?.callsPerDay
      isFixed ||= perDay.length > 0 || source.quota?.isFixed === true
    },
    windows,
    limit: () => limit,
    isFixed: () => isFixed,
    usable,
    utcOffset: () => offset,
    calls: callsOf,
    interval: (source) => intervalAt(source, budget()),
    deadline(source) {
      // Calls of all sources may wait for each other.
      const calls = sources.reduce((sum, each) => sum + callsOf(each), 0)
      return schedule.refreshDeadline(intervalAt(source, budget()), schedule.pacingOf(calls, windows()))
    },
    assertBudget(source) {
      const today = budget()
      if (today === undefined || today.callsToday + callsOf(source) <= today.usable) return
      const { callsToday, usable, untilReset } = today
      const midnight = new Date(clock.now() + untilReset).toISOString()
      throw new Failure(
        'quota',
        `today's calls are spent (${callsToday} of ${usable} usable, ${limit} in all); it goes on after ${midnight}`,
        { retryAfter: schedule.pauseOfSpent(untilReset) }
      )
    },
    isSpent() {
      const today = budget()
      // A refresh of several calls is refused before the last ones are made.
      const least = Math.min(...sources.map(callsOf))
      return today !== undefined && today.callsToday + least > today.usable
    },
    learn({ dailyCallLimit, utcOffset, overview }, source) {
      const size = schedule.sizeOf(overview)
      if (source !== undefined && size !== undefined) sizes.set(source, size)
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
    if (calls === undefined && limits.length === 0) return
    const evenDay = calls === undefined ? undefined : { usable: calls, callsToday: 0, untilReset: day }
    const interval = intervalAt(source, evenDay)
    const tightest = schedule.tightest(limits)
    const isByLimit = calls === undefined || intervalAt(source, undefined) >= interval
    const why = tightest !== undefined && isByLimit ? `${tightest.calls} calls a ${tightest.per}` : 'the daily quota'
    const setting = why === 'the daily quota' ? source.quota?.setting : tightest?.setting
    const seconds = Math.round(interval / 1000)
    // What is set may have a part of a second, too.
    if (interval <= source.ttl || warned.get(source) === seconds) return
    warned.set(source, seconds)
    log.warn(
      { source: source.name, intervalSeconds: seconds, dailyCallLimit: limit },
      `refreshing every ${seconds} s instead of ${source.ttl / 1000} s, to use at most 80 % of ${why}${setting === undefined ? '' : `; see ${setting}`}`
    )
  }

  return account
}
