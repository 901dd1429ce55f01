/** What a refresh costs the thread that answers requests, in the built program. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Built } from './checkout.ts'
import { mainThreadCpu } from './cpu-time.ts'
import type { Program } from './programs.ts'
import { startExporter, startSimulator } from './servers.ts'
import { callsOf } from './serving.ts'

/** Longer than a refresh takes. */
const interval = 1000
/** V8 has compiled by then what runs often. */
const warmUp = 15
const refreshes = 10
/** Seconds without a refresh. */
const [settling, idle] = [5, 10]

/** Milliseconds of CPU time of one refresh, with nobody scraping, and without what the thread does in any case. */
export async function measureMainThread(size: number, built: Built): Promise<number> {
  // Values change from one refresh to the next: what is the same again may cost less.
  const simulator = await startSimulator(size, 'moving')
  try {
    const idle = await whenIdle(simulator, built)
    const exporter = await startExporter(simulator, { built, ttl: `${interval}ms` })
    try {
      await afterCalls(simulator, warmUp)
      const [before, started] = [mainThreadCpu(exporter.pid), performance.now()]
      const count = await afterCalls(simulator, refreshes)
      const [after, ended] = [mainThreadCpu(exporter.pid), performance.now()]
      return (after - before - idle * (ended - started)) / count
    } finally {
      await exporter.stop()
    }
  } finally {
    await simulator.stop()
  }
}

/** Milliseconds of CPU time in each millisecond. */
async function whenIdle(simulator: Program, built: Built): Promise<number> {
  const exporter = await startExporter(simulator, { built })
  try {
    await sleep(settling * 1000)
    const before = mainThreadCpu(exporter.pid)
    await sleep(idle * 1000)
    return (mainThreadCpu(exporter.pid) - before) / (idle * 1000)
  } finally {
    await exporter.stop()
  }
}

/** Waits for so many more refreshes, and until the last one must be over. Returns how many there were. */
async function afterCalls(simulator: Program, calls: number): Promise<number> {
  const before = await callsOf(simulator)
  const end = performance.now() + 120_000
  for (;;) {
    const made = (await callsOf(simulator)) - before
    if (made >= calls) {
      await sleep(interval * 0.7)
      return (await callsOf(simulator)) - before
    }
    if (performance.now() > end) throw new Error(`only ${made} refreshes in two minutes`)
    await sleep(50)
  }
}
