/**
 * When the next scrape comes: learned from those that came. Times are milliseconds of one clock, which need not be the
 * wall clock.
 */
import type { Owner } from '../../src/contract/upstream.ts'
import { isWanted } from './scope.ts'

/** Scrapes of one scraper that are kept: enough for a median that three odd ones do not move. */
const kept = 8
/** Scrapes before a scraper's rhythm is trusted. */
const enough = 4
/** Part of the period by which a gap may miss a whole number of periods and still be of the rhythm. */
const tolerance = 0.1
/** Periods without a scrape after which a scraper counts as gone. */
const patience = 4
/** Scrapers that are remembered: some for each of many accounts, and no more, as a scan comes under ever new names. */
const mostScrapers = 1000
/** Characters of a name that tell scrapers apart. */
const longestName = 256

interface Scraper {
  readonly wanted: readonly string[] | undefined
  /** Of its last scrapes. */
  readonly times: number[]
}

export type ScrapeForecast = ReturnType<typeof createScrapeForecast>

/** `mostScrapers` are remembered. */
export function createScrapeForecast(most = mostScrapers) {
  /** By name and what they ask for, the one that was heard last being the last. */
  const scrapers = new Map<string, Scraper>()

  return {
    /** Tells of a scrape of these providers or accounts, or of all. `name` tells one scraper from another. */
    scraped(name: string, at: number, wanted?: readonly string[]): void {
      const key = `${name.slice(0, longestName)} ${wanted ?? '*'}`
      const scraper = scrapers.get(key) ?? { wanted, times: [] }
      scraper.times.push(at)
      if (scraper.times.length > kept) scraper.times.shift()
      scrapers.delete(key)
      scrapers.set(key, scraper)
      if (scrapers.size > most) scrapers.delete(scrapers.keys().next().value as string)
    },

    /** The first scrape of this account that is expected after `at`; undefined where no scraper of it keeps a rhythm. */
    next(owner: Owner, at: number): number | undefined {
      let soonest: number | undefined
      for (const { wanted, times } of scrapers.values()) {
        const expected = isWanted(owner, wanted) ? nextOf(times, at) : undefined
        if (expected !== undefined && (soonest === undefined || expected < soonest)) soonest = expected
      }
      return soonest
    }
  }
}

/**
 * The first time after `at` in the rhythm of these scrapes. Undefined for too few of them, for gaps that are no
 * multiples of one period, and for a scraper that has not come for a while.
 */
export function nextOf(times: readonly number[], at: number): number | undefined {
  const period = periodOf(times)
  const last = times.at(-1)
  if (period === undefined || last === undefined || at - last > patience * period) return undefined
  return last + Math.max(1, Math.floor((at - last) / period) + 1) * period
}

/** Milliseconds from one scrape to the next; a gap of several periods is one with scrapes that were missed. */
export function periodOf(times: readonly number[]): number | undefined {
  if (times.length < enough) return undefined
  const gaps = times.slice(1).map((time, i) => time - (times[i] as number))
  const guess = gaps.toSorted((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)] as number
  if (guess <= 0) return undefined
  const counts = gaps.map((gap) => Math.round(gap / guess))
  const isRegular = gaps.every((gap, i) => Math.abs(gap - (counts[i] as number) * guess) <= tolerance * guess)
  if (!isRegular || counts.includes(0)) return undefined
  const periods = counts.reduce((sum, count) => sum + count, 0)
  return ((times.at(-1) as number) - (times[0] as number)) / periods
}
