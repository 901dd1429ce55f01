/** One push of every enabled provider, and the deletion of what was pushed. */
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { EnabledProvider } from '../../src/config/config.ts'
import type { PushConfig } from '../../src/config/push-settings.ts'
import type { Clock } from '../../src/contract/clock.ts'
import { toFailure } from '../../src/contract/failure.ts'
import { isWanted, keyOf } from '../snapshots/index.ts'
import { pushBody } from './push-body.ts'
import { createPushgateway, type Group } from './pushgateway.ts'

export interface PushCycleOptions {
  readonly app: Pick<FastifyInstance, 'log' | 'upstream' | 'snapshots'>
  readonly clock: Clock
  readonly config: PushConfig
  /** Those that are pushed, which change with the configuration file. */
  readonly providers: () => readonly EnabledProvider[]
}

/** What is pushed to one group. */
interface Job {
  readonly key: string
  readonly keys: readonly string[]
  readonly group: Group
  readonly log: FastifyBaseLogger
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
  // An account of the configuration file has a group of its own, which its label `account` names.
  const groupsOf = (): Job[] =>
    [...Map.groupBy(providers(), ({ provider, account }) => `${account?.name ?? ''}\0${jobOf(provider)}`).values()].map(
      (members) => {
        const [{ provider, account }] = members as [EnabledProvider]
        const job = jobOf(provider)
        const labels = account === undefined ? {} : { account: account.name }
        return {
          key: JSON.stringify([job, labels]),
          keys: members.map((member) => keyOf({ provider: member.provider.name, account: member.account?.name })),
          group: { job, grouping: { ...grouping, ...labels } },
          log: app.log.child({ job, ...labels })
        }
      }
    )
  /** Those that have been pushed, so that the group of an account that is gone is deleted too. */
  const known = new Map<string, Job>()
  const down = new Set<string>()
  /** Whose first push was told. */
  const pushed = new Set<string>()
  let running: Promise<unknown> = Promise.resolve()

  async function pushJob({ key, keys, group, log }: Job): Promise<boolean> {
    try {
      const statuses = app.snapshots.statuses().filter((status) => isWanted(status, keys))
      const text = await pushBody(statuses, Object.keys(grouping))
      await gateway.push(method, group, text, { deadline, stopped: stop.signal })
      const details = { bytes: Buffer.byteLength(text) }
      if (down.delete(key)) log.info(details, 'pushed again')
      else if (pushed.has(key)) log.debug(details, 'pushed')
      else log.info(details, `pushed to ${target().url}`)
      pushed.add(key)
      return true
    } catch (error) {
      if (stop.signal.aborted) return false
      const { reason, message } = toFailure(error)
      if (down.has(key)) log.debug({ reason }, `push failed again: ${message}`)
      else log.error({ reason }, `push failed: ${message}`)
      down.add(key)
      return false
    }
  }

  async function removeJob({ group, log }: Job): Promise<void> {
    try {
      await gateway.remove(group, removalDeadline)
    } catch (error) {
      log.warn(`the pushed group could not be deleted: ${toFailure(error).message}`)
    }
  }

  return {
    /** Pushes what is known now. True when the gateway took all of it; what failed is in the log. Never rejects. */
    async push(): Promise<boolean> {
      if (stop.signal.aborted) return false
      const jobs = groupsOf()
      for (const job of jobs) known.set(job.key, job)
      const results = Promise.all(jobs.map(pushJob))
      running = results
      return (await results).every(Boolean)
    },

    /** Ends a running push, and deletes the groups if so configured. */
    async close(): Promise<void> {
      stop.abort()
      // Whatever it still sends must not arrive after the deletion.
      await running
      for (const job of groupsOf()) known.set(job.key, job)
      if (config.deleteOnExit) await Promise.all([...known.values()].map(removeJob))
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
