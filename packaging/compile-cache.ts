/**
 * A step of the image's build: runs the built program against simulated accounts, and has Node.js keep what it has compiled
 * meanwhile. With the folder in `NODE_COMPILE_CACHE`, the same Node.js starts faster for the same user, of the same files at the
 * same place. Else it does without.
 *
 * `node packaging/compile-cache.ts FOLDER`
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { providers } from '../providers/index.ts'

const folder = process.argv[2]
if (folder === undefined) throw new Error('usage: compile-cache.ts FOLDER')

const dist = join(import.meta.dirname, '../dist/src')
const simulators = await Promise.all(providers.map((provider) => provider.simulator()))
const settings = await Promise.all(
  simulators.map(async ({ app, settings }) => settings(await app.listen({ host: '127.0.0.1', port: 0 })))
)
const address = `127.0.0.1:${await freePort()}`
const env = Object.assign(
  { NODE_COMPILE_CACHE: resolve(folder), LISTEN_ADDRESS: address, LOG_LEVEL: 'warn' },
  ...settings
)

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

// The first to compile a file is the one that says which of its functions are kept: that is the service.
const service = start('main.js')
await untilData()
await scrape()
await scrape()
await run('cli/healthcheck.js')
service.kill('SIGTERM')
await ended(service)
for (const command of ['check', 'collect', 'plan --monitors=40', 'locations'])
  await run('main.js', ...command.split(' '))
await Promise.all(simulators.map(({ app }) => app.close()))

function start(file: string, ...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [join(dist, file), ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

async function run(file: string, ...args: readonly string[]): Promise<void> {
  await ended(start(file, ...args))
}

/** What was compiled is written at the end of a process, and not of a thread. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null) await once(child, 'exit')
  if (child.exitCode !== 0) throw new Error(`${child.spawnargs.join(' ')} ended with ${child.exitCode}`)
}

async function untilData(): Promise<void> {
  for (let i = 0; i < 3000 && service.exitCode === null; i++) {
    const answer = await fetch(`http://${address}/api/status`).catch(() => undefined)
    const { sources } = ((await answer?.json()) as { sources: { state: string }[] } | undefined) ?? { sources: [] }
    if (sources.length > 0 && sources.every(({ state }) => state === 'up')) return
    await sleep(100)
  }
  throw new Error('the program has no data')
}

async function scrape(): Promise<string> {
  return (await fetch(`http://${address}/metrics`)).text()
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
