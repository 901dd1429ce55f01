/** The daily quota that the sources of one provider share. */
import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from './clock.ts'
import type { Source } from './contract.ts'
import { Failure } from './failure.ts'
import { intervalInForce, quotaShare } from './schedule.ts'
import type { Account } from './snapshot.ts'

const day = 24 * 3_600_000

/** What is known of a provider's quota at this moment. */
export interface AccountStatus {
  readonly provider: string
  readonly callsToday: number
  readonly dailyCallLimit: number
}

export interface AccountOptions {
  readonly clock: Clock
  readonly log: FastifyBaseLogger
  /** Calls made since midnight UTC. */
  readonly callsToday: () => number
}

export function createAccount({ clock, log, callsToday }: AccountOptions) {
  const sources: Source[] = []
  let limit: number | undefined
  let warned: number | undefined

  const interval = (source: Source) => intervalInForce(source, sources, limit)

  const account: Account & {
    add(source: Source): void
    limit(): number | undefined
  } = {
    add(source) {
      sources.push(source)
      limit ??= source.quota?.callsPerDay
    },
    limit: () => limit,
    interval,
    assertBudget(source) {
      if (limit === undefined) return
      const usable = Math.floor(limit * quotaShare)
      if (callsToday() + source.callsPerRefresh <= usable) return
      const reset = day - (clock.now() % day)
      throw new Failure(
        'quota',
        `today's calls are spent (${callsToday()} of ${usable} usable, ${limit} in all); it goes on after ${new Date(clock.now() + reset).toISOString()}`,
        { retryAfter: reset }
      )
    },
    learn(dailyCallLimit) {
      limit = dailyCallLimit
      for (const source of sources) warnIfStretched(source)
    }
  }

  function warnIfStretched(source: Source): void {
    const seconds = Math.round(interval(source) / 1000)
    if (interval(source) <= source.ttl || warned === seconds) return
    warned = seconds
    log.warn(
      { source: source.name, intervalSeconds: seconds, dailyCallLimit: limit },
      `refreshing every ${seconds} s in place of ${source.ttl / 1000} s, to stay under 80 % of the daily quota; see ${source.quota?.setting}`
    )
  }

  return account
}
