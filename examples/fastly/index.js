/** Fastly: real-time counters of all services, by datacenter, under the names of `fastly-exporter`. */
import { durationSetting, sourceTimes, Type, urlSetting } from 'edge-exporter'
import { createApi } from './api.js'
import { collect } from './collect.js'
import { createSimulator } from './simulator.js'

/**
 * @typedef {object} Config
 * @property {string} apiUrl
 * @property {string} realtimeUrl
 * @property {import('edge-exporter').Secret} token
 * @property {boolean} isAggregated
 * @property {number} ttl milliseconds
 * @property {number} maxAge milliseconds
 */

const name = 'fastly'

/** @type {import('edge-exporter').Provider<Config>} */
const provider = {
  name,
  title: 'Fastly',
  settings: Type.Object({
    FASTLY_API_TOKEN: Type.String({ description: 'API token with the scope `global:read`' }),
    FASTLY_API_URL: urlSetting({ description: 'Root of the API', default: 'https://api.fastly.com' }),
    FASTLY_REALTIME_URL: urlSetting({ description: 'Root of the real-time API', default: 'https://rt.fastly.com' }),
    FASTLY_AGGREGATE_ONLY: Type.Enum(['true', 'false'], {
      description: 'One series for all datacenters together',
      default: 'false'
    }),
    FASTLY_TTL: durationSetting({ description: 'Time from one refresh to the next', default: '15s' }),
    FASTLY_MAX_AGE: durationSetting({ description: 'Age at which data is withdrawn; 5 x TTL, at least 5m' })
  }),
  secrets: ['FASTLY_API_TOKEN'],
  credentials: ['FASTLY_API_TOKEN'],
  places: [],
  pushJob: name,
  size: { noun: 'services', usual: 5 },

  configure: (settings, secrets) => ({
    apiUrl: (settings.FASTLY_API_URL ?? '').replace(/\/$/, ''),
    realtimeUrl: (settings.FASTLY_REALTIME_URL ?? '').replace(/\/$/, ''),
    token: /** @type {import('edge-exporter').Secret} */ (secrets.FASTLY_API_TOKEN),
    isAggregated: settings.FASTLY_AGGREGATE_ONLY === 'true',
    ...sourceTimes('FASTLY', settings.FASTLY_TTL ?? '', settings.FASTLY_MAX_AGE)
  }),

  /**
   * @param {import('edge-exporter').FastifyInstance} fastify
   * @param {import('edge-exporter').ProviderOptions<Config>} options
   */
  async plugin(fastify, { config, clock }) {
    const api = createApi({ ask: fastify.upstream.request, config, clock })
    fastify.snapshots.add(
      name,
      /** @type {import('edge-exporter').Source<import('./api.js').Answers, unknown, import('./collect.js').State>} */ ({
        name: 'realtime',
        ttl: config.ttl,
        maxAge: config.maxAge,
        // Each service, and now and then the list of them.
        callsPerRefresh: (size = 1) => size + 1,
        identity: `${config.realtimeUrl} ${config.isAggregated ? 'aggregated' : 'by datacenter'}`,
        credentials: () => config.token.read(),
        stateVersion: 1,
        fetch: ({ signal, state }) => api.answers(signal, state),
        collect
      })
    )
  },

  simulator: createSimulator
}

export default provider
