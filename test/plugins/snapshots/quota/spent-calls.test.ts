import { ok } from 'node:assert/strict'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { createSpentCalls } from '../../../../plugins/snapshots/quota/spent-calls.ts'
import { createCallCounter } from '../../../../plugins/upstream/call-counter.ts'
import { memoryStore, type Store } from '../../../../src/contract/store.ts'
import { fakeStore } from '../../../support/fake-store.ts'
import { manualClock } from '../../../support/manual-clock.ts'

const day = 24 * 3_600_000

function setUp(_?: Test) {
  const clock = manualClock()
  const store = fakeStore(clock)
  /** A process with an account. */
  function start(identity = 'tag', of: Store = store) {
    const counter = createCallCounter(clock)
    const spent = createSpentCalls({ store: of, provider: 'acme', identity, counter })
    async function make(calls: number) {
      await spent.reserve(calls)
      for (let i = 0; i < calls; i++) counter.takeCall('acme')
      await spent.settle(calls)
    }
    return { ...spent, make, counter, known: () => counter.callsToday('acme') }
  }
  return { clock, store, start }
}

t.test('a restart knows what was spent before', async (t) => {
  const { start } = setUp()
  const before = start()
  for (let i = 0; i < 5; i++) await before.make(3)
  const after = start()
  t.equal(after.known(), 0)
  await after.synchronise()
  t.equal(after.known(), 15)
  await after.make(1)
  t.equal(after.known(), 16)
  t.equal(after.counter.ownCallsToday('acme'), 1)
})

t.test('the call that tells the zone is of the day there, whatever day it is elsewhere', async (t) => {
  const { clock, start } = setUp()
  const hour = 3_600_000
  // The evening before, while the account is in the next day already.
  clock.set(Date.UTC(2026, 0, 2, 20))
  const zone = 5.5 * hour
  const first = start()
  await first.reserve(1)
  first.counter.takeCall('acme')
  first.counter.setZone('acme', zone)
  await first.settle(1)
  const next = start()
  next.counter.setZone('acme', zone)
  await next.synchronise()
  t.equal(next.known(), 1)
})

t.test('replicas know of each other', async (t) => {
  const { start } = setUp()
  const replicas = [start(), start(), start()]
  for (let i = 0; i < 30; i++) await replicas[i % 3]?.make(2)
  for (const replica of replicas) {
    await replica.synchronise()
    t.equal(replica.known(), 60)
  }
})

t.test('calls are told before they are made, so that who is killed has told', async (t) => {
  const { start } = setUp()
  const killed = start()
  await killed.reserve(4)
  const next = start()
  await next.synchronise()
  t.equal(next.known(), 4)
})

t.test('a reservation that was not used up is used by the next one', async (t) => {
  const { start } = setUp()
  const one = start()
  for (let i = 0; i < 10; i++) {
    await one.reserve(4)
    await one.settle(4)
  }
  const other = start()
  await other.synchronise()
  t.equal(other.known(), 4, 'ten refreshes that came to no call do not add up')
  await one.make(4)
  await other.synchronise()
  t.equal(other.known(), 4)
})

t.test('sources that refresh at the same time add up', async (t) => {
  const { start } = setUp()
  const one = start()
  await Promise.all([one.make(3), one.make(5), one.make(2)])
  await one.make(1)
  const other = start()
  await other.synchronise()
  // What is reserved while calls of another source are made may count twice, but only once.
  t.ok(other.known() >= 11 && other.known() <= 21, `${other.known()}`)
})

t.test('retries beyond the reservation are told after', async (t) => {
  const { start } = setUp()
  const one = start()
  await one.reserve(1)
  for (let i = 0; i < 3; i++) one.counter.takeCall('acme')
  await one.settle(1)
  const other = start()
  await other.synchronise()
  t.equal(other.known(), 3)
})

t.test('accounts and days do not mix', async (t) => {
  const { start, clock } = setUp()
  const one = start('one')
  await one.make(5)
  const two = start('two')
  await two.synchronise()
  t.equal(two.known(), 0)
  await clock.advance(day)
  await one.synchronise()
  t.equal(one.known(), 0, 'the new day begins at nothing')
  await one.make(2)
  const later = start('one')
  await later.synchronise()
  t.equal(later.known(), 2)
})

t.test('what a store loses, those who use it bring back', async (t) => {
  const { start, store } = setUp()
  const gone = start()
  await gone.make(7)
  const [a, b] = [start(), start()]
  await a.make(1)
  await b.make(2)
  await a.synchronise()
  store.flush()
  await a.make(1)
  t.equal(a.known(), 11, 'nothing is forgotten')
  const fresh = start()
  await fresh.synchronise()
  t.equal(fresh.known(), 11, 'not even what a process made that has ended')
})

t.test('what cannot be told now is told later, once', async (t) => {
  const { start, store } = setUp()
  const one = start()
  await one.make(1)
  store.isDown = true
  await one.make(4)
  t.equal(one.known(), 5)
  store.isDown = false
  await one.synchronise()
  const other = start()
  await other.synchronise()
  t.equal(other.known(), 5)
})

t.test('an answer that got lost on its way back does not count twice', async (t) => {
  const { start, store } = setUp()
  let isLost = false
  const lossy: Store = {
    ...store,
    async count(...given) {
      const answer = await store.count(...given)
      return isLost ? undefined : answer
    }
  }
  const one = start('tag', lossy)
  for (let i = 0; i < 10; i++) {
    isLost = i % 2 === 0
    await one.make(1)
  }
  const other = start()
  await other.synchronise()
  t.equal(other.known(), 10)
})

t.test('without a store nothing is known of others', async (t) => {
  const { start } = setUp()
  const one = start('tag', memoryStore)
  await one.make(3)
  t.equal(one.known(), 3)
})

t.test('nobody ever knows of less than was made, while the store is there', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('make' as const), who: fc.nat(2), calls: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ kind: fc.constant('restart' as const), who: fc.nat(2) }),
    fc.record({ kind: fc.constant('killed' as const), who: fc.nat(2), calls: fc.integer({ min: 1, max: 5 }) })
  )
  const property = fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
    const { start } = setUp()
    const replicas = [start(), start(), start()]
    let made = 0
    let unused = 0
    for (const { who, ...rest } of steps) {
      const replica = replicas[who] as ReturnType<typeof start>
      if (rest.kind === 'make') {
        made += rest.calls
        await replica.make(rest.calls)
      } else if (rest.kind === 'killed') {
        unused += rest.calls
        await replica.reserve(rest.calls)
        replicas[who] = start()
      } else replicas[who] = start()
    }
    for (const replica of replicas) {
      await replica.synchronise()
      ok(replica.known() >= made, `${replica.known()} of ${made}`)
      ok(replica.known() <= made + unused, `${replica.known()} of ${made} and ${unused}`)
    }
  })
  await fc.assert(property)
})
