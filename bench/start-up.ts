/** How long the program takes to its first answer, against Node with nothing to do. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { startExporter, startSimulator } from './servers.ts'
import { median, repeat } from './statistics.ts'

export interface StartUp {
  /** Milliseconds. */
  readonly node: number
  readonly exporter: number
  readonly ratio: number
}

export async function measureStartUp(runs: number): Promise<StartUp> {
  const simulator = await startSimulator(100)
  try {
    const results = await repeat(runs, async () => {
      const started = performance.now()
      await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit')
      const node = performance.now() - started
      const { readyAfter: exporter, stop } = await startExporter(simulator, { ready: '/healthz' })
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
