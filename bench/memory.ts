/** Resident memory: the most there is at a size, and whether it grows while monitors come and go. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Built, own } from './checkout.ts'
import type { Program } from './programs.ts'
import { startExporter, startSimulator } from './servers.ts'
import { callsOf, scrape } from './serving.ts'
import { median } from './statistics.ts'

const megabyte = 2 ** 20
const refreshes = 8

/** Megabytes, the most that were resident over some refreshes with scrapes between them. */
export async function measureMemory(size: number, built: Built = own): Promise<number | undefined> {
  const simulator = await startSimulator(size)
  // A refresh has to fit in, the download with the making of the answer too.
  const exporter = await startExporter(simulator, { built, ttl: size > 20_000 ? '15s' : '1s' })
  try {
    await untilCalls(simulator, refreshes, () => scrape(exporter))
    const most = exporter.mostMemory()
    return most && most / megabyte
  } finally {
    await exporter.stop()
    await simulator.stop()
  }
}

const growthSize = 1000
/** As in a container: with gigabytes to spare, V8 lets garbage lie, and what is resident tells of that alone. */
const limited = ['--max-old-space-size=100']
const warmUp = 20

/**
 * Percent by which memory grew from the refreshes after the first 20 to those before the last, with a tenth of the
 * monitors replaced at each.
 */
export async function measureGrowth(last: number, built: Built = own): Promise<number | undefined> {
  const simulator = await startSimulator(growthSize, 'changing')
  const exporter = await startExporter(simulator, { built, ttl: '100ms', flags: limited })
  const samples: { call: number; memory: number }[] = []
  try {
    await untilCalls(simulator, last, async (call) => {
      await scrape(exporter)
      const memory = exporter.memory()
      if (memory !== undefined) samples.push({ call, memory })
    })
  } finally {
    await exporter.stop()
    await simulator.stop()
  }
  const between = (from: number, to: number) =>
    median(samples.filter(({ call }) => call >= from && call < to).map(({ memory }) => memory))
  if (samples.length === 0) return undefined
  return (between(last - warmUp, last) / between(warmUp, 2 * warmUp) - 1) * 100
}

/** Does something ten times a second until the simulator was asked so often; five minutes at most, or half a second for each. */
async function untilCalls(simulator: Program, calls: number, work: (call: number) => Promise<unknown>): Promise<void> {
  const end = performance.now() + Math.max(300_000, calls * 500)
  for (;;) {
    const call = await callsOf(simulator)
    if (call >= calls) return
    if (performance.now() > end) throw new Error(`only ${call} of ${calls} refreshes in time`)
    await work(call)
    await sleep(100)
  }
}
