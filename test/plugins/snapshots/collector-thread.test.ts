import t, { type Test } from 'tap'
import { type Collected, collectAndRender } from '../../../plugins/snapshots/collect.ts'
import { type CollectorThread, createCollectorThread } from '../../../plugins/snapshots/collector-thread.ts'
import { Failure } from '../../../src/contract/failure.ts'
import type { Source } from '../../../src/contract/provider.ts'
import { concatenate, inflated } from '../../../src/exposition/exposition.ts'
import { createCollect, payloadOf, type Wish } from '../../support/offloaded.ts'

const offload = { module: new URL('../../support/offloaded.ts', import.meta.url), options: { prefix: 'acme' } }
const rules = { provider: 'acme', maxSeries: 100_000 }
const large = 600 * 1024

/** Tests share a thread, as each takes a while to start, and take a source of their own. */
const shared = createCollectorThread()
t.teardown(() => shared.close())

function setUp(t: Test, thread = shared) {
  const collect = (wish: Wish, memory?: unknown, key = t.name) =>
    thread.collect(key, offload, payloadOf(wish, large), { now: 123, memory }, rules)
  return { thread, collect }
}

const textOf = async ({ families }: Collected) => concatenate(await inflated(families), 'text')

async function failureOf(collecting: ReturnType<CollectorThread['collect']>): Promise<unknown> {
  return collecting.then(
    () => undefined,
    (error: unknown) => error
  )
}

t.test('the thread yields what this one would', async (t) => {
  const { collect } = setUp(t)
  const wish = { series: 20_000 }
  const { memory, ...here } = collectAndRender(createCollect(offload.options) as Source['collect'], payloadOf(wish), {
    now: 123,
    memory: 6
  })
  const there = await collect(wish, 6)
  t.equal(await textOf(there), await textOf(here))
  const facts = ({ families, ...rest }: Omit<Collected, 'memory'>) => ({
    ...rest,
    families: families.map(({ bodies, ...family }) => ({ ...family, pieces: bodies.length }))
  })
  t.strictSame(facts(there), { ...facts(here), failures: [] })
  t.equal(memory, 7)
  t.notOk('memory' in there, 'the memory stays where it is')
})

t.test('a collection without any series', async (t) => {
  const { collect } = setUp(t)
  t.match(await textOf(await collect({ series: 0 })), /^# HELP acme_collections/)
})

t.test('memory is handed over once, and then kept in the thread, for each source apart', async (t) => {
  const { collect } = setUp(t)
  const collections = async (memory: unknown, key?: string) =>
    /^acme_collections (\d+)$/m.exec(await textOf(await collect({}, memory, key)))?.[1]
  t.equal(await collections(41), '42')
  t.equal(await collections(undefined), '43')
  t.equal(await collections(7), '44')
  t.equal(await collections(undefined, 'another source'), '1')
  t.equal(await collections(undefined), '45')
})

t.test('the payload moves, and what is part of a larger buffer is copied', async (t) => {
  const { thread } = setUp(t)
  const context = { now: 1, memory: undefined }
  const whole = payloadOf({}, large)
  await thread.collect(t.name, offload, whole, context, rules)
  t.equal(whole.byteLength, 0, 'moved')
  const part = payloadOf({}, large + 10).subarray(0, large)
  await thread.collect(t.name, offload, part, context, rules)
  t.equal(part.byteLength, large, 'still here')
})

t.test('failures keep their class', async (t) => {
  const { collect } = setUp(t)
  const failure = await failureOf(collect({ fail: { reason: 'quota', retryAfter: 9000 } }))
  t.ok(failure instanceof Failure)
  t.match(failure, { reason: 'quota', message: 'no data, as the wish was quota', retryAfter: 9000 })
  t.match(await failureOf(collect({ fail: { reason: 'parse' } })), { reason: 'parse', retryAfter: undefined })
  const crash = await failureOf(collect({ crash: 'SENTINEL' }))
  t.ok(crash instanceof Failure)
  t.match(crash, { reason: 'internal' })
})

t.test('a first payload that is no good leaves the memory that came with it', async (t) => {
  const { collect } = setUp(t)
  t.ok((await failureOf(collect({ fail: { reason: 'parse' } }, 41))) instanceof Failure)
  t.match(await textOf(await collect({})), /^acme_collections 42$/m)
})

t.test('the failures of parts cross, too', async (t) => {
  const { collect } = setUp(t)
  const { failures = [] } = await collect({ part: 'channel 7 is missing' })
  t.equal(failures.length, 1)
  t.ok(failures[0] instanceof Failure)
  t.match(failures[0], { reason: 'server', message: 'channel 7 is missing', retryAfter: 5 })
})

t.test('a thread that dies takes one refresh with it', async (t) => {
  const { collect } = setUp(t)
  await collect({}, 10)
  t.ok((await failureOf(collect({ die: true }))) instanceof Error)
  t.match(await textOf(await collect({})), /^acme_collections 1$/m, 'the next one has another thread, without a memory')
})

t.test('the thread is for big payloads, and for all that follow one', async (t) => {
  const { thread, collect } = setUp(t)
  t.notOk(thread.isFor(t.name, 2047 * 1024))
  t.ok(thread.isFor(t.name, 2048 * 1024))
  await collect({})
  t.ok(thread.isFor(t.name, 1), 'its memory is there')
  t.notOk(thread.isFor('a source of small payloads', 1), 'of no other source')
})

t.test('closing ends the thread, and a collection that runs', async (t) => {
  const { thread, collect } = setUp(t, createCollectorThread())
  await collect({})
  const running = failureOf(collect({ series: 1_000_000 }))
  await thread.close()
  t.ok((await running) instanceof Error)
})

t.test('closing what was never used', async (t) => {
  await t.resolves(createCollectorThread().close())
})
