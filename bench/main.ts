/**
 * `npm run bench`: measures what the goals speak of, and says which of them hold.
 *
 *     npm run bench -- --sizes 100,10000,100000 --runs 5 --json
 *     npm run bench -- --against ../older-checkout    measures that one and this one in turn, and prints the ratios:
 *                                                     `bench/rows.ts` has what is measured
 *     npm run bench -- --against ../older-checkout --rows memory,start --sizes 100    only some of it
 *     npm run bench -- --peer ./other_exporter --peer-env 'HTTPS_PROXY=' -- --web.listen-address '{address}'
 *
 * With `--peer PROGRAM`, another exporter is measured beside this one instead: `bench/peer.ts`.
 *
 * All figures are ratios of one run, or medians of some, so that they mean something on a machine that does other
 * things as well. Everything runs on this machine alone, and ends with the bench.
 */

import { availableParallelism, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { chosen, headOf, measureInTurn, tableOfRows } from './against.ts'
import { openCheckout } from './checkout.ts'
import { type Disturbance, measureDisturbance } from './disturbance.ts'
import { format, judge, markdown, tableOf } from './goals.ts'
import { loader } from './load.ts'
import { measureGrowth, measureMemory } from './memory.ts'
import { type Comparison, comparePeer, tableOfPeers } from './peer.ts'
import { run } from './programs.ts'
import type { RefreshCost } from './refresh-cost.ts'
import { measurementsOf } from './rows.ts'
import { here, nginx } from './servers.ts'
import { measureServing, type Serving } from './serving.ts'
import { measureStartUp, type StartUp } from './start-up.ts'
import { median } from './statistics.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    peer: { type: 'string' },
    'peer-env': { type: 'string', multiple: true, default: [] },
    sizes: { type: 'string' },
    runs: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
    against: { type: 'string' },
    rows: { type: 'string', default: '' }
  }
})
const usualSizes = values.against === undefined ? '100,10000' : '100,1000,10000'
const sizes = (values.sizes ?? usualSizes).split(',').map(Number)
const runs = Number(values.runs)
const isPeerless = values.peer === undefined && (positionals.length > 0 || values['peer-env'].length > 0)
if (isPeerless || [...sizes, runs].some((number) => !Number.isInteger(number) || number < 1)) {
  const peer = '[--peer PROGRAM [--peer-env NAME=VALUE]... [-- ARGUMENT...]]'
  const against = '[--against FOLDER [--rows memory,start]]'
  process.stderr.write(`usage: npm run bench -- [--sizes 100,10000] [--runs 3] [--json] ${against} ${peer}\n`)
  process.exit(2)
}
if (values.peer !== undefined) {
  const peer = { command: values.peer, args: positionals, env: values['peer-env'] }
  const comparisons = new Map<number, Comparison>()
  for (const size of sizes) {
    tell(`${size} monitors: beside ${peer.command}`)
    comparisons.set(size, await comparePeer(peer, size, runs))
  }
  const text = values.json ? JSON.stringify(Object.fromEntries(comparisons), undefined, 2) : tableOfPeers(comparisons)
  process.stdout.write(`${text}\n`)
  process.exit(0)
}

interface Cost {
  readonly parse: number
  readonly refresh: number
  readonly byPromClient: number
  readonly againstParse: number
  readonly againstPromClient: number
}

async function measureCost(size: number): Promise<Cost> {
  const { costs, byPromClient } = JSON.parse(
    await run(process.execPath, [here('refresh-cost.ts'), String(size)])
  ) as RefreshCost
  const refresh = median(costs.map((cost) => cost.refresh))
  return {
    parse: median(costs.map((cost) => cost.parse)),
    refresh,
    byPromClient,
    againstParse: median(costs.map((cost) => cost.refresh / cost.parse)),
    againstPromClient: byPromClient / refresh
  }
}

interface Measured {
  readonly serving: Serving
  readonly cost: Cost
  readonly memory: number | undefined
  readonly disturbance: Disturbance | undefined
}

/** The size that the goals for refreshes speak of. */
const disturbing = 10_000

async function measure(size: number): Promise<Measured> {
  tell(`${size} monitors: scrapes`)
  const serving = await measureServing(size, runs)
  tell(`${size} monitors: the cost of a refresh`)
  const cost = await measureCost(size)
  tell(`${size} monitors: memory`)
  const memory = await measureMemory(size)
  if (size === disturbing) tell(`${size} monitors: answers while refreshes run`)
  const disturbance = size === disturbing ? await measureDisturbance(size, runs) : undefined
  return { serving, cost, memory, disturbance }
}

/** Progress, where it does not get into the output. */
function tell(what: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${what}\n`)
}

function measuredGoals(results: ReadonlyMap<number, Measured>, startUp: StartUp, growth: number | undefined) {
  const big = results.get(10_000)
  const huge = results.get(100_000)
  const { disturbance } = big ?? {}
  return {
    'serving-100': results.get(100)?.serving.againstNginx,
    'serving-10000': big?.serving.againstNginx,
    'refresh-10000': big?.cost.againstParse,
    'prom-client-10000': big?.cost.againstPromClient,
    'refresh-growth': big && huge && huge.cost.refresh / big.cost.refresh,
    'health-p99': disturbance?.healthP99,
    pause: disturbance?.pause,
    'scrape-p99': disturbance && disturbance.scrapeP99 / disturbance.quietScrapeP99,
    'memory-100': results.get(100)?.memory,
    'memory-10000': big?.memory,
    'memory-100000': huge?.memory,
    'memory-growth': growth,
    start: startUp.ratio,
    calls: Math.max(...[...results.values()].map(({ serving }) => serving.calls))
  }
}

/** What the goals are computed from, a column for each size. */
function detailsOf(results: ReadonlyMap<number, Measured>): string {
  const lines: readonly (readonly [string, (measured: Measured) => number | undefined])[] = [
    ['series', ({ serving }) => serving.series],
    ['bytes of text', ({ serving }) => serving.bytes],
    ['bytes of gzip', ({ serving }) => serving.gzipBytes],
    ['scrapes/s', ({ serving }) => serving.exporter],
    ['scrapes/s of bare node:http', ({ serving }) => serving.plain],
    ['scrapes/s of nginx', ({ serving }) => serving.nginx],
    ['against bare node:http', ({ serving }) => serving.againstPlain],
    ['CPU of a refresh, ms', ({ cost }) => cost.refresh],
    ['CPU of JSON.parse, ms', ({ cost }) => cost.parse],
    ['CPU of prom-client, ms', ({ cost }) => cost.byPromClient],
    ['refresh against JSON.parse', ({ cost }) => cost.againstParse],
    ['most memory, MB', ({ memory }) => memory],
    ['/healthz p99 with no refresh, ms', ({ disturbance }) => disturbance?.quietHealthP99],
    ['longest pause with no refresh, ms', ({ disturbance }) => disturbance?.quietPause],
    ['scrape p99 with no refresh, ms', ({ disturbance }) => disturbance?.quietScrapeP99],
    ['scrape p99 while refreshes run, ms', ({ disturbance }) => disturbance?.scrapeP99],
    ['refreshes/s while they run', ({ disturbance }) => disturbance?.refreshes]
  ]
  const rows = lines.map(([what, of]) => {
    const cells = [...results.values()].map((measured) => of(measured))
    return [what, ...cells.map((value) => (value === undefined ? '-' : format(value)))]
  })
  return markdown([['monitors', ...[...results.keys()].map(format)], ...rows])
}

const machine = {
  date: new Date().toISOString().slice(0, 10),
  node: process.version,
  cpus: availableParallelism(),
  memoryGB: Math.round(totalmem() / 2 ** 30),
  loader,
  nginx: nginx !== undefined
}
const { date, node, cpus, memoryGB } = machine
const machineLine = `${date}, Node.js ${node}, ${cpus} CPUs, ${memoryGB} GB`

if (values.against !== undefined) {
  const sides = { theirs: openCheckout(values.against), ours: openCheckout(here('..'), 'this checkout') }
  const choice = chosen(measurementsOf(sizes), values.rows.split(',').filter(Boolean))
  const rows = await measureInTurn(sides, choice, runs, tell)
  const text = values.json
    ? JSON.stringify({ machine, rows }, undefined, 2)
    : `${machineLine}\n${headOf(sides)}\n${tableOfRows(rows)}`
  process.stdout.write(`${text.trimEnd()}\n`)
  process.exit()
}

const results = new Map<number, Measured>()
for (const size of sizes) results.set(size, await measure(size))
tell('start')
const startUp = await measureStartUp(3 * runs)
tell('memory over 200 refreshes')
const growth = await measureGrowth(200)
const rows = judge(measuredGoals(results, startUp, growth))

if (values.json) {
  process.stdout.write(
    `${JSON.stringify({ machine, goals: rows, sizes: Object.fromEntries(results), startUp, growth }, undefined, 2)}\n`
  )
} else {
  const against = nginx === undefined ? 'nginx is not installed' : 'against nginx'
  process.stdout.write(`${machineLine}, load by ${loader}, ${against}\n\n${tableOf(rows)}\n${detailsOf(results)}\n`)
  process.stdout.write(`start: ${format(startUp.exporter)} ms, node -e 0: ${format(startUp.node)} ms\n`)
}
