/** Another checkout of this program and this one, measured in turn, so that both meet the machine as it is. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { format, markdown } from './goals.ts'
import { median } from './statistics.ts'

/** What `--json` prints, as far as it is compared. Older checkouts print the same. */
export interface BenchResult {
  readonly sizes: Readonly<
    Record<
      string,
      {
        readonly serving: { readonly exporter: number }
        readonly cost: { readonly refresh: number; readonly againstParse: number }
        readonly memory?: number
      }
    >
  >
  readonly startUp: { readonly exporter: number; readonly ratio: number }
}

export interface Pair {
  readonly theirs: BenchResult
  readonly ours: BenchResult
}

const run = promisify(execFile)

async function resultOf(folder: string, sizes: string): Promise<BenchResult> {
  const args = [join('bench', 'main.ts'), '--sizes', sizes, '--runs', '1', '--json']
  const node = join(folder, 'node_modules', '.bin', 'node')
  const { stdout } = await run(node, args, { cwd: folder, maxBuffer: 2 ** 26 })
  return JSON.parse(stdout) as BenchResult
}

/** Throws where the other checkout cannot be run. Both are built already. */
export async function measureInTurn(other: string, sizes: string, runs: number, tell: (text: string) => void) {
  const folder = resolve(other)
  for (const need of ['bench/main.ts', 'node_modules/.bin/node', 'dist/src/main.js']) {
    if (!existsSync(join(folder, need))) throw new Error(`${other} has no ${need}: run npm ci && npm run build there`)
  }
  const pairs: Pair[] = []
  for (let i = 1; i <= runs; i++) {
    tell(`run ${i} of ${runs}: ${other}`)
    const theirs = await resultOf(folder, sizes)
    tell(`run ${i} of ${runs}: here`)
    pairs.push({ theirs, ours: await resultOf(process.cwd(), sizes) })
  }
  return pairs
}

/** The medians of both, and the ratio of each run, ours to theirs. */
export function tableOfPairs(pairs: readonly Pair[]): string {
  const sizes = Object.keys(pairs[0]?.ours.sizes ?? {})
  const rows = [
    ...sizes.flatMap((size): [string, (result: BenchResult) => number | undefined][] => [
      [`${size} monitors: scrapes/s`, ({ sizes }) => sizes[size]?.serving.exporter],
      [`${size} monitors: CPU of a refresh, ms`, ({ sizes }) => sizes[size]?.cost.refresh],
      [`${size} monitors: refresh against JSON.parse`, ({ sizes }) => sizes[size]?.cost.againstParse],
      [`${size} monitors: most memory, MB`, ({ sizes }) => sizes[size]?.memory]
    ]),
    ['start to the first 200, ms', ({ startUp }: BenchResult) => startUp.exporter] as const,
    ['start against node -e 0', ({ startUp }: BenchResult) => startUp.ratio] as const
  ]
  return markdown([
    ['what', 'theirs', 'ours', 'ours / theirs, each run'],
    ...rows.map(([what, of]) => {
      const each = pairs.map(({ theirs, ours }) => [of(theirs), of(ours)] as const)
      const known = each.filter((pair): pair is readonly [number, number] => !pair.includes(undefined))
      if (known.length === 0) return [what, '-', '-', '-']
      const ratios = known.map(([theirs, ours]) => (ours / theirs).toFixed(2)).join(' ')
      return [what, format(median(known.map(([a]) => a))), format(median(known.map(([, b]) => b))), ratios]
    })
  ])
}
