import Fastify from 'fastify'
import t, { type Test } from 'tap'
import health from '../../plugins/health.ts'
import snapshots from '../../plugins/snapshots/index.ts'
import upstream from '../../plugins/upstream/index.ts'
import { Failure } from '../../src/contract/failure.ts'
import { memoryStore, type Store } from '../../src/contract/store.ts'
import { type FakeSource, fakeSource } from '../support/fake-source.ts'
import { logSink } from '../support/log-sink.ts'
import { type ManualClock, manualClock, settle } from '../support/manual-clock.ts'

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
  t.same(await get('/-/healthy'), await get('/healthz'), 'as Prometheus names it')
  t.same(await get('/-/ready'), await get('/readyz'))
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

const minute = 60_000

/** The exporter over sources; `store` is what their turns depend on. */
async function setUp(t: Test, store: Store, sources: readonly FakeSource[]) {
  const manual = manualClock()
  const timers = { areDead: false }
  const clock: ManualClock = {
    ...manual,
    after: (ms, task) => manual.after(ms, () => timers.areDead || task())
  }
  const app = Fastify({ loggerInstance: logSink().log })
  t.teardown(() => app.close())
  await app.register(upstream, { clock, proxy: {}, userAgent: 'test' })
  await app.register(snapshots, { clock, store, random: () => 0 })
  await app.register(health)
  for (const source of sources) app.snapshots.add('acme', source)
  await app.ready()
  const isAlive = async () => (await app.inject('/healthz')).statusCode === 200
  return { app, clock, timers, isAlive }
}

t.test('it is not alive when nothing is renewed any more, and alive when it is again', async (t) => {
  const source = fakeSource()
  // A turn that never ends: a store that breaks its word.
  const { promise, resolve } = Promise.withResolvers<undefined>()
  let isWedged = false
  const store = { ...memoryStore, isKept: true, isShared: true, read: async () => (isWedged ? promise : undefined) }
  const { app, clock, isAlive } = await setUp(t, store, [source])
  await clock.advance(10 * minute)
  t.ok(await isAlive())
  t.equal(source.calls, 11)
  isWedged = true
  await clock.advance(minute)
  t.ok(await isAlive(), 'a turn may take its time')
  await clock.advance(2.9 * minute)
  t.ok(await isAlive())
  await clock.advance(0.2 * minute)
  t.notOk(await isAlive())
  t.match(JSON.parse((await app.inject('/healthz')).body), { status: /three intervals/ })
  isWedged = false
  resolve(undefined)
  await clock.advance(2 * minute)
  t.ok(await isAlive())
})

t.test('it is not alive when its timers do not fire', async (t) => {
  const source = fakeSource()
  const { clock, timers, isAlive } = await setUp(t, memoryStore, [source])
  await clock.advance(minute)
  timers.areDead = true
  await clock.advance(3.9 * minute)
  t.ok(await isAlive())
  await clock.advance(0.2 * minute)
  t.notOk(await isAlive())
})

t.test('one source that is stuck does not take the others away', async (t) => {
  const stuck = fakeSource({ name: 'stuck', identity: 'stuck' })
  const fine = fakeSource({ name: 'fine' })
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const store = {
    ...memoryStore,
    isKept: true,
    isShared: true,
    read: (key: string) => (key.includes('/stuck/') ? promise : Promise.resolve(undefined))
  }
  const { clock, isAlive } = await setUp(t, store, [stuck, fine])
  await clock.advance(60 * minute)
  t.equal(stuck.calls, 0)
  t.equal(fine.calls, 61)
  t.ok(await isAlive())
  resolve(undefined)
})

t.test('neither an outage of hours nor a pause until midnight is a reason to restart', async (t) => {
  for (const [reason, retryAfter] of [
    ['network', undefined],
    ['auth', undefined],
    ['timeout', undefined],
    ['quota', undefined],
    ['quota', 15 * 60 * minute]
  ] as const) {
    const source = fakeSource({
      async fetch() {
        throw new Failure(reason, 'down', { retryAfter })
      }
    })
    const { app, clock, isAlive } = await setUp(t, memoryStore, [source])
    for (let i = 0; i < 100; i++) {
      await clock.advance(10 * minute)
      if (!(await isAlive())) return t.fail(`${reason} after ${i * 10} minutes`)
    }
    t.equal(app.snapshots.statuses()[0]?.up, false)
    t.ok(source.calls >= 2, 'and it goes on trying')
  }
})

t.test('a source that ignores its end is given up, and no reason either', async (t) => {
  const source = fakeSource({ fetch: () => new Promise(() => {}) })
  const { clock, isAlive } = await setUp(t, memoryStore, [source])
  for (let i = 0; i < 60; i++) {
    await clock.advance(minute)
    if (!(await isAlive())) return t.fail(`after ${i} minutes`)
  }
  t.ok(source.calls > 20)
})
