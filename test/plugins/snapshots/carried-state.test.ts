/** What a source carries from refresh to refresh, over restarts and replicas: never lost without a word, never twice. */
import t, { type Test } from 'tap'
import { createCarriedState, keepState, openState } from '../../../plugins/snapshots/carried-state.ts'
import { createSnapshots } from '../../../plugins/snapshots/index.ts'
import { decodeSnapshot, encodeSnapshot } from '../../../plugins/snapshots/stored-snapshot.ts'
import type { Collection, FetchContext, Source } from '../../../src/contract/provider.ts'
import type { Store } from '../../../src/contract/store.ts'
import { fakeSource } from '../../support/fake-source.ts'
import { fakeStore } from '../../support/fake-store.ts'
import { logSink } from '../../support/log-sink.ts'
import { manualClock, settle } from '../../support/manual-clock.ts'
import { plainBodies } from '../../support/plain-bodies.ts'

const minute = 60_000

interface Counted {
  readonly cursor: number
  readonly total: number
}

/** A feed of events that tells what came after a cursor; a counter of them has to be carried. */
function setUp(t: Test, { isShared = true } = {}) {
  const clock = manualClock()
  const store = fakeStore(clock, { isShared })
  const feed = { events: 0 }

  /** A process. `wait` holds back the answers of its provider. */
  function start(options: { background?: boolean; store?: Store; version?: number; wait?: () => Promise<void> } = {}) {
    const { version = 1, wait = async () => {}, background = true } = options
    const sink = logSink()
    const host = {
      log: sink.log,
      upstream: {
        callsToday: () => 0,
        callsMade: () => 0,
        setZone() {},
        limitCalls() {},
        paceCalls() {},
        nextDay: () => 0,
        addCalls() {}
      }
    } as unknown as Parameters<typeof createSnapshots>[0]
    const snapshots = createSnapshots(host, { clock, random: () => 0, store: options.store ?? store, background })
    const source: Source<Counted, unknown, Counted> = {
      ...(fakeSource() as unknown as Source<Counted, unknown, Counted>),
      stateVersion: version,
      async fetch({ state }: FetchContext<Counted>) {
        const answer = { cursor: feed.events, total: feed.events - (state?.cursor ?? 0) }
        await wait()
        return answer
      },
      collect({ cursor, total: fresh }, { state }): Collection<unknown, Counted> {
        const total = (state?.total ?? 0) + fresh
        const family = { name: 'acme_events_total', help: 'Events.', type: 'counter' as const }
        return { families: [{ ...family, samples: [{ labels: {}, value: total }] }], state: { cursor, total } }
      }
    }
    snapshots.add('acme', source)
    snapshots.start()
    let isOpen = true
    const close = async () => {
      if (isOpen) await snapshots.close()
      isOpen = false
    }
    t.teardown(close)
    const value = () => {
      const text = plainBodies(snapshots.statuses()[0]?.snapshot?.families)
      return Number(/^acme_events_total (\d+)$/m.exec(text)?.[1])
    }
    return { snapshots, sink, value, close }
  }
  return { clock, store, feed, start }
}

t.test('a counter goes on from refresh to refresh, and after a restart', async (t) => {
  for (const isShared of [true, false]) {
    const { clock, feed, start } = setUp(t, { isShared })
    feed.events = 5
    const first = start()
    await settle()
    t.equal(first.value(), 5)
    feed.events = 8
    await clock.advance(minute)
    t.equal(first.value(), 8)
    await first.close()
    feed.events = 10
    await clock.advance(10 * minute)
    const second = start()
    await settle()
    t.equal(second.value(), 10, `the snapshot was too old, its state was not; shared: ${isShared}`)
  }
})

t.test('replicas count on from each other', async (t) => {
  const { clock, feed, start } = setUp(t)
  const [a, b] = [start(), start()]
  await settle()
  const seen: number[][] = []
  for (const events of [1, 7, 8, 20]) {
    feed.events = events
    await clock.advance(minute)
    await settle()
    seen.push([a.value(), b.value()])
  }
  for (const at of [0, 1]) {
    const values = seen.map((pair) => pair[at] as number)
    t.strictSame(
      values,
      values.toSorted((x, y) => x - y),
      'never back'
    )
    t.ok((values.at(-1) ?? 0) <= 20, 'nothing twice')
  }
  t.ok(seen.at(-1)?.includes(20))
})

t.test('a process that stood still while a replica counted on takes nothing back', async (t) => {
  const { clock, store, feed, start } = setUp(t)
  feed.events = 3
  let hold: Promise<void> | undefined
  const slow = start({ wait: () => hold ?? Promise.resolve() })
  await settle()
  t.equal(slow.value(), 3)
  const paused = Promise.withResolvers<void>()
  hold = paused.promise
  feed.events = 4
  await clock.advance(minute)
  await settle()
  // Its lease has ended with its time, as if nobody had let it run.
  const other = start({ store: { ...store, lease: async () => undefined } })
  feed.events = 50
  await clock.advance(minute / 2)
  await settle()
  const counted = other.value()
  paused.resolve()
  await settle()
  t.equal(slow.value(), 50, 'what the replica has kept, in the place of its own 4')
  await clock.advance(minute)
  await settle()
  t.ok(slow.value() >= 4)
  t.ok(other.value() >= counted, `${other.value()} after ${counted}`)
  t.ok(slow.value() <= 50 && other.value() <= 50, 'nothing twice')
})

t.test('who collects when asked, once or on an interval, goes on too', async (t) => {
  const { feed, start } = setUp(t, { isShared: false })
  feed.events = 2
  const once = start({ background: false })
  await once.snapshots.refreshAll()
  t.equal(once.value(), 2)
  await once.close()
  feed.events = 5
  const again = start({ background: false })
  await again.snapshots.refreshAll()
  feed.events = 6
  await again.snapshots.refreshAll()
  t.equal(again.value(), 6)
})

t.test('a state of another version is dropped, with one line', async (t) => {
  const { clock, feed, start } = setUp(t)
  feed.events = 4
  const old = start()
  await settle()
  await old.close()
  const next = start({ version: 2 })
  await clock.advance(3 * minute)
  t.equal(next.value(), 4, 'counted from the beginning of the feed')
  t.strictSame(
    next.sink.messages('warn').filter((text) => text.includes('version')),
    ['the stored state is of version 1, not 2, and is dropped: counts begin anew']
  )
})

t.test('without a store to be had a replica goes on alone', async (t) => {
  const { clock, store, feed, start } = setUp(t)
  feed.events = 1
  const alone = start()
  await settle()
  store.isDown = true
  feed.events = 9
  await clock.advance(2 * minute)
  t.equal(alone.value(), 9)
})

t.test('JSON and bytes come back as they were, and each reader gets its own', async (t) => {
  for (const state of [{ a: [1, 'x', null, true] }, 'text', 7, new Uint8Array([0, 255, 10])]) {
    const kept = keepState(state, 3)
    const snapshot = { savedAt: 1, collected: { families: [] }, state: kept }
    const stored = await decodeSnapshot(await encodeSnapshot(snapshot, 'me'), 'me')
    t.strictSame(typeof stored === 'string' ? stored : openState(stored.state), state)
    if (typeof state === 'object') t.not(openState(kept), openState(kept))
  }
})

t.test('what JSON would lose is refused', async (t) => {
  const carried = createCarriedState({ source: { stateVersion: 1 }, log: logSink().log })
  const wrong: [unknown, RegExp][] = [
    [{ total: Number.NaN }, /a number at "total" that JSON cannot say/],
    [new Map(), /an object with a class/],
    [{ at: new Date(0) }, /an object with a class at "at"/],
    [{ big: 1n }, /a bigint at "big"/],
    [() => 1, /a function/],
    [new Uint8Array(5 * 2 ** 20), /5242880 bytes, more than/]
  ]
  for (const [state, message] of wrong) t.throws(() => carried.next({ state }), { reason: 'schema', message })
  const stateless = createCarriedState({ source: {}, log: logSink().log })
  t.throws(() => stateless.next({ state: 1 }), { reason: 'schema', message: /no stateVersion/ })
})
