/** A provider whose counter has to be carried: its API tells how many events came after a cursor. */
import {
  assertSuccess,
  countSetting,
  Fastify,
  type FastifyInstance,
  type Provider,
  type ProviderOptions,
  parseJson,
  sourceTimes,
  Type,
  urlSetting
} from 'edge-exporter'

interface Config {
  readonly url: URL
  readonly ttl: number
  readonly maxAge: number
}

interface Answer {
  readonly cursor: number
  readonly events: number
}

interface Counted {
  readonly cursor: number
  readonly total: number
}

const provider: Provider<Config> = {
  name: 'counting',
  title: 'Counting',
  settings: Type.Object({
    COUNTING_URL: urlSetting({ description: 'URL of the feed' }),
    COUNTING_TTL_MS: countSetting({ description: 'Milliseconds', default: '200' })
  }),
  secrets: [],
  credentials: ['COUNTING_URL'],
  places: [],
  pushJob: 'counting',
  configure: ({ COUNTING_URL: url = '', COUNTING_TTL_MS: ttl }) => ({
    url: new URL(url),
    ...sourceTimes('COUNTING', `${ttl}ms`, '5m')
  }),
  plugin: async (fastify: FastifyInstance, { config: { url, ...times }, clock }: ProviderOptions<Config>) => {
    fastify.snapshots.add<Answer, unknown, Counted>('counting', {
      name: 'feed',
      ...times,
      callsPerRefresh: 1,
      identity: url.href,
      // Where Leases are the store, what is kept is sealed with it.
      credentials: () => url.href,
      stateVersion: 1,
      async fetch({ signal, state }) {
        const after = new URL(`?after=${state?.cursor ?? 0}`, url)
        const request = { provider: 'counting', endpoint: 'feed', method: 'GET', hostSetting: 'COUNTING_URL' } as const
        const answer = await fastify.upstream.request({ ...request, url: after, signal })
        assertSuccess(answer, 'feed', clock.now())
        return parseJson(answer, 'feed') as Answer
      },
      collect({ cursor, events }, { state }) {
        const total = (state?.total ?? 0) + events
        const family = { name: 'counting_events_total', help: 'Events.', type: 'counter' as const }
        return { families: [{ ...family, samples: [{ labels: {}, value: total }] }], state: { cursor, total } }
      }
    })
  },
  async simulator() {
    return { app: Fastify(), settings: (origin) => ({ COUNTING_URL: origin }) }
  }
}

export default provider
