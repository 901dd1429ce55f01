/** `fastify.store`: what outlives the process or is shared with its replicas. */
import fp from 'fastify-plugin'
import type { StoreLocation } from '../../src/config/store/store-url.ts'
import type { Clock } from '../../src/contract/clock.ts'
import { openStore } from './store.ts'

export interface StoreOptions {
  readonly location: StoreLocation
  readonly clock: Clock
}

export default fp<StoreOptions>(
  async (fastify, { location, clock }) => {
    const store = await openStore(location, fastify.log, clock)
    fastify.decorate('store', store)
    fastify.addHook('onClose', async () => store.close())
  },
  { name: 'store', fastify: '5.x' }
)
