/** UptimeRobot: its monitors, by version 2 of its API, which allows a free account 10 calls a minute. */
import { countSetting, durationSetting, SettingsError, sourceTimes, Type, urlSetting } from 'edge-exporter'
import { createApi, pageSize } from './api.js'
import { createCollect } from './collect.js'
import { isTimeZone } from './maintenance.js'
import { createSimulator } from './simulator.js'

/**
 * @typedef {object} Config
 * @property {URL} url of `getMonitors`
 * @property {import('edge-exporter').Secret} apiKey
 * @property {number} callsPerMinute
 * @property {string} timeZone of the account
 * @property {number} ttl milliseconds
 * @property {number} maxAge milliseconds
 */

const name = 'uptimerobot'

/** @type {import('edge-exporter').Provider<Config>} */
const provider = {
  name,
  title: 'UptimeRobot',
  settings: Type.Object({
    UPTIMEROBOT_API_KEY: Type.String({ description: 'API key of the account; a read-only one is enough' }),
    UPTIMEROBOT_API_URL: urlSetting({ description: 'Root of the API', default: 'https://api.uptimerobot.com/v2' }),
    UPTIMEROBOT_CALLS_PER_MINUTE: countSetting({
      description: 'Calls a minute that the plan of the account allows',
      default: '10'
    }),
    UPTIMEROBOT_TIME_ZONE: Type.String({
      description: 'Time zone of the account, in which its maintenance windows are: `Europe/Berlin`',
      default: 'UTC'
    }),
    UPTIMEROBOT_TTL: durationSetting({ description: 'Time from one refresh to the next', default: '60s' }),
    UPTIMEROBOT_MAX_AGE: durationSetting({ description: 'Age at which data is withdrawn; 5 x TTL, at least 5m' })
  }),
  secrets: ['UPTIMEROBOT_API_KEY'],
  credentials: ['UPTIMEROBOT_API_KEY'],
  places: [],
  pushJob: name,
  size: { noun: 'monitors', usual: 50 },

  configure(settings, secrets) {
    const { UPTIMEROBOT_API_URL: root = '', UPTIMEROBOT_TIME_ZONE: timeZone = '', UPTIMEROBOT_TTL: ttl = '' } = settings
    if (!isTimeZone(timeZone)) {
      const message = `${timeZone} is no time zone; write it like Europe/Berlin, or UTC`
      throw new SettingsError([{ setting: 'UPTIMEROBOT_TIME_ZONE', message }])
    }
    return {
      url: new URL(`${root.replace(/\/$/, '')}/getMonitors`),
      apiKey: /** @type {import('edge-exporter').Secret} */ (secrets.UPTIMEROBOT_API_KEY),
      callsPerMinute: Number(settings.UPTIMEROBOT_CALLS_PER_MINUTE),
      timeZone,
      ...sourceTimes('UPTIMEROBOT', ttl, settings.UPTIMEROBOT_MAX_AGE)
    }
  },

  /**
   * @param {import('edge-exporter').FastifyInstance} fastify
   * @param {import('edge-exporter').ProviderOptions<Config>} options
   */
  async plugin(fastify, { config, clock }) {
    const api = createApi({ ask: fastify.upstream.request, config, clock })
    fastify.snapshots.add(name, {
      name: 'monitors',
      ttl: config.ttl,
      maxAge: config.maxAge,
      // A page after the other. An account without monitors costs one, too.
      callsPerRefresh: (size = 1) => Math.max(1, Math.ceil(size / pageSize)),
      limits: [{ calls: config.callsPerMinute, per: 'minute', setting: 'UPTIMEROBOT_CALLS_PER_MINUTE' }],
      identity: config.url.href,
      credentials: () => config.apiKey.read(),
      fetch: ({ signal }) => api.monitors(signal),
      collect: createCollect(config.timeZone)
    })
  },

  simulator: createSimulator
}

export default provider
