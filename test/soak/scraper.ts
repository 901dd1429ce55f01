/** Scrapes at a steady pace, in every way that scrapers do, and looks at what comes. */
import { parseExposition } from '../support/parse-exposition.ts'

const openMetrics = 'application/openmetrics-text;version=1.0.0'

/** What is asked for in turn. */
const requests: readonly { readonly path: string; readonly headers?: Record<string, string> }[] = [
  { path: '/metrics', headers: { 'accept-encoding': 'gzip' } },
  { path: '/metrics', headers: { accept: openMetrics, 'accept-encoding': 'gzip' } },
  { path: '/metrics', headers: { 'accept-encoding': 'identity' } },
  { path: '/metrics', headers: { accept: openMetrics, 'accept-encoding': 'identity' } },
  { path: '/metrics?provider=site24x7' },
  { path: '/metrics?provider=chinacache', headers: { accept: openMetrics } },
  { path: '/geolocation' },
  { path: '/healthz' },
  { path: '/readyz' },
  { path: '/' }
]

/** One answer in so many is read as strictly as can be; that takes more time than serving it. */
const readEvery = 7

export interface Scraper {
  /** Requests that were answered. */
  readonly answered: () => number
  /** What was wrong, by message. */
  readonly errors: Readonly<Record<string, number>>
  /** The slowest answer since the last call, in milliseconds. */
  slowest(): number
  stop(): Promise<void>
}

export function startScraper(origin: string, perSecond: number): Scraper {
  const errors: Record<string, number> = {}
  const running = new Set<Promise<void>>()
  let asked = 0
  let answered = 0
  let slowest = 0

  async function scrape(): Promise<void> {
    const { path, headers = {} } = requests[asked++ % requests.length] as (typeof requests)[number]
    const isRead = asked % readEvery === 0
    const start = performance.now()
    try {
      const response = await fetch(origin + path, { headers, signal: AbortSignal.timeout(20_000) })
      const text = await response.text()
      slowest = Math.max(slowest, performance.now() - start)
      if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}`)
      if (isRead && path.startsWith('/metrics')) {
        parseExposition(text, headers.accept === openMetrics ? 'openmetrics' : 'text')
      }
      answered += 1
    } catch (error) {
      const message = `${path}: ${(error as Error).message}`
      errors[message] = (errors[message] ?? 0) + 1
    }
  }

  // By the time and not by the tick, as a machine that is busy skips some.
  const begin = performance.now()
  const timer = setInterval(() => {
    while (asked < ((performance.now() - begin) / 1000) * perSecond) {
      const scraping = scrape().finally(() => running.delete(scraping))
      running.add(scraping)
    }
  }, 1000 / perSecond)

  return {
    answered: () => answered,
    errors,
    slowest() {
      const worst = slowest
      slowest = 0
      return worst
    },
    async stop() {
      clearInterval(timer)
      await Promise.all(running)
    }
  }
}
