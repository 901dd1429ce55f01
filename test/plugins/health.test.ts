import Fastify from 'fastify'
import t from 'tap'
import health from '../../plugins/health.ts'
import snapshots from '../../plugins/snapshots.ts'
import upstream from '../../plugins/upstream.ts'
import { Failure } from '../../src/failure.ts'
import { fakeSource } from '../fake-source.ts'
import { manualClock, settle } from '../manual-clock.ts'

t.test('alive at once, ready after the first refresh, and both for good', async (t) => {
  const clock = manualClock()
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(upstream, { clock, proxy: {}, userAgent: 'test' })
  await app.register(snapshots, { clock })
  await app.register(health)
  const first = Promise.withResolvers<string[]>()
  let fetch = () => first.promise
  app.snapshots.add('acme', fakeSource({ fetch: () => fetch() }))

  const get = async (path: string) => {
    const { statusCode, body } = await app.inject(path)
    return [statusCode, JSON.parse(body)]
  }
  t.same(await get('/healthz'), [200, { status: 'ok' }])
  t.same(await get('/readyz'), [503, { status: 'waiting for the first refresh of every source' }])

  first.resolve(['a'])
  await settle()
  t.same(await get('/readyz'), [200, { status: 'ready' }])

  fetch = async () => {
    throw new Failure('auth', 'refused')
  }
  await clock.advance(60 * 60_000)
  t.equal(app.snapshots.statuses()[0]?.up, false)
  t.equal(app.snapshots.statuses()[0]?.snapshot, undefined)
  t.same(await get('/readyz'), [200, { status: 'ready' }], 'a provider that is down does not take the exporter away')
  t.same(await get('/healthz'), [200, { status: 'ok' }])
})
