/** POST /-/reload, as Prometheus has it: reads the configuration file again. */
import type { FastifyInstance } from 'fastify'
import type { Reloaded } from './config-file.ts'

export const reloadPath = '/-/reload'

export interface ReloadRouteOptions {
  readonly isEnabled: boolean
  readonly reload: () => Promise<Reloaded>
}

export function addReloadRoute(fastify: FastifyInstance, { isEnabled, reload }: ReloadRouteOptions): void {
  fastify.route({
    method: ['POST', 'PUT'],
    url: reloadPath,
    async handler(request, reply) {
      reply.type('text/plain; charset=utf-8')
      if (!isEnabled) return reply.code(403).send('reloading over HTTP is off; start with --web.enable-lifecycle\n')
      // A page of another origin that a browser shows is nobody's wish, whatever credentials the browser has kept.
      if (request.headers['sec-fetch-site'] === 'cross-site') return reply.code(403).send('not from another site\n')
      const { fault } = await reload()
      return fault === undefined ? reply.send('') : reply.code(500).send(`${fault}\n`)
    }
  })
}
