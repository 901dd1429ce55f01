/** A complete provider: the status page of a service that answers `GET /status.json` with three fields. */
import {
  assertSuccess,
  type Collection,
  durationSetting,
  Failure,
  Fastify,
  type FetchContext,
  type Provider,
  type ProviderOptions,
  parseJson,
  sourceTimes,
  Type,
  urlSetting
} from 'edge-exporter'

/** What the API answers: `{ "status": "ok", "incidents": 0, "updated": "2026-01-02T03:04:05Z" }`. */
interface Page {
  readonly status: 'ok' | 'degraded' | 'outage'
  readonly incidents: number
  readonly updated: string
}

interface Config {
  readonly url: URL
  readonly ttl: number
  readonly maxAge: number
}

/** Anything else than a page of the known form is a failure, so that a change of the API is seen and not guessed at. */
function readPage(value: unknown): Page {
  const { status, incidents, updated } = (value ?? {}) as Partial<Page>
  const isKnown = status === 'ok' || status === 'degraded' || status === 'outage'
  if (!isKnown || typeof incidents !== 'number' || Number.isNaN(Date.parse(String(updated)))) {
    throw new Failure('schema', 'status.json was answered with JSON of another shape')
  }
  return { status, incidents, updated: String(updated) }
}

const levels = { ok: 0, degraded: 1, outage: 2 } as const
const severities = { ok: 'ok', degraded: 'warning', outage: 'critical' } as const

/** Pure: a payload in, families out. Everything that a test wants to know about numbers is here. */
export function collect({ status, incidents, updated }: Page): Collection {
  const gauge = (name: string, help: string, value: number) => ({
    name: `statuspage_${name}`,
    help,
    type: 'gauge' as const,
    samples: [{ labels: {}, value }]
  })
  const severity = severities[status]
  return {
    families: [
      gauge('status', 'From status: 0 ok, 1 degraded, 2 outage.', levels[status]),
      gauge('incidents', 'Open incidents, from incidents.', incidents),
      { ...gauge('updated_timestamp_seconds', 'Unix time, from updated.', Date.parse(updated) / 1000), unit: 'seconds' }
    ],
    overview: {
      noun: 'pages',
      states: [{ name: status, severity, count: 1 }],
      troubles: status === 'ok' ? [] : [{ name: 'the service', state: status, severity }]
    }
  }
}

const provider: Provider<Config> = {
  name: 'statuspage',
  title: 'Status page',
  settings: Type.Object({
    STATUSPAGE_URL: urlSetting({ description: 'Root of the status page' }),
    STATUSPAGE_TTL: durationSetting({ description: 'Time from one refresh to the next', default: '60s' }),
    STATUSPAGE_MAX_AGE: durationSetting({ description: 'Age at which data is withdrawn; 5 x TTL, at least 5m' })
  }),
  secrets: [],
  credentials: ['STATUSPAGE_URL'],
  size: { noun: 'pages', usual: 1 },

  configure: ({ STATUSPAGE_URL: url = '', STATUSPAGE_TTL: ttl = '60s', STATUSPAGE_MAX_AGE: maxAge }) => ({
    url: new URL(`${url.replace(/\/$/, '')}/status.json`),
    ...sourceTimes('STATUSPAGE', ttl, maxAge)
  }),

  sources: ({ config }: ProviderOptions<Config>) => [
    {
      name: 'page',
      ttl: config.ttl,
      maxAge: config.maxAge,
      callsPerRefresh: 1,
      identity: config.url.href,
      async fetch({ ask, signal, now }: FetchContext) {
        const answer = await ask({
          provider: 'statuspage',
          endpoint: 'status',
          method: 'GET',
          url: config.url,
          signal,
          hostSetting: 'STATUSPAGE_URL'
        })
        assertSuccess(answer, 'status.json', now)
        return readPage(parseJson(answer, 'status.json'))
      },
      collect
    }
  ],

  /** For `edge-exporter demo`, for `plan` and for tests. */
  async simulator() {
    const app = Fastify()
    const page: Page = { status: 'degraded', incidents: 2, updated: '2026-01-02T03:04:05Z' }
    app.get('/status.json', async () => page)
    return { app, settings: (origin) => ({ STATUSPAGE_URL: origin }) }
  }
}

export default provider
