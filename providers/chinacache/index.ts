/** ChinaCache: traffic, cache hits and status codes of CDN channels. */
import fp from 'fastify-plugin'
import type { Provider, ProviderOptions } from '../../src/contract/provider.ts'
import { createPortalApi } from './api.ts'
import { checkChannels } from './check.ts'
import { type ChinaCacheConfig, configure, credentials, file, secrets, settings } from './config.ts'
import { ispSource } from './isp.ts'
import { replaced } from './migration/replaced.ts'
import { knownPlaces, regionSource } from './region.ts'
import { statusCodesSource } from './status-codes.ts'
import { trafficSource } from './traffic.ts'

const name = 'chinacache'

const plugin = fp<ProviderOptions<ChinaCacheConfig>>(
  async (fastify, { config, clock }) => {
    const transport = createPortalApi({ ask: fastify.upstream.request, config, clock })
    fastify.snapshots.add(name, trafficSource(config, transport, clock))
    fastify.snapshots.add(name, ispSource(config, transport, clock))
    fastify.snapshots.add(name, regionSource(config, transport, clock))
    fastify.snapshots.add(name, statusCodesSource(config, transport, clock))
  },
  { name: 'provider-chinacache', fastify: '5.x', dependencies: ['upstream', 'snapshots'] }
)

export const chinacache: Provider<ChinaCacheConfig> = {
  name,
  title: 'ChinaCache',
  settings,
  secrets,
  credentials,
  places: knownPlaces,
  configure,
  pushJob: 'ChinaCachePush',
  pushIntervalSetting: 'CHINACACHE_INTERVAL',
  plugin,
  check: checkChannels,
  replaces: {
    ...replaced,
    migration: async () => (await import('./migration/migration.ts')).migration
  },
  file,
  size: { noun: 'channels', setting: 'CHINACACHE_CHANNEL_IDS', usual: 3 },
  simulator: async (options) => (await import('./simulator.ts')).createSimulator(options)
}
