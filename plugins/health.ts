/**
 * GET /healthz and /-/healthy: the process lives and renews what it serves; a provider that is down does not change that.
 * GET /readyz and /-/ready: every enabled source has data or a known reason for having none. The second names are those
 * of Prometheus.
 *
 * The answers have no schema, as the first probe of a start would wait for what writes them by one.
 */
import fp from 'fastify-plugin'

export default fp(
  async (fastify) => {
    const options = { config: { isHealth: true }, logLevel: 'warn' } as const
    for (const path of ['/healthz', '/-/healthy']) {
      fastify.get(path, options, async (_request, reply) => {
        if (!fastify.snapshots.isStuck()) return { status: 'ok' }
        return reply.code(503).send({ status: 'no source was refreshed for three intervals' })
      })
    }
    for (const path of ['/readyz', '/-/ready']) {
      fastify.get(path, options, async (_request, reply) => {
        if (fastify.snapshots.isReady()) return { status: 'ready' }
        return reply.code(503).send({ status: 'waiting for the first refresh of every source' })
      })
    }
  },
  { name: 'health', fastify: '5.x', dependencies: ['snapshots'] }
)
