/** A cache whose store outlives it, or is shared with the cells of replicas. */
import t, { type Test } from 'tap'
import { createCollectorThread } from '../../../plugins/snapshots/collector-thread.ts'
import { createSnapshotStore } from '../../../plugins/snapshots/snapshot-store.ts'
import { createSourceCache } from '../../../plugins/snapshots/source-cache.ts'
import { Failure } from '../../../src/contract/failure.ts'
import type { Store } from '../../../src/contract/store.ts'
import { refreshDeadline } from '../../../src/scheduling/schedule.ts'
import { type FakeOptions, fakeSource } from '../../support/fake-source.ts'
import { fakeStore } from '../../support/fake-store.ts'
import { logSink } from '../../support/log-sink.ts'
import { manualClock, settle } from '../../support/manual-clock.ts'
import { plainBodies } from '../../support/plain-bodies.ts'

const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute

interface Options extends FakeOptions {
  readonly background?: boolean
  readonly store?: Store
  readonly learnt?: unknown[]
  readonly isSpent?: boolean
  readonly catchUp?: () => Promise<void>
}

/** A place where processes start, run and end; `world.answer` is the provider of all of them. */
function setUp(t: Test, { isShared = true } = {}) {
  const clock = manualClock()
  const store = fakeStore(clock, { isShared })
  const world = { calls: 0, answer: async (_signal: AbortSignal): Promise<unknown> => ['a', 'b'] }

  function start({
    background = true,
    learnt = [],
    isSpent = false,
    catchUp = async () => {},
    ...options
  }: Options = {}) {
    const sink = logSink()
    const stop = new AbortController()
    const own = { calls: 0 }
    const source = fakeSource({
      fetch({ signal }) {
        world.calls += 1
        own.calls += 1
        return world.answer(signal)
      },
      ...options
    })
    const { identity } = source
    const snapshotStore = createSnapshotStore({
      store: options.store ?? store,
      provider: 'acme',
      source: source.name,
      identity,
      credentials: source.credentials,
      log: sink.log
    })
    const account = {
      interval: () => source.ttl,
      deadline: () => refreshDeadline(source.ttl),
      calls: () => 1,
      catchUp,
      async begin() {},
      async end() {},
      utcOffset: () => 0,
      isSpent: () => isSpent,
      learn: ({ dailyCallLimit, utcOffset }: object & { dailyCallLimit?: unknown; utcOffset?: unknown }) =>
        void learnt.push({ dailyCallLimit, utcOffset })
    }
    const cache = createSourceCache({
      ask: () => Promise.reject(new Error('nothing is asked this way')),
      provider: 'acme',
      source,
      account,
      clock,
      random: () => 0,
      log: sink.log,
      stopped: stop.signal,
      background,
      snapshotStore,
      thread: createCollectorThread(),
      nextScrape: () => undefined,
      slot: 0,
      rules: { provider: 'acme', maxSeries: 1000 },
      publish: async (collected) => collected
    })
    async function end() {
      stop.abort(new Error('stopping'))
      await cache.close()
    }
    t.teardown(end)
    void cache.refresh()
    return { cache, sink, own, end, status: () => cache.status() }
  }
  return { clock, store, world, start }
}

const text = ({ snapshot }: ReturnType<ReturnType<typeof createSourceCache>['status']>) =>
  plainBodies(snapshot?.families)

for (const isShared of [false, true]) {
  t.test(`after a restart within the TTL nobody is asked until it is over; shared: ${isShared}`, async (t) => {
    const { clock, world, start } = setUp(t, { isShared })
    const before = start()
    await settle()
    const saved = before.status()
    t.equal(world.calls, 1)
    await clock.advance(20 * second)
    await before.end()

    const after = start()
    await settle()
    t.equal(text(after.status()), text(saved))
    t.match(after.status(), { up: true, lastSuccess: saved.lastSuccess, lastAttempt: undefined })
    t.ok(after.cache.settled(), 'no scrape waits')
    t.match(after.sink.messages('info'), ['source is up, with data from the store that is 20 s old'])
    t.equal(after.sink.lines.filter(({ level }) => level !== 'debug').length, 1)
    await clock.advance(40 * second - 1)
    t.equal(world.calls, 1)
    await clock.advance(1)
    t.equal(world.calls, 2)
    await clock.advance(minute)
    t.equal(world.calls, 3, 'then it goes on as ever')
  })
}

t.test('data older than the TTL is served while new data is asked for', async (t) => {
  const { clock, world, start } = setUp(t)
  await settle()
  const before = start()
  await settle()
  await before.end()
  await clock.advance(2 * minute)
  const answer = Promise.withResolvers<unknown>()
  world.answer = () => answer.promise
  const after = start()
  await settle()
  t.equal(world.calls, 2)
  t.equal(after.status().snapshot?.series, 2)
  answer.reject(new Failure('server', 'HTTP 503'))
  await settle()
  t.match(after.status(), { up: false, snapshot: { series: 2 } })
  await clock.advance(3 * minute - 1)
  t.equal(after.status().snapshot?.series, 2, 'its age counts from when it was fetched')
  await clock.advance(1)
  t.equal(after.status().snapshot, undefined)
})

t.test('data past the maximum age, or from the future, is not served', async (t) => {
  for (const [wait, name] of [
    [5 * minute, 'old'],
    [-2 * minute, 'from the future'],
    [-day, 'of a clock that was a day ahead']
  ] as const) {
    const { clock, world, start } = setUp(t, { isShared: false })
    const before = start()
    await settle()
    await before.end()
    clock.set(clock.now() + wait)
    world.answer = () => new Promise(() => {})
    const after = start()
    await settle()
    t.match(after.status(), { snapshot: undefined, lastSuccess: undefined }, name)
    t.equal(world.calls, 2)
  }
})

t.test('data from a clock that is a little ahead is served as new', async (t) => {
  const { clock, world, start } = setUp(t)
  await start().cache.refresh()
  clock.set(clock.now() - 5 * second)
  const other = start()
  await settle()
  t.equal(other.status().snapshot?.series, 2)
  t.equal(world.calls, 1)
})

t.test('what it learns of the account comes from the store, too', async (t) => {
  const { start } = setUp(t)
  const facts = { dailyCallLimit: 4711, utcOffset: 3_600_000 }
  const first = start({ collect: () => ({ families: [], ...facts }) })
  await settle()
  await first.end()
  const learnt: unknown[] = []
  start({ learnt })
  await settle()
  t.strictSame(learnt, [facts])
})

t.test('the data of another account is not taken', async (t) => {
  const { world, start } = setUp(t, { isShared: false })
  const first = start({ identity: 'one' })
  await settle()
  await first.end()
  const second = start({ identity: 'two' })
  await settle()
  t.equal(world.calls, 2)
  t.match(second.sink.messages('warn'), [/other settings/])
})

t.test('three replicas make the calls of one, and serve the same', async (t) => {
  const { clock, world, start } = setUp(t)
  let n = 0
  world.answer = async () => {
    n += 1
    await new Promise<void>((resolve) => clock.after(3 * second, resolve))
    return [`${n}`]
  }
  const replicas = [start(), start(), start()]
  await clock.advance(3 * second)
  await clock.advance(second)
  for (let i = 1; i <= 30; i++) {
    t.equal(world.calls, i)
    const texts = replicas.map(({ status }) => text(status()))
    t.strictSame(texts, Array(3).fill(`acme_numbers{x="${i}"} 1\n`))
    await clock.advance(minute)
  }
  t.ok(replicas.every(({ status }) => status().up))
  t.strictSame(
    replicas.map(({ status }) => Object.values(status().failures).reduce((a, b) => a + b)),
    [0, 0, 0]
  )
})

t.test('what another one has saved before it gave the lease back is taken, not asked for again', async (t) => {
  const { clock, store, world, start } = setUp(t)
  const slow: Store = {
    ...store,
    async lease(...given) {
      // While this one waits for the answer, another one has its whole turn.
      start()
      await settle()
      return store.lease(...given)
    }
  }
  const one = start({ store: slow })
  await clock.advance(second)
  t.equal(world.calls, 1)
  t.equal(one.own.calls, 0)
  t.ok(one.status().up)
})

t.test('who takes the result of another one also learns of its calls', async (t) => {
  const { clock, start } = setUp(t)
  start()
  await settle()
  let times = 0
  const catchUp = async () => {
    times += 1
  }
  const other = start({ catchUp })
  await clock.advance(10 * minute)
  t.equal(other.own.calls, 0)
  t.equal(times, 11)
})

t.test('a replica that ends leaves its turn to another one', async (t) => {
  const { clock, world, start } = setUp(t)
  const replicas = [start(), start()]
  await clock.advance(second)
  const owner = replicas.find(({ own }) => own.calls === 1)
  const other = replicas.find(({ own }) => own.calls === 0)
  await owner?.end()
  await clock.advance(10 * minute)
  t.equal(world.calls, 11)
  t.equal(other?.own.calls, 10)
})

t.test('one that asks for long keeps its lease', async (t) => {
  const { clock, world, start } = setUp(t)
  const slow = Promise.withResolvers<string[]>()
  world.answer = () => slow.promise
  start()
  await settle()
  const other = start()
  await clock.advance(50 * second)
  t.equal(other.own.calls, 0, 'longer than the lease was at first')
  slow.resolve(['new'])
  await clock.advance(second)
  t.equal(other.own.calls, 0)
  t.equal(text(other.status()), 'acme_numbers{x="new"} 1\n')
})

t.test('one that dies while it asks is replaced when its lease ends', async (t) => {
  const { clock, store, world, start } = setUp(t)
  /** The store of one who is killed, and so gives nothing back. */
  const deadly: Store = {
    ...store,
    async lease(...given) {
      const lease = await store.lease(...given)
      return typeof lease === 'object' ? { ...lease, release: async () => {} } : lease
    }
  }
  world.answer = () => new Promise(() => {})
  const owner = start({ store: deadly })
  await settle()
  const other = start()
  await clock.advance(10 * second)
  await owner.end()
  world.answer = async () => ['new']
  await clock.advance(34 * second)
  t.equal(other.own.calls, 0, 'its lease is respected')
  await clock.advance(2 * second)
  t.equal(other.own.calls, 1)
  t.equal(text(other.status()), 'acme_numbers{x="new"} 1\n')
})

t.test('a lease that does not end is not waited for without end', async (t) => {
  const { clock, store, world, start } = setUp(t)
  const forever: Store = { ...store, lease: async () => 'taken' }
  const one = start({ store: forever })
  await clock.advance(54 * second)
  t.equal(world.calls, 0, 'the time of a lease is granted')
  await clock.advance(3 * second)
  t.equal(world.calls, 1)
  t.ok(one.status().up)
})

t.test('a wait for a lease ends with the program', async (t) => {
  const { store, world, start, clock } = setUp(t)
  const one = start({ store: { ...store, lease: async () => 'taken' } })
  await clock.advance(2 * second)
  await one.end()
  t.equal(world.calls, 0)
  t.strictSame(one.sink.messages('warn'), [])
})

t.test('a failure of one is a pause for all', async (t) => {
  const { clock, world, start } = setUp(t)
  world.answer = async () => {
    throw new Failure('auth', 'refused')
  }
  const replicas = [start(), start(), start()]
  await clock.advance(second)
  t.equal(world.calls, 1)
  for (const { status } of replicas) {
    t.match(status(), { up: false, failures: { auth: 1 }, lastFailure: { reason: 'auth', message: 'refused' } })
  }
  await clock.advance(2 * minute)
  t.equal(world.calls, 2)
  await clock.advance(10 * minute)
  t.ok(world.calls <= 7, `${world.calls}`)
  world.answer = async () => ['a']
  await clock.advance(3 * minute)
  t.ok(replicas.every(({ status }) => status().up))
})

t.test('that the calls of the day are spent is no pause for others, as each finds out by itself', async (t) => {
  const { clock, world, start } = setUp(t)
  world.answer = async () => {
    throw new Failure('quota', 'spent', { retryAfter: day })
  }
  start({ isSpent: true })
  await clock.advance(second)
  world.answer = async () => ['a']
  const other = start()
  await clock.advance(second)
  t.equal(other.own.calls, 1)
  t.ok(other.status().up)
})

t.test('a pause is counted once, however often it is looked at', async (t) => {
  const { clock, world, start } = setUp(t)
  world.answer = async () => {
    throw new Failure('quota', 'wait', { retryAfter: 30 * minute })
  }
  const replicas = [start(), start()]
  await clock.advance(29 * minute)
  t.equal(world.calls, 1)
  for (const { status, sink } of replicas) {
    t.equal(status().failures.quota, 1)
    t.equal(sink.messages('warn').length, 1)
  }
})

for (const isShared of [false, true]) {
  t.test(`a restart does not wait for what an operator has mended; shared: ${isShared}`, async (t) => {
    const { clock, world, start } = setUp(t, { isShared })
    world.answer = async () => {
      throw new Failure('auth', 'refused')
    }
    const before = start()
    await clock.advance(second)
    await before.end()
    world.answer = async () => ['a']
    const after = start()
    await settle()
    t.ok(after.status().up)
  })

  t.test(`but for what only time mends; shared: ${isShared}`, async (t) => {
    const { clock, world, start } = setUp(t, { isShared })
    world.answer = async () => {
      throw new Failure('quota', 'too many', { retryAfter: 10 * minute })
    }
    const before = start()
    await clock.advance(second)
    await before.end()
    world.answer = async () => ['a']
    const after = start()
    await clock.advance(9 * minute)
    t.equal(world.calls, 1)
    t.match(after.status(), { up: false, lastFailure: { reason: 'quota' } })
    await clock.advance(2 * minute)
    t.ok(after.status().up)
  })
}

t.test('a clock that is set back does not make a pause longer', async (t) => {
  const { clock, world, start } = setUp(t, { isShared: false })
  world.answer = async () => {
    throw new Failure('server', 'HTTP 503')
  }
  const one = start()
  await clock.advance(second)
  clock.set(clock.now() - day)
  world.answer = async () => ['a']
  await clock.advance(2 * minute)
  t.ok(one.status().up)
})

t.test('while the store is down each goes on by itself, and after that together', async (t) => {
  const { clock, store, world, start } = setUp(t)
  const replicas = [start(), start(), start()]
  await clock.advance(second)
  store.isDown = true
  await clock.advance(10 * minute)
  t.equal(world.calls, 1 + 30)
  t.ok(replicas.every(({ status }) => status().up))
  store.isDown = false
  await clock.advance(2 * minute)
  world.calls = 0
  await clock.advance(10 * minute)
  t.equal(world.calls, 10)
})

t.test('a flushed store costs nothing but a call', async (t) => {
  const { clock, store, world, start } = setUp(t)
  const replicas = [start(), start(), start()]
  await clock.advance(second)
  for (let i = 0; i < 10; i++) {
    await clock.advance(minute)
    store.flush()
  }
  t.ok(replicas.every(({ status }) => status().up && status().snapshot !== undefined))
  t.ok(world.calls <= 12, `${world.calls}`)
})

t.test('what renews it never ends, even when the store breaks its word', async (t) => {
  const { clock, store, world, start } = setUp(t)
  let isBroken = true
  const broken: Store = {
    ...store,
    async read(key) {
      if (isBroken) throw new TypeError('SENTINEL')
      return store.read(key)
    }
  }
  const one = start({ store: broken })
  await clock.advance(30 * second)
  t.match(one.status(), { up: false, failures: { internal: /^[1-9]/ } })
  t.equal(world.calls, 0)
  t.notMatch(one.sink.text(), 'SENTINEL')
  isBroken = false
  await clock.advance(minute)
  t.ok(one.status().up)
})

t.test('a command that ends after one refresh asks, whatever is stored', async (t) => {
  const { clock, store, world, start } = setUp(t)
  start()
  await settle()
  const kept = new Map(store.values)
  const command = start({ background: false })
  await clock.advance(second)
  t.equal(world.calls, 2)
  t.equal(command.status().snapshot?.series, 2)
  t.strictSame(new Map(store.values), kept, 'and keeps nothing')
  const shown = command.sink.lines.flatMap((line) => Object.keys(line))
  t.notOk(shown.includes('nextInMs'), 'there is no next one')
})

t.test('refused credentials pause those who have the same, and nobody else', async (t) => {
  const { world, start, clock } = setUp(t)
  world.answer = async () => {
    throw new Failure('auth', 'refused')
  }
  const wrong = start({ credentials: () => 'an old secret' })
  await settle()
  t.match(wrong.status(), { up: false, lastFailure: { reason: 'auth' } })
  const same = start({ credentials: () => 'an old secret' })
  world.answer = async () => ['a']
  const right = start({ credentials: () => 'a new secret' })
  await clock.advance(second)
  t.match(right.status(), { up: true, lastFailure: undefined })
  t.equal(right.own.calls, 1)
  t.equal(same.own.calls, 0)
})

for (const [name, end] of [
  ['fails', (late: PromiseWithResolvers<unknown>) => late.reject(new Failure('server', 'too old'))],
  ['has an old result', (late: PromiseWithResolvers<unknown>) => late.resolve(['old'])]
] as const) {
  t.test(`who was stopped while it asked, and wakes when another one has taken over, ${name}`, async (t) => {
    const { clock, store, world, start } = setUp(t)
    const late = Promise.withResolvers<unknown>()
    world.answer = () => late.promise
    // Its lease is over before its own timers are, as its clock stood still.
    const owner = start({ store: { ...store, lease: (key) => store.lease(key, 10 * second) } })
    await settle()
    world.answer = async () => ['new']
    const other = start()
    await clock.advance(12 * second)
    t.match(text(other.status()), 'x="new"')
    const kept = store.values.get([...store.values.keys()].find((key) => key.startsWith('snapshot/')) ?? '')
    end(late)
    await settle()
    t.match(owner.status(), { up: true, lastFailure: undefined })
    t.match(text(owner.status()), 'x="new"')
    t.same(
      [...store.values.keys()].filter((key) => key.startsWith('pause/')),
      [],
      'it tells nobody to wait'
    )
    t.equal(store.values.get([...store.values.keys()].find((key) => key.startsWith('snapshot/')) ?? ''), kept)
    await clock.advance(minute)
    t.ok(other.status().up)
  })
}
