/** How many scrapes a second, against the same bytes from nginx and from the least that Node can do. */
import { get } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { answersPerSecond } from './load.ts'
import type { Program } from './programs.ts'
import { startExporter, startNginx, startPlainServer, startSimulator } from './servers.ts'
import { median, repeat } from './statistics.ts'

export interface Serving {
  readonly series: number
  readonly bytes: number
  readonly gzipBytes: number
  /** Answers a second. */
  readonly exporter: number
  readonly plain: number
  readonly nginx: number | undefined
  /** Medians of what each run gave, so that a busy moment of the machine is on both sides. */
  readonly againstPlain: number
  readonly againstNginx: number | undefined
  /** Upstream calls after 1,000 scrapes within the TTL. */
  readonly calls: number
}

const load = { connections: 8, seconds: 3 }

export async function measureServing(size: number, runs: number): Promise<Serving> {
  const simulator = await startSimulator(size)
  const exporter = await startExporter(simulator)
  const gzip = await scrape(exporter)
  const plain = await startPlainServer(gzip)
  const nginx = await startNginx(gzip)
  try {
    for (let i = 0; i < 1000; i++) await scrape(exporter)
    const calls = await callsOf(simulator)
    const results = await repeat(runs, async () => ({
      exporter: await answersPerSecond(`${exporter.origin}/metrics`, load),
      plain: await answersPerSecond(`${plain.origin}/metrics`, load),
      nginx: nginx === undefined ? Number.NaN : await answersPerSecond(`${nginx.origin}/metrics`, load)
    }))
    const text = gunzipSync(gzip).toString()
    const middle = (of: (result: (typeof results)[number]) => number) => median(results.map(of))
    return {
      series: text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length,
      bytes: Buffer.byteLength(text),
      gzipBytes: gzip.length,
      exporter: middle((result) => result.exporter),
      plain: middle((result) => result.plain),
      nginx: nginx && middle((result) => result.nginx),
      againstPlain: middle((result) => result.exporter / result.plain),
      againstNginx: nginx && middle((result) => result.exporter / result.nginx),
      calls
    }
  } finally {
    for (const program of [nginx, plain, exporter, simulator]) await program?.stop()
  }
}

/** The gzip bytes of an answer, as they come. */
export function scrape({ origin }: Program): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(`${origin}/metrics`, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk) => chunks.push(chunk))
      answer.once('end', () => resolve(Buffer.concat(chunks)))
    }).once('error', reject)
  })
}

/** Answers with monitors that the simulator was asked for. */
export async function callsOf(simulator: Program): Promise<number> {
  const calls = (await (await fetch(`${simulator.origin}/calls`)).json()) as { current_status: number }
  return calls.current_status
}
