/** The service with a provider whose code is broken, for a child process: each path breaks in another way. */
import type { FastifyInstance } from 'fastify'
import { serve } from '../../src/cli/serve.ts'
import { Failure } from '../../src/contract/failure.ts'
import { fakeSource } from './fake-source.ts'
import { acmeCredentials, madeUpProvider } from './made-up-provider.ts'

const secret = 'sentinel-4711'

const breakages: Record<string, () => void> = {
  '/rejection': () => void Promise.reject(new TypeError(secret)),
  '/failure': () => void Promise.reject(new Failure('schema', 'said on purpose')),
  '/value': () => void Promise.reject(secret),
  '/exception': () =>
    void setImmediate(() => {
      throw new RangeError(secret)
    })
}

const broken = {
  ...madeUpProvider(),
  plugin: async (fastify: FastifyInstance) => {
    fastify.snapshots.add('acme', fakeSource())
    for (const [path, breakDown] of Object.entries(breakages)) {
      fastify.get(path, async () => {
        breakDown()
        return 'broken'
      })
    }
    // Keeps a response open for a while, as a slow scrape does.
    fastify.get('/slow', async () => {
      await new Promise((resolve) => setTimeout(resolve, 500))
      return 'finished'
    })
  }
}

await serve({ providers: [broken], flags: { LISTEN_ADDRESS: '127.0.0.1:0' }, env: acmeCredentials })
