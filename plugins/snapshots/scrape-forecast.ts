/**
 * When the next scrape comes: learned from those that came. Times are milliseconds of one clock, which need not be the
 * wall clock.
 */
import type { Clock } from '../../src/contract/clock.ts'

/** Scrapes of one scraper that are kept: enough for a median that three odd ones do not move. */
const kept = 8
/** Scrapes before a scraper's rhythm is trusted. */
const enough = 4
/** Part of the period by which a gap may miss a whole number of periods and still be of the rhythm. */
const tolerance = 0.1
/** Periods without a scrape after which a scraper counts as gone. */
const patience = 4
/** Scrapers that are remembered; a scan from ever new ports or names must not take memory. */
const mostScrapers = 32

export interface ScrapeForecast {
  /** Tells of a scrape. `scraper` tells one from another: its address and user agent, and what it asked for. */
  scraped(scraper: string, at: number): void
  /** The first scrape expected after `at`; undefined where no scraper keeps a rhythm. */
  next(at: number): number | undefined
}

/** The forecast of the scrapes of each provider, or account by its key, as a scrape may ask for some of them only. */
export function createScrapeForecasts(clock: Pick<Clock, 'elapsed'>) {
  const forecasts = new Map<string, ScrapeForecast>()
  return {
    of(provider: string): ScrapeForecast {
      const forecast = forecasts.get(provider) ?? createScrapeForecast()
      forecasts.set(provider, forecast)
      return forecast
    },
    forget(key: string): void {
      forecasts.delete(key)
    },
    /** Tells of a scrape of these providers or accounts, or of all. */
    scraped(scraper: string, wanted?: readonly string[]): void {
      for (const [key, forecast] of forecasts) {
        const isAsked = wanted === undefined || wanted.some((name) => key === name || key.startsWith(`${name}/`))
        if (isAsked) forecast.scraped(scraper, clock.elapsed())
      }
    }
  }
}

export function createScrapeForecast(): ScrapeForecast {
  /** Times of the last scrapes of each, the one that was heard last being the last. */
  const scrapers = new Map<string, number[]>()

  return {
    scraped(scraper, at) {
      const times = scrapers.get(scraper) ?? []
      times.push(at)
      if (times.length > kept) times.shift()
      scrapers.delete(scraper)
      scrapers.set(scraper, times)
      if (scrapers.size > mostScrapers) scrapers.delete(scrapers.keys().next().value as string)
    },
    next(at) {
      let soonest: number | undefined
      for (const times of scrapers.values()) {
        const expected = nextOf(times, at)
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
