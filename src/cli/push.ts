/** `edge-exporter push`: collect and push, once or on an interval, without serving anything. */
import type { FastifyInstance } from 'fastify'
import { createPushCycle, every, type PushCycle } from '../../plugins/push/push-cycle.ts'
import { buildCollector } from '../app.ts'
import { configuration } from '../config/file/configuration.ts'
import { systemClock } from '../contract/clock.ts'
import type { AnyProvider, Settings } from '../contract/provider.ts'
import { SettingsError } from '../contract/settings.ts'
import { loggerOf } from './output/log.ts'
import { closeOnSignal, logStart } from './serve.ts'

export interface PushOptions {
  readonly providers: readonly AnyProvider[]
  readonly flags: Settings
  readonly env: Settings
}

/**
 * Without an interval: one cycle; true when every provider was wholly collected and pushed. With one: runs until a
 * signal, and the promise resolves once the first cycle has begun. Rejects with a `SettingsError`.
 */
export async function push({ providers, flags, env }: PushOptions): Promise<boolean> {
  const config = await configuration({ providers, flags, env })
  if (config.push === undefined) {
    throw new SettingsError([{ setting: 'PUSHGATEWAY', message: 'is missing; set it to the URL of the Pushgateway' }])
  }
  const logger = loggerOf(config.settings)
  if (config.push.interval !== undefined) logStart(config, logger)
  const app = await buildCollector(config, { logger, background: false })
  const cycle = createPushCycle({ app, clock: systemClock, config: config.push, providers: () => config.providers })
  const { interval } = config.push
  if (interval === undefined) return pushOnce(app, cycle)

  // The timers of the program do not keep it alive, as servers do that elsewhere.
  const alive = setInterval(() => {}, 2 ** 30)
  let end = () => {}
  app.addHook('preClose', async () => {
    end()
    await cycle.close()
    clearInterval(alive)
  })
  await app.ready()
  closeOnSignal(app)
  end = every(systemClock, interval, async () => {
    await app.snapshots.refreshAll()
    await cycle.push()
  })
  return true
}

async function pushOnce(app: FastifyInstance, cycle: PushCycle): Promise<boolean> {
  await app.ready()
  const isCollected = await app.snapshots.refreshAll()
  const isPushed = await cycle.push()
  await cycle.close()
  await app.close()
  return isCollected && isPushed
}
