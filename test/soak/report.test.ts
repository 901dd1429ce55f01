import t from 'tap'
import { beyond, type Sample, slope, table } from './report.ts'

const sample = (seconds: number, changes: Partial<Sample> = {}): Sample => ({
  ...{ seconds, rss: 100 * 2 ** 20, heap: 50 * 2 ** 20, handles: 20, sockets: 10, loopDelay: 20 },
  ...{ scrapes: 20 * seconds, scrapeErrors: 0, slowestScrape: 300, calls: 10 * seconds, failures: 3 },
  ...changes
})
const minute = (changes: (i: number) => Partial<Sample> = () => ({})) =>
  Array.from({ length: 15 }, (_, i) => sample(4 * (i + 1), changes(i)))
const limits = {
  ...{ heapSlope: 4, rssSlope: 40, rss: 384, handleSlope: 10, sockets: 60 },
  ...{ loopDelay: 250, slowestScrape: 10_000, callRate: 60 }
}

t.test('a steady run is within its limits', async (t) => {
  t.strictSame(beyond(minute(), limits), [])
})

t.test('growth is told from a peak', async (t) => {
  const mebibyte = 2 ** 20
  const growing = minute((i) => ({ heap: (50 + i) * mebibyte }))
  t.match(beyond(growing, limits), [/^the heap grows by MiB a minute: 15\.00, at most 4$/])
  const peaked = minute((i) => ({ heap: (i === 11 ? 200 : 50) * mebibyte }))
  t.strictSame(beyond(peaked, limits), [])
  t.equal(Math.round(slope(growing, ({ scrapes }) => scrapes)), 1200)
})

t.test('all else that can be wrong', async (t) => {
  const wrong: [Partial<Sample>, RegExp][] = [
    [{ scrapeErrors: 1 }, /^scrapes that failed: 1/],
    [{ scrapes: 0 }, /^nothing was scraped$/],
    [{ failures: 0 }, /^no fault had an effect$/],
    [{ rss: 385 * 2 ** 20 }, /^RSS, MiB: 385\.00, at most 384$/],
    [{ sockets: 61 }, /^sockets: 61/],
    [{ slowestScrape: 10_001 }, /^slowest scrape/],
    [{ loopDelay: 251 }, /^delay of the event loop/],
    [{ calls: 1e6 }, /^calls to providers a second/]
  ]
  for (const [changes, line] of wrong) {
    t.match(
      beyond(
        minute(() => changes),
        limits
      ),
      [line]
    )
  }
  t.match(
    beyond(
      minute((i) => ({ rss: i * 2 ** 24 })),
      limits
    ),
    [/^RSS grows/]
  )
  t.match(
    beyond(
      minute((i) => ({ handles: 20 + i })),
      limits
    ),
    [/^handles grow/]
  )
})

t.test('the table has a line for each sample and one for the slopes', async (t) => {
  const lines = table(minute()).split('\n')
  t.equal(lines.length, 17)
  t.match(lines[0], /^ *s +RSS MiB +heap MiB/)
  t.match(lines.at(-1), /^ *\/min +0\.0 +0\.00/)
})
