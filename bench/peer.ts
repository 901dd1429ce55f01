/**
 * Another exporter beside this one, before the same simulated account: scrapes, memory, and the time from its start to
 * its first data. In arguments and in variables, `{address}`, `{port}`, `{api}` and `{accounts}` stand for where it has to
 * listen and what it has to ask.
 */
import { gunzipSync } from 'node:zlib'
import { format, markdown } from './goals.ts'
import { answersPerSecond } from './load.ts'
import { freeOrigin, type Program, start } from './programs.ts'
import { settingsFor, startExporter, startSimulator } from './servers.ts'
import { callsOf, scrape } from './serving.ts'
import { median, repeat } from './statistics.ts'

export interface Peer {
  readonly command: string
  readonly args: readonly string[]
  /** NAME=value, over the settings of the simulated account. */
  readonly env: readonly string[]
}

export interface Side {
  /** Series in one answer. */
  readonly series: number
  /** Answers a second. */
  readonly scrapes: number
  /** Milliseconds from the start to the first answer with data. */
  readonly firstData: number
  /** Megabytes, the most that were resident. */
  readonly memory: number | undefined
  /** Upstream calls that the scrapes took. */
  readonly calls: number
}

export interface Comparison {
  readonly ours: Side
  readonly peer: Side
}

const load = { connections: 1, seconds: 3 }

export async function comparePeer(peer: Peer, size: number, runs: number): Promise<Comparison> {
  const ours = await measureSide(size, runs, (simulator) => startExporter(simulator, { ready: '/metrics' }))
  return { ours, peer: await measureSide(size, runs, (simulator) => startPeer(peer, simulator)) }
}

/** Program, arguments and variables of a peer, with the places in them filled. Pure. */
export function filled({ command, args, env }: Peer, places: Readonly<Record<string, string>>) {
  const fill = (text: string) => text.replaceAll(/\{(\w+)\}/g, (found, name: string) => places[name] ?? found)
  const variables = env.map(fill).map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)])
  return { command, args: args.map(fill), env: Object.fromEntries(variables) as Record<string, string> }
}

async function startPeer(peer: Peer, simulator: Program): Promise<Program> {
  const origin = await freeOrigin()
  const { host: address, port } = new URL(origin)
  const places = { address, port, api: `${simulator.origin}/api`, accounts: simulator.origin }
  const { command, args, env } = filled(peer, places)
  return start({ command, args, env: { ...(await settingsFor(simulator)), ...env }, origin, ready: '/metrics' })
}

async function measureSide(size: number, runs: number, begin: (simulator: Program) => Promise<Program>): Promise<Side> {
  const results = await repeat(runs, async () => {
    const simulator = await startSimulator(size)
    let program: Program | undefined
    try {
      program = await begin(simulator)
      const series = seriesOf(await scrape(program))
      const scrapes = await answersPerSecond(`${program.origin}/metrics`, load)
      const memory = program.mostMemory()
      return { series, scrapes, firstData: program.readyAfter, memory, calls: await callsOf(simulator) }
    } finally {
      await program?.stop()
      await simulator.stop()
    }
  })
  const middle = (of: (result: (typeof results)[number]) => number) => median(results.map(of))
  const memory = results.every((result) => result.memory !== undefined)
    ? middle((result) => (result.memory as number) / 2 ** 20)
    : undefined
  return {
    series: middle(({ series }) => series),
    scrapes: middle(({ scrapes }) => scrapes),
    firstData: middle(({ firstData }) => firstData),
    memory,
    calls: middle(({ calls }) => calls)
  }
}

/** Not every exporter compresses. */
function seriesOf(answer: Buffer): number {
  const text = (answer[0] === 0x1f && answer[1] === 0x8b ? gunzipSync(answer) : answer).toString()
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length
}

/** Each cell: this exporter, and the peer. */
export function tableOfPeers(comparisons: ReadonlyMap<number, Comparison>): string {
  const lines: readonly (readonly [string, (side: Side) => number | undefined])[] = [
    ['series', ({ series }) => series],
    ['scrapes/s', ({ scrapes }) => scrapes],
    ['start to first data, ms', ({ firstData }) => firstData],
    ['most memory, MB', ({ memory }) => memory],
    ['upstream calls', ({ calls }) => calls]
  ]
  const cell = (value: number | undefined) => (value === undefined ? '-' : format(value))
  const rows = lines.map(([what, of]) => {
    return [what, ...[...comparisons.values()].map(({ ours, peer }) => `${cell(of(ours))} / ${cell(of(peer))}`)]
  })
  return markdown([['monitors: this / peer', ...[...comparisons.keys()].map(format)], ...rows])
}
