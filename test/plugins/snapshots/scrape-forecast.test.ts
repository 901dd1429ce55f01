/** Forecasts of scrapes, and a week of refreshes that go by them. */
import t from 'tap'
import { alignedStart, createScrapeForecast, nextOf, periodOf } from '../../../plugins/snapshots/scrape-forecast.ts'

const second = 1000
const minute = 60 * second
const week = 7 * 24 * 60 * minute

t.test('the period is that of most gaps, missed scrapes and jitter apart', async (t) => {
  t.equal(periodOf([0, 60, 120, 180]), 60)
  t.equal(periodOf([0, 60, 120, 240, 300]), 60, 'one scrape was missed')
  t.equal(Math.round(periodOf([0, 61, 119, 180, 241]) as number), 60)
  t.equal(periodOf([0, 60, 120]), undefined, 'three scrapes are no rhythm yet')
  t.equal(periodOf([0, 10, 47, 60, 99]), undefined, 'a person who reloads a page')
  t.equal(periodOf([5, 5, 5, 5]), undefined)
})

t.test('the next scrape is the first in the rhythm after a time', async (t) => {
  const times = [0, 60, 120, 180]
  t.equal(nextOf(times, 181), 240)
  t.equal(nextOf(times, 239), 240)
  t.equal(nextOf(times, 240), 300)
  t.equal(nextOf(times, 180 + 4 * 60 + 1), undefined, 'who has not come for four periods is gone')
})

t.test('of several scrapers the soonest counts, and a crowd of strangers is not remembered', async (t) => {
  const forecast = createScrapeForecast()
  for (let i = 0; i < 5; i++) {
    forecast.scraped('a', i * 60)
    forecast.scraped('b', i * 60 + 30)
  }
  t.equal(forecast.next(285), 300)
  t.equal(forecast.next(271), 300)
  t.equal(forecast.next(301), 330)
  for (let i = 0; i < 100; i++) forecast.scraped(`stranger ${i}`, 271)
  t.equal(forecast.next(285), undefined)
})

t.test('a refresh waits for a scrape within one interval, and never comes sooner than it may', async (t) => {
  const refresh = { earliest: 1000 * second, duration: second, interval: minute }
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
      const start = isAligned ? alignedStart({ earliest, duration: longest, interval }, forecast.next) : earliest
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
