/** A provider that is right, but for one collection of each of its sources. */
import { Fastify, type FastifyInstance, type Provider, Type } from 'edge-exporter'
import { wrongCollections } from './wrong-collections.ts'

const times = { ttl: 60_000, maxAge: 300_000, callsPerRefresh: 0, identity: 'x' }

const provider: Provider = {
  name: 'wrong',
  title: 'Wrong',
  settings: Type.Object({ WRONG_KEY: Type.String({ description: 'Key' }) }),
  secrets: [],
  credentials: ['WRONG_KEY'],
  places: [],
  pushJob: 'wrong',
  configure: () => ({}),
  plugin: async (fastify: FastifyInstance) => {
    for (const [name, collect] of Object.entries(wrongCollections)) {
      fastify.snapshots.add('wrong', { name, ...times, fetch: async () => 1, collect: collect as never })
    }
    const families = [
      { name: 'wrong_but_right', help: 'x', type: 'gauge', samples: [{ labels: {}, value: 1 }] }
    ] as const
    fastify.snapshots.add('wrong', { name: 'right', ...times, fetch: async () => 1, collect: () => ({ families }) })
  },
  simulator: async () => ({ app: Fastify(), settings: () => ({ WRONG_KEY: 'x' }) })
}

export default provider
