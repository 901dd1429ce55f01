/** What another checkout is measured by, beside this one, and the goals of each. */
import { join } from 'node:path'
import type { Built, Checkout } from './checkout.ts'
import { measureFreshness } from './freshness.ts'
import { measureImageSize } from './image-size.ts'
import { measureMainThread } from './main-thread.ts'
import { measureGrowth, measureMemory } from './memory.ts'
import { measureCollect } from './one-shot.ts'
import { run } from './programs.ts'
import type { RefreshCost } from './refresh-cost.ts'
import { measureFirstData, measureStartUp } from './start-up.ts'
import { median } from './statistics.ts'

export interface Row {
  readonly id: string
  readonly what: string
  readonly unit: '' | 'ms' | 'MB' | '%' | 'bytes'
  /** The most that is good: of what is measured here itself, or of its ratio to theirs. */
  readonly limit: number
  readonly of: 'itself' | 'theirs'
}

/** One measurement may fill some rows. Undefined is what cannot be measured on this machine. */
export interface Measurement {
  readonly rows: readonly Row[]
  measure(checkout: Checkout): Promise<readonly (number | undefined)[]>
}

const ofTheirs = (id: string, what: string, limit: number, unit: Row['unit'] = ''): Row => {
  return { id, what, unit, limit, of: 'theirs' }
}
const ofItself = (id: string, what: string, limit: number, unit: Row['unit'] = ''): Row => {
  return { id, what, unit, limit, of: 'itself' }
}

/** Starts of a process in one measurement. */
const starts = 11
const growthRefreshes = 2000
/** A call more or less may fall into the time that is watched. */
const noMoreCalls = 1.02
/** Nothing that an image adds. */
const plain = { options: [], env: {} }

/** All, with the memory at each of these sizes. */
export function measurementsOf(sizes: readonly number[]): readonly Measurement[] {
  return [...sizes.map(memoryOf), ...others]
}

function memoryOf(size: number): Measurement {
  const what = `resident memory at ${size.toLocaleString('en')} monitors`
  return {
    rows: [ofTheirs(`memory-${size}`, what, size < 1000 ? 0.65 : 0.6, 'MB')],
    measure: async ({ built }) => [await measureMemory(size, built)]
  }
}

const others: readonly Measurement[] = [
  {
    rows: [ofItself('refresh-against-parse', 'CPU of a warm refresh at 10,000 monitors, against JSON.parse', 3.5)],
    // The yardstick is Node as it is: an option that makes JSON.parse dearer must not make a refresh look cheaper.
    async measure(checkout) {
      const parse = median((await costsOf(checkout, 10_000, plain)).map(({ parse }) => parse))
      return [median((await costsOf(checkout, 10_000)).map(({ refresh }) => refresh)) / parse]
    }
  },
  {
    rows: [ofTheirs('refresh-100', 'CPU of a refresh at 100 monitors', 0.5, 'ms')],
    measure: async (checkout) => [median((await costsOf(checkout, 100)).map(({ refresh }) => refresh))]
  },
  {
    rows: [ofItself('start-health', 'start to the first 200 of /healthz, against node -e 0', 4.5)],
    measure: async ({ built }) => [(await measureStartUp(starts, built)).ratio]
  },
  {
    rows: [
      ofTheirs('start-data', 'start to the first data of 100 monitors', 0.45, 'ms'),
      ofTheirs('start-data-cpu', 'CPU from the start to the first data', 0.45, 'ms')
    ],
    async measure({ built }) {
      const { wall, cpu } = await measureFirstData(starts, built)
      return [wall, cpu]
    }
  },
  {
    rows: [ofTheirs('main-thread', 'CPU of the main thread in a refresh of 10,000 monitors', 0.3, 'ms')],
    measure: async ({ built }) => [await measureMainThread(10_000, built)]
  },
  {
    rows: [ofItself('collect', 'edge-exporter collect with a file store, against node -e 0', 6)],
    measure: async ({ built }) => [await measureCollect(starts, built)]
  },
  {
    rows: [ofTheirs('size', 'what the image adds to its base', 0.1, 'bytes')],
    measure: async (checkout) => [await measureImageSize(checkout)]
  },
  {
    rows: [
      ofItself('age', 'age of the data at a scrape, in TTLs', 0.15),
      ofTheirs('age-calls', 'calls for each TTL meanwhile', noMoreCalls),
      ofTheirs('age-two', 'the same age with two scrapers out of phase', 1),
      ofTheirs('age-two-calls', 'calls for each TTL with two scrapers', noMoreCalls)
    ],
    // Both have little to do, so they run at the same time.
    async measure({ built }) {
      const [one, two] = await Promise.all([measureFreshness(1, built), measureFreshness(2, built)])
      return [one.age, one.calls, two.age, two.calls]
    }
  },
  {
    rows: [ofItself('growth', `growth of memory over ${growthRefreshes} changing refreshes, the heap limited`, 3, '%')],
    measure: async ({ built }) => [await measureGrowth(growthRefreshes, built)]
  }
]

/** It measures from the inside, so each checkout has one that knows its inside. What it prints is the same. */
async function costsOf(
  { folder, built }: Checkout,
  size: number,
  { options, env }: Pick<Built, 'options' | 'env'> = built
): Promise<RefreshCost['costs']> {
  const args = [...options, join(folder, 'bench', 'refresh-cost.ts'), String(size)]
  const output = await run(process.execPath, args, { cwd: folder, env: { ...process.env, ...env } })
  return (JSON.parse(output) as RefreshCost).costs
}
