/**
 * The TTL cache of one source: the loop that renews its data. What is known of it is in `source-state.ts`, when it asks
 * next in `src/scheduling/schedule.ts`, who may ask in `refresh-permission.ts`. A snapshot is swapped whole.
 */
import { randomUUID } from 'node:crypto'
import { Failure, toFailure } from '../../src/contract/failure.ts'
import type { Lease } from '../../src/contract/store.ts'
import { withDeadline } from '../../src/scheduling/deadline.ts'
import { createExpiry } from '../../src/scheduling/expiry.ts'
import { freshFor, pauseAfter, pauseAfterSuccess, startOffset } from '../../src/scheduling/schedule.ts'
import { wait } from '../../src/scheduling/wait.ts'
import { measure } from '../upstream/index.ts'
import { createCarriedState, stateAge } from './carried-state.ts'
import type { Collected } from './collect.ts'
import { collectWhereItFits } from './collector-thread.ts'
import { createRefreshPermission } from './refresh-permission.ts'
import { createRefreshTimer } from './refresh-timer.ts'
import { accountLabels, keyOf } from './scope.ts'
import type { SourceCacheOptions } from './source-cache-options.ts'
import { createSourceLog } from './source-log.ts'
import * as states from './source-state.ts'
import { isSettled, type SourceState, type SourceStatus } from './source-state.ts'

export type SourceCache = ReturnType<typeof createSourceCache>

export function createSourceCache(options: SourceCacheOptions) {
  const { provider, owner = { provider }, source, account, clock, random, stopped, background, thread } = options
  const { snapshotStore, publish, room = () => undefined } = options
  const log = createSourceLog(options.log)
  const permission = createRefreshPermission({ source, account, snapshotStore, clock, background })
  // Of this very cache, as the next one may have other options.
  const key = `${keyOf(owner)} ${source.name} ${randomUUID()}`
  const first = Promise.withResolvers<void>()
  let state = states.unknownState
  const carried = createCarriedState({ source, log: options.log })
  let memory: unknown
  let flight: Promise<void> | undefined
  /** By the monotonic clock. */
  let notBefore = 0
  const timer = createRefreshTimer({ ...options, refresh })
  const expiry = createExpiry(clock, withdraw)
  /** Milliseconds, the first time alone, so that sources and replicas do not march in step. */
  let offset = () => {
    offset = () => 0
    return startOffset(interval(), random(), source.yields)
  }
  const interval = () => account.interval(source)
  // It follows a stretched interval, else data would be withdrawn before its renewal is due.
  const maxAge = () => source.maxAge * (interval() / source.ttl)

  /** Starts a refresh, or joins the running one. Never rejects: the outcome is in the status. */
  function refresh(): Promise<void> {
    if (stopped.aborted || clock.elapsed() < notBefore) return Promise.resolve()
    flight ??= takeTurn().finally(() => {
      flight = undefined
    })
    return flight
  }

  async function takeTurn(): Promise<void> {
    timer.begin()
    permission.begin()
    const pause = await renew()
    if (stopped.aborted) return
    log.ended(state, background ? pause : undefined)
    if (background) return state.up ? timer.startAligned(pause, longestWait) : timer.start(pause)
    timer.stop()
    // Who asks for each refresh may ask sooner than the TTL, but not sooner than a failure or the quota allows.
    notBefore = state.up && interval() <= source.ttl ? 0 : clock.elapsed() + pause
  }

  /** For a scrape: data is not withdrawn for it. */
  const longestWait = () => ({ interval: interval(), patience: Math.min(interval(), expiry.remaining() / 2) })

  /** Takes what there is, or asks. Never rejects. Returns the milliseconds until the next turn. */
  async function renew(): Promise<number> {
    try {
      return (await takeStored()) || (await askInTurn())
    } catch (error) {
      return fail(toFailure(error))
    }
  }

  /** Serves what the store has, if it is newer; what `yields` for one-shot commands, too. Returns for how long it is fresh, ms. */
  const takeStored = async () => (background || source.yields ? serveStored() : 0)

  async function serveStored(): Promise<number> {
    const stored = await snapshotStore.load(state.lastSuccess)
    if (stored === undefined) return 0
    carried.adopt(stored.state)
    account.learn(stored.collected, source)
    const age = clock.now() - stored.savedAt
    // What comes from the future is of a clock that was wrong, so nobody knows how old it is.
    if (age >= maxAge() || age < -interval()) {
      log.notUsed(age)
      return 0
    }
    serve(await publish(stored.collected), stored.savedAt, Math.max(0, age))
    await account.catchUp()
    return freshFor(age, interval())
  }

  /** Asks the provider, or waits for the replica that does. Returns the milliseconds until the next turn. */
  async function askInTurn(): Promise<number> {
    const deadline = account.deadline(source)
    const patience = clock.elapsed() + permission.patience(deadline)
    for (;;) {
      const paused = await permission.paused(interval())
      if (paused !== undefined) {
        if (paused.failure !== undefined) become(states.failed(state, paused.failure, clock.now(), source.isOptional))
        return paused.wait
      }
      const lease = await permission.lease(deadline)
      if (stopped.aborted) return 0
      if (lease === 'taken' && clock.elapsed() < patience) {
        await wait(clock, permission.lookAgain(interval()), stopped)
        const fresh = await takeStored()
        if (stopped.aborted || fresh > 0) return fresh
        continue
      }
      try {
        // Who had the lease until a moment ago may have left new data.
        const fresh = lease === undefined ? 0 : await takeStored()
        return fresh || (await ask(deadline, lease === 'taken' ? undefined : lease))
      } finally {
        if (lease !== 'taken') await lease?.release()
      }
    }
  }

  /** One refresh. Never rejects. Returns the milliseconds until the next turn. */
  async function ask(deadline: number, lease: Lease | undefined): Promise<number> {
    const started = clock.elapsed()
    const usage = { calls: 0, bytes: 0, heldBack: 0 }
    become(states.attempted(state, clock.now()))
    let isBegun = false
    try {
      await permission.takeCalls()
      isBegun = true
      // Who does not renew by itself still goes on from where others have stopped.
      if (!background && carried.isUsed) carried.adopt((await snapshotStore.load(state.lastSuccess))?.state)
      const known = { ask: options.ask, log: options.log, state: carried.open(), now: clock.now() }
      const work = (signal: AbortSignal) =>
        measure(usage, () => source.fetch({ ...known, utcOffset: account.utcOffset(), signal }))
      const payload = await withDeadline(clock, deadline, stopped, work, undefined, () => usage.heldBack)
      const context = { now: clock.now(), memory, state: carried.open() }
      const rules = { ...options.rules, seriesLimit: room() }
      const collecting = collectWhereItFits(thread, key, source, payload, context, rules).catch(log.thrown)
      const collected = await publish(await collecting)
      const newer = await takeNewer(lease)
      if (newer > 0) return newer
      const next = carried.next(collected)
      // Later than what it follows, whatever the clocks of replicas say.
      const savedAt = Math.max(clock.now(), carried.isUsed ? (state.lastSuccess ?? 0) + 1 : 0)
      // Before it is served: what a scrape has seen is counted for good.
      if (carried.isUsed && !(await snapshotStore.commit({ savedAt, collected, state: next }, stateAge(maxAge())))) {
        return await yieldToReplica()
      }
      account.learn(collected, source)
      serve(collected, savedAt)
      timer.took(clock.elapsed() - started)
      carried.take(next)
      if (background) memory = collected.memory
      if ((background || source.yields) && !carried.isUsed)
        await snapshotStore.save({ savedAt, collected }, maxAge(), lease)
      return pauseAfterSuccess(interval(), clock.elapsed() - started) + offset()
    } catch (error) {
      if (stopped.aborted) return 0
      const newer = await takeNewer(lease)
      if (newer > 0) return newer
      const failure = toFailure(error)
      const pause = fail(failure)
      if (isBegun) expiry.outlast(failure, pause, deadline)
      if (isBegun) await permission.tell(failure, pause, lease)
      return pause
    } finally {
      if (!stopped.aborted)
        become(states.ended(state, { at: clock.now(), duration: clock.elapsed() - started, ...usage }))
      if (isBegun) await permission.countCalls()
    }
  }

  /** Who stood still for so long that another one has taken over may hold a result that is old. Returns as `takeStored`. */
  const takeNewer = async (lease: Lease | undefined) =>
    lease === undefined || (await lease.isOwned()) ? 0 : await takeStored()

  /** A replica has counted on while this process stood still. What it has kept is served in the place of ours. */
  async function yieldToReplica(): Promise<number> {
    const fresh = await serveStored()
    if (fresh > 0 || !background) return fresh
    throw new Failure('internal', 'a replica has kept other data meanwhile, so this refresh is dropped')
  }

  function become(next: SourceState): void {
    log.changed(state, next)
    state = next
    if (isSettled(state)) first.resolve()
  }

  /** Puts a collection in the place of the last one. */
  function serve(collected: Collected, at: number, storedAge?: number): void {
    const before = state
    become(states.served(state, collected, at))
    expiry.start(maxAge(), storedAge ?? 0)
    log.served(before, state, storedAge)
  }

  function fail(failure: Failure): number {
    become(states.failed(state, failure, clock.now(), source.isOptional))
    return pauseAfter(failure, state.failuresInARow, interval(), random())
  }

  function withdraw(): void {
    log.withdrawn(state)
    become(states.withdrawn(state))
  }

  return {
    ...owner,
    source: source.name,
    labels: { provider, ...accountLabels(owner), source: source.name },
    refresh,
    refreshIn: timer.start,
    /** Serves what the store has. Never rejects. */
    restore: (): Promise<unknown> => serveStored().catch(() => undefined),
    /** The first data, or what is known in its place, while it is on its way. */
    pendingFirst: (): Promise<void> | undefined =>
      isSettled(state) || flight === undefined ? undefined : Promise.race([first.promise, flight]),
    settled: (): boolean => isSettled(state),
    isStuck: (): boolean => timer.isOverdue(interval()),
    version: (): number => state.version,
    status: (): SourceStatus =>
      states.statusOf(state, {
        ...owner,
        source,
        refreshing: flight !== undefined,
        calls: account.calls(source),
        interval: interval(),
        maxAge: state.snapshot === undefined ? maxAge() : (expiry.maxAge() ?? maxAge()),
        nextAttempt: timer.nextAttempt()
      }),
    fetchedAt: (): number | undefined => (state.snapshot === undefined ? undefined : state.lastSuccess),
    async close(): Promise<void> {
      await flight
      timer.stop()
      expiry.stop()
      await thread.forget(key)
    }
  }
}
