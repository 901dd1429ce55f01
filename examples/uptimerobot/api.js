/** Asks `getMonitors`, page after page. */
import { assertSuccess, Failure, parseJson } from 'edge-exporter'

/** As many as the API gives at once. */
export const pageSize = 50
/** More than any account has: ends what would never end. */
const mostPages = 1000

/**
 * @typedef {object} Monitor as the API sends it
 * @property {number} id
 * @property {string} friendly_name
 * @property {string} url
 * @property {number} type
 * @property {number} status
 * @property {number} interval seconds
 * @property {{ datetime: number, value: number }[]} [response_times] the newest first, milliseconds
 * @property {string} [custom_uptime_ratio] percents, `100.000-99.981-99.993`
 * @property {import('./maintenance.js').MaintenanceWindow[]} [mwindows]
 */

/**
 * @typedef {object} Monitors
 * @property {Monitor[]} monitors each once
 * @property {number} total as the API counts them
 * @property {number} repeated that were on two pages, as others have gone meanwhile
 */

/** The days of `custom_uptime_ratio`, in its order. */
export const ratioDays = [1, 7, 30]

/**
 * @param {object} options
 * @param {import('edge-exporter').Ask} options.ask
 * @param {import('./index.js').Config} options.config
 * @param {import('edge-exporter').Clock} options.clock
 */
export function createApi({ ask, config, clock }) {
  /**
   * @param {number} offset
   * @param {AbortSignal} signal
   */
  async function page(offset, signal) {
    const answer = await ask({
      provider: 'uptimerobot',
      endpoint: 'getMonitors',
      method: 'POST',
      url: config.url,
      form: {
        api_key: config.apiKey.read(),
        format: 'json',
        limit: String(pageSize),
        offset: String(offset),
        response_times: '1',
        response_times_limit: '1',
        custom_uptime_ratios: ratioDays.join('-'),
        mwindows: '1'
      },
      signal,
      hostSetting: 'UPTIMEROBOT_API_URL',
      // It changes nothing, though it is a POST.
      idempotent: true,
      counted: true
    })
    assertSuccess(answer, 'getMonitors', clock.now())
    return readPage(parseJson(answer, 'getMonitors'))
  }

  return {
    /**
     * @param {AbortSignal} signal
     * @returns {Promise<Monitors>}
     */
    async monitors(signal) {
      /** @type {Map<number, Monitor>} */
      const known = new Map()
      let asked = 0
      for (let pages = 0; pages < mostPages; pages++) {
        const { monitors, total } = await page(pages * pageSize, signal)
        asked += monitors.length
        for (const monitor of monitors) known.set(monitor.id, monitor)
        if (monitors.length < pageSize || (pages + 1) * pageSize >= total) {
          return { monitors: [...known.values()], total, repeated: asked - known.size }
        }
      }
      throw new Failure('schema', `getMonitors has more than ${mostPages} pages`)
    }
  }
}

/**
 * The API says with the status 200 that it refuses, too.
 *
 * @param {unknown} value
 * @returns {{ monitors: Monitor[], total: number }}
 */
function readPage(value) {
  const { stat, error, monitors, pagination } = /** @type {any} */ (value ?? {})
  if (stat === 'fail') throw refusal(error ?? {})
  if (stat !== 'ok' || !Array.isArray(monitors) || !Number.isInteger(pagination?.total)) {
    throw new Failure('schema', 'getMonitors was answered with JSON of another shape')
  }
  return { monitors: monitors.filter(isMonitor), total: pagination.total }
}

/** @param {any} monitor */
function isMonitor(monitor) {
  return Number.isInteger(monitor?.id) && Number.isInteger(monitor.status)
}

/** @param {{ type?: unknown, parameter_name?: unknown }} error its message may quote the key */
function refusal({ type, parameter_name: parameter }) {
  if (parameter === 'api_key' || type === 'not_authorized') {
    return new Failure('auth', 'UptimeRobot refused the API key', { remedy: 'Check UPTIMEROBOT_API_KEY.' })
  }
  return new Failure('client', 'getMonitors was answered with an error of another kind')
}
