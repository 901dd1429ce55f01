/** Starts real servers on free loopback ports for one test, and ends them with it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'

export interface Server {
  readonly url: string
  readonly pid: number
  /** What it has written to standard output and standard error so far. */
  output(): string
  /** Ends it before the test does. */
  stop(): Promise<void>
}

export interface Command {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** A URL that is answered, and not with a 5xx, once the server can be used. */
  readonly ready: string
  /** Tells whether it can be used, where that is no URL of HTTP. */
  readonly isReady?: () => Promise<boolean>
}

/** Why a test that needs these programs cannot run here: for the `skip` option of a test. */
export function skipWithout(...commands: readonly string[]): string | false {
  const missing = commands.filter((command) => findInPath(command) === undefined)
  return missing.length > 0 && `not installed: ${missing.join(', ')}`
}

export function findInPath(command: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, command)).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Runs a program until the test ends, and waits until it is ready. */
export async function startServer(t: Pick<Test, 'teardown'>, given: Command): Promise<Server> {
  const { command, args, env, ready, isReady = () => isAnswered(ready) } = given
  const child = spawn(command, args, { env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  child.on('error', (error) => (output += error.message))

  // A test that is ended from outside runs no teardown.
  const kill = () => child.kill('SIGKILL')
  process.on('exit', kill)
  const stop = async () => {
    await end(child)
    process.off('exit', kill)
  }
  t.teardown(stop)
  await untilReady(isReady, child, () => `${command} is not ready\n${output}`)
  return { url: new URL(ready).origin, pid: child.pid as number, output: () => output, stop }
}

async function untilReady(
  isReady: () => Promise<boolean>,
  child: ChildProcess,
  complaint: () => string
): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (hasEnded(child)) break
    if (await isReady()) return
    await sleep(100)
  }
  throw new Error(complaint())
}

async function isAnswered(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => undefined)
  await answer?.body?.cancel()
  return answer !== undefined && answer.status < 500
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), 5000)
  await ended
  clearTimeout(force)
}

/** The exporter as a process of its own, on a port that is free. */
export async function startExporter(
  t: Pick<Test, 'teardown'>,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = []
): Promise<Server> {
  const address = `127.0.0.1:${await freePort()}`
  return startServer(t, {
    command: process.execPath,
    args: [fileURLToPath(new URL('../../src/main.ts', import.meta.url)), ...args],
    env: { PATH: process.env.PATH, LISTEN_ADDRESS: address, ...env },
    ready: `http://${address}/healthz`
  })
}

/** A Redis that keeps nothing on disk; `port` is that of one that was ended, to bring it back. */
export async function startRedis(
  t: Pick<Test, 'teardown'>,
  { port, args = [] }: { readonly port?: number; readonly args?: readonly string[] } = {}
): Promise<Server & { readonly port: number }> {
  const at = port ?? (await freePort())
  const server = await startServer(t, {
    command: 'redis-server',
    args: ['--bind', '127.0.0.1', '--port', `${at}`, '--save', '', '--enable-debug-command', 'yes', ...args],
    ready: `redis://127.0.0.1:${at}`,
    isReady: () => isListening(at)
  })
  return { ...server, url: `redis://127.0.0.1:${at}`, port: at }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true))
    socket.on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}

/** A Pushgateway that keeps nothing on disk. */
export async function startPushgateway(t: Pick<Test, 'teardown'>, args: readonly string[] = []): Promise<Server> {
  const address = `127.0.0.1:${await freePort()}`
  return startServer(t, {
    command: 'prometheus-pushgateway',
    args: [`--web.listen-address=${address}`, '--persistence.file=', ...args],
    ready: `http://${address}/-/ready`
  })
}

export interface Prometheus extends Server {
  /** The series of an instant query. */
  query(expression: string): Promise<Series[]>
  /** Asks until `isEnough`, as data comes with the next scrape; fails after `seconds`. */
  queryUntil(expression: string, isEnough: (series: Series[]) => boolean, seconds?: number): Promise<Series[]>
}

export interface Series {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** A Prometheus with an empty database. `config` is the text of its configuration file. */
export async function startPrometheus(
  t: Pick<Test, 'teardown'>,
  config: string,
  { command = 'prometheus', args = [] }: { readonly command?: string; readonly args?: readonly string[] } = {}
): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'prometheus.yml'), config)
  const address = `127.0.0.1:${await freePort()}`
  const server = await startServer(t, {
    command,
    args: [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      ...args
    ],
    ready: `http://${address}/-/ready`
  })

  async function query(expression: string): Promise<Series[]> {
    const answer = await fetch(`${server.url}/api/v1/query`, {
      method: 'POST',
      body: new URLSearchParams({ query: expression })
    })
    const { status, error, data } = (await answer.json()) as QueryAnswer
    if (status !== 'success') throw new Error(`${expression}: ${error}`)
    return data.result.map(({ metric, value }) => ({ labels: metric, value: toNumber(value[1]) }))
  }

  return {
    ...server,
    query,
    async queryUntil(expression, isEnough, seconds = 20) {
      const end = performance.now() + seconds * 1000
      for (;;) {
        const series = await query(expression)
        if (isEnough(series)) return series
        if (performance.now() > end) throw new Error(`${expression} gives only ${JSON.stringify(series)}`)
        await sleep(200)
      }
    }
  }
}

interface QueryAnswer {
  readonly status: string
  readonly error?: string
  readonly data: {
    readonly result: readonly { readonly metric: Record<string, string>; readonly value: readonly [number, string] }[]
  }
}

/** Prometheus writes infinity as `+Inf`. */
function toNumber(text: string): number {
  return Number(text.replace('Inf', 'Infinity'))
}
