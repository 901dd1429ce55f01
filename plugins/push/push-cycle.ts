/** One push of every enabled provider, and the deletion of what was pushed. */
import type { FastifyInstance } from 'fastify'
import type { EnabledProvider } from '../../src/config/config.ts'
import type { PushConfig } from '../../src/config/push-settings.ts'
import type { Clock } from '../../src/contract/clock.ts'
import { toFailure } from '../../src/contract/failure.ts'
import { pushBody } from './push-body.ts'
import { createPushgateway } from './pushgateway.ts'

export interface PushCycleOptions {
  readonly app: Pick<FastifyInstance, 'log' | 'upstream' | 'snapshots'>
  readonly clock: Clock
  readonly config: PushConfig
  readonly providers: readonly EnabledProvider[]
}

/** Milliseconds for a push that is made once. */
const onceDeadline = 30_000
/** Milliseconds for the deletion of a group, which holds up the end of the program. */
const removalDeadline = 3000

export type PushCycle = ReturnType<typeof createPushCycle>

export function createPushCycle({ app, clock, config, providers }: PushCycleOptions) {
  const { method, grouping, jobOf, target, interval } = config
  const gateway = createPushgateway({
    ask: app.upstream.request,
    clock,
    target,
    onRetry: (job, { message }, pause) =>
      app.log.warn({ job }, `push failed and is tried again in ${(pause / 1000).toFixed(1)} s: ${message}`)
  })
  const stop = new AbortController()
  // A push ends well before the next one begins.
  const deadline = interval === undefined ? onceDeadline : Math.round(0.8 * interval)
  // Providers of one job share a push as they share a group, in which the second push would replace families of the first.
  const jobs = [...Map.groupBy(providers, ({ provider }) => jobOf(provider))].map(([job, members]) => {
    return { job, names: members.map(({ provider }) => provider.name), log: app.log.child({ job }) }
  })
  const down = new Set<string>()
  /** Whose first push was told. */
  const pushed = new Set<string>()
  let running: Promise<unknown> = Promise.resolve()

  type Job = (typeof jobs)[number]

  async function pushJob({ job, names, log }: Job): Promise<boolean> {
    try {
      const statuses = app.snapshots.statuses().filter(({ provider }) => names.includes(provider))
      const text = await pushBody(statuses, Object.keys(grouping))
      await gateway.push(method, { job, grouping }, text, { deadline, stopped: stop.signal })
      const details = { bytes: Buffer.byteLength(text) }
      if (down.delete(job)) log.info(details, 'pushed again')
      else if (pushed.has(job)) log.debug(details, 'pushed')
      else log.info(details, `pushed to ${target().url}`)
      pushed.add(job)
      return true
    } catch (error) {
      if (stop.signal.aborted) return false
      const { reason, message } = toFailure(error)
      if (down.has(job)) log.debug({ reason }, `push failed again: ${message}`)
      else log.error({ reason }, `push failed: ${message}`)
      down.add(job)
      return false
    }
  }

  async function removeJob({ job, log }: Job): Promise<void> {
    try {
      await gateway.remove({ job, grouping }, removalDeadline)
    } catch (error) {
      log.warn(`the pushed group could not be deleted: ${toFailure(error).message}`)
    }
  }

  return {
    /** Pushes what is known now. True when the gateway took all of it; what failed is in the log. Never rejects. */
    async push(): Promise<boolean> {
      if (stop.signal.aborted) return false
      const results = Promise.all(jobs.map(pushJob))
      running = results
      return (await results).every(Boolean)
    },

    /** Ends a running push, and deletes the groups if so configured. */
    async close(): Promise<void> {
      stop.abort()
      // Whatever it still sends must not arrive after the deletion.
      await running
      if (config.deleteOnExit) await Promise.all(jobs.map(removeJob))
    }
  }
}

/**
 * Runs `task`, which must not reject, at once and then at every multiple of `interval` since the start, so that it does
 * not drift. A run that takes longer than the interval is not overtaken: the ticks it missed are left out. Returns what
 * ends it.
 */
export function every(clock: Clock, interval: number, task: () => Promise<unknown>): () => void {
  const start = clock.elapsed()
  let tick = 0
  let ended = false
  let callOff = () => {}

  async function run(): Promise<void> {
    await task()
    if (ended) return
    const passed = clock.elapsed() - start
    // A timer may ring a moment early, and must not ring again for the same tick.
    tick = Math.max(tick, Math.floor(passed / interval)) + 1
    callOff = clock.after(tick * interval - passed, () => void run())
  }

  void run()
  return () => {
    ended = true
    callOff()
  }
}
