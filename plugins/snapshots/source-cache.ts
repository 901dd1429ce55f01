/**
 * The TTL cache of one source: the loop that renews its data. What is known of the source is in `source-state.ts`, when
 * it asks next in `src/scheduling/schedule.ts`, who may ask in `refresh-permission.ts`. A snapshot is immutable and
 * swapped whole, so what is gone upstream is gone here after the next refresh.
 */
import { Failure, toFailure } from '../../src/contract/failure.ts'
import type { Lease } from '../../src/contract/store.ts'
import { withDeadline } from '../../src/scheduling/deadline.ts'
import * as schedule from '../../src/scheduling/schedule.ts'
import { wait } from '../../src/scheduling/wait.ts'
import { createCarriedState } from './carried-state.ts'
import type { Collected } from './collect.ts'
import { collectWhereItFits } from './collector-thread.ts'
import { createRefreshPermission } from './refresh-permission.ts'
import type { SourceCacheOptions } from './source-cache-options.ts'
import { createSourceLog } from './source-log.ts'
import * as states from './source-state.ts'
import { isSettled, type SourceState, type SourceStatus } from './source-state.ts'
import type { StoredSnapshot } from './stored-snapshot.ts'

export type SourceCache = ReturnType<typeof createSourceCache>

export function createSourceCache(options: SourceCacheOptions) {
  const { provider, source, account, clock, random, stopped, background, thread, snapshotStore, publish } = options
  const log = createSourceLog(options.log)
  const permission = createRefreshPermission({ source, account, snapshotStore, clock, background })
  const key = `${provider} ${source.name}`
  const first = Promise.withResolvers<void>()
  let state = states.unknownState
  const carried = createCarriedState({ source, log: options.log })
  /** What the collector remembers. */
  let memory: unknown
  let flight: Promise<void> | undefined
  let nextAttempt: number | undefined
  /** By the monotonic clock: when the running turn has begun, or the next one should; and when one may be asked for. */
  let turnAt: number | undefined
  let notBefore = 0
  let maxAgeInForce: number | undefined
  let callOffRefresh = () => {}
  let callOffExpiry = () => {}

  /** Milliseconds, the first time alone, so that sources and replicas do not march in step. */
  let offset = () => {
    offset = () => 0
    return schedule.startOffset(interval(), random())
  }
  const interval = () => account.interval(source)
  // The age limit follows a stretched interval, else data would be withdrawn before its renewal is due.
  const maxAge = () => source.maxAge * (interval() / source.ttl)

  /** Starts a refresh, or joins the running one. Never rejects: the outcome is in the status. */
  function refresh(): Promise<void> {
    if (stopped.aborted || clock.elapsed() < notBefore) return Promise.resolve()
    callOffRefresh()
    flight ??= takeTurn().finally(() => {
      flight = undefined
    })
    return flight
  }

  async function takeTurn(): Promise<void> {
    turnAt = clock.elapsed()
    permission.begin()
    const pause = await renew()
    if (stopped.aborted) return
    log.ended(state, background ? pause : undefined)
    turnAt = background ? clock.elapsed() + pause : undefined
    if (background) {
      nextAttempt = clock.now() + pause
      callOffRefresh = clock.after(pause, refresh)
      return
    }
    // Who asks for each refresh may ask sooner than the TTL, but not sooner than a failure or the quota allows.
    const isHeldBack = state.lastFailure !== undefined || interval() > source.ttl
    notBefore = isHeldBack ? clock.elapsed() + pause : 0
  }

  /** Takes what there is, or asks. Never rejects. Returns the milliseconds until the next turn. */
  async function renew(): Promise<number> {
    try {
      const fresh = await takeStored()
      return fresh > 0 ? fresh : await askInTurn()
    } catch (error) {
      return fail(toFailure(error))
    }
  }

  /** Serves what the store has, if it is newer. Returns for how many milliseconds it is still fresh. */
  async function takeStored(isWanted = background): Promise<number> {
    const stored = isWanted ? await snapshotStore.load(state.lastSuccess) : undefined
    if (stored === undefined) return 0
    carried.adopt(stored.state)
    account.learn(stored.collected)
    const age = clock.now() - stored.savedAt
    // What comes from the future is of a clock that was wrong, so nobody knows how old it is.
    if (age >= maxAge() || age < -interval()) {
      log.notUsed(age)
      return 0
    }
    await publish(stored.collected.families)
    serve(stored.collected, stored.savedAt, Math.max(0, age))
    await account.catchUp()
    return schedule.freshFor(age, interval())
  }

  /** Asks the provider, or waits for the replica that does. Returns the milliseconds until the next turn. */
  async function askInTurn(): Promise<number> {
    const deadline = schedule.refreshDeadline(interval())
    const patience = clock.elapsed() + permission.patience(deadline)
    for (;;) {
      const paused = await permission.paused(interval())
      if (paused !== undefined) {
        if (paused.failure !== undefined) become(states.failed(state, paused.failure, clock.now()))
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
        return fresh > 0 ? fresh : await ask(deadline, lease === 'taken' ? undefined : lease)
      } finally {
        if (lease !== 'taken') await lease?.release()
      }
    }
  }

  /** One refresh. Never rejects. Returns the milliseconds until the next turn. */
  async function ask(deadline: number, lease: Lease | undefined): Promise<number> {
    const started = clock.elapsed()
    become(states.attempted(state, clock.now()))
    let isBegun = false
    try {
      await permission.takeCalls()
      isBegun = true
      // Who does not renew by itself still goes on from where others have stopped.
      if (!background && carried.isUsed) carried.adopt((await snapshotStore.load(state.lastSuccess))?.state)
      const known = { state: carried.open(), now: clock.now() }
      const payload = await withDeadline(clock, deadline, stopped, (signal) => source.fetch(signal, known))
      const context = { now: clock.now(), memory, state: carried.open() }
      const collected = await collectWhereItFits(thread, key, source, payload, context, options.rules).catch(log.thrown)
      const next = carried.next(collected)
      // Later than what it follows, whatever the clocks of replicas say.
      const savedAt = Math.max(clock.now(), carried.isUsed ? (state.lastSuccess ?? 0) + 1 : 0)
      const newer = carried.isUsed ? await commit({ savedAt, collected, state: next }) : await takeNewer(lease)
      if (newer > 0) return newer
      await publish(collected.families)
      account.learn(collected)
      serve(collected, savedAt)
      carried.take(next)
      if (background) memory = collected.memory
      if (background && !carried.isUsed) await snapshotStore.save({ savedAt, collected }, maxAge(), lease)
      return schedule.pauseAfterSuccess(interval(), clock.elapsed() - started) + offset()
    } catch (error) {
      if (stopped.aborted) return 0
      const newer = await takeNewer(lease)
      if (newer > 0) return newer
      const failure = toFailure(error)
      const pause = fail(failure)
      if (isBegun) await permission.tell(failure, pause, lease)
      return pause
    } finally {
      if (!stopped.aborted) become(states.ended(state, clock.now(), clock.elapsed() - started))
      if (isBegun) await permission.countCalls()
    }
  }

  /**
   * Keeps a refresh with its state before it is served, as what a scrape has seen is counted for good. Where a replica has
   * counted on meanwhile, what that one has kept is served; returns for how many milliseconds it is still fresh.
   */
  async function commit(snapshot: StoredSnapshot): Promise<number> {
    if (await snapshotStore.commit(snapshot, maxAge())) return 0
    const fresh = await takeStored(true)
    if (fresh > 0) return fresh
    throw new Failure('internal', 'a replica has kept other data meanwhile, so this refresh is dropped')
  }

  /**
   * Who was stopped for so long that another one has taken over may hold a result that is old by now. Serves what that one
   * has left, and returns for how many milliseconds it is still fresh.
   */
  async function takeNewer(lease: Lease | undefined): Promise<number> {
    return lease === undefined || (await lease.isOwned()) ? 0 : await takeStored()
  }

  function become(next: SourceState): void {
    if (next.lastFailure !== undefined && next.lastFailure !== state.lastFailure)
      log.failed(state, next, next.lastFailure)
    state = next
    if (isSettled(state)) first.resolve()
  }

  /** Puts a collection in the place of the last one. */
  function serve(collected: Collected, at: number, storedAge?: number): void {
    const before = state
    become(states.served(state, collected, at))
    callOffExpiry()
    maxAgeInForce = maxAge()
    callOffExpiry = clock.after(Math.max(0, maxAgeInForce - (storedAge ?? 0)), withdraw)
    log.served(before, state, storedAge)
  }

  /** Returns the milliseconds until the next turn. */
  function fail(failure: Failure): number {
    become(states.failed(state, failure, clock.now()))
    return schedule.pauseAfter(failure, state.failuresInARow, interval(), random())
  }

  function withdraw(): void {
    log.withdrawn(state)
    become(states.withdrawn(state))
  }

  return {
    provider,
    source: source.name,
    refresh,
    /** The first data, or what is known in its place, while it is on its way. */
    pendingFirst: (): Promise<void> | undefined =>
      isSettled(state) || flight === undefined ? undefined : Promise.race([first.promise, flight]),
    settled: (): boolean => isSettled(state),
    /** True when the source should have had its turn long ago: what renews it is stuck. */
    isStuck: (): boolean => turnAt !== undefined && schedule.isOverdue(clock.elapsed() - turnAt, interval()),
    /** Grows with every change of the status. */
    version: (): number => state.version,
    status: (): SourceStatus =>
      states.statusOf(state, {
        provider,
        source,
        refreshing: flight !== undefined,
        interval: interval(),
        maxAge: state.snapshot === undefined ? maxAge() : (maxAgeInForce ?? maxAge()),
        nextAttempt
      }),
    /** Stops the timers and waits for a running refresh, which `stopped` has aborted. */
    async close(): Promise<void> {
      await flight
      callOffRefresh()
      callOffExpiry()
    }
  }
}
