/** What an account of some size will cost, from what a part of it was seen to cost. Pure. */
import { intervalInForce, usableCalls } from '../scheduling/schedule.ts'

/** One source as it was seen, at `seen` monitors, channels or whatever its provider counts. */
export interface SeenSource {
  readonly source: string
  /** Milliseconds. */
  readonly ttl: number
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
  readonly exceeds_quota: boolean
}

const day = 86_400

export function planOf(input: PlanInput): Plan {
  const { provider, account, title, noun, count, seen, sources, dailyCallLimit, isLimitFixed } = input
  const scale = seen === 0 ? 1 : count / seen
  const limit = dailyCallLimit === undefined || isLimitFixed ? dailyCallLimit : Math.round(dailyCallLimit * scale)
  const usable = limit === undefined ? undefined : usableCalls(limit)
  const budget = usable === undefined ? undefined : { usable, callsToday: 0, untilReset: day * 1000 }
  const planned = sources.map((source): PlannedSource => {
    const interval = intervalInForce(source, sources, budget) / 1000
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
    exceeds_quota: usable !== undefined && wanted > usable
  }
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
