/** Every command as it is built and as it is installed from the tarball, on each Node.js that is supported. */
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { providers } from '../../providers/index.ts'
import { createSimulator } from '../../providers/site24x7/simulator/index.ts'
import { createProgram } from '../../src/cli/program.ts'
import { simulate } from '../cli/simulated.ts'
import { build, installNode, installTarball, nodeVersions, root } from '../e2e/built.ts'
import { folderOf } from '../e2e/secured.ts'
import { startFakeGateway } from '../support/fake-gateway.ts'
import { parseExposition } from '../support/parse-exposition.ts'
import { type Ended, type ProgramOptions, run, start } from '../support/program.ts'

const work = folderOf(t)
const copy = build(work)
const forms = { dist: join(copy, 'dist/src/main.js'), tarball: installTarball(copy, work) }
const nodes = nodeVersions().map((version) => ({ version, program: installNode(version, work) }))

type Options = ProgramOptions & { readonly cwd: string; readonly env: Record<string, string> }

/** Runs a command to its end. */
async function ends(t: Test, words: string, options: Options): Promise<Ended> {
  const ended = await run(t, words.split(' '), options)
  t.equal(ended.code, 0, `${words}: ${ended.stderr}`)
  t.notMatch(ended.stderr, /unknown|\bat \S+ \(/, words)
  return ended
}

/** Runs a command that serves, until it has answered. */
async function serves(t: Test, words: string, options: Options): Promise<void> {
  const program = start(t, words.split(' '), options)
  const [, origin] = await program.printed(/(?:listening.* |^ +)(http:\/\/127\.0\.0\.1:\d+)/im)
  for (const path of ['/metrics', '/', '/api/status', '/healthz']) {
    t.equal((await fetch(`${origin}${path}`)).status, 200, `${words}: ${path}`)
  }
  program.child.kill('SIGTERM')
  t.equal((await program.ended).code, 0, words)
}

/** By the name of the command. */
const commands: Readonly<Record<string, (t: Test, options: Options) => Promise<void>>> = {
  serve: (t, options) => serves(t, 'serve --web.listen-address 127.0.0.1:0', options),
  demo: (t, options) => serves(t, 'demo --web.listen-address 127.0.0.1:0', options),
  async check(t, options) {
    const { stdout } = await ends(t, 'check', options)
    t.match(stdout, 'Everything works.')
    t.equal(JSON.parse((await ends(t, 'check --json', options)).stdout).ok, true)
    await ends(t, 'check --print-config', options)
  },
  async plan(t, options) {
    t.match((await ends(t, 'plan --monitors 250', options)).stdout, '250 monitors')
  },
  async push(t, options) {
    const gateway = await startFakeGateway(t)
    await ends(t, 'push', { ...options, env: { ...options.env, PUSHGATEWAY: gateway.url } })
    t.ok(gateway.received.length >= 2)
  },
  async collect(t, options) {
    t.ok(parseExposition((await ends(t, 'collect', options)).stdout, 'text').names.length > 20)
    await ends(t, 'collect --output edge.prom', options)
    const file = join(options.cwd, 'edge.prom')
    t.ok(parseExposition(readFileSync(file, 'utf8'), 'text').names.length > 20)
    t.equal(statSync(file).mode & 0o444, 0o444, 'another program may read it')
  },
  async locations(t, options) {
    t.match((await ends(t, 'locations', options)).stdout, 'latitude')
    await ends(t, 'locations --known --json', options)
  },
  async 'site24x7 token'(t, options) {
    const { app, settings, credentials } = await createSimulator()
    t.teardown(() => app.close())
    const env = settings(await app.listen({ host: '127.0.0.1', port: 0 }))
    const words = `site24x7 token --data-centre site24x7.eu --code ${credentials.code}`
    const { stdout, stderr } = await ends(t, words, { ...options, env })
    t.match(stdout, `ZOHO_REFRESH_TOKEN=${credentials.refreshToken}`)
    t.match(stderr, 'The token works')
  },
  async completion(t, options) {
    for (const shell of ['bash', 'zsh', 'fish']) await ends(t, `completion ${shell}`, options)
  },
  async help(t, options) {
    t.match((await ends(t, 'help', options)).stdout, 'Examples:')
    t.match(
      (await ends(t, '--version', options)).stdout,
      /^edge-exporter, version \d+\.\d+\.\d+ \(revision: \w+\)\n {2}build date: +20\d\d-.*\n {2}node version: +v\d+/
    )
  }
}

t.setTimeout(1_500_000)

t.test('every command has its turn', async (t) => {
  const program = createProgram(providers)
  const names = program
    .createHelp()
    .visibleCommands(program)
    .flatMap((command) =>
      command.commands.length === 0
        ? [command.name()]
        : command.commands.map((own) => `${command.name()} ${own.name()}`)
    )
  t.strictSame(Object.keys(commands).sort(), names.sort())
})

for (const { version, program } of nodes) {
  for (const [form, file] of Object.entries(forms)) {
    t.test(`${form} on Node.js ${version}`, async (t) => {
      const { settings } = await simulate(t, { size: 3 })
      for (const [name, attempt] of Object.entries(commands)) {
        await t.test(name, (t) => attempt(t, { file, node: program, cwd: t.testdir({}), env: settings }))
      }
    })
  }
}

t.test('a Node.js that is too old is told so in a sentence', async (t) => {
  const old = installNode('20', work)
  for (const file of Object.values(forms)) {
    const { code, stdout, stderr } = await run(t, ['--version'], { file, node: old })
    t.match(
      { code, stdout, stderr },
      { code: 1, stdout: /^$/, stderr: /^edge-exporter: needs Node\.js >=22\.21; this is v20\..*\n.*\n$/ }
    )
  }
  t.match(execFileSync(old, ['--version'], { encoding: 'utf8' }), /^v20/)
})

t.test('the unit for systemd runs as an ordinary user, with an environment of its own alone', async (t) => {
  const unit = readFileSync(join(root, 'packaging/edge-exporter.service'), 'utf8')
  const linesOf = (key: string) => [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value)
  const state = join(work, 'state')
  mkdirSync(state)
  chmodSync(work, 0o755)
  const isRoot = process.getuid?.() === 0
  const nobody = 65_534
  if (isRoot) chownSync(state, nobody, nobody)
  const { settings } = await simulate(t, { size: 3 })
  const [{ program: node }] = nodes as [(typeof nodes)[number]]
  const programs = [join(work, 'installed/node_modules/.bin'), join(node, '..'), '/usr/bin', '/bin']
  const environment = linesOf('Environment').map((line) =>
    line.replace(/^PATH=.*/, `PATH=${programs.join(':')}`).replace('/var/lib/edge-exporter', state)
  )
  // What systemd reads from the file of settings, one a line.
  const fromFile = Object.entries({ ...settings, LISTEN_ADDRESS: '127.0.0.1:0' }).map(
    ([name, value]) => `${name}=${value}`
  )
  const [command = ''] = linesOf('ExecStart')
  const user = isRoot ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] : []
  const [file = '', ...args] = [...user, '/usr/bin/env', '-i', ...environment, ...fromFile, ...command.split(' ')]
  const service = start(t, args.slice(1), { node: file, file: args[0] as string, cwd: state })
  const [, origin] = await service.printed(/listening.* (http:\/\/127\.0\.0\.1:\d+)/i)
  t.match(await (await fetch(`${origin}/metrics`)).text(), /^edge_exporter_source_up\{.*\} 1$/m)
  service.child.kill('SIGTERM')
  t.equal((await service.ended).code, 0)
  t.ok(readdirSync(state).length > 0, 'what outlives a restart is in its folder')
})
