/** How long the program takes to its first answer and to its first data, and Node with nothing to do. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type Built, own } from './checkout.ts'
import { processCpu } from './cpu-time.ts'
import { startExporter, startSimulator } from './servers.ts'
import { median, repeat } from './statistics.ts'

export interface StartUp {
  /** Milliseconds. */
  readonly node: number
  readonly exporter: number
  readonly ratio: number
}

export async function measureStartUp(runs: number, built: Built = own): Promise<StartUp> {
  const simulator = await startSimulator(100)
  try {
    const results = await repeat(runs, async () => {
      const node = await nodeAlone()
      const { readyAfter: exporter, stop } = await startExporter(simulator, { built, ready: '/healthz' })
      await stop()
      return { node, exporter }
    })
    return {
      node: median(results.map(({ node }) => node)),
      exporter: median(results.map(({ exporter }) => exporter)),
      ratio: median(results.map(({ node, exporter }) => exporter / node))
    }
  } finally {
    await simulator.stop()
  }
}

/** Milliseconds that `node -e 0` takes. */
export async function nodeAlone(): Promise<number> {
  const started = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit')
  return performance.now() - started
}

/** Milliseconds. */
export interface FirstData {
  readonly wall: number
  readonly cpu: number
}

/** From the start until a scrape has a monitor of 100, with a provider that answers at once. */
export async function measureFirstData(runs: number, built: Built): Promise<FirstData> {
  const simulator = await startSimulator(100)
  try {
    const results = await repeat(runs, async () => {
      const ready = { ready: '/metrics', readyText: '\nsite24x7_monitor_up{' }
      const exporter = await startExporter(simulator, { built, ...ready })
      const cpu = processCpu(exporter.pid)
      await exporter.stop()
      return { wall: exporter.readyAfter, cpu }
    })
    return { wall: median(results.map(({ wall }) => wall)), cpu: median(results.map(({ cpu }) => cpu)) }
  } finally {
    await simulator.stop()
  }
}
