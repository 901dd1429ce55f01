/** How long `edge-exporter collect` takes with a store that other runs have filled, against Node with nothing to do. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Built } from './checkout.ts'
import { type Program, run } from './programs.ts'
import { settingsFor, startSimulator } from './servers.ts'
import { nodeAlone } from './start-up.ts'
import { median, repeat } from './statistics.ts'

/** Times the time of `node -e 0`, the median of some runs. */
export async function measureCollect(runs: number, built: Built): Promise<number> {
  const simulator = await startSimulator(100)
  const folder = mkdtempSync(join(tmpdir(), 'edge-exporter-bench-'))
  try {
    const store = { CACHE_URL: pathToFileURL(folder).href, SITE24X7_TTL: '1h' }
    const env = { ...(await settingsFor(simulator)), ...built.env, ...store }
    const collect = () => run(process.execPath, [...built.options, built.main, 'collect'], { env })
    await collect()
    const before = await allCalls(simulator)
    const ratios = await repeat(runs, async () => {
      const node = await nodeAlone()
      const started = performance.now()
      const text = await collect()
      const taken = performance.now() - started
      if (!text.includes('\nsite24x7_monitor_up{')) throw new Error('collect printed no monitors')
      return taken / node
    })
    check(before, await allCalls(simulator), runs)
    return median(ratios)
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await simulator.stop()
  }
}

type Calls = Readonly<Record<string, number>>

async function allCalls({ origin }: Program): Promise<Calls> {
  return (await (await fetch(`${origin}/calls`)).json()) as Calls
}

/**
 * The store keeps the token, and what changes seldom. The monitors are asked for by each run, as who runs it wants to
 * know how they are now. A run that asks for more did not use its store.
 */
function check(before: Calls, after: Calls, runs: number): void {
  for (const [endpoint, count] of Object.entries(after)) {
    const calls = count - (before[endpoint] ?? 0)
    if (calls > (endpoint === 'current_status' ? runs : 0)) {
      throw new Error(`collect did not use its store: ${calls} calls of ${endpoint} in ${runs} runs`)
    }
  }
}
