import { getEventListeners } from 'node:events'
import t, { type Test } from 'tap'
import { createCollectorThread } from '../../../plugins/snapshots/collector-thread.ts'
import { createSnapshotStore } from '../../../plugins/snapshots/snapshot-store.ts'
import { createSourceCache } from '../../../plugins/snapshots/source-cache.ts'
import { Failure, failureReasons } from '../../../src/contract/failure.ts'
import type { Collection } from '../../../src/contract/provider.ts'
import { memoryStore, type Store } from '../../../src/contract/store.ts'
import { refreshDeadline } from '../../../src/scheduling/schedule.ts'
import { type FakeOptions, fakeSource, numbers } from '../../support/fake-source.ts'
import { logSink } from '../../support/log-sink.ts'
import { manualClock, settle } from '../../support/manual-clock.ts'
import { plainBodies } from '../../support/plain-bodies.ts'

const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute

type Told = Pick<Collection, 'dailyCallLimit' | 'utcOffset'>

interface Options extends FakeOptions {
  readonly random?: number
  readonly interval?: () => number
  readonly background?: boolean
  readonly store?: Store
}

/** A cache that has not started; `answer` decides what the next fetches do. */
function setUp(t: Test, { random = 0, interval, background = true, store = memoryStore, ...options }: Options = {}) {
  const clock = manualClock()
  const sink = logSink()
  const stop = new AbortController()
  const state = { answer: async (_signal: AbortSignal): Promise<unknown> => ['a', 'b'] }
  const source = fakeSource({ fetch: ({ signal }) => state.answer(signal), ...options })
  const learnt: unknown[] = []
  const account = {
    interval: interval ?? (() => source.ttl),
    async catchUp() {},
    async begin() {},
    async end() {},
    utcOffset: () => 0,
    deadline: () => refreshDeadline(account.interval()),
    calls: () => 1,
    isSpent: () => false,
    learn: ({ dailyCallLimit, utcOffset }: Told) => void learnt.push([dailyCallLimit, utcOffset])
  }
  const snapshotStore = createSnapshotStore({
    store,
    provider: 'acme',
    source: source.name,
    identity: source.identity,
    log: sink.log
  })
  const cache = createSourceCache({
    ask: () => Promise.reject(new Error('nothing is asked this way')),
    provider: 'acme',
    source,
    account,
    clock,
    random: () => random,
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
  async function close() {
    stop.abort(new Error('stopping'))
    await cache.close()
  }
  t.teardown(close)
  return { clock, sink, state, source, account, cache, close, stop, learnt }
}

const text = (cache: ReturnType<typeof createSourceCache>) => plainBodies(cache.status().snapshot?.families)

function failing(failure: Failure) {
  return async () => {
    throw failure
  }
}

function deferred() {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  return { answer: () => promise, resolve, reject }
}

t.test('fifty callers share one refresh', async (t) => {
  const { cache, source, state } = setUp(t)
  const slow = deferred()
  state.answer = slow.answer
  const callers = Array.from({ length: 50 }, () => cache.refresh())
  await settle()
  t.equal(source.calls, 1)
  slow.resolve(['a'])
  await Promise.all(callers)
  t.equal(source.calls, 1)
  t.equal(text(cache), 'acme_numbers{x="a"} 1\n')
  await cache.refresh()
  t.equal(source.calls, 2, 'the next one is a new one')
})

t.test('before the first refresh ends', async (t) => {
  const { cache, state, clock } = setUp(t)
  state.answer = deferred().answer
  t.match(cache.status(), { up: false, snapshot: undefined, lastAttempt: undefined, lastSuccess: undefined })
  t.equal(cache.pendingFirst(), undefined)
  t.notOk(cache.settled())
  void cache.refresh()
  await settle()
  t.match(cache.status(), { up: false, lastAttempt: clock.now(), lastSuccess: undefined, lastDuration: undefined })
  t.type(cache.pendingFirst(), Promise)
  t.notOk(cache.settled())
})

t.test('it renews every TTL, whatever a fetch takes', async (t) => {
  const { cache, clock, state } = setUp(t, { random: 0 })
  const begun: number[] = []
  let takes = 0
  state.answer = async () => {
    begun.push(clock.elapsed())
    takes = (takes + 7 * second) % (50 * second)
    await new Promise<void>((resolve) => clock.after(takes, resolve))
    return ['a']
  }
  void cache.refresh()
  await clock.advance(60 * minute)
  t.same(
    begun,
    Array.from({ length: 61 }, (_, i) => i * minute)
  )
})

t.test('the start is set off once, and not before the first refresh', async (t) => {
  const { cache, clock, state } = setUp(t, { random: 0.5 })
  const begun: number[] = []
  state.answer = async () => {
    begun.push(clock.elapsed())
    return []
  }
  void cache.refresh()
  await clock.advance(4 * minute)
  const offset = 2.5 * second
  t.same(begun, [0, minute + offset, 2 * minute + offset, 3 * minute + offset])
})

t.test('a stretched interval is kept, and the data lives longer with it', async (t) => {
  const { cache, clock, source, state } = setUp(t, { interval: () => 3 * minute })
  await cache.refresh()
  t.match(cache.status(), { interval: 3 * minute, maxAge: 15 * minute })
  await clock.advance(3 * minute - 1)
  t.equal(source.calls, 1)
  await clock.advance(1)
  t.equal(source.calls, 2)
  state.answer = failing(new Failure('server', 'HTTP 503'))
  await clock.advance(15 * minute - 1)
  t.not(cache.status().snapshot, undefined)
  await clock.advance(1)
  t.equal(cache.status().snapshot, undefined)
})

for (const reason of failureReasons) {
  t.test(`${reason}: the last good data stays`, async (t) => {
    const { cache, state } = setUp(t)
    await cache.refresh()
    const before = cache.status()
    state.answer = failing(new Failure(reason, 'something is wrong'))
    await cache.refresh()
    await cache.refresh()
    const after = cache.status()
    t.equal(after.snapshot, before.snapshot)
    t.equal(after.up, false)
    t.equal(after.complete, false)
    t.equal(after.lastSuccess, before.lastSuccess)
    t.same(after.failures, { ...Object.fromEntries(failureReasons.map((name) => [name, 0])), [reason]: 2 })
    state.answer = async () => ['c']
    await cache.refresh()
    t.match(cache.status(), { up: true, lastFailure: undefined })
    t.equal(cache.status().failures[reason], 2, 'a counter never goes back')
    t.equal(text(cache), 'acme_numbers{x="c"} 1\n')
  })
}

t.test('what no provider throws is a fault of the program, and is not quoted', async (t) => {
  const { cache, state, sink } = setUp(t)
  for (const thrown of [new TypeError('SENTINEL'), 'SENTINEL', undefined, { message: 'SENTINEL' }]) {
    state.answer = async () => {
      throw thrown
    }
    await cache.refresh()
  }
  t.equal(cache.status().failures.internal, 4)
  t.notMatch(sink.text(), 'SENTINEL')
})

t.test('a collector that throws spoils neither the data nor the memory', async (t) => {
  const memories: unknown[] = []
  let broken = false
  const { cache } = setUp(t, {
    collect(_payload, { memory }) {
      memories.push(memory)
      // The second family cannot be rendered.
      const families = broken
        ? [numbers('numbers', ['z']), { samples: [{ labels: { x: null } }] }]
        : [numbers('n', ['a'])]
      return { families, memory: memories.length } as unknown as Collection
    }
  })
  await cache.refresh()
  broken = true
  await cache.refresh()
  t.match(cache.status(), { up: false, failures: { schema: 1 } })
  t.equal(text(cache), 'acme_n{x="a"} 1\n')
  broken = false
  await cache.refresh()
  t.same(memories, [undefined, 1, 1], 'the memory of a refresh that failed is not handed on')
})

t.test('each collection gets the time and the memory of the one before', async (t) => {
  const contexts: unknown[] = []
  const { cache, clock } = setUp(t, {
    collect(_payload, context) {
      contexts.push(context)
      return { families: [], memory: contexts.length }
    }
  })
  const start = clock.now()
  await cache.refresh()
  await clock.advance(minute)
  t.same(contexts, [
    { now: start, memory: undefined },
    { now: start + minute, memory: 1 }
  ])
})

t.test('without a background nothing renews itself or is remembered', async (t) => {
  const memories: unknown[] = []
  const { cache, clock, source } = setUp(t, {
    background: false,
    collect(_payload, { memory }) {
      memories.push(memory)
      return { families: [], memory: 1 }
    }
  })
  await cache.refresh()
  await clock.advance(day)
  t.equal(source.calls, 1)
  await cache.refresh()
  t.same(memories, [undefined, undefined])
})

t.test('what is gone upstream is gone here', async (t) => {
  const { cache, state } = setUp(t)
  state.answer = async () => ['a', 'b', 'c']
  await cache.refresh()
  const held = cache.status().snapshot
  state.answer = async () => ['b']
  await cache.refresh()
  t.equal(text(cache), 'acme_numbers{x="b"} 1\n')
  t.equal(held?.series, 3, 'who holds the old data keeps it whole')
  state.answer = async () => []
  await cache.refresh()
  t.match(cache.status(), { up: true, snapshot: { series: 0 } }, 'an empty account is a success')
})

t.test('old data is withdrawn exactly at the maximum age, and comes back', async (t) => {
  const { cache, clock, state, sink } = setUp(t, { maxAge: 5 * minute })
  await cache.refresh()
  state.answer = failing(new Failure('timeout', 'no answer'))
  await clock.advance(5 * minute - 1)
  t.equal(cache.status().snapshot?.series, 2)
  const { lastSuccess } = cache.status()
  await clock.advance(1)
  t.equal(cache.status().snapshot, undefined)
  t.match(cache.status(), { up: false, lastSuccess }, 'when it was good is still known')
  t.equal(sink.messages('warn').filter((line) => line.includes('withdrawn')).length, 1)
  state.answer = async () => ['b']
  await clock.advance(minute)
  t.equal(text(cache), 'acme_numbers{x="b"} 1\n')
  t.equal(cache.status().up, true)
})

t.test('a renewal puts the withdrawal off', async (t) => {
  const { cache, clock, source } = setUp(t, { maxAge: 90 * second })
  void cache.refresh()
  for (let n = 0; n < 100; n++) {
    await clock.advance(30 * second)
    t.equal(cache.status().snapshot?.series, 2)
  }
  t.equal(source.calls, 51)
})

t.test('a source that ignores its signal is given up all the same', async (t) => {
  const { cache, clock, state, source } = setUp(t)
  state.answer = () => new Promise(() => {})
  void cache.refresh()
  await clock.advance(54 * second - 1)
  t.equal(cache.status().failures.timeout, 0)
  await clock.advance(1)
  t.match(cache.status(), { failures: { timeout: 1 }, lastDuration: 54 * second })
  t.equal(source.signals[0]?.reason.name, 'TimeoutError')
  await clock.advance(10 * second)
  t.equal(source.calls, 2, 'and asked again')
})

t.test('an answer that comes too late is not taken', async (t) => {
  const { cache, clock, state } = setUp(t)
  const late = deferred()
  state.answer = late.answer
  void cache.refresh()
  await clock.advance(54 * second)
  late.resolve(['late'])
  await settle()
  t.match(cache.status(), { up: false, snapshot: undefined, lastSuccess: undefined })
})

t.test('nobody listens to a signal any more when its refresh is over', async (t) => {
  const { cache, source, state } = setUp(t)
  await cache.refresh()
  state.answer = failing(new Failure('server', ''))
  await cache.refresh()
  // Node keeps combined signals with listeners for as long as the program runs.
  t.same(
    source.signals.map((signal) => getEventListeners(signal, 'abort').length),
    [0, 0]
  )
})

t.test('closing aborts a running fetch and leaves no timer', async (t) => {
  const { cache, clock, state, source, close, sink } = setUp(t)
  await cache.refresh()
  state.answer = (signal) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
  void cache.refresh()
  await settle()
  const before = cache.status()
  await close()
  t.ok(source.signals[1]?.aborted)
  t.same(cache.status(), { ...before, refreshing: false, lastDuration: 0 })
  t.ok(cache.status().up, 'a refresh that was called off is no failure')
  t.same(Object.values(cache.status().failures), [0, 0, 0, 0, 0, 0, 0, 0, 0])
  await clock.advance(day)
  t.equal(source.calls, 2)
  t.ok(cache.status().snapshot, 'the withdrawal is called off as well')
  await cache.refresh()
  t.equal(source.calls, 2, 'nothing begins after the end')
  t.same(sink.messages('warn'), [])
})

t.test('closing does not wait for a source that ignores its signal', async (t) => {
  const { cache, state, close } = setUp(t)
  state.answer = () => new Promise(() => {})
  void cache.refresh()
  await settle()
  await close()
  t.equal(cache.status().failures.network, 0)
})

t.test('parts that fail are counted, and the rest is served', async (t) => {
  let failures: Failure[] = [new Failure('server', 'channel 1: HTTP 500'), new Failure('server', 'channel 2: HTTP 500')]
  const { cache, sink } = setUp(t, { collect: () => ({ families: [numbers('n', ['a'])], failures }) })
  await cache.refresh()
  t.match(cache.status(), { up: true, complete: false, failures: { server: 2, timeout: 0 }, snapshot: { series: 1 } })
  t.equal(sink.messages('warn').length, 2)
  await cache.refresh()
  t.equal(sink.messages('warn').length, 2, 'the same parts are told once, however long they fail')
  failures = []
  await cache.refresh()
  t.match(cache.status(), { up: true, complete: true, failures: { server: 4 } })
  t.equal(sink.messages('info').at(-1), 'all parts of the refresh succeed again')
})

t.test('the maximum age that is told is the one at which the data goes', async (t) => {
  let length = minute
  const { cache, clock } = setUp(t, { maxAge: 5 * minute, interval: () => length })
  await cache.refresh()
  length = 4 * minute
  t.equal(cache.status().maxAge, 5 * minute, 'though the interval has grown since')
  await clock.advance(1)
  t.equal(cache.status().maxAge, 5 * minute)
})

t.test('who asks for each refresh is held back by a failure and by the quota, but not by the TTL', async (t) => {
  let length = minute
  const { cache, clock, source, state } = setUp(t, { background: false, interval: () => length })
  const callsAfter = async (pause: number) => {
    await clock.advance(pause)
    await cache.refresh()
    return source.calls
  }
  t.equal(await callsAfter(0), 1)
  t.equal(await callsAfter(second), 2, 'sooner than the TTL')
  state.answer = failing(new Failure('quota', 'HTTP 429', { retryAfter: 2 * minute }))
  t.equal(await callsAfter(second), 3)
  t.equal(await callsAfter(119 * second), 3, 'as the provider asked to wait')
  t.equal(cache.status().up, false)
  state.answer = async () => ['a']
  t.equal(await callsAfter(second), 4)
  length = 9 * minute
  t.equal(await callsAfter(second), 5)
  t.equal(await callsAfter(8 * minute), 5, 'as the quota has stretched the interval')
  t.equal(cache.status().up, true)
  t.equal(await callsAfter(minute), 6)
})

t.test('drift adds up, merged series do not', async (t) => {
  const { cache } = setUp(t, {
    collect: () => ({ families: [], drift: { skipped_item: 2, unknown_status: 0 }, mergedSeries: 3 })
  })
  await cache.refresh()
  await cache.refresh()
  t.match(cache.status(), { drift: { skipped_item: 4, unknown_status: 0 }, snapshot: { mergedSeries: 3 } })
})

t.test('the account learns its limit and its zone from each payload', async (t) => {
  const told = [{ dailyCallLimit: 100, utcOffset: 3_600_000 }, {}]
  const { cache, learnt } = setUp(t, { collect: () => ({ families: [], ...told.shift() }) })
  await cache.refresh()
  await cache.refresh()
  t.same(learnt, [
    [100, 3_600_000],
    [undefined, undefined]
  ])
})

t.test('a spent budget is a failure without a call', async (t) => {
  const { cache, clock, source, account } = setUp(t)
  account.begin = async () => {
    throw new Failure('quota', 'spent', { retryAfter: 3 * 60 * minute })
  }
  await cache.refresh()
  t.match(cache.status(), { up: false, failures: { quota: 1 } })
  account.begin = async () => {}
  await clock.advance(3 * 60 * minute - 1)
  t.equal(source.calls, 0)
  await clock.advance(1)
  t.equal(source.calls, 1)
})

t.test('each failure class pauses in its own way', async (t) => {
  const pauses = { network: [5, 5, 5], auth: [120, 120, 120], quota: [60, 120, 240] } as const
  for (const [reason, seconds] of Object.entries(pauses)) {
    const { cache, clock, state } = setUp(t)
    const begun: number[] = []
    state.answer = async () => {
      begun.push(clock.elapsed())
      throw new Failure(reason as 'auth', '')
    }
    void cache.refresh()
    await clock.advance(8 * minute)
    const gaps = begun.slice(1).map((at, i) => (at - (begun[i] as number)) / second)
    t.same(gaps.slice(0, 3), seconds, reason)
  }
})

t.test('after a success the pauses begin anew', async (t) => {
  const { cache, clock, state } = setUp(t, { random: 0.9 })
  const begun: number[] = []
  state.answer = async () => {
    begun.push(clock.elapsed())
    if (begun.length % 4 !== 0) throw new Failure('network', '')
    return []
  }
  void cache.refresh()
  await clock.advance(5 * minute)
  const gaps = begun.slice(1).map((at, i) => (at - (begun[i] as number)) / second)
  t.same(gaps.slice(0, 7), [9, 18, 36, 64.5, 9, 18, 36])
})

t.test('one log line for each change of state', async (t) => {
  const { cache, clock, state, sink } = setUp(t)
  const news = () =>
    sink.lines
      .splice(0)
      .flatMap(({ level, msg, time: _, ...rest }) => (level === 'debug' ? [] : [{ level, msg, ...rest }]))

  await cache.refresh()
  t.same(news(), [{ level: 'info', msg: 'source is up', series: 2 }])
  await clock.advance(3 * minute)
  t.same(news(), [], 'more of the same is no news')

  state.answer = failing(new Failure('server', 'HTTP 503'))
  await clock.advance(3 * minute)
  t.same(news(), [{ level: 'warn', msg: 'source is down: HTTP 503', reason: 'server', failuresInARow: 1 }])
  state.answer = failing(new Failure('auth', 'HTTP 401'))
  await clock.advance(minute)
  t.match(news(), [{ level: 'warn', msg: 'source is down: HTTP 401', reason: 'auth' }], 'another reason is')

  await clock.advance(20 * minute)
  t.match(news(), [{ level: 'warn', msg: /withdrawn/, series: 2 }])
  state.answer = async () => ['a', 'b', 'c']
  await clock.advance(2 * minute)
  t.same(news(), [{ level: 'info', msg: 'source is up', series: 3 }])

  state.answer = async () => ['a']
  await clock.advance(minute)
  t.same(news(), [{ level: 'info', msg: 'series are gone', series: 1, gone: 2 }])
  state.answer = async () => ['a', 'b']
  await clock.advance(minute)
  t.same(news(), [{ level: 'info', msg: 'series appeared', series: 2, appeared: 1 }])
})

for (const [direction, days] of [
  ['back', -1],
  ['forward', 1]
] as const) {
  t.test(`a wall clock set ${direction} by a day changes nothing`, async (t) => {
    const { cache, clock, source, state } = setUp(t)
    await cache.refresh()
    clock.set(clock.now() + days * day)
    t.ok(cache.status().snapshot)
    await clock.advance(minute - 1)
    t.equal(source.calls, 1, 'not earlier')
    await clock.advance(1)
    t.equal(source.calls, 2, 'not later')
    t.equal(cache.status().lastDuration, 0)
    state.answer = failing(new Failure('server', ''))
    clock.set(clock.now() + days * day)
    await clock.advance(5 * minute - 1)
    t.ok(cache.status().snapshot, 'nor is the data older')
    await clock.advance(1)
    t.equal(cache.status().snapshot, undefined, 'or younger')
  })
}
