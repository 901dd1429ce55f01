/** Programs under measurement: each a process of its own, on a loopback port, ended by its own id. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Program {
  readonly origin: string
  readonly pid: number
  /** Milliseconds from its start until it was ready. */
  readonly readyAfter: number
  /** Bytes of memory that it holds now, as Linux counts them; undefined elsewhere. */
  memory(): number | undefined
  /** The most it ever held. */
  mostMemory(): number | undefined
  /** What it has written to standard error. */
  complaint(): string
  stop(): Promise<void>
}

export interface Start {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Where it will listen. */
  readonly origin: string
  /** A path that is answered with 200 once it can be used. */
  readonly ready: string
  /** What the answer has to contain for that. */
  readonly readyText?: string
}

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

export async function freeOrigin(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}`
}

/** Starts a program and waits, for two minutes at most, until it is ready. */
export async function start({ command, args, env = process.env, origin, ready, readyText }: Start): Promise<Program> {
  const started = performance.now()
  const child = launch(command, args, env)
  let complaint = ''
  child.stderr?.on('data', (text) => {
    complaint += text
  })
  const agent = new Agent({ keepAlive: true })
  while (!(await isReady(origin + ready, agent, readyText))) {
    if (hasEnded(child) || performance.now() - started > 120_000) {
      agent.destroy()
      await stop(child)
      throw new Error(`${command} ${args[0]} is not ready\n${complaint}`)
    }
    await sleep(5)
  }
  const readyAfter = performance.now() - started
  agent.destroy()
  return {
    origin,
    pid: child.pid as number,
    readyAfter,
    ...watch(child),
    complaint: () => complaint,
    stop: () => stop(child)
  }
}

export interface Run {
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
}

/** Runs a program to its end, five minutes at most, and returns what it wrote. */
export async function run(command: string, args: readonly string[], { env, cwd }: Run = {}): Promise<string> {
  const child = launch(command, args, env ?? process.env, cwd)
  const timer = setTimeout(() => child.kill('SIGKILL'), 300_000)
  let output = ''
  let complaint = ''
  child.stdout?.on('data', (text) => {
    output += text
  })
  child.stderr?.on('data', (text) => {
    complaint += text
  })
  const [code] = await once(child, 'close')
  clearTimeout(timer)
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${complaint}`)
  return output
}

function launch(command: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd?: string): ChildProcess {
  const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  child.once('exit', () => running.delete(child))
  child.stdout?.resume()
  return child
}

/** Without `fetch`, which takes a while for its own start. */
function isReady(url: string, agent: Agent, wanted = ''): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { agent }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      answer.once('end', () => resolve(answer.statusCode === 200 && text.includes(wanted)))
      answer.once('error', () => resolve(false))
    }).once('error', () => resolve(false))
  })
}

function hasEnded({ exitCode, signalCode, pid }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), 12_000)
  await ended
  clearTimeout(force)
}

function watch({ pid }: ChildProcess): Pick<Program, 'memory' | 'mostMemory'> {
  const status = `/proc/${pid}/status`
  const kilobytes = (name: string) => {
    const text = existsSync(status) ? readFileSync(status, 'utf8') : ''
    const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]
    return found === undefined ? undefined : Number(found) * 1024
  }
  return {
    memory: () => kilobytes('VmRSS'),
    mostMemory: () => kilobytes('VmHWM')
  }
}
