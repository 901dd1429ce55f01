import Fastify from 'fastify'
import t, { type Test } from 'tap'
import snapshots, { createSnapshots } from '../../../plugins/snapshots/index.ts'
import { createCallCounter } from '../../../plugins/upstream/call-counter.ts'
import upstream from '../../../plugins/upstream/index.ts'
import { Failure } from '../../../src/contract/failure.ts'
import type { Place } from '../../../src/contract/provider.ts'
import { fakeSource, numbers } from '../../support/fake-source.ts'
import { logSink } from '../../support/log-sink.ts'
import { manualClock, settle } from '../../support/manual-clock.ts'

const second = 1000
const minute = 60 * second

function setUp(t: Test, options: { readonly background?: boolean } = {}) {
  const clock = manualClock()
  const sink = logSink()
  const limits = new Map<string, () => number | undefined>()
  const counter = createCallCounter(clock)
  const upstream = {
    ...counter,
    paceCalls() {},
    limitCalls: (provider: string, limit: () => number | undefined) => void limits.set(provider, limit)
  }
  const host = { log: sink.log, upstream } as unknown as Parameters<typeof createSnapshots>[0]
  const created = createSnapshots(host, { clock, random: () => 0, ...options })
  t.teardown(() => created.close())
  return { snapshots: created, clock, sink, counter, limits }
}

const never = () => new Promise<never>(() => {})
const quota = { callsPerDay: 1000, setting: 'ACME_DAILY_CALL_LIMIT' }

t.test('sources begin with the server, later ones at once', async (t) => {
  const { snapshots, clock } = setUp(t)
  const early = fakeSource({ name: 'early' })
  const late = fakeSource({ name: 'late', provider: 'other' })
  snapshots.add('acme', early)
  await clock.advance(10 * minute)
  t.equal(early.calls, 0)
  snapshots.start()
  await settle()
  t.equal(early.calls, 1)
  snapshots.add('other', late)
  await settle()
  t.equal(late.calls, 1)
  t.match(snapshots.statuses(), [
    { provider: 'acme', source: 'early', up: true },
    { provider: 'other', source: 'late', up: true }
  ])
})

t.test('a failing source does not keep the others from their rhythm', async (t) => {
  const { snapshots, clock } = setUp(t)
  const fine = fakeSource({ name: 'fine' })
  const broken = fakeSource({
    name: 'broken',
    async fetch() {
      throw new Failure('auth', 'refused')
    }
  })
  snapshots.add('acme', broken)
  snapshots.add('acme', fine)
  snapshots.start()
  await clock.advance(10 * minute)
  t.equal(fine.calls, 11)
  t.equal(broken.calls, 6)
})

t.test('without a background refreshes are asked for', async (t) => {
  const { snapshots, clock } = setUp(t, { background: false })
  const source = fakeSource()
  snapshots.add('acme', source)
  snapshots.start()
  await clock.advance(10 * minute)
  t.equal(source.calls, 0)
  await snapshots.refreshAll()
  t.equal(source.calls, 1)
  t.match(snapshots.statuses(), [{ up: true }])
})

t.test('waiting for the first data', async (t) => {
  const { snapshots, clock } = setUp(t)
  const { promise, resolve } = Promise.withResolvers<string[]>()
  snapshots.add('acme', fakeSource({ name: 'slow', fetch: () => promise }))
  snapshots.add('other', fakeSource({ name: 'stuck', fetch: never }))
  const waiting = (ms: number, providers?: string[]) => {
    const state = { ended: false }
    void snapshots.firstData(ms, providers).then(() => {
      state.ended = true
    })
    return state
  }

  const early = waiting(minute)
  await settle()
  t.ok(early.ended, 'nothing runs yet: nothing to wait for')

  snapshots.start()
  const all = waiting(10 * second)
  const acme = waiting(10 * second, ['acme'])
  const hasty = waiting(2 * second)
  await clock.advance(2 * second - 1)
  t.notOk(hasty.ended)
  await clock.advance(1)
  t.ok(hasty.ended, 'gives up at its limit')

  resolve(['a'])
  await settle()
  t.ok(acme.ended, 'one provider is not kept waiting for another')
  t.notOk(all.ended, 'every source is waited for')
  await clock.advance(8 * second)
  t.ok(all.ended)
})

t.test('a source that was heard of is not waited for', async (t) => {
  const { snapshots, clock } = setUp(t)
  let fetch: () => Promise<unknown> = async () => {
    throw new Failure('network', 'no route')
  }
  snapshots.add('acme', fakeSource({ fetch: () => fetch() }))
  snapshots.start()
  await settle()
  fetch = never
  await clock.advance(10 * second)
  let ended = false
  void snapshots.firstData(minute).then(() => {
    ended = true
  })
  await settle()
  t.ok(ended, 'its second try may run as long as it likes')
})

t.test('ready once every source has data or a reason for having none, and for good', async (t) => {
  const { snapshots, clock } = setUp(t)
  const { promise, reject } = Promise.withResolvers<string[]>()
  snapshots.add('acme', fakeSource({ name: 'fine', maxAge: minute }))
  snapshots.add('other', fakeSource({ name: 'slow', fetch: () => promise }))
  t.notOk(snapshots.isReady())
  snapshots.start()
  await settle()
  t.notOk(snapshots.isReady(), 'one of two')
  reject(new Failure('auth', 'refused'))
  await settle()
  t.ok(snapshots.isReady(), 'a known failure is an answer')
  snapshots.add('third', fakeSource({ name: 'new', fetch: never }))
  await clock.advance(second)
  t.ok(snapshots.isReady(), 'it does not take it back')
})

t.test('places come from the data that is served', async (t) => {
  const { snapshots, clock } = setUp(t)
  const place = (key: string): Place => ({ key, name: key, latitude: 1, longitude: 1 })
  let works = true
  snapshots.add(
    'acme',
    fakeSource({
      collect: () => ({ families: [], places: [place('Oslo')] }),
      async fetch() {
        if (!works) throw new Failure('network', 'no route')
      }
    })
  )
  snapshots.add('other', fakeSource({ collect: () => ({ families: [], places: [place('Bergen')] }) }))
  t.same([...snapshots.places()], [])
  snapshots.start()
  await settle()
  t.same(
    [...snapshots.places()].map(({ key }) => key),
    ['Oslo', 'Bergen']
  )
  works = false
  await clock.advance(6 * minute)
  t.same(
    [...snapshots.places()].map(({ key }) => key),
    ['Bergen'],
    'withdrawn data has none'
  )
})

t.test('the sources of a provider share one quota, and providers do not', async (t) => {
  const { snapshots, clock, counter, limits } = setUp(t)
  snapshots.add('acme', fakeSource({ name: 'one', quota }))
  const two = fakeSource({ name: 'two', collect: () => ({ families: [], dailyCallLimit: 1800 }) })
  snapshots.add('acme', two)
  snapshots.add('other', fakeSource({ name: 'free', provider: 'other' }))
  t.same([...limits.keys()], ['acme', 'other'])
  t.equal(limits.get('acme')?.(), 800, 'the upstream may ask before the first payload, too')
  t.equal(limits.get('other')?.(), undefined)

  snapshots.start()
  await settle()
  t.equal(limits.get('acme')?.(), 1440)
  const intervals = snapshots.statuses().map(({ interval }) => interval)
  t.same(intervals, [2 * minute, 2 * minute, minute])
  t.same(snapshots.accounts(), [
    {
      provider: 'acme',
      callsToday: 0,
      callsMade: 0,
      dailyCallLimit: 1800,
      isFixed: false,
      reset: Date.UTC(2026, 0, 3)
    }
  ])

  counter.setForeignCalls('acme', 1440)
  await clock.advance(10 * minute)
  t.equal(two.calls, 1, 'not one call more')
  t.match(
    snapshots.statuses().map(({ up, failures }) => [up, failures.quota]),
    [
      [false, 1],
      [false, 1],
      [true, 0]
    ]
  )
  await clock.advance(24 * 60 * minute)
  t.ok(
    snapshots.statuses().every(({ up }) => up),
    'the next day it goes on'
  )
})

t.test('a quota that shrinks stretches the interval, one that grows gives it back', async (t) => {
  let monitors = 9
  const { snapshots, clock, sink } = setUp(t)
  const source = fakeSource({
    quota: { callsPerDay: 200, setting: 'ACME_DAILY_CALL_LIMIT' },
    collect: () => ({
      families: [
        numbers(
          'm',
          Array.from({ length: monitors }, (_, i) => `${i}`)
        )
      ],
      dailyCallLimit: 200 * monitors
    })
  })
  snapshots.add('acme', source)
  const interval = () => snapshots.statuses()[0]?.interval
  t.equal(interval(), 9 * minute, 'one monitor is assumed')
  snapshots.start()
  await settle()
  t.equal(interval(), minute)
  monitors = 3
  await clock.advance(minute)
  t.equal(interval(), 3 * minute)
  t.match(snapshots.statuses()[0], { maxAge: 15 * minute, snapshot: { series: 3 } })
  t.equal(sink.messages('warn').filter((line) => line.includes('ACME_DAILY_CALL_LIMIT')).length, 1)
  monitors = 0
  await clock.advance(3 * minute)
  t.match(snapshots.statuses()[0], { up: true, snapshot: { series: 0 } })
  monitors = 20
  await clock.advance(24 * 60 * minute)
  t.match(snapshots.statuses()[0], { interval: minute, snapshot: { series: 20 } }, 'an empty account is asked again')
})

t.test('closing stops everything, even before the start', async (t) => {
  const { snapshots, clock } = setUp(t)
  const source = fakeSource({ fetch: never })
  snapshots.add('acme', source)
  snapshots.start()
  await settle()
  await snapshots.close()
  t.ok(source.signals[0]?.aborted)
  const late = fakeSource({ name: 'late' })
  snapshots.add('acme', late)
  await snapshots.refreshAll()
  await clock.advance(10 * minute)
  t.equal(source.calls + late.calls, 1)
})

t.test('as a plugin it starts and stops with the server', async (t) => {
  const clock = manualClock()
  const app = Fastify()
  await app.register(upstream, { clock, proxy: {}, userAgent: 'test' })
  await app.register(snapshots, { clock })
  const source = fakeSource({ fetch: never })
  app.snapshots.add('acme', source)
  t.equal(source.calls, 0)
  await app.ready()
  t.equal(source.calls, 1)
  await app.close()
  t.ok(source.signals[0]?.aborted)
})

t.test('a server that cannot have its port has asked nobody', async (t) => {
  const taken = Fastify()
  t.teardown(() => taken.close())
  const address = new URL(await taken.listen({ host: '127.0.0.1', port: 0 }))
  const app = Fastify()
  t.teardown(() => app.close())
  const clock = manualClock()
  await app.register(upstream, { clock, proxy: {}, userAgent: 'test' })
  await app.register(snapshots, { clock, startOn: 'listen' })
  const source = fakeSource()
  app.snapshots.add('acme', source)
  await t.rejects(app.listen({ host: '127.0.0.1', port: Number(address.port) }), { code: 'EADDRINUSE' })
  t.equal(source.calls, 0)

  const other = Fastify()
  t.teardown(() => other.close())
  await other.register(upstream, { clock, proxy: {}, userAgent: 'test' })
  await other.register(snapshots, { clock, startOn: 'listen' })
  other.snapshots.add('acme', source)
  await other.listen({ host: '127.0.0.1', port: 0 })
  await settle()
  t.equal(source.calls, 1)
})
