/** Refreshes that end shortly before a scrape, and a week of them. */
import t from 'tap'
import { alignedStart, createRefreshTimer } from '../../../plugins/snapshots/refresh-timer.ts'
import { createScrapeForecast } from '../../../plugins/snapshots/scrape-forecast.ts'
import { manualClock } from '../../support/manual-clock.ts'

const second = 1000
const minute = 60 * second
const week = 7 * 24 * 60 * minute

t.test('a refresh waits for a scrape within one interval, and never comes sooner than it may', async (t) => {
  const refresh = { earliest: 1000 * second, duration: second, interval: minute, patience: minute }
  t.equal(
    alignedStart(refresh, () => undefined),
    refresh.earliest
  )
  t.equal(
    alignedStart(refresh, () => 1040 * second),
    1040 * second - second - 1200
  )
  t.equal(
    alignedStart(refresh, () => 1002 * second),
    refresh.earliest
  )
  t.equal(
    alignedStart(refresh, () => 1200 * second),
    refresh.earliest
  )
})

t.test('sources that wait for one scrape start one after the other', async (t) => {
  const starts = [0, 1, 2, 149, 150].map(
    (slot) =>
      40 * second -
      alignedStart({ earliest: 0, duration: 0, interval: minute, patience: minute, slot }, () => 40 * second)
  )
  t.strictSame(starts, [1200, 1300, 1400, 16_100, 1200], 'within a quarter of the interval')
})

t.test('the timer', async (t) => {
  const clock = manualClock()
  const refreshes: number[] = []
  let scrape: number | undefined
  const timer = createRefreshTimer({
    clock,
    nextScrape: () => scrape,
    slot: 0,
    refresh: () => refreshes.push(clock.elapsed())
  })
  const wait = () => ({ interval: minute, patience: minute })

  await t.test('refreshes after a pause where no scrape is expected', async (t) => {
    timer.startAligned(minute, wait)
    await clock.advance(minute)
    t.strictSame(refreshes.splice(0), [minute])
  })

  await t.test('waits for a scrape that is learned of during the pause, and tells when it refreshes', async (t) => {
    timer.took(300)
    timer.startAligned(minute, wait)
    await clock.advance(minute - 1)
    scrape = clock.elapsed() + 30 * second
    await clock.advance(1)
    t.strictSame(refreshes, [])
    const due = scrape - 300 - 1200
    t.equal(timer.due(), due)
    t.equal(timer.nextAttempt(), clock.now() + due - clock.elapsed())
    await clock.advance(30 * second)
    t.strictSame(refreshes.splice(0), [due])
  })

  await t.test('remembers a slow refresh for a while', async (t) => {
    timer.took(5 * second)
    timer.took(300)
    scrape = clock.elapsed() + 90 * second
    timer.startAligned(minute, wait)
    await clock.advance(90 * second)
    t.strictSame(refreshes.splice(0), [scrape - 4.5 * second - 1200])
  })

  await t.test('waits for no scrape after a failure, and not at all once it is stopped', async (t) => {
    scrape = clock.elapsed() + 20 * second
    timer.start(10 * second)
    await clock.advance(10 * second)
    t.strictSame(refreshes.splice(0), [scrape - 10 * second])
    timer.startAligned(second, wait)
    timer.stop()
    t.equal(timer.due(), undefined)
    await clock.advance(minute)
    t.strictSame(refreshes, [])
  })
})

interface Scraper {
  readonly name: string
  readonly period: number
  readonly phase: number
}

interface World {
  readonly scrapers: readonly Scraper[]
  readonly interval: number
  readonly isAligned: boolean
  /** Milliseconds by which a scrape may be late. */
  readonly jitter?: number
  /** Part of the scrapes that do not come. */
  readonly missed?: number
}

const owner = { provider: 'site24x7' }

/** A week of one source. Ages are those of the data at each scrape, as parts of the interval. */
function weekOf({ scrapers, interval, isAligned, jitter = 20, missed = 0 }: World) {
  let seed = 7
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed / 2 ** 32
  }
  const scrapes = scrapers
    .flatMap(({ name, period, phase }) =>
      Array.from({ length: Math.floor(week / period) }, (_, i) => ({
        name,
        at: phase + i * period + random() * jitter
      }))
    )
    .filter(() => random() >= missed)
    .sort((a, b) => a.at - b.at)
  const forecast = createScrapeForecast()
  const ages: number[] = []
  let calls = 0
  let longest = 0
  let duration = 0
  let earliest = 0
  let running = Number.NEGATIVE_INFINITY
  /** When the data that is served was fetched. */
  let fetched = Number.NEGATIVE_INFINITY
  const refreshUntil = (now: number) => {
    for (;;) {
      if (running + duration <= now) fetched = running
      if (earliest > now) return
      // Decided when the refresh is due, by the scrapes until then.
      const start = isAligned
        ? alignedStart({ earliest, duration: longest, interval, patience: interval }, (at) => forecast.next(owner, at))
        : earliest
      if (start > now) return
      running = start
      calls++
      duration = 300 + random() * 400
      longest = Math.max(longest, duration)
      earliest = running + interval
    }
  }
  for (const { name, at } of scrapes) {
    refreshUntil(at)
    if (fetched > Number.NEGATIVE_INFINITY) ages.push((at - fetched) / interval)
    forecast.scraped(name, at)
  }
  const mean = ages.reduce((sum, age) => sum + age, 0) / ages.length
  return { calls, mean, oldest: Math.max(...ages) }
}

t.test('a week: younger data for no more calls, and older data for nobody', async (t) => {
  const one: Scraper = { name: 'a', period: minute, phase: 34.2 * second }
  const two: Scraper = { name: 'b', period: minute, phase: 7 * second }
  const worlds: readonly (readonly [string, Omit<World, 'isAligned'>, number])[] = [
    ['one server', { scrapers: [one], interval: minute }, 0.15],
    ['one that misses a scrape in ten', { scrapers: [one], interval: minute, missed: 0.1 }, 0.15],
    ['one whose clock is slow', { scrapers: [{ ...one, period: minute + 3 }], interval: minute }, 0.15],
    ['one whose clock is fast', { scrapers: [{ ...one, period: minute - 3 }], interval: minute }, 0.15],
    ['two out of phase', { scrapers: [one, two], interval: minute }, 0.4],
    ['a stretched interval', { scrapers: [one], interval: 9 * minute }, 0.48],
    ['scrapes every quarter of a minute', { scrapers: [{ ...one, period: 15 * second }], interval: minute }, 0.42],
    ['scrapes every five minutes', { scrapers: [{ ...one, period: 5 * minute }], interval: minute }, 0.15]
  ]
  for (const [name, world, most] of worlds) {
    const free = weekOf({ ...world, isAligned: false })
    const aligned = weekOf({ ...world, isAligned: true })
    t.ok(
      aligned.mean <= most,
      `${name}: mean ${aligned.mean.toFixed(3)} of the interval, ${free.mean.toFixed(3)} without`
    )
    t.ok(aligned.mean <= free.mean + 0.01, `${name}: no worse in the mean`)
    t.ok(aligned.calls <= free.calls, `${name}: ${aligned.calls} calls, ${free.calls} without`)
    t.ok(aligned.oldest <= 1.1, `${name}: at most ${aligned.oldest.toFixed(2)}`)
  }
})
