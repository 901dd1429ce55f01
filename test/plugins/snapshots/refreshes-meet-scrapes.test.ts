/** Refreshes and scrapes of whole snapshots: how old the data is when it is read, and what it costs. */
import t, { type Test } from 'tap'
import { createSnapshots } from '../../../plugins/snapshots/index.ts'
import { createCallCounter } from '../../../plugins/upstream/call-counter.ts'
import type { Store } from '../../../src/contract/store.ts'
import { fakeSource } from '../../support/fake-source.ts'
import { fakeStore } from '../../support/fake-store.ts'
import { logSink } from '../../support/log-sink.ts'
import { type ManualClock, manualClock } from '../../support/manual-clock.ts'

const second = 1000
const minute = 60 * second
const ttl = minute

interface World {
  readonly alignRefreshes?: boolean
  readonly sources?: number
  readonly maxAge?: number
  readonly clock?: ManualClock
  readonly store?: Store
}

function setUp(t: Test, { alignRefreshes = true, sources = 1, maxAge = 5 * ttl, clock = manualClock(), store }: World) {
  const upstream = { ...createCallCounter(clock), limitCalls() {}, paceCalls() {} }
  const host = { log: logSink().log, upstream } as unknown as Parameters<typeof createSnapshots>[0]
  const snapshots = createSnapshots(host, {
    clock,
    random: () => 0,
    alignRefreshes,
    ...(store === undefined ? {} : { store })
  })
  const starts: number[] = []
  for (let i = 0; i < sources; i++) {
    snapshots.add(
      'acme',
      fakeSource({
        name: `numbers${i}`,
        ttl,
        maxAge,
        async fetch() {
          starts.push(clock.elapsed())
          await new Promise<void>((resolve) => void clock.after(300, resolve))
          return ['a']
        }
      })
    )
  }
  t.teardown(() => snapshots.close())
  snapshots.start()
  return { snapshots, clock, starts }
}

type Running = Pick<ReturnType<typeof setUp>, 'snapshots' | 'clock'>

/** Scrapes at these milliseconds after one another. Returns the mean and the greatest age, in parts of the TTL. */
async function scrape({ snapshots, clock }: Running, gaps: readonly number[], scraper = 'prometheus') {
  const ages: number[] = []
  for (const gap of gaps) {
    await clock.advance(gap)
    ages.push(...[...snapshots.ages()].map(({ seconds }) => (seconds * second) / ttl))
    snapshots.scraped(scraper)
  }
  const rhythm = ages.slice(-Math.floor(ages.length * 0.8))
  return { mean: rhythm.reduce((sum, age) => sum + age, 0) / rhythm.length, oldest: Math.max(...rhythm) }
}

const everyMinute = [34 * second, ...Array.from({ length: 60 }, () => minute)]

t.test('an hour of one Prometheus', async (t) => {
  const free = setUp(t, { alignRefreshes: false })
  const without = await scrape(free, everyMinute)
  t.ok(without.mean > 0.5, `${without.mean} of the TTL without`)
  const aligned = setUp(t, {})
  const { mean, oldest } = await scrape(aligned, everyMinute)
  t.ok(mean <= 0.05, `${mean} of the TTL`)
  t.ok(oldest <= 0.05, `${oldest} at most`)
  t.ok(aligned.starts.length <= free.starts.length, `${aligned.starts.length} calls, ${free.starts.length} without`)
  const gaps = aligned.starts.slice(1).map((at, i) => at - (aligned.starts[i] as number))
  t.ok(Math.min(...gaps) >= ttl, 'never sooner than the TTL')
})

t.test('scrapes that pause, or come at another time after a restart', async (t) => {
  const world = setUp(t, {})
  await scrape(world, everyMinute)
  const before = world.starts.length
  const rest = [10.5 * minute, 17 * second, ...everyMinute]
  const { mean } = await scrape(world, rest)
  t.ok(mean <= 0.15, `${mean} of the TTL`)
  const most = rest.reduce((sum, gap) => sum + gap, 0) / ttl
  t.ok(world.starts.length - before <= most, `${world.starts.length - before} of ${most}`)
})

t.test('data is not withdrawn for a scrape', async (t) => {
  const world = setUp(t, { maxAge: ttl + 10 * second })
  await scrape(
    world,
    Array.from({ length: 10 }, () => 2 * minute)
  )
  const gaps = world.starts.slice(1).map((at, i) => at - (world.starts[i] as number))
  t.ok(Math.max(...gaps) <= ttl + 10 * second)
  t.equal([...world.snapshots.ages()].length, 1)
})

t.test('many sources do not ask all at once', async (t) => {
  const world = setUp(t, { sources: 50 })
  const { mean } = await scrape(world, everyMinute)
  t.ok(mean <= 0.1, `${mean} of the TTL`)
  const late = world.starts.filter((at) => at > 10 * minute)
  const bySecond = Map.groupBy(late, (at) => Math.floor(at / second))
  const most = Math.max(...[...bySecond.values()].map(({ length }) => length))
  t.ok(most <= 11, `${most} in one second`)
})

t.test('two replicas share one store, and each is scraped', async (t) => {
  const clock = manualClock()
  const store = fakeStore(clock)
  const one = setUp(t, { clock, store })
  const two = setUp(t, { clock, store })
  const ages: number[] = []
  for (let i = 0; i < 60; i++) {
    for (const [world, gap] of [
      [one, 20 * second],
      [two, 40 * second]
    ] as const) {
      await clock.advance(gap)
      for (const { seconds } of world.snapshots.ages()) if (i >= 12) ages.push((seconds * second) / ttl)
      world.snapshots.scraped('prometheus')
    }
  }
  const calls = one.starts.length + two.starts.length
  t.ok(calls <= 61, `${calls} calls in 60 TTLs`)
  t.ok(Math.max(...ages) <= 1.1, `at most ${Math.max(...ages)} of the TTL`)
})
