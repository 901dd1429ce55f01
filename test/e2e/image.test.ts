/** The image: built from the Dockerfile, and run as its own configuration says, read-only, without root and as pid 1. */
import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseEnv } from 'node:util'
import t, { type Test } from 'tap'
import { createSimulator } from '../../providers/site24x7/simulator/index.ts'
import { version } from '../../src/version.ts'
import { freePort, skipWithout } from './servers.ts'

// A build copies the whole file system for each of its three stages.
t.setTimeout(600_000)

const image = 'localhost/edge-exporter:test'
const base = 'docker.io/library/node:24-slim'
/** Where `base-image.sh` keeps its images; those of the machine serve as well. */
const storage = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'edge-exporter/image/storage.conf')
const env = {
  ...process.env,
  BUILDAH_ISOLATION: 'chroot',
  ...(existsSync(storage) ? { CONTAINERS_STORAGE_CONF: storage } : {})
}

function buildah(...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('buildah', args, { env, encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (status !== 0) throw new Error(`buildah ${args[0]} failed: ${error?.message ?? stderr.slice(-2000)}`)
  return stdout.trim()
}

function reasonToSkip(): string | false {
  const missing = skipWithout('buildah', 'bwrap')
  if (missing !== false) return missing
  const isThere = spawnSync('buildah', ['inspect', '--type', 'image', base], { env }).status === 0
  return isThere ? false : `the image ${base} is not here; test/e2e/base-image.sh makes one`
}

interface ImageConfig {
  readonly User: string
  readonly Entrypoint: readonly string[]
  readonly Cmd?: readonly string[]
  readonly Env: readonly string[]
  readonly WorkingDir: string
  readonly StopSignal: string
  readonly ExposedPorts: Record<string, object>
  readonly Labels: Record<string, string>
  readonly Healthcheck: { readonly Test: readonly string[] }
}

t.test('the image', { skip: reasonToSkip() }, async (t) => {
  buildah('bud', '--pull-never', '--format', 'docker', '--build-arg', 'REVISION=abc', '--tag', image, '.')
  const container = buildah('from', '--pull-never', image)
  t.teardown(() => {
    buildah('rm', container)
    buildah('rmi', image)
  })
  const root = buildah('mount', container)
  const config: ImageConfig = JSON.parse(buildah('inspect', '--type', 'image', image)).Docker.config

  /** Starts a command of the image: read-only but for /tmp, no capability, no shell, as pid 1 of its own. */
  const run = (t: Test, command: readonly string[], settings: Record<string, string> = {}): Running => {
    const [uid, gid] = config.User.split(':') as [string, string]
    const preset = config.Env.map((each) => each.split(/=(.*)/s, 2) as [string, string])
    const given: Record<string, string> = { ...Object.fromEntries(preset), ...settings }
    const user = ['--unshare-user', '--uid', uid, '--gid', gid, '--cap-drop', 'ALL']
    const shells = ['dash', 'bash'].flatMap((name) => ['--ro-bind', '/dev/null', `/usr/bin/${name}`])
    const files = ['--ro-bind', root, '/', ...shells, '--tmpfs', '/tmp', '--proc', '/proc', '--dev', '/dev']
    const variables = Object.entries(given).flatMap(([name, value]) => ['--setenv', name, value])
    const args = [...files, ...user, '--unshare-pid', '--as-pid-1', '--die-with-parent', '--info-fd', '3', '--clearenv']
    const stdio: StdioOptions = ['ignore', 'pipe', 'pipe', 'pipe']
    const child = spawn('bwrap', [...args, ...variables, '--chdir', config.WorkingDir, '--', ...command], { stdio })
    t.teardown(() => child.kill('SIGKILL'))
    return new Running(child)
  }

  t.test('its configuration', async (t) => {
    t.equal(config.User, '1000:1000', 'the user is a number, which Kubernetes can check')
    t.same(config.Entrypoint, ['node', '--max-semi-space-size=4', '/app/dist/src/main.js'])
    t.notOk(config.Cmd?.length, 'serving is what happens without a command')
    t.equal(config.StopSignal, 'SIGTERM')
    t.same(Object.keys(config.ExposedPorts), ['9803/tcp'])
    t.equal(config.Healthcheck.Test[0], 'CMD', 'the health check needs no shell')
    t.match(config.Labels, {
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.revision': 'abc',
      'org.opencontainers.image.licenses': 'MIT'
    })
  })

  t.test('its contents', async (t) => {
    t.same(readdirSync(join(root, 'app')).sort(), ['LICENSE', 'dist', 'package.json'])
    for (const name of ['npm', 'npx']) t.notOk(existsSync(join(root, 'usr/local/bin', name)), `${name} is gone`)
    const writable = readdirSync(join(root, 'app'), { recursive: true, withFileTypes: true })
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((path) => existsSync(path) && (statSync(path).uid === 1000 || (statSync(path).mode & 0o002) !== 0))
    t.same(writable, [], 'the program cannot change itself')
  })

  t.test('it tells its version', async (t) => {
    const running = run(t, [...config.Entrypoint, '--version'])
    t.equal(await running.exit(), 0)
    t.ok(running.output.startsWith(`edge-exporter, version ${version} (revision: abc)\n`), running.output)
  })

  t.test('it refuses to start without settings, and says which', async (t) => {
    const running = run(t, config.Entrypoint)
    t.equal(await running.exit(), 2)
    t.match(running.output, /no provider is enabled; set ZOHO_CLIENT_ID/)
  })

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    t.test(`it serves as the replaced exporter's users start it, and ends at ${signal}`, async (t) => {
      const simulator = await createSimulator()
      t.teardown(() => simulator.app.close())
      const origin = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
      const lines = Object.entries(simulator.settings(origin)).map(([name, value]) => `${name}=${value}\n`)
      const port = await freePort()
      const settings = { ...parseEnv(lines.join('')), LISTEN_ADDRESS: `127.0.0.1:${port}` } as Record<string, string>
      const running = run(t, [...config.Entrypoint, '--site24x7-endpoint', 'site24x7.eu'], settings)

      const health = async () => run(t, config.Healthcheck.Test.slice(1), settings).exit()
      await running.answers(`http://127.0.0.1:${port}/readyz`)
      t.match(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text(), /^site24x7_monitor_up\{.+\} \d/m)
      t.equal(await health(), 0, 'the health check finds it well')

      const pid = await running.pid
      t.match(readFileSync(`/proc/${pid}/status`, 'utf8'), /^NSpid:.*\t1$/m, 'it is pid 1 where it runs')
      const before = performance.now()
      process.kill(pid, signal)
      t.equal(await running.exit(), 0, 'pid 1 has no default for signals, so it has to handle them')
      t.ok(performance.now() - before < 10_000, 'in time')
      t.match(running.output, `"signal":"${signal}"`)
      t.equal(await health(), 1, 'the health check finds it gone')
    })
  }
})

/** What bwrap says about the process that it has started. It has to be heard to the end, or bwrap dies of the pipe. */
async function childPid(stream: Readable): Promise<number> {
  return JSON.parse(await text(stream))['child-pid']
}

/** A started command, and what it wrote. */
class Running {
  readonly #child: ChildProcess
  readonly #exit: Promise<number | null>
  /** The process itself, as this machine knows it. */
  readonly pid: Promise<number>
  output = ''

  constructor(child: ChildProcess) {
    this.#child = child
    this.#exit = once(child, 'close').then(([code]) => code)
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (piece: string) => {
        this.output += piece
      })
    }
    this.pid = childPid(child.stdio[3] as Readable)
  }

  exit(): Promise<number | null> {
    return this.#exit
  }

  /** Waits until the URL answers with success. */
  async answers(url: string): Promise<void> {
    for (let i = 0; i < 300; i++) {
      if (this.#child.exitCode !== null) throw new Error(`it ended: ${this.output}`)
      const isThere = await fetch(url).then(
        ({ ok }) => ok,
        () => false
      )
      if (isThere) return
      await sleep(100)
    }
    throw new Error(`${url} does not answer: ${this.output}`)
  }
}
