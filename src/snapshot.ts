/**
 * One TTL cell: a source's last good data with its age, and the machine that renews it. A snapshot is immutable and
 * swapped whole, so what is gone upstream is gone here after the next refresh.
 */
import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from './clock.ts'
import { type Collected, collectAndRender } from './collect.ts'
import type { CollectorThread } from './collector-thread.ts'
import type { Place, Source } from './contract.ts'
import { withDeadline } from './deadline.ts'
import type { RenderedFamily } from './exposition.ts'
import { type Failure, type FailureReason, failureReasons, toFailure } from './failure.ts'
import { pauseAfter, refreshDeadline, startOffset } from './schedule.ts'

/** A source's data as it is served, until the next one takes its place. */
export interface Snapshot {
  readonly families: readonly RenderedFamily[]
  readonly places: readonly Place[]
  readonly series: number
  readonly mergedSeries: number
}

/** What is known of a source at this moment. Times are Unix milliseconds, lengths milliseconds. */
export interface SourceStatus {
  readonly provider: string
  readonly source: string
  readonly up: boolean
  /** Up, and no part of the last refresh failed. */
  readonly complete: boolean
  /** A refresh is running. */
  readonly refreshing: boolean
  readonly snapshot: Snapshot | undefined
  readonly interval: number
  readonly maxAge: number
  readonly lastAttempt: number | undefined
  readonly lastSuccess: number | undefined
  readonly lastDuration: number | undefined
  readonly lastFailure: Failure | undefined
  readonly failures: Readonly<Record<FailureReason, number>>
  readonly drift: Readonly<Record<string, number>>
}

/** What the cells of one provider share. */
export interface Account {
  /** Milliseconds between refreshes that the quota allows this source. */
  interval(source: Source): number
  /** Throws a `quota` failure when the source's next refresh would overspend the day. */
  assertBudget(source: Source): void
  /** Learns the quota from a payload. */
  learn(dailyCallLimit: number | undefined): void
}

export interface CellOptions {
  readonly provider: string
  readonly source: Source
  readonly account: Account
  readonly clock: Clock
  readonly random: () => number
  readonly log: FastifyBaseLogger
  /** Aborts when the program stops. */
  readonly stopped: AbortSignal
  /** Renews by itself and remembers from one collection to the next. Off: each refresh is asked for and stands alone. */
  readonly background: boolean
  /** Where big payloads are collected. */
  readonly thread: CollectorThread
  /** Prepares what scrapes will be sent, before the new data takes the place of the old. */
  readonly publish: (families: readonly RenderedFamily[]) => Promise<void>
}

export type Cell = ReturnType<typeof createCell>

export function createCell(options: CellOptions) {
  const { provider, source, account, clock, random, log, stopped, background, thread, publish } = options
  const key = `${provider} ${source.name}`
  let snapshot: Snapshot | undefined
  let memory: unknown
  let up = false
  let failedParts = 0
  let lastAttempt: number | undefined
  let lastSuccess: number | undefined
  let lastDuration: number | undefined
  let lastFailure: Failure | undefined
  let failuresInARow = 0
  let offsetDone = false
  let version = 0
  let flight: Promise<void> | undefined
  let callOffRefresh = () => {}
  let callOffExpiry = () => {}
  const failures = Object.fromEntries(failureReasons.map((reason) => [reason, 0])) as Record<FailureReason, number>
  const drift: Record<string, number> = {}

  const interval = () => account.interval(source)
  // The age limit follows a stretched interval, else data would be withdrawn before its renewal is due.
  const maxAge = () => source.maxAge * (interval() / source.ttl)

  /** Starts a refresh, or joins the running one. Never rejects: the outcome is in the status. */
  function refresh(): Promise<void> {
    if (stopped.aborted) return Promise.resolve()
    callOffRefresh()
    flight ??= attempt().finally(() => {
      flight = undefined
    })
    return flight
  }

  async function attempt(): Promise<void> {
    const started = clock.elapsed()
    lastAttempt = clock.now()
    version += 1
    let pause: number
    try {
      account.assertBudget(source)
      const payload = await withDeadline(clock, refreshDeadline(interval()), stopped, (signal) => source.fetch(signal))
      const collected = await collect(payload)
      await publish(collected.families)
      succeed(collected)
      pause = Math.max(0, interval() - (clock.elapsed() - started))
      if (!offsetDone) pause += startOffset(interval(), random())
      offsetDone = true
    } catch (error) {
      if (stopped.aborted) return
      fail(toFailure(error))
      pause = pauseAfter(lastFailure as Failure, failuresInARow, interval(), random())
    } finally {
      lastDuration = clock.elapsed() - started
      version += 1
    }
    const outcome = lastFailure === undefined ? 'refreshed' : 'refresh failed'
    log.debug(
      { durationMs: Math.round(lastDuration), series: snapshot?.series ?? 0, nextInMs: Math.round(pause) },
      outcome
    )
    if (background) callOffRefresh = clock.after(pause, refresh)
  }

  /** In a thread where the payload is big enough for one. */
  async function collect(payload: unknown): Promise<Collected> {
    const context = { now: clock.now(), memory }
    const { offload } = source
    const isBig = offload !== undefined && payload instanceof Uint8Array && thread.isFor(key, payload.byteLength)
    if (!isBig) return collectAndRender(source.collect, payload, context)
    return thread.collect(key, offload, payload as Uint8Array<ArrayBuffer>, context)
  }

  function succeed(collection: Collected): void {
    const before = snapshot
    snapshot = freeze(collection)
    if (background) memory = collection.memory
    account.learn(collection.dailyCallLimit)
    for (const [kind, count] of Object.entries(collection.drift ?? {})) drift[kind] = (drift[kind] ?? 0) + count
    failedParts = collection.failures?.length ?? 0
    for (const failure of collection.failures ?? []) {
      failures[failure.reason] += 1
      log.warn({ reason: failure.reason }, `a part of the refresh failed: ${failure.message}`)
    }
    lastSuccess = clock.now()
    lastFailure = undefined
    failuresInARow = 0
    callOffExpiry()
    callOffExpiry = clock.after(maxAge(), withdraw)
    logChange(before?.series ?? 0, snapshot.series)
    up = true
  }

  function fail(failure: Failure): void {
    failures[failure.reason] += 1
    failuresInARow += 1
    const news = up || lastFailure?.reason !== failure.reason
    lastFailure = failure
    up = false
    const details = { reason: failure.reason, failuresInARow }
    if (news) log.warn(details, `source is down: ${failure.message}`)
    else log.debug(details, `source is still down: ${failure.message}`)
  }

  function withdraw(): void {
    log.warn({ series: snapshot?.series }, 'data is older than the maximum age and is withdrawn')
    snapshot = undefined
    version += 1
  }

  function logChange(before: number, after: number): void {
    if (!up) log.info({ series: after }, 'source is up')
    else if (after > before) log.info({ series: after, appeared: after - before }, 'series appeared')
    else if (after < before) log.info({ series: after, gone: before - after }, 'series are gone')
  }

  /** True once data or a classified failure has come. */
  const settled = () => lastSuccess !== undefined || lastFailure !== undefined

  return {
    provider,
    refresh,
    /** The very first refresh while it runs. A source that is known to be down is not waited for. */
    pendingFirst: (): Promise<void> | undefined => (settled() ? undefined : flight),
    settled,
    /** Grows with every change of the status. */
    version: (): number => version,
    status: (): SourceStatus => ({
      provider,
      source: source.name,
      up,
      complete: up && failedParts === 0,
      refreshing: flight !== undefined,
      snapshot,
      interval: interval(),
      maxAge: maxAge(),
      lastAttempt,
      lastSuccess,
      lastDuration,
      lastFailure,
      failures,
      drift
    }),
    /** Stops the timers and waits for a running refresh, which `stopped` has aborted. */
    async close(): Promise<void> {
      await flight
      callOffRefresh()
      callOffExpiry()
    }
  }
}

function freeze({ families, places = [], mergedSeries = 0 }: Collected): Snapshot {
  return Object.freeze({
    families,
    places,
    series: families.reduce((sum, { series }) => sum + series, 0),
    mergedSeries
  })
}
