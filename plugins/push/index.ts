/** Pushes what is served to a Pushgateway on an interval, beside serving it. */
import fp from 'fastify-plugin'
import type { EnabledProvider } from '../../src/config/config.ts'
import type { PushConfig } from '../../src/config/push-settings.ts'
import type { Clock } from '../../src/contract/clock.ts'
import { createPushCycle, every } from './push-cycle.ts'

export interface PushOptions {
  readonly clock: Clock
  readonly config: PushConfig
  readonly providers: () => readonly EnabledProvider[]
}

export default fp<PushOptions>(
  async (fastify, { clock, config, providers }) => {
    const { interval } = config
    if (interval === undefined) {
      fastify.log.info(
        'nothing is pushed, as PUSHGATEWAY is set but no interval: set PUSH_INTERVAL, or run the push command'
      )
      return
    }
    const cycle = createPushCycle({ app: fastify, clock, config, providers })
    let end = () => {}

    fastify.addHook('onReady', async () => {
      end = every(clock, interval, async () => {
        await fastify.snapshots.firstData(interval)
        await cycle.push()
      })
    })
    fastify.addHook('preClose', async () => {
      end()
      await cycle.close()
    })
  },
  { name: 'push', fastify: '5.x', dependencies: ['upstream', 'snapshots'] }
)
