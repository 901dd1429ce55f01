/** A small server that speaks version 2 of UptimeRobot's API, its limit of calls included. */
import { Fastify, simulateFaults, systemClock } from 'edge-exporter'

const minute = 60_000

/** @param {import('edge-exporter').SimulatorOptions & { callsPerMinute?: number }} [options] */
export async function createSimulator({ size = 60, clock = systemClock, callsPerMinute = 10 } = {}) {
  const app = Fastify({ forceCloseConnections: true })
  const faults = simulateFaults(app, {
    clock,
    errorBody: (status) => fail('internal', `HTTP ${status}`),
    own: {
      getMonitors: {
        'refused-key': (_request, reply) => reply.send(fail('invalid_parameter', 'api_key is invalid.', 'api_key')),
        'other-refusal': (_request, reply) => reply.send(fail('missing_parameter', 'limit is missing.', 'limit'))
      }
    }
  })
  /** @type {number[]} by the monotonic clock */
  let calls = []
  const monitors = Array.from({ length: size }, (_, i) => monitorOf(i, clock.now()))

  app.post('/v2/getMonitors', { config: { endpoint: 'getMonitors' } }, async (request, reply) => {
    calls = [...calls, clock.elapsed()].filter((at) => at > clock.elapsed() - minute)
    if (calls.length > callsPerMinute)
      return reply.code(429).header('retry-after', '60').send(fail('rate_limit', 'Slow down.'))
    const { api_key: key, limit = '50', offset = '0' } = /** @type {Record<string, string>} */ (request.body)
    if (key !== 'u1-simulated') return fail('invalid_parameter', 'api_key is invalid.', 'api_key')
    const page = monitors.slice(Number(offset), Number(offset) + Math.min(50, Number(limit)))
    return {
      stat: 'ok',
      pagination: { offset: Number(offset), limit: Number(limit), total: monitors.length },
      monitors: page
    }
  })

  return {
    app,
    faults,
    /** What it answers; a test may change it. */
    monitors,
    /** @param {string} origin */
    settings: (origin) => ({ UPTIMEROBOT_API_KEY: 'u1-simulated', UPTIMEROBOT_API_URL: `${origin}/v2` })
  }
}

/**
 * @param {string} type
 * @param {string} message
 * @param {string} [parameter]
 */
function fail(type, message, parameter) {
  return { stat: 'fail', error: { type, ...(parameter === undefined ? {} : { parameter_name: parameter }), message } }
}

/**
 * @param {number} i
 * @param {number} now
 * @returns {import('./api.js').Monitor}
 */
function monitorOf(i, now) {
  const status = i === 3 ? 9 : i === 7 ? 8 : i === 11 ? 0 : i === 13 ? 1 : 2
  const once = { type: 1, start_time: Math.floor(now / 1000) - 600, duration: 30, status: 1 }
  const nightly = { type: 2, start_time: '02:30', duration: 60, status: 1 }
  return {
    id: 700_000_000 + i,
    friendly_name: `Shop ${i}`,
    url: `https://shop-${i}.example.com/`,
    type: (i % 5) + 1,
    status,
    interval: 300,
    response_times: status === 2 ? [{ datetime: Math.floor(now / 1000), value: 80 + ((i * 37) % 400) }] : [],
    custom_uptime_ratio: status === 1 ? '' : `${status === 9 ? '91.250' : '100.000'}-99.981-99.993`,
    mwindows: i === 5 ? [once] : i === 6 ? [nightly] : []
  }
}
