/** Replicas of the program, a provider that counts their calls, and what a scrape of each of them says. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { createSimulator } from '../../providers/site24x7/simulator/index.ts'
import { onlyMonitors } from '../support/only-monitors.ts'
import type { Server } from './servers.ts'

export const second = 1000
export const ttl = second
/** How long a lease lasts at this TTL: nine tenths of it for the refresh, and a second for saving. */
export const lease = 0.9 * ttl + second
/** What a busy machine may add. */
export const patience = 2 * second

/** The provider's side: when each call arrived. */
export async function startProvider(t: Test) {
  const simulator = await createSimulator({ size: 30 })
  const calls: number[] = []
  simulator.app.server.on('request', ({ url }) => url?.startsWith('/api/') && calls.push(performance.now()))
  const origin = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => simulator.app.close())
  const settings = {
    ...simulator.settings(origin),
    ...onlyMonitors,
    SITE24X7_TTL: `${ttl}ms`,
    SITE24X7_MAX_AGE: '5m',
    SITE24X7_DAILY_CALL_LIMIT: '100000000'
  }
  return { simulator, calls, settings }
}

export interface Scrape {
  readonly data: string
  readonly up: number
  readonly lastSuccess: string
  readonly ms: number
}

export async function scrape({ url }: Server): Promise<Scrape> {
  const start = performance.now()
  const text = await (await fetch(`${url}/metrics`)).text()
  const value = (name: string) => new RegExp(`^edge_exporter_${name}\\{.*\\} (\\S+)$`, 'm').exec(text)?.[1] ?? ''
  return {
    ms: performance.now() - start,
    data: text
      .split('\n')
      .filter((line) => line.startsWith('site24x7_'))
      .join('\n'),
    up: Number(value('source_up')),
    lastSuccess: value('source_last_success_timestamp_seconds')
  }
}

/** Whether its source is up and has data. */
export const isGood = ({ up, data }: Scrape): boolean => up === 1 && data !== ''

/** Scrapes all, over and over, for so long. */
export async function scrapeFor(replicas: readonly Server[], ms: number): Promise<Scrape[]> {
  const end = performance.now() + ms
  const all: Scrape[] = []
  while (performance.now() < end) {
    all.push(...(await Promise.all(replicas.map(scrape))))
    await sleep(50)
  }
  return all
}

/** Nine of ten take no longer: the tenth may have met a machine that is busy with something else. */
export function usualMost(scrapes: readonly Scrape[]): number {
  const sorted = scrapes.map(({ ms }) => ms).sort((a, b) => a - b)
  return sorted[Math.floor(0.9 * sorted.length)] ?? 0
}

/** Calls during `ms`, and the least time between two of them. */
export async function watch(calls: readonly number[], ms: number): Promise<{ count: number; leastGap: number }> {
  const from = calls.length
  await sleep(ms)
  const seen = calls.slice(from)
  const gaps = seen.slice(1).map((at, i) => at - (seen[i] as number))
  return { count: seen.length, leastGap: Math.min(Number.POSITIVE_INFINITY, ...gaps) }
}

/** Waits until there is one call for each TTL. The first TTLs after a trouble may have more. */
export async function untilAgreed(calls: readonly number[]): Promise<boolean> {
  for (let tries = 0; tries < 6; tries++) {
    const { count, leastGap } = await watch(calls, 3 * ttl)
    if (count >= 2 && leastGap > 0.8 * ttl) return true
  }
  return false
}

export async function until(isSo: () => boolean | Promise<boolean>, ms: number): Promise<boolean> {
  const end = performance.now() + ms
  while (performance.now() < end) {
    if (await isSo()) return true
    await sleep(20)
  }
  return false
}

/** Asserts that the replicas make one call for each TTL and serve the same. Resolves with the milliseconds of a usual scrape. */
export async function assertAgreement(
  t: Test,
  replicas: readonly Server[],
  { simulator, calls }: Awaited<ReturnType<typeof startProvider>>
): Promise<number> {
  const watching = watch(calls, 20 * ttl)
  const scrapes = await scrapeFor(replicas, 10 * ttl)
  for (let i = 0; i < 8; i++) {
    const isSame = await until(async () => {
      const [first, ...others] = await Promise.all(replicas.map(scrape))
      return others.every(({ data, lastSuccess }) => data === first?.data && lastSuccess === first.lastSuccess)
    }, patience)
    t.ok(isSame, 'all have the same data of the same moment')
    await sleep(0.7 * ttl)
  }
  const { count, leastGap } = await watching
  t.ok(count <= 20 && count >= 15, `${count} calls in 20 TTLs`)
  t.ok(leastGap > 0.9 * ttl, `${Math.round(leastGap)} ms between the closest two`)
  t.ok(scrapes.every(isGood))
  t.equal(simulator.calls.token, 1, 'one token does for all')
  return usualMost(scrapes)
}
