/**
 * `npm run soak`: the service for minutes, against providers that fail at random and change all the time, scraped
 * twenty times a second. Ends with 1 when it grew, hung, or gave a wrong answer.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { parseExposition } from '../support/parse-exposition.ts'
import { createChaos } from './chaos.ts'
import type { Usage } from './exporter.ts'
import { beyond, type Sample, table } from './report.ts'
import { type Scraper, startScraper } from './scraper.ts'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '600' }, seed: { type: 'string', default: String(Date.now() % 1e6) } }
})
const seconds = Number(values.seconds)
const seed = Number(values.seed)
if (!(seconds >= 10 && seconds <= 86_400) || !Number.isInteger(seed)) {
  console.error('usage: npm run soak -- [--seconds 10..86400] [--seed <number>]')
  process.exit(2)
}

const scrapesPerSecond = 20
const samplesInAll = Math.min(60, Math.max(5, Math.floor(seconds / 6)))
/** Faults change so often. */
const rollEvery = 250
/** Milliseconds without faults before a sample, in which what hangs ends: it is no leak, but would look like one. */
const calmFor = 2000
/** Long enough for pauses of minutes to come to their end, with one of them in so many samples. */
const isLong = seconds >= 600
const refuseEvery = 15

// What a minute grows by is mostly noise of the allocator: the heap goes up and down by 5 MiB with what is in flight, so
// only a long run says much about it, and about RSS. That may never be more than the chart lets a container have.
const limits = {
  heapSlope: isLong ? 0.5 : 12,
  rssSlope: isLong ? 6 : Number.POSITIVE_INFINITY,
  rss: 384,
  handleSlope: isLong ? 1 : 30,
  // Scrapes that a busy machine delays pile up, and each opens a connection that is kept.
  sockets: 200,
  loopDelay: 250,
  slowestScrape: 10_000,
  callRate: 60
}

const chaos = await createChaos(seed)
const child = fork(new URL('exporter.ts', import.meta.url), {
  env: {
    PATH: process.env.PATH,
    ...chaos.settings,
    LOG_LEVEL: 'error',
    SITE24X7_TTL: '500ms',
    SITE24X7_MAX_AGE: '3s',
    SITE24X7_DAILY_CALL_LIMIT: 'off',
    CHINACACHE_TTL: '1s',
    CHINACACHE_MAX_AGE: '5s',
    CHINACACHE_BREAKDOWN_TTL: '2s'
  }
})
process.once('exit', () => child.kill('SIGKILL'))
const [port] = (await once(child, 'message', { signal: AbortSignal.timeout(60_000) })) as [number]
const origin = `http://127.0.0.1:${port}`
console.log(`${seconds} s, seed ${seed}`)

async function usageOf(exporter: ChildProcess): Promise<Usage> {
  exporter.send('sample')
  const [usage] = await once(exporter, 'message', { signal: AbortSignal.timeout(60_000) })
  return usage as Usage
}

async function ownMetrics() {
  return parseExposition(await (await fetch(`${origin}/metrics`)).text(), 'text')
}

async function takeSample(scraper: Scraper, start: number): Promise<Sample> {
  const usage = await usageOf(child)
  const own = await ownMetrics()
  const sum = (name: string) => own.family(name)?.samples.reduce((total, { value }) => total + value, 0) ?? 0
  return {
    ...usage,
    seconds: (performance.now() - start) / 1000,
    scrapes: scraper.answered(),
    scrapeErrors: Object.values(scraper.errors).reduce((total, count) => total + count, 0),
    slowestScrape: scraper.slowest(),
    calls: sum('edge_exporter_upstream_requests_total'),
    failures: sum('edge_exporter_source_failures_total')
  }
}

/** What is still wrong once all faults are over. */
async function unrecovered(): Promise<string[]> {
  chaos.calm()
  const end = performance.now() + (isLong ? 180_000 : 30_000)
  for (;;) {
    const own = await ownMetrics()
    const down = own.family('edge_exporter_source_up')?.samples.filter(({ value }) => value !== 1) ?? []
    const lines = down.map(({ labels }) => `${labels.provider} ${labels.source} did not recover`)
    if (lines.length === 0 || performance.now() > end) {
      const stray = own.family('edge_exporter_unhandled_errors_total')?.samples.filter(({ value }) => value > 0) ?? []
      return [...lines, ...stray.map(({ labels, value }) => `${value} of the kind ${labels.kind} that nobody caught`)]
    }
    await setTimeout(200)
  }
}

while ((await fetch(`${origin}/readyz`)).status !== 200) await setTimeout(50)
const start = performance.now()
const scraper = startScraper(origin, scrapesPerSecond)
const samples: Sample[] = []
const moment = (part: number) => Math.max(0, start + part - performance.now())
while (samples.length < samplesInAll && child.exitCode === null) {
  const due = ((samples.length + 1) * seconds * 1000) / samplesInAll
  if (isLong && samples.length % refuseEvery === 0) chaos.refuse()
  const chance = setInterval(() => chaos.roll(), rollEvery)
  await setTimeout(moment(due - calmFor))
  clearInterval(chance)
  chaos.calm()
  await setTimeout(moment(due))
  samples.push(await takeSample(scraper, start))
}
const faults = await unrecovered()
await scraper.stop()
child.kill('SIGTERM')
const [code] = child.exitCode === null ? ((await once(child, 'exit')) as [number | null]) : [child.exitCode]
await chaos.close()

console.log(table(samples))
console.log(`${chaos.rolled()} faults, ${chaos.inventories()} inventories`)
for (const [message, count] of Object.entries(scraper.errors)) console.log(`${count} times: ${message}`)
const wrong = [
  ...faults,
  ...beyond(samples, limits),
  ...(chaos.inventories() > samples.length ? [] : ['the inventory did not change']),
  ...(code === 0 ? [] : [`it ended with ${code}`])
]
for (const line of wrong) console.log(`beyond the limits: ${line}`)
process.exitCode = wrong.length === 0 ? 0 : 1
