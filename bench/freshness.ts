/** How old the data is when it is scraped, where the TTL is the scrape interval. */
import { Agent, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Built } from './checkout.ts'
import type { Program } from './programs.ts'
import { startExporter, startSimulator } from './servers.ts'
import { callsOf } from './serving.ts'
import { repeat } from './statistics.ts'

/** In TTLs, and calls for each. */
export interface Freshness {
  readonly age: number
  readonly calls: number
}

/** Milliseconds: TTL and scrape interval. The real ones are longer, which is no worse for a program that aims well. */
const interval = 2000
/** Scrapes before those that count: who learns the rhythm has learned it by then. */
const warmUp = 12
const scrapes = 60
/** The second scraper comes this part of the interval after the first. */
const offset = 0.4
/**
 * When the first scraper begins, in parts of the interval from a refresh on: one exporter for each. A program that does
 * not follow its scrapers has data as old as chance will have it, so one alone would tell little.
 */
const phases = [0.125, 0.375, 0.625, 0.875]

/** With one scraper or some, each of which has an address of its own, as Prometheus replicas have. */
export async function measureFreshness(scrapers: 1 | 2, built: Built): Promise<Freshness> {
  const simulator = await startSimulator(100)
  const exporters: Program[] = []
  try {
    for (const _ of phases) exporters.push(await startExporter(simulator, { built, ttl: `${interval}ms` }))
    const ages = exporters.flatMap((exporter, i) => {
      return Array.from({ length: scrapers }, (_, scraper) => {
        return agesOf(exporter, scraper, (phases[i] as number) + scraper * offset)
      })
    })
    const [all, calls] = await Promise.all([Promise.all(ages), callsMeanwhile(simulator)])
    const mean = all.flat().reduce((sum, age) => sum + age, 0) / all.flat().length
    return { age: mean / interval, calls: calls / phases.length }
  } finally {
    for (const program of [...exporters, simulator]) await program.stop()
  }
}

/** For each TTL, of all exporters. */
async function callsMeanwhile(simulator: Program): Promise<number> {
  await sleep(warmUp * interval)
  const [before, started] = [await callsOf(simulator), performance.now()]
  await sleep(scrapes * interval)
  const calls = (await callsOf(simulator)) - before
  return (calls * interval) / (performance.now() - started)
}

/** Milliseconds, of each scrape after the warm-up. */
async function agesOf({ origin }: Program, scraper: number, phase: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, localAddress: `127.0.0.${2 + scraper}` })
  try {
    const asked = performance.now()
    const start = asked - (await scrapeAge(origin, agent)) + phase * interval
    const ages = await repeat(warmUp + scrapes, async (i) => {
      await sleep(Math.max(0, start + i * interval - performance.now()))
      return scrapeAge(origin, agent)
    })
    return ages.slice(warmUp)
  } finally {
    agent.destroy()
  }
}

const lastSuccess = /^edge_exporter_source_last_success_timestamp_seconds\{[^}]*source="current_status"[^}]*\} (\S+)$/m

/** From the refresh that the answer tells of until the scrape was sent; 0 where it came later. */
function scrapeAge(origin: string, agent: Agent): Promise<number> {
  const sent = Date.now()
  return new Promise((resolve, reject) => {
    get(`${origin}/metrics`, { agent }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      answer.once('end', () => {
        const seconds = lastSuccess.exec(text)?.[1]
        if (seconds === undefined) reject(new Error(`${origin}/metrics does not tell of a refresh`))
        else resolve(Math.max(0, sent - Number(seconds) * 1000))
      })
    }).once('error', reject)
  })
}
