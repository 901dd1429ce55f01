/**
 * GET /healthz: the process lives and renews what it serves; a provider that is down does not change that.
 * GET /readyz: every enabled source has data or a known reason for having none.
 *
 * The answers have no schema, as the first probe of a start would wait for what writes them by one.
 */
import fp from 'fastify-plugin'

export default fp(
  async (fastify) => {
    fastify.get('/healthz', { config: { isHealth: true }, logLevel: 'warn' }, async (_request, reply) => {
      if (!fastify.snapshots.isStuck()) return { status: 'ok' }
      return reply.code(503).send({ status: 'no source has had its turn for three intervals' })
    })

    fastify.get('/readyz', { config: { isHealth: true }, logLevel: 'warn' }, async (_request, reply) => {
      if (fastify.snapshots.isReady()) return { status: 'ready' }
      return reply.code(503).send({ status: 'waiting for the first refresh of every source' })
    })
  },
  { name: 'health', fastify: '5.x', dependencies: ['snapshots'] }
)
