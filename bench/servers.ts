/** Starts what is measured and what it is measured against. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Built, own } from './checkout.ts'
import { findProgram } from './find-program.ts'
import { freeOrigin, type Program, start } from './programs.ts'

/** A file beside this one. */
export const here = (name: string): string => join(import.meta.dirname, name)

export async function startSimulator(
  size: number,
  kind: 'steady' | 'moving' | 'changing' = 'steady',
  customers = 0
): Promise<Program> {
  const origin = await freeOrigin()
  const args = [here('simulator.ts'), new URL(origin).port, String(size), kind, String(customers)]
  return start({ command: process.execPath, args, origin, ready: '/settings' })
}

/** Settings for an exporter that asks this simulator, and nothing else of this process' environment. */
export async function settingsFor(simulator: Program): Promise<Record<string, string>> {
  const settings = (await (await fetch(`${simulator.origin}/settings`)).json()) as Record<string, string>
  return { ...settings, SITE24X7_DAILY_CALL_LIMIT: 'off', LOG_LEVEL: 'warn' }
}

export interface ExporterOptions {
  /** Time from one refresh to the next. */
  readonly ttl?: string
  /** Which program; by default that of this checkout, as the scripts start it. */
  readonly built?: Built
  /** More options of Node. */
  readonly flags?: readonly string[]
  /** A path that is answered with 200 when it may be used; by default once there is data. */
  readonly ready?: string
  /** What the answer has to contain for that. */
  readonly readyText?: string
}

/** The built program. */
export async function startExporter(
  simulator: Program,
  { ttl = '1h', built = own, flags = [], ready = '/readyz', readyText }: ExporterOptions = {}
): Promise<Program> {
  const origin = await freeOrigin()
  // The largest accounts have more series than are served unasked.
  const env = { ...(await settingsFor(simulator)), ...built.env, SITE24X7_TTL: ttl, MAX_SERIES: '10000000' }
  const args = [...built.options, ...flags, built.main, `--web.listen-address=${new URL(origin).host}`]
  const text = readyText === undefined ? {} : { readyText }
  const program = await start({ command: process.execPath, args, env, origin, ready, ...text })
  if (ready === '/readyz') await untilData(program)
  return program
}

/** Being ready may also mean to know why there is no data. A big account may need a second attempt. */
async function untilData({ origin, complaint, stop }: Program): Promise<void> {
  const end = performance.now() + 120_000
  for (;;) {
    // By the metrics, as the status as JSON takes memory that who is only scraped does not need.
    const text = await (await fetch(`${origin}/metrics`)).text()
    const ups = [...text.matchAll(/^edge_exporter_source_up\{.*\} ([01])$/gm)].map(([, up]) => up)
    if (ups.length > 0 && !ups.includes('0')) return
    if (performance.now() > end) {
      await stop()
      throw new Error(`the exporter has no data\n${complaint()}`)
    }
    await sleep(100)
  }
}

export async function startPlainServer(bytes: Uint8Array): Promise<Program> {
  return withFile(bytes, async (file) => {
    const origin = await freeOrigin()
    const args = [here('plain-server.ts'), new URL(origin).port, file]
    return start({ command: process.execPath, args, origin, ready: '/metrics' })
  })
}

export const nginx = findProgram('nginx')

/** One worker, no log, `sendfile`: what nginx does best. */
const nginxConfig = (folder: string, address: string) => `
daemon off;
master_process off;
pid ${folder}/pid;
error_log stderr crit;
events { worker_connections 256; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  open_file_cache max=10;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server {
    listen ${address};
    location = /metrics {
      root ${folder};
      types {}
      default_type 'text/plain; version=0.0.4; charset=utf-8';
      add_header Content-Encoding gzip;
    }
  }
}
`

export async function startNginx(bytes: Uint8Array): Promise<Program | undefined> {
  if (nginx === undefined) return undefined
  return withFile(bytes, async (file) => {
    const folder = join(file, '..')
    const origin = await freeOrigin()
    writeFileSync(join(folder, 'nginx.conf'), nginxConfig(folder, new URL(origin).host))
    // The error log given here is the one of the time before the configuration is read.
    const args = ['-c', join(folder, 'nginx.conf'), '-p', folder, '-e', 'stderr']
    return start({ command: nginx, args, origin, ready: '/metrics' })
  })
}

/** Gives a server a file named `metrics` in a folder of its own, which goes when the server does. */
async function withFile(bytes: Uint8Array, startWith: (file: string) => Promise<Program>): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), 'edge-exporter-bench-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  writeFileSync(join(folder, 'metrics'), bytes)
  try {
    const program = await startWith(join(folder, 'metrics'))
    const stop = () => program.stop().finally(remove)
    return { ...program, stop }
  } catch (error) {
    remove()
    throw error
  }
}
