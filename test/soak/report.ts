/** Samples to a table with slopes, and what is beyond the limits. Pure. */
import type { Usage } from './exporter.ts'

export interface Sample extends Usage {
  /** Since the start. */
  readonly seconds: number
  readonly scrapes: number
  readonly scrapeErrors: number
  /** Milliseconds. */
  readonly slowestScrape: number
  readonly calls: number
  readonly failures: number
}

const mebibyte = 2 ** 20

const columns: readonly (readonly [title: string, value: (sample: Sample) => number, digits: number])[] = [
  ['s', ({ seconds }) => seconds, 0],
  ['RSS MiB', ({ rss }) => rss / mebibyte, 1],
  ['heap MiB', ({ heap }) => heap / mebibyte, 2],
  ['handles', ({ handles }) => handles, 0],
  ['sockets', ({ sockets }) => sockets, 0],
  ['loop p99 ms', ({ loopDelay }) => loopDelay, 1],
  ['slowest ms', ({ slowestScrape }) => slowestScrape, 0],
  ['scrapes', ({ scrapes }) => scrapes, 0],
  ['errors', ({ scrapeErrors }) => scrapeErrors, 0],
  ['calls', ({ calls }) => calls, 0],
  ['failures', ({ failures }) => failures, 0]
]

/** How much a value grows in a minute: the median of the slopes of all pairs, which single peaks do not move. */
export function slope(samples: readonly Sample[], value: (sample: Sample) => number): number {
  const slopes = samples.flatMap((a, i) =>
    samples.slice(i + 1).map((b) => ((value(b) - value(a)) / (b.seconds - a.seconds)) * 60)
  )
  return median(slopes)
}

/** Without the first third, in which caches fill and code is compiled. */
export function settledPart(samples: readonly Sample[]): readonly Sample[] {
  return samples.slice(Math.ceil(samples.length / 3))
}

export function table(samples: readonly Sample[]): string {
  const rows = samples.map((sample) => columns.map(([, value, digits]) => value(sample).toFixed(digits)))
  const settled = settledPart(samples)
  const slopes = columns.map(([, value, digits], i) => (i === 0 ? '/min' : slope(settled, value).toFixed(digits)))
  const all = [columns.map(([title]) => title), ...rows, slopes]
  const widths = columns.map((_, i) => Math.max(...all.map((row) => (row[i] as string).length)))
  return all.map((row) => row.map((cell, i) => cell.padStart(widths[i] as number)).join('  ')).join('\n')
}

export interface SoakLimits {
  /** MiB a minute. */
  readonly heapSlope: number
  readonly rssSlope: number
  /** MiB. */
  readonly rss: number
  /** A minute. */
  readonly handleSlope: number
  readonly sockets: number
  /** Milliseconds: half of the samples must be below. */
  readonly loopDelay: number
  readonly slowestScrape: number
  /** Calls to providers in a second. */
  readonly callRate: number
}

/** What is wrong, a line each; nothing when all is well. */
export function beyond(samples: readonly Sample[], limits: SoakLimits): string[] {
  const settled = settledPart(samples)
  const last = samples.at(-1) as Sample
  const max = (value: (sample: Sample) => number) => Math.max(...samples.map(value))
  const found: [what: string, value: number, limit: number][] = [
    ['the heap grows by MiB a minute', slope(settled, ({ heap }) => heap / mebibyte), limits.heapSlope],
    ['RSS grows by MiB a minute', slope(settled, ({ rss }) => rss / mebibyte), limits.rssSlope],
    ['RSS, MiB', max(({ rss }) => rss / mebibyte), limits.rss],
    ['handles grow by, a minute', slope(settled, ({ handles }) => handles), limits.handleSlope],
    ['sockets', max(({ sockets }) => sockets), limits.sockets],
    ['delay of the event loop, ms', median(settled.map(({ loopDelay }) => loopDelay)), limits.loopDelay],
    ['slowest scrape, ms', max(({ slowestScrape }) => slowestScrape), limits.slowestScrape],
    ['scrapes that failed', last.scrapeErrors, 0],
    ['calls to providers a second', last.calls / last.seconds, limits.callRate]
  ]
  const idle = [
    ...(last.scrapes === 0 ? ['nothing was scraped'] : []),
    ...(last.failures === 0 ? ['no fault had an effect'] : [])
  ]
  return [
    ...idle,
    ...found
      .filter(([, value, limit]) => !(value <= limit))
      .map(([what, value, limit]) => `${what}: ${value.toFixed(2)}, at most ${limit}`)
  ]
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
