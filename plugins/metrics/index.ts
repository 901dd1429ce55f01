/**
 * GET /metrics: every snapshot and the exporter's own metrics in one answer.
 *
 * This is the only file that knows prom-client: it holds the metrics that grow over the life of the process. What
 * providers send never enters a registry; it is rendered once a refresh and only joined here.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import fastifyMetrics from 'fastify-metrics'
import fp from 'fastify-plugin'
import client from 'prom-client'
import type { Limits } from '../../src/config/limits.ts'
import type { Clock } from '../../src/contract/clock.ts'
import type { Family, MetricType, Sample } from '../../src/contract/provider.ts'
import { renderCumulative } from '../../src/exposition/cumulative.ts'
import { byName, end, type Format } from '../../src/exposition/exposition.ts'
import { deflate, joinGzip } from '../../src/exposition/gzip-join.ts'
import { createSegments } from '../../src/exposition/segment.ts'
import { isWanted, type SourceStatus } from '../snapshots/index.ts'
import type { Attempt } from '../upstream/index.ts'
import { createAgeHistogram } from './age-histogram.ts'
import { acceptsGzip, offerFor } from './negotiation.ts'
import { createResponseCache } from './response-cache.ts'
import { createScrapeLimit } from './scrape-limit.ts'
import { accountFamilies, buildInfo, renewalFamily, sourceFamilies } from './self-metrics.ts'
import { type Query, QuerySchema, wantedOf } from './wanted.ts'

export interface MetricsOptions {
  readonly clock: Clock
  readonly path: string
  readonly limits: Pick<Limits, 'maxScrapes' | 'responseTimeout'>
  readonly version: string
  /** Whether OpenMetrics 1.0 has a series that tells the start of each counter and histogram. */
  readonly hasCreated: boolean
  /** What else the exporter tells of itself. */
  readonly more?: () => readonly Family[]
}

/** Gauges that prom-client names like counters; `sum()` over their twins without the suffix tells the same. */
const misnamedGauges = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total']

const defaultScrapeTimeout = 10
const scrapeTimeoutMargin = 0.5

export default fp<MetricsOptions>(
  async (fastify, { clock, path, limits, version, hasCreated, more = () => [] }) => {
    const registry = new client.Registry()
    await fastify.register(fastifyMetrics.default, {
      endpoint: null,
      promClient: client,
      defaultMetrics: { enabled: true, register: registry },
      routeMetrics: {
        enabled: { histogram: true, summary: false },
        registeredRoutesOnly: true,
        overrides: { histogram: { registers: [registry] }, summary: { registers: [registry] } }
      }
    })
    for (const name of misnamedGauges) registry.removeSingleMetric(name)
    fastify.upstream.events.on('attempt', attemptRecorder(registry))
    fastify.addHook('onClose', async () => registry.clear())

    const unserved = unservedCounter(registry)
    const ageAtScrape = createAgeHistogram()
    fastify.server.on('drop', () => unserved.inc({ limit: 'MAX_CONNECTIONS' }))
    const scrapeLimit = createScrapeLimit({
      clock,
      size: limits.maxScrapes,
      patience: limits.responseTimeout,
      refusal: `${limits.maxScrapes} scrapes are being answered already; try again later, or raise MAX_SCRAPES\n`,
      onRefused: () => unserved.inc({ limit: 'MAX_SCRAPES' })
    })

    const build = buildInfo(version, process.version)
    const start = { seconds: clock.now() / 1000, asSeries: hasCreated }

    async function ownFamilies(statuses: readonly SourceStatus[], wanted: readonly string[] | undefined) {
      const own = [
        build,
        ...sourceFamilies(statuses),
        ...accountFamilies(fastify.snapshots.accounts().filter((account) => isWanted(account, wanted))),
        renewalFamily(fastify.upstream.renewals().filter((account) => isWanted(account, wanted)))
      ]
      if (wanted !== undefined) return own
      return [...own, ageAtScrape.family(), ...more(), ...(await familiesOf(registry))]
    }

    async function bodyOf(format: Format, isCompressed: boolean, wanted: readonly string[] | undefined) {
      const statuses = fastify.snapshots.statuses().filter((status) => isWanted(status, wanted))
      const own = createSegments(renderCumulative(await ownFamilies(statuses, wanted), format, start))
      const segments = [...own, ...fastify.snapshots.segments(wanted)].sort(byName)
      const last = Buffer.from(end(format))
      if (!isCompressed) {
        const plain = await Promise.all(segments.map((segment) => segment.plain(format)))
        return Buffer.concat([...plain.flat(), last])
      }
      const parts = await Promise.all([...segments.map((segment) => segment.compressed(format)), deflate([last])])
      return joinGzip(parts.flat())
    }

    const responses = createResponseCache({ clock, version: fastify.snapshots.version, make: bodyOf })

    function answer(request: FastifyRequest, reply: FastifyReply) {
      const asked = wantedOf(request.query as Query, fastify.snapshots.owners())
      if ('fault' in asked) {
        reply.code(400)
        return { statusCode: 400, error: 'Bad Request', message: asked.fault }
      }
      const { wanted } = asked
      fastify.snapshots.scraped(`${request.ip} ${request.headers['user-agent']}`, wanted)
      if (fastify.snapshots.isReady()) return readyAnswer(request, reply, wanted)
      const timeout = request.headers['x-prometheus-scrape-timeout-seconds']
      return fastify.snapshots.firstData(patience(timeout), wanted).then(() => readyAnswer(request, reply, wanted))
    }

    function readyAnswer({ headers }: FastifyRequest, reply: FastifyReply, wanted: readonly string[] | undefined) {
      const { format, contentType } = offerFor(headers)
      const isCompressed = acceptsGzip(headers)
      if (isCompressed) fastify.snapshots.expect(format)
      for (const { labels, seconds } of fastify.snapshots.ages(wanted)) ageAtScrape.observe(labels, seconds)
      reply.header('content-type', contentType).header('vary', 'Accept, Accept-Encoding')
      if (isCompressed) reply.header('content-encoding', 'gzip')
      return responses.get(format, isCompressed, wanted)
    }

    fastify.get(path, { logLevel: 'warn', onRequest: scrapeLimit, schema: { querystring: QuerySchema } }, answer)
  },
  { name: 'metrics', fastify: '5.x', dependencies: ['upstream', 'snapshots'] }
)

/** Milliseconds a scrape without data may wait for the first refresh. */
function patience(header: string | string[] | undefined): number {
  const asked = Number(header)
  const timeout = Number.isFinite(asked) && asked > 0 ? asked : defaultScrapeTimeout
  return Math.max(0, timeout - scrapeTimeoutMargin) * 1000
}

function attemptRecorder(registry: client.Registry) {
  const requests = new client.Counter({
    name: 'edge_exporter_upstream_requests_total',
    help: 'Requests to providers, retries included, by HTTP status or, where none came, by failure class.',
    labelNames: ['provider', 'account', 'endpoint', 'code'],
    registers: [registry]
  })
  const duration = new client.Histogram({
    name: 'edge_exporter_upstream_request_duration_seconds',
    help: 'How long requests to providers took, retries being requests of their own.',
    labelNames: ['provider', 'account', 'endpoint'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry]
  })
  return ({ provider, account, endpoint, code, seconds }: Attempt) => {
    const labels = { provider, ...(account === undefined ? {} : { account }), endpoint }
    requests.inc({ ...labels, code })
    duration.observe(labels, seconds)
  }
}

function unservedCounter(registry: client.Registry) {
  const counter = new client.Counter({
    name: 'edge_exporter_unserved_total',
    help: 'Scrapes and connections that were turned away, by the setting whose limit they met.',
    labelNames: ['limit'],
    registers: [registry]
  })
  for (const limit of ['MAX_CONNECTIONS', 'MAX_SCRAPES']) counter.inc({ limit }, 0)
  return counter
}

/** A registry's metrics as const families, so that one renderer writes all, in either format. */
async function familiesOf(registry: client.Registry): Promise<Family[]> {
  const metrics = await registry.getMetricsAsJSON()
  return metrics.map(({ name, help, type, values }) => ({
    name,
    help,
    type: type as unknown as MetricType,
    samples: (values as JsonValue[]).map(sampleOf(name))
  }))
}

interface JsonValue {
  readonly labels: Record<string, string | number>
  readonly value: number
  readonly metricName?: string
}

const sampleOf =
  (name: string) =>
  ({ labels, value, metricName = name }: JsonValue): Sample => ({
    labels: Object.fromEntries(Object.entries(labels).map(([key, label]) => [key, String(label)])),
    value,
    ...(metricName === name ? {} : { suffix: metricName.slice(name.length) })
  })
