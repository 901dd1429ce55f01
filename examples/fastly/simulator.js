/** A small server that speaks Fastly's list of services and its real-time API: something happens every second. */
import { Fastify, simulateFaults, systemClock } from 'edge-exporter'
import { counters } from './counters.js'

const second = 1000
/** Seconds that the real API gives to who has no cursor. */
const first = 5

/** @param {import('edge-exporter').SimulatorOptions} [options] */
export async function createSimulator({ size = 3, clock = systemClock } = {}) {
  const app = Fastify({ forceCloseConnections: true })
  const faults = simulateFaults(app, { clock, errorBody: (status) => ({ msg: `HTTP ${status}` }) })
  const services = Array.from({ length: size }, (_, i) => ({ id: `service${i}`, name: `Shop ${i}`, version: i + 1 }))
  const isKnown = (/** @type {import('fastify').FastifyRequest} */ { headers }) => headers['fastly-key'] === 'simulated'

  app.get('/service', { config: { endpoint: 'service' } }, async (request, reply) => {
    if (!isKnown(request)) return reply.code(401).send({ msg: 'Provided credentials are missing or invalid' })
    const { page = '1', per_page: perPage = '20' } = /** @type {Record<string, string>} */ (request.query)
    return services.slice((Number(page) - 1) * Number(perPage), Number(page) * Number(perPage))
  })
  app.get('/v1/channel/:id/ts/:ts', { config: { endpoint: 'channel' } }, async (request, reply) => {
    if (!isKnown(request)) return reply.code(403).send({ msg: 'forbidden' })
    const { id, ts } = /** @type {Record<string, string>} */ (request.params)
    const now = Math.floor(clock.now() / second)
    const since = ts === '0' ? now - first : Number(ts)
    if (since >= now) return { Timestamp: since, AggregateDelay: 9, Data: [], Error: 'No data available, please retry' }
    const data = Array.from({ length: Math.min(120, now - since) }, (_, i) => secondOf(id ?? '', now - i))
    return { Timestamp: now, AggregateDelay: 9, Data: data.reverse() }
  })

  return {
    app,
    faults,
    /** What it lists; a test may change it. */
    services,
    /** @param {string} origin */
    settings: (origin) => ({ FASTLY_API_TOKEN: 'simulated', FASTLY_API_URL: origin, FASTLY_REALTIME_URL: origin })
  }
}

/**
 * One request in Frankfurt and two in Tokyo, each second.
 *
 * @param {string} id
 * @param {number} recorded
 */
function secondOf(id, recorded) {
  const stats = (/** @type {number} */ n) => ({
    ...Object.fromEntries(counters.map(({ field }) => [field, n])),
    miss_histogram: { 3: n, 700: n, 90000: id === 'service0' ? 1 : 0 }
  })
  return { recorded, datacenter: { FRA: stats(1), TYO: stats(2) }, aggregated: stats(3) }
}
