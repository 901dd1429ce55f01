/**
 * One TTL cell: a source's last good data with its age, and the machine that renews it. A snapshot is immutable and
 * swapped whole, so what is gone upstream is gone here after the next refresh.
 */
import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from '../../src/contract/clock.ts'
import { type Failure, type FailureReason, failureReasons, toFailure } from '../../src/contract/failure.ts'
import type { Overview, Place, Source } from '../../src/contract/provider.ts'
import type { RenderedFamily } from '../../src/exposition/exposition.ts'
import { withDeadline } from '../../src/scheduling/deadline.ts'
import { pauseAfter, refreshDeadline, startOffset } from '../../src/scheduling/schedule.ts'
import { type Collected, collectAndRender } from './collect.ts'
import type { CollectorThread } from './collector-thread.ts'
import { createHistory, type Past } from './history.ts'
import type { SnapshotStore } from './snapshot-store.ts'

/** A source's data as it is served, until the next one takes its place. */
export interface Snapshot {
  readonly families: readonly RenderedFamily[]
  readonly places: readonly Place[]
  readonly series: number
  readonly mergedSeries: number
  readonly overview: Overview | undefined
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
  readonly ttl: number
  readonly callsPerRefresh: number
  readonly interval: number
  readonly maxAge: number
  readonly lastAttempt: number | undefined
  readonly nextAttempt: number | undefined
  readonly lastSuccess: number | undefined
  readonly lastDuration: number | undefined
  readonly lastFailure: Failure | undefined
  readonly failures: Readonly<Record<FailureReason, number>>
  readonly drift: Readonly<Record<string, number>>
  readonly past: Past
}

/** What the cells of one provider share. */
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
  /** Learns the quota, and where its days begin, from a collection. */
  learn(collection: Pick<Collected, 'dailyCallLimit' | 'utcOffset'>): void
}

export interface SourceCacheOptions {
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
  readonly snapshotStore: SnapshotStore
  /** Where big payloads are collected. */
  readonly thread: CollectorThread
  /** Prepares what scrapes will be sent, before the new data takes the place of the old. */
  readonly publish: (families: readonly RenderedFamily[]) => Promise<void>
}

/** Milliseconds for which a lease outlives the refresh, for saving the result. */
const leaseMargin = 1000
/** Milliseconds between looks at whether a replica has finished. */
const lookAgain = 200
/** Turns that may be missed before the machinery counts as stuck, and the least milliseconds that these are. */
const missedTurns = 3
const shortestStuck = 60_000

export type SourceCache = ReturnType<typeof createSourceCache>

export function createSourceCache(options: SourceCacheOptions) {
  const { provider, source, account, clock, random, log, stopped, background, thread, snapshotStore, publish } = options
  const key = `${provider} ${source.name}`
  let snapshot: Snapshot | undefined
  let memory: unknown
  let up = false
  let failedParts = 0
  let lastAttempt: number | undefined
  let nextAttempt: number | undefined
  let lastSuccess: number | undefined
  let lastDuration: number | undefined
  let lastFailure: Failure | undefined
  let failuresInARow = 0
  let offsetDone = false
  let notBefore = 0
  let failedPartsKnown = ''
  let maxAgeInForce: number | undefined
  /** By the monotonic clock: when the running turn has begun, or the next one should. */
  let turnAt: number | undefined
  /** Unix milliseconds: when the first turn began, and since when a replica's pause was last heeded. */
  let born: number | undefined
  let heededPause: number | undefined
  let version = 0
  let flight: Promise<void> | undefined
  let callOffRefresh = () => {}
  let callOffExpiry = () => {}
  const first = Promise.withResolvers<void>()
  const failures = Object.fromEntries(failureReasons.map((reason) => [reason, 0])) as Record<FailureReason, number>
  const drift: Record<string, number> = {}
  const history = createHistory()

  const interval = () => account.interval(source)
  // The age limit follows a stretched interval, else data would be withdrawn before its renewal is due.
  const maxAge = () => source.maxAge * (interval() / source.ttl)

  /** Starts a refresh, or joins the running one. Never rejects: the outcome is in the status. */
  function refresh(): Promise<void> {
    if (stopped.aborted || clock.elapsed() < notBefore) return Promise.resolve()
    callOffRefresh()
    flight ??= attempt().finally(() => {
      flight = undefined
    })
    return flight
  }

  async function attempt(): Promise<void> {
    turnAt = clock.elapsed()
    born ??= clock.now()
    const pause = await takeTurn()
    if (stopped.aborted) return
    const outcome = lastFailure === undefined ? 'refreshed' : 'refresh failed'
    const durationMs = lastDuration === undefined ? undefined : Math.round(lastDuration)
    const details = { durationMs, series: snapshot?.series ?? 0 }
    log.debug(background ? { ...details, nextInMs: Math.round(pause) } : details, outcome)
    turnAt = background ? clock.elapsed() + pause : undefined
    if (!background) {
      // Who asks for each refresh may ask sooner than the TTL, but not sooner than a failure or the quota allows.
      const isHeldBack = lastFailure !== undefined || interval() > source.ttl
      notBefore = isHeldBack ? clock.elapsed() + pause : 0
      return
    }
    nextAttempt = clock.now() + pause
    callOffRefresh = clock.after(pause, refresh)
  }

  /** Takes what there is, or asks. Never rejects. Returns the milliseconds until the next turn. */
  async function takeTurn(): Promise<number> {
    try {
      const fresh = await takeStored()
      return fresh > 0 ? fresh : await refreshInTurn()
    } catch (error) {
      const failure = toFailure(error)
      fail(failure)
      return pauseAfter(failure, failuresInARow, interval(), random())
    }
  }

  /** Serves what the store has, if it is newer. Returns for how many milliseconds it is still fresh. */
  async function takeStored(): Promise<number> {
    const stored = background ? await snapshotStore.load(lastSuccess) : undefined
    if (stored === undefined) return 0
    account.learn(stored.collected)
    const age = clock.now() - stored.savedAt
    // What comes from the future is of a clock that was wrong, so nobody knows how old it is.
    if (age >= maxAge() || age < -interval()) {
      log.debug({ ageSeconds: Math.round(age / 1000) }, 'the stored snapshot is not used, as it is too old or too new')
      return 0
    }
    await publish(stored.collected.families)
    serve(stored.collected, stored.savedAt, Math.max(0, age))
    await account.catchUp()
    return Math.max(0, interval() - age)
  }

  /** Asks the provider, or waits for the replica that does. Returns the milliseconds until the next turn. */
  async function refreshInTurn(): Promise<number> {
    const deadline = refreshDeadline(interval())
    const leaseLength = deadline + leaseMargin
    // A lease that outlives its time is nobody's.
    const patience = clock.elapsed() + leaseLength + 3 * lookAgain
    for (;;) {
      const paused = await heedPause()
      if (paused !== undefined) return paused
      const lease = background ? await snapshotStore.lease(leaseLength) : undefined
      if (stopped.aborted) return 0
      if (lease === 'taken' && clock.elapsed() < patience) {
        await wait(Math.min(lookAgain, interval() / 10))
        const fresh = await takeStored()
        if (stopped.aborted || fresh > 0) return fresh
        continue
      }
      try {
        // Who had the lease until a moment ago may have left new data.
        const fresh = lease === undefined ? 0 : await takeStored()
        return fresh > 0 ? fresh : await ask(deadline)
      } finally {
        if (lease !== 'taken') await lease?.release()
      }
    }
  }

  /** The milliseconds for which nobody asks, as a replica has failed; undefined where none has. */
  async function heedPause(): Promise<number | undefined> {
    const pause = await snapshotStore.paused(clock.now())
    if (pause === undefined) return undefined
    const { since, until, failure } = pause
    // A restart is how an operator says that something is mended, which does not make a quota larger.
    if (since < (born ?? 0) && failure.reason !== 'quota') return undefined
    if (since !== heededPause) fail(failure)
    heededPause = since
    // Looked at again after an interval, as the clock of a replica may be wrong; and never at once, as clocks are coarse.
    return Math.max(lookAgain, Math.min(until - clock.now(), interval()))
  }

  /** One refresh. Never rejects. Returns the milliseconds until the next turn. */
  async function ask(deadline: number): Promise<number> {
    const started = clock.elapsed()
    lastAttempt = clock.now()
    version += 1
    let isBegun = false
    try {
      await account.begin(source)
      isBegun = true
      const payload = await withDeadline(clock, deadline, stopped, (signal) => source.fetch(signal))
      const collected = await collect(payload)
      await publish(collected.families)
      account.learn(collected)
      const savedAt = clock.now()
      serve(collected, savedAt)
      if (background) {
        memory = collected.memory
        await snapshotStore.save({ savedAt, collected }, maxAge())
      }
      const pause = Math.max(0, interval() - (clock.elapsed() - started))
      const offset = offsetDone ? 0 : startOffset(interval(), random())
      offsetDone = true
      return pause + offset
    } catch (error) {
      if (stopped.aborted) return 0
      const failure = toFailure(error)
      fail(failure)
      const pause = pauseAfter(failure, failuresInARow, interval(), random())
      // That the day's calls are spent each replica finds out by itself, and one of other settings may find otherwise.
      if (isBegun && background && !account.isSpent()) await tellReplicas(failure, pause)
      return pause
    } finally {
      lastDuration = clock.elapsed() - started
      if (!stopped.aborted) history.ended({ at: clock.now(), duration: lastDuration, ok: lastFailure === undefined })
      version += 1
      if (isBegun) await account.end(source)
    }
  }

  async function tellReplicas(failure: Failure, pause: number): Promise<void> {
    const since = clock.now()
    heededPause = since
    await snapshotStore.pause({ since, until: since + pause, failure })
  }

  function wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        callOff()
        stopped.removeEventListener('abort', end)
        resolve()
      }
      const callOff = clock.after(ms, end)
      stopped.addEventListener('abort', end, { once: true })
      if (stopped.aborted) end()
    })
  }

  /** In a thread where the payload is big enough for one. */
  async function collect(payload: unknown): Promise<Collected> {
    const context = { now: clock.now(), memory }
    const { offload } = source
    const isBig = offload !== undefined && payload instanceof Uint8Array && thread.isFor(key, payload.byteLength)
    if (!isBig) return collectAndRender(source.collect, payload, context)
    return thread.collect(key, offload, payload as Uint8Array<ArrayBuffer>, context)
  }

  /**
   * Puts a collection in the place of the last one. `at` is when it was fetched, `storedAge` how long ago that is for
   * one from the store.
   */
  function serve(collected: Collected, at: number, storedAge?: number): void {
    const before = snapshot
    snapshot = freeze(collected)
    for (const [kind, count] of Object.entries(collected.drift ?? {})) drift[kind] = (drift[kind] ?? 0) + count
    countFailedParts(collected.failures ?? [])
    history.served(collected.failures ?? [])
    lastSuccess = at
    lastFailure = undefined
    failuresInARow = 0
    callOffExpiry()
    maxAgeInForce = maxAge()
    callOffExpiry = clock.after(Math.max(0, maxAgeInForce - (storedAge ?? 0)), withdraw)
    logChange(before?.series ?? 0, snapshot.series, storedAge)
    up = true
    version += 1
    first.resolve()
  }

  /** Logged when they change: the same parts may fail at every refresh for days. */
  function countFailedParts(failed: readonly Failure[]): void {
    failedParts = failed.length
    for (const { reason } of failed) failures[reason] += 1
    const now = failed.map(({ message }) => message).join('\n')
    if (now === failedPartsKnown) return
    failedPartsKnown = now
    for (const { reason, message } of failed) log.warn({ reason }, `a part of the refresh failed: ${message}`)
    if (failed.length === 0) log.info('all parts of the refresh succeed again')
  }

  function fail(failure: Failure): void {
    failures[failure.reason] += 1
    failuresInARow += 1
    const news = up || lastFailure?.reason !== failure.reason
    lastFailure = failure
    history.failed(clock.now(), failure)
    up = false
    version += 1
    first.resolve()
    const details = { reason: failure.reason, failuresInARow }
    if (news) log.warn(details, `source is down: ${failure.message}`)
    else log.debug(details, `source is still down: ${failure.message}`)
  }

  function withdraw(): void {
    log.warn({ series: snapshot?.series }, 'data is older than the maximum age and is withdrawn')
    snapshot = undefined
    version += 1
  }

  function logChange(before: number, after: number, storedAge: number | undefined): void {
    if (!up && storedAge !== undefined) {
      const ageSeconds = Math.round(storedAge / 1000)
      log.info({ series: after, ageSeconds }, `source is up, with data from the store that is ${ageSeconds} s old`)
    } else if (!up) log.info({ series: after }, 'source is up')
    else if (after > before) log.info({ series: after, appeared: after - before }, 'series appeared')
    else if (after < before) log.info({ series: after, gone: before - after }, 'series are gone')
  }

  /** True once data or a classified failure has come. */
  function settled(): boolean {
    return lastSuccess !== undefined || lastFailure !== undefined
  }

  return {
    provider,
    source: source.name,
    refresh,
    /** The first data, or what is known in its place, while it is on its way. */
    pendingFirst: (): Promise<void> | undefined =>
      settled() || flight === undefined ? undefined : Promise.race([first.promise, flight]),
    settled,
    /** True when the source should have had its turn long ago: what renews it is stuck. */
    isStuck: (): boolean =>
      turnAt !== undefined && clock.elapsed() - turnAt > Math.max(missedTurns * interval(), shortestStuck),
    /** Grows with every change of the status. */
    version: (): number => version,
    status: (): SourceStatus => ({
      provider,
      source: source.name,
      up,
      complete: up && failedParts === 0,
      refreshing: flight !== undefined,
      snapshot,
      ttl: source.ttl,
      callsPerRefresh: source.callsPerRefresh,
      interval: interval(),
      maxAge: snapshot === undefined ? maxAge() : (maxAgeInForce ?? maxAge()),
      lastAttempt,
      nextAttempt,
      lastSuccess,
      lastDuration,
      lastFailure,
      failures,
      drift,
      past: history.past()
    }),
    /** Stops the timers and waits for a running refresh, which `stopped` has aborted. */
    async close(): Promise<void> {
      await flight
      callOffRefresh()
      callOffExpiry()
    }
  }
}

function freeze({ families, places = [], mergedSeries = 0, overview }: Collected): Snapshot {
  return Object.freeze({
    families,
    places,
    series: families.reduce((sum, { series }) => sum + series, 0),
    mergedSeries,
    overview
  })
}
