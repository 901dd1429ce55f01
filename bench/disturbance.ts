/** What refreshes that run back to back do to those who ask meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Program, run } from './programs.ts'
import { here, startExporter, startSimulator } from './servers.ts'
import { callsOf, scrape } from './serving.ts'
import { median, quantile, repeat } from './statistics.ts'

export interface Disturbance {
  /** Milliseconds. */
  readonly healthP99: number
  readonly quietHealthP99: number
  readonly pause: number
  readonly quietPause: number
  readonly scrapeP99: number
  readonly quietScrapeP99: number
  /** Refreshes a second that ran. */
  readonly refreshes: number
}

const seconds = 5
/** Shorter than a refresh takes, so that one follows the other; longer than a download, which must be done by then. */
const backToBack = '400ms'

export async function measureDisturbance(size: number, runs: number): Promise<Disturbance> {
  const simulator = await startSimulator(size)
  const flags = ['--import', here('pauses.ts')]
  try {
    const quiet = await repeat(runs, () => measure(simulator, '1h', flags))
    const busy = await repeat(runs, () => measure(simulator, backToBack, flags))
    const middle = (of: (result: Measured) => number, results: readonly Measured[]) => median(results.map(of))
    return {
      healthP99: middle(({ health }) => health, busy),
      quietHealthP99: middle(({ health }) => health, quiet),
      pause: middle(({ pause }) => pause, busy),
      quietPause: middle(({ pause }) => pause, quiet),
      scrapeP99: middle(({ scrapes }) => scrapes, busy),
      quietScrapeP99: middle(({ scrapes }) => scrapes, quiet),
      refreshes: middle(({ refreshes }) => refreshes, busy)
    }
  } finally {
    await simulator.stop()
  }
}

interface Measured {
  readonly health: number
  readonly scrapes: number
  readonly pause: number
  readonly refreshes: number
}

async function measure(simulator: Program, ttl: string, flags: readonly string[]): Promise<Measured> {
  const exporter = await startExporter(simulator, { ttl, flags })
  try {
    // The first refresh starts a thread and compiles code: that is the start's, not theirs.
    await scrape(exporter)
    await sleep(3000)
    const pausesBefore = pausesOf(exporter).length
    const callsBefore = await callsOf(simulator)
    const health = await probe(`${exporter.origin}/healthz`, 100)
    const scrapes = await probe(`${exporter.origin}/metrics`, 10)
    return {
      health: quantile(health, 0.99),
      scrapes: quantile(scrapes, 0.99),
      pause: Math.max(...pausesOf(exporter).slice(pausesBefore)),
      refreshes: ((await callsOf(simulator)) - callsBefore) / (2 * seconds)
    }
  } finally {
    await exporter.stop()
  }
}

async function probe(url: string, rate: number): Promise<number[]> {
  return JSON.parse(await run(process.execPath, [here('probe.ts'), url, String(rate), String(seconds)]))
}

function pausesOf(exporter: Program): number[] {
  return [...exporter.complaint().matchAll(/^pause ([\d.]+)$/gm)].map(([, ms]) => Number(ms))
}
