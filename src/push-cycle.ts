/** One push of every enabled provider, and the deletion of what was pushed. */
import type { FastifyInstance } from 'fastify'
import type { Clock } from './clock.ts'
import type { EnabledProvider } from './config.ts'
import { toFailure } from './failure.ts'
import { pushBody } from './push-body.ts'
import type { PushConfig } from './push-config.ts'
import { createPushgateway } from './pushgateway.ts'

export interface PushCycleOptions {
  readonly app: FastifyInstance
  readonly clock: Clock
  readonly config: PushConfig
  readonly providers: readonly EnabledProvider[]
}

const longestDeadline = 30_000

export type PushCycle = ReturnType<typeof createPushCycle>

export function createPushCycle({ app, clock, config, providers }: PushCycleOptions) {
  const { method, grouping, jobOf, target } = config
  const gateway = createPushgateway({ ask: app.upstream.request, clock, target })
  const stop = new AbortController()
  // A push ends well before the next one begins.
  const deadline = Math.min(longestDeadline, 0.8 * (config.interval ?? Number.POSITIVE_INFINITY))

  async function pushProvider({ provider }: EnabledProvider): Promise<boolean> {
    const log = app.log.child({ provider: provider.name })
    const statuses = app.snapshots.statuses().filter((status) => status.provider === provider.name)
    try {
      const text = pushBody(statuses, Object.keys(grouping))
      await gateway.push(method, { job: jobOf(provider), grouping }, text, { deadline, stopped: stop.signal })
      log.debug({ bytes: text.length }, 'pushed')
      return true
    } catch (error) {
      const { reason, message } = toFailure(error)
      log.error({ reason }, `push failed: ${message}`)
      return false
    }
  }

  return {
    /** Pushes what is known now. True when the gateway took it for every provider; what failed is in the log. */
    async push(): Promise<boolean> {
      const results = await Promise.all(providers.map(pushProvider))
      return results.every(Boolean)
    },

    /** Ends a running push, and deletes the groups if so configured. */
    async close(): Promise<void> {
      stop.abort()
      if (!config.deleteOnExit) return
      for (const { provider } of providers) {
        try {
          await gateway.remove({ job: jobOf(provider), grouping }, 3000)
        } catch (error) {
          app.log.warn(
            { provider: provider.name },
            `the pushed group could not be deleted: ${toFailure(error).message}`
          )
        }
      }
    }
  }
}

/**
 * Runs `task` at once and then at every multiple of `interval` since the start, so that it does not drift. A run that
 * takes longer than the interval is not overtaken: the ticks it missed are left out. Returns what ends it.
 */
export function every(clock: Clock, interval: number, task: () => Promise<unknown>): () => void {
  const start = clock.elapsed()
  let ended = false
  let callOff = () => {}

  async function run(): Promise<void> {
    await task()
    if (ended) return
    const passed = clock.elapsed() - start
    callOff = clock.after(interval - (passed % interval), () => void run())
  }

  void run()
  return () => {
    ended = true
    callOff()
  }
}
