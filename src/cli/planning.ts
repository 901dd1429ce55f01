/** What an account of some size will cost, from what a part of it was seen to cost. Pure. */
import type { CallLimit } from '../contract/provider.ts'
import { intervalInForce, usableCalls, windowsOf } from '../scheduling/schedule.ts'

/** One source as it was seen, at `seen` monitors, channels or whatever its provider counts. */
export interface SeenSource {
  readonly source: string
  /** Milliseconds. */
  readonly ttl: number
  /** At the size that is planned. */
  readonly callsPerRefresh: number
  readonly yields?: boolean | undefined
  readonly series: number
  readonly bytes: number
}

export interface PlanInput {
  readonly provider: string
  /** Undefined for the one account that comes from variables. */
  readonly account?: string | undefined
  readonly title: string
  readonly noun: string
  readonly count: number
  readonly seen: number
  readonly sources: readonly SeenSource[]
  /** Calls a day for `seen`; undefined where nobody counts. */
  readonly dailyCallLimit: number | undefined
  /** True when the limit is a number that was set, which does not grow with the account. */
  readonly isLimitFixed: boolean
  /** What the account may call whatever its size, by minute and by hour; those by day are the daily limit. */
  readonly limits?: readonly CallLimit[]
}

export interface PlannedSource {
  readonly source: string
  readonly calls_per_refresh: number
  /** Seconds, as set. */
  readonly ttl: number
  /** Seconds, in force. */
  readonly interval: number
  readonly calls_per_hour: number
  readonly calls_per_day: number
  readonly series: number
  readonly bytes: number
}

export interface PlannedLimit {
  readonly calls: number
  readonly per: 'minute' | 'hour'
  /** What is used of it at most. */
  readonly usable_calls: number
  /** Calls in that period with the rhythm that was set. */
  readonly wanted_calls: number
}

export interface Plan {
  readonly provider: string
  readonly account?: string
  readonly title: string
  readonly noun: string
  readonly count: number
  readonly sources: readonly PlannedSource[]
  /** Calls a day with the rhythm that was set. */
  readonly wanted_calls_per_day: number
  /** Calls a day with the rhythm in force. */
  readonly calls_per_day: number
  readonly daily_call_limit?: number
  /** What is used of the limit at most. */
  readonly usable_calls_per_day?: number
  /** Limits by minute and by hour. */
  readonly limits?: readonly PlannedLimit[]
  readonly exceeds_quota: boolean
}

const day = 86_400
const periodsPerDay = { minute: 1440, hour: 24 }

export function planOf(input: PlanInput): Plan {
  const { provider, account, title, noun, count, seen, sources, dailyCallLimit, isLimitFixed, limits = [] } = input
  const scale = seen === 0 ? 1 : count / seen
  const limit = dailyCallLimit === undefined || isLimitFixed ? dailyCallLimit : Math.round(dailyCallLimit * scale)
  const usable = limit === undefined ? undefined : usableCalls(limit)
  const budget = usable === undefined ? undefined : { usable, callsToday: 0, untilReset: day * 1000 }
  const planned = sources.map((source): PlannedSource => {
    const interval = intervalInForce(source, sources, budget, windowsOf(limits)) / 1000
    return {
      source: source.source,
      calls_per_refresh: source.callsPerRefresh,
      ttl: source.ttl / 1000,
      interval,
      calls_per_hour: round((source.callsPerRefresh * 3600) / interval),
      calls_per_day: round((source.callsPerRefresh * day) / interval),
      series: Math.round(source.series * scale),
      bytes: Math.round(source.bytes * scale)
    }
  })
  const wanted = sources.reduce((sum, { callsPerRefresh, ttl }) => sum + (callsPerRefresh * day * 1000) / ttl, 0)
  const planLimit = ({ calls, per }: CallLimit): PlannedLimit[] =>
    per === 'day'
      ? []
      : [{ calls, per, usable_calls: usableCalls(calls), wanted_calls: round(wanted / periodsPerDay[per]) }]
  const shorter = limits.flatMap(planLimit).filter(isFirst)
  return {
    provider,
    ...(account === undefined ? {} : { account }),
    title,
    noun,
    count,
    sources: planned,
    wanted_calls_per_day: round(wanted),
    calls_per_day: round(planned.reduce((sum, { calls_per_day: calls }) => sum + calls, 0)),
    ...(limit === undefined || usable === undefined ? {} : { daily_call_limit: limit, usable_calls_per_day: usable }),
    ...(shorter.length === 0 ? {} : { limits: shorter }),
    exceeds_quota:
      (usable !== undefined && wanted > usable) ||
      shorter.some(({ wanted_calls: calls, usable_calls: most }) => calls > most)
  }
}

/** Sources of an account tell the same limits. */
function isFirst({ calls, per }: PlannedLimit, i: number, all: readonly PlannedLimit[]): boolean {
  return all.findIndex((other) => other.calls === calls && other.per === per) === i
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** Bytes of the exporter's own metrics, as measured. */
const ownBytes = 28_000

/** Bytes of a scrape in the text format before compression, the exporter's own metrics included. */
export function scrapeBytes(plans: readonly Plan[]): number {
  return plans.flatMap(({ sources }) => sources).reduce((sum, { bytes }) => sum + bytes, ownBytes)
}

const mebibyte = 2 ** 20

/**
 * What a serving process takes, measured with scrapes in both formats, compressed and not, while every source is renewed:
 * Node.js with the program and its threads, and for each byte of a scrape the answers in all their forms, what they are
 * made from, and what waits to be collected.
 */
const idleMemory = 256 * mebibyte
const memoryPerByte = 32

/** Bytes of memory to reserve, in steps of 32 MiB. */
export function memoryFor(bytes: number): number {
  const step = 32 * mebibyte
  return Math.ceil((idleMemory + memoryPerByte * bytes) / step) * step
}
