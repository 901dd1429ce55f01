/** The image: built from the Dockerfile, and run as its own configuration says, read-only, without root and as pid 1. */
import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
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
/** What the Dockerfile begins with. */
const bases = ['docker.io/library/node:24-trixie-slim', 'gcr.io/distroless/base-nossl-debian13']
/** Bytes of files in the layers of the image on `node:24-slim` that this one has replaced, what a layer deleted included. */
const replaced = 232e6
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
  const absent = bases.find((base) => spawnSync('buildah', ['inspect', '--type', 'image', base], { env }).status !== 0)
  return absent === undefined ? false : `the image ${absent} is not here; test/e2e/base-image.sh makes one`
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

  /** Starts a command of the image: read-only but for /tmp, no capability, as pid 1 of its own. `mounts`: arguments of bwrap. */
  const run = (
    t: Test,
    command: readonly string[],
    settings: Record<string, string> = {},
    mounts: readonly string[] = [],
    [uid, gid] = config.User.split(':') as [string, string]
  ): Running => {
    const preset = config.Env.map((each) => each.split(/=(.*)/s, 2) as [string, string])
    const given: Record<string, string> = { ...Object.fromEntries(preset), ...settings }
    const user = ['--unshare-user', '--uid', uid, '--gid', gid, '--cap-drop', 'ALL']
    const files = ['--ro-bind', root, '/', '--tmpfs', '/tmp', '--proc', '/proc', '--dev', '/dev', ...mounts]
    const variables = Object.entries(given).flatMap(([name, value]) => ['--setenv', name, value])
    const args = [...files, ...user, '--unshare-pid', '--as-pid-1', '--die-with-parent', '--info-fd', '3', '--clearenv']
    const stdio: StdioOptions = ['ignore', 'pipe', 'pipe', 'pipe']
    const child = spawn('bwrap', [...args, ...variables, '--chdir', config.WorkingDir, '--', ...command], { stdio })
    t.teardown(() => child.kill('SIGKILL'))
    return new Running(child)
  }

  t.test('its configuration', async (t) => {
    t.equal(config.User, '1000:1000', 'the user is a number, which Kubernetes can check')
    t.same(config.Entrypoint, ['node', '--max-semi-space-size=2', '/app/dist/src/main.js'])
    for (const variable of ['MALLOC_MMAP_THRESHOLD_=131072', 'MALLOC_ARENA_MAX=2']) {
      t.ok(config.Env.includes(variable), 'memory of big answers goes back to the system')
    }
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
    t.same(readdirSync(join(root, 'app')).sort(), ['LICENSE', 'compile-cache', 'dist', 'package.json'])
    t.same(readdirSync(join(root, 'usr/local/bin')), ['node'], 'Node.js comes alone')
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
    const paths = files.map(({ parentPath, name }) => join(parentPath, name))
    const shells = paths.filter((path) => /\/(ba|da|z|k|a)?sh$|\/busybox$|\/apt$|\/dpkg$|\/perl$/.test(path))
    t.same(shells, [], 'no shell and no package manager')
    // Time zones have several names each, which are links to one file.
    const each = new Map(paths.map((path) => statSync(path)).map(({ ino, size }) => [ino, size]))
    const size = [...each.values()].reduce((sum, size) => sum + size, 0)
    t.ok(size <= 0.6 * replaced, `${Math.round(size / 1e6)} MB, at most 0.6 of what it was`)
    const types = paths.filter((path) => path.endsWith('.d.ts'))
    t.same(types, [], 'no types, which only who writes a provider needs')
    const writable = readdirSync(join(root, 'app'), { recursive: true, withFileTypes: true })
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((path) => existsSync(path) && (statSync(path).uid === 1000 || (statSync(path).mode & 0o002) !== 0))
    t.same(writable, [], 'the program cannot change itself')
  })

  t.test('its licences, and the packages that scanners find', async (t) => {
    const records = readdirSync(join(root, 'var/lib/dpkg/status.d')).filter((name) => !name.endsWith('.md5sums'))
    for (const name of ['libc6', 'libgcc-s1', 'libstdc++6']) {
      t.ok(records.includes(name), `${name} has its record`)
      t.ok(existsSync(join(root, 'usr/share/doc', name, 'copyright')), 'and its licence')
    }
    const sums = ['libgcc-s1', 'libstdc++6'].flatMap((name) =>
      readFileSync(join(root, `var/lib/dpkg/status.d/${name}.md5sums`), 'utf8')
        .trim()
        .split('\n')
    )
    t.equal(sums.length, 2, 'one file of each')
    for (const line of sums) {
      const [sum, path] = line.split('  ') as [string, string]
      const content = readFileSync(join(root, path))
      t.equal(createHash('md5').update(content).digest('hex'), sum, `${path} is as recorded`)
    }
    t.match(readFileSync(join(root, 'usr/local/share/doc/node/LICENSE'), 'utf8'), /Node\.js is licensed.+ICU/s)
    t.ok(existsSync(join(root, 'app/dist/THIRD-PARTY-LICENSES')))
  })

  /** What a script in the image writes, as lines. */
  const output = async (t: Test, script: string, settings = {}, mounts: readonly string[] = []) => {
    const running = run(t, ['node', '--input-type=module', '--eval', script], settings, mounts)
    t.equal(await running.exit(), 0, running.output)
    return running.output.trim().split('\n')
  }

  /** Arguments for a file of this machine. As a container's runtime does, it makes the place for it first. */
  const mount = (file: string, place: string): string[] => {
    if (!existsSync(join(root, place))) writeFileSync(join(root, place), '')
    return ['--ro-bind', file, place]
  }

  t.test('time zones, and languages', async (t) => {
    const script = `
      const time = new Date(Date.UTC(2026, 6, 1, 12))
      console.log(time.getHours(), Intl.DateTimeFormat().resolvedOptions().timeZone)
      console.log(time.toLocaleString('en-US', { dateStyle: 'full', timeStyle: 'full', timeZone: 'Asia/Shanghai' }))
      console.log(new Intl.DisplayNames(['en'], { type: 'region' }).of('DE'), ['z', 'ä', 'a'].sort(new Intl.Collator('en').compare))
      console.log(new Intl.DateTimeFormat('de', { month: 'long', timeZone: 'UTC' }).format(time))`
    const rest = ['Wednesday, July 1, 2026 at 8:00:00 PM China Standard Time', "Germany [ 'a', 'ä', 'z' ]", 'Juli']
    t.same(await output(t, script), ['12 UTC', ...rest])
    t.same(await output(t, script, { TZ: 'America/New_York' }), ['8 America/New_York', ...rest])
    const berlin = mount(join(root, 'usr/share/zoneinfo/Europe/Berlin'), '/etc/localtime')
    t.same(await output(t, script, {}, berlin), ['14 Europe/Berlin', ...rest], 'a zone that is mounted')
  })

  t.test('names are looked up as the container has them', async (t) => {
    const folder = t.testdir({ hosts: '127.0.0.7 provider.test\n' })
    const script = `console.log((await (await import('node:dns/promises')).lookup('provider.test')).address)`
    t.same(await output(t, script, {}, mount(join(folder, 'hosts'), '/etc/hosts')), ['127.0.0.7'])
  })

  t.test('authorities: those of Node.js, those of the image, and both where asked for', async (t) => {
    const script = `
      import tls from 'node:tls'
      console.log(['default', 'bundled', 'system'].map((each) => tls.getCACertificates(each).length > 100))
      console.log(tls.getCACertificates('default').length > tls.getCACertificates('bundled').length)`
    t.same(await output(t, script), ['[ true, true, true ]', 'false'])
    t.same(await output(t, script, { NODE_OPTIONS: '--use-system-ca' }), ['[ true, true, true ]', 'true'])
  })

  const accepted = /V8 code cache for (?:ESM|CommonJS) (file:\/\/)?\/app\/dist\/\S+ was accepted/g
  const compiled = /reading cache from \S+ for \S+ (file:\/\/)?\/app\/dist\/|\bwriting cache for|Cannot create cache/g

  t.test('what Node.js has compiled before is taken, of each file', async (t) => {
    const settings = { ...(await simulated(t)), NODE_DEBUG_NATIVE: 'COMPILE_CACHE' }
    const check = ({ output }: Running, what: string) => {
      const taken = [...output.matchAll(accepted)].length
      t.ok(taken > 0, `${what}: ${taken} files`)
      t.equal(taken, [...output.matchAll(compiled)].length, 'which are all')
    }
    for (const command of ['--version', 'check', 'collect', 'plan', 'locations']) {
      const running = run(t, [...config.Entrypoint, command], settings)
      t.equal(await running.exit(), 0, running.output.slice(-500))
      check(running, command)
    }

    const address = `127.0.0.1:${await freePort()}`
    const service = run(t, config.Entrypoint, { ...settings, LISTEN_ADDRESS: address })
    await service.answers(`http://${address}/readyz`)
    const health = run(t, config.Healthcheck.Test.slice(1), { ...settings, LISTEN_ADDRESS: address })
    t.equal(await health.exit(), 0)
    check(health, 'the health check')
    process.kill(await service.pid, 'SIGTERM')
    t.equal(await service.exit(), 0)
    check(service, 'the service')
  })

  t.test('another user starts without it, and without a word', async (t) => {
    const running = run(t, [...config.Entrypoint, '--version'], {}, [], ['1000770000', '0'])
    t.equal(await running.exit(), 0)
    const usual = run(t, [...config.Entrypoint, '--version'])
    t.equal(await usual.exit(), 0)
    t.equal(running.output, usual.output)
  })

  t.test('threads, and a user that no file knows', async (t) => {
    const script = `
      import { Worker } from 'node:worker_threads'
      console.log(process.getuid(), process.getgid())
      new Worker('require("node:worker_threads").parentPort.postMessage(1)', { eval: true, execArgv: [] }).on('message', console.log)`
    t.same(await output(t, script), ['1000 1000', '1'])
  })

  t.test('it tells its version', async (t) => {
    const running = run(t, [...config.Entrypoint, '--version'])
    t.equal(await running.exit(), 0)
    t.ok(running.output.startsWith(`edge-exporter, version ${version} (revision: abc)\n`), running.output)
  })

  t.test('the commands that a container runs once', async (t) => {
    const settings = await simulated(t)
    for (const [command, wanted] of [
      [['check'], /Everything works/],
      [['plan'], /calls a day/],
      [['collect'], /^site24x7_monitor_up\{/m],
      [['locations'], /^Frankfurt\b.+ 50\.\d/m]
    ] as const) {
      const running = run(t, [...config.Entrypoint, ...command], settings)
      t.equal(await running.exit(), 0, `${command}: ${running.output.slice(-500)}`)
      t.match(running.output, wanted)
    }
  })

  t.test('it refuses to start without settings, and says which', async (t) => {
    const running = run(t, config.Entrypoint)
    t.equal(await running.exit(), 2)
    t.match(running.output, /no provider is enabled; set ZOHO_CLIENT_ID/)
  })

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    t.test(`it serves as the replaced exporter's users start it, and ends at ${signal}`, async (t) => {
      const port = await freePort()
      const settings = { ...(await simulated(t)), LISTEN_ADDRESS: `127.0.0.1:${port}` }
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

/** Settings for a simulated account, which ends with the test. */
async function simulated(t: Test): Promise<Record<string, string>> {
  const simulator = await createSimulator()
  t.teardown(() => simulator.app.close())
  const origin = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
  const lines = Object.entries(simulator.settings(origin)).map(([name, value]) => `${name}=${value}\n`)
  return parseEnv(lines.join('')) as Record<string, string>
}

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
