/** GET /: the state of everything for people, and GET /api/status: the same for scripts. */
import fp from 'fastify-plugin'
import { type Static, Type } from 'typebox'
import type { Clock } from '../../src/contract/clock.ts'
import type { AnyProvider } from '../../src/contract/provider.ts'
import { readAssets } from './assets.ts'
import { statusOf } from './status.ts'
import { StatusSchema } from './status-schema.ts'

export interface StatusPageOptions {
  readonly clock: Pick<Clock, 'now'>
  readonly version: string
  readonly providers: readonly AnyProvider[]
  /** Paths worth a link, with what is there. */
  readonly links: Readonly<Record<string, string>>
}

const QuerySchema = Type.Object({
  part: Type.Optional(Type.Literal('live')),
  q: Type.Optional(Type.String({ maxLength: 100 })),
  state: Type.Optional(Type.String({ maxLength: 100 })),
  page: Type.Optional(Type.String({ pattern: '^\\d{0,6}$' }))
})

const forEver = 'public, max-age=31536000, immutable'
/** Everything comes from this origin, and nothing is written into the page itself. */
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"

export default fp<StatusPageOptions>(
  async (fastify, { clock, version, providers, links }) => {
    const { style, script, icon } = readAssets()
    const pageOptions = { style: style.path, script: script.path, icon: icon.path, links: relative(links) }
    const status = () =>
      statusOf({
        statuses: fastify.snapshots.statuses(),
        accounts: fastify.snapshots.accounts(),
        providers,
        now: clock.now(),
        version
      })

    fastify.get('/api/status', { logLevel: 'warn', schema: { response: { 200: StatusSchema } } }, async (_, reply) => {
      reply.header('cache-control', 'no-store')
      return status()
    })

    // The metrics may be served here, as other exporters are asked to.
    if (!fastify.hasRoute({ method: 'GET', url: '/' })) {
      fastify.get('/', { logLevel: 'warn', schema: { querystring: QuerySchema } }, async (request, reply) => {
        const { part, ...wanted } = request.query as Static<typeof QuerySchema>
        // The map of the world takes a while to load, and where only Prometheus asks nobody ever looks at it.
        const { liveParts, page } = await import('./page.ts')
        const { text } = part === 'live' ? liveParts(status(), wanted, false) : page(status(), wanted, pageOptions)
        return reply
          .type('text/html; charset=utf-8')
          .header('cache-control', 'no-store')
          .header('content-security-policy', policy)
          .send(text)
      })
    }

    for (const { path, type, content } of [style, script, icon]) {
      fastify.get(`/${path}`, { logLevel: 'warn' }, async (_, reply) =>
        reply.type(type).header('cache-control', forEver).send(content)
      )
    }
  },
  { name: 'status-page', fastify: '5.x', dependencies: ['snapshots'] }
)

/** Without the first slash, so that a proxy may serve everything under a path of its own. */
function relative(links: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(links).map(([path, what]) => [path.replace(/^\/(?=.)/, ''), what]))
}
