/** Every command that the help and the documents show is run as it is shown. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import t, { type Test } from 'tap'
import { providers } from '../../providers/index.ts'
import { createSimulator } from '../../providers/site24x7/simulator/index.ts'
import { createProgram } from '../../src/cli/program.ts'
import { startFakeGateway } from '../support/fake-gateway.ts'
import { simulate } from './simulated.ts'

const root = join(import.meta.dirname, '../..')

interface Example {
  /** The file or the command whose help shows it. */
  readonly where: string
  readonly line: string
}

function helpOf(command: Command): Example[] {
  let help = ''
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp()
  const [, examples = ''] = help.split('\nExamples:\n')
  const own = examples
    .split('\n')
    .filter((line) => line.startsWith('  '))
    .map((line) => ({ where: `${command.name()} --help`, line: line.trim() }))
  return [...own, ...command.commands.flatMap(helpOf)]
}

const documents = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`)
]

/** Lines of code blocks for a shell that run the program. */
function shownIn(where: string): Example[] {
  const blocks = readFileSync(join(root, where), 'utf8').matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)
  return [...blocks]
    .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => /^(?:\w+=\S+ )*(?:npx )?(?:edge-exporter|npm start|node dist\/src\/main\.js)(?: |$)/.test(line))
    .map((line) => ({ where, line }))
}

const examples = [...helpOf(createProgram(providers)), ...documents.flatMap(shownIn)]

/** The line as it can be run anywhere: free ports, folders that exist, and the program of this repository. */
function portable({ line }: Example, folder: string, gateway: string, code: string): string {
  const program = line
    .replaceAll(/\b(npx )?edge-exporter(?= |$)(?! completion zsh >)/g, 'edge-exporter')
    .replaceAll(/npm start( --silent)?( --(?= |$))?/g, 'edge-exporter')
    .replaceAll('node dist/src/main.js', 'edge-exporter')
  return program
    .replaceAll(/PUSHGATEWAY=\S+/g, `PUSHGATEWAY=${gateway}`)
    .replaceAll(/(--web\.listen-address) \S+/g, '$1 127.0.0.1:0')
    .replaceAll(/(>|>>|--output) (~\/|\/)?\S*\/([\w.-]+)/g, `$1 ${folder}/$3`)
    .replaceAll(/--provider \.\//g, `--provider ${root}/`)
    .replaceAll(/(--config\.file) \S+/g, `$1 ${folder}/config.yml`)
    .replaceAll(/(site24x7 token.*?)$/g, (all) => (all.includes('--code') ? all : `${all} --code ${code}`))
}

/** Exit code, or `undefined` for a program that goes on and was ended once it had begun. */
async function attempt(t: Test, line: string, env: Record<string, string>, cwd: string) {
  const child = spawn('bash', ['-c', line.startsWith('source') ? line : `exec env ${line}`], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let text = ''
  const isServing = new Promise<undefined>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        text += part
        if (/listening|Ctrl-C|edge-exporter starts|"pushed|pushed to/i.test(text) && isLasting(line)) resolve(undefined)
      })
    }
  })
  const ended = once(child, 'close').then(([code]) => code as number)
  const code = await Promise.race([isServing, ended])
  if (code === undefined) {
    child.kill('SIGTERM')
    t.equal(await ended, 0, `${line}: ends on a signal`)
  }
  return { code, text }
}

function isLasting(line: string): boolean {
  return /edge-exporter( (serve|demo)\b| push .*--interval| --(?!help)|$)/.test(line)
}

t.setTimeout(300_000)

t.test('there are examples of every command', async (t) => {
  t.ok(examples.length > 20, `${examples.length} are found`)
  for (const command of [
    'serve',
    'check',
    'plan',
    'push',
    'collect',
    'locations',
    'demo',
    'site24x7 token',
    'completion'
  ])
    t.ok(
      examples.some(({ line }) => line.includes(command)),
      command
    )
})

/** What `check --from` reads in the examples. */
const deployment = JSON.stringify({
  kind: 'Deployment',
  metadata: { name: 'old' },
  spec: {
    template: { spec: { containers: [{ image: 'site24x7_exporter', envFrom: [{ secretRef: { name: 'zoho' } }] }] } }
  }
})

/** A configuration file for an account that is simulated. */
function configurationOf({ ZOHO_ACCOUNTS_URL, SITE24X7_API_URL, ...secrets }: Record<string, string>): string {
  const account = {
    name: 'shop',
    accounts_url: ZOHO_ACCOUNTS_URL,
    api_url: SITE24X7_API_URL,
    client_id: secrets.ZOHO_CLIENT_ID,
    client_secret: secrets.ZOHO_CLIENT_SECRET,
    refresh_token: secrets.ZOHO_REFRESH_TOKEN
  }
  return JSON.stringify({ providers: { site24x7: [account] } })
}

const seen = new Set<string>()
for (const example of examples) {
  if (seen.has(example.line)) continue
  seen.add(example.line)
  t.test(`${example.where}: ${example.line}`, async (t) => {
    const { settings } = await simulate(t, { size: 12 })
    const gateway = await startFakeGateway(t)
    const zoho = await createSimulator()
    t.teardown(() => zoho.app.close())
    const own = zoho.settings(await zoho.app.listen({ host: '127.0.0.1', port: 0 }))
    const cwd = t.testdir({})
    const shim = join(cwd, 'edge-exporter')
    writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${root}/src/main.ts' "$@"\n`)
    chmodSync(shim, 0o755)
    writeFileSync(join(cwd, 'deployment.yaml'), deployment)
    writeFileSync(join(cwd, 'config.yml'), configurationOf(settings))
    const isFile = example.line.includes('--config.file')
    const line = portable(example, cwd, gateway.url, zoho.credentials.code)
    const isToken = line.includes('site24x7 token')
    const env = {
      PATH: `${cwd}:${process.env.PATH}`,
      // A file takes the place of the variables of providers.
      ...(isToken ? own : isFile ? {} : settings),
      LISTEN_ADDRESS: '127.0.0.1:0',
      STATUSPAGE_URL: gateway.url
    }
    const { code, text } = await attempt(t, line, env, cwd)
    // The example of a provider asks a page that is not there.
    const allowed = line.includes('--provider') && line.includes('check') ? [1] : [0, undefined]
    t.ok(allowed.includes(code), `${line}: ${code}\n${text.slice(0, 2000)}`)
  })
}

t.test('an example that is wrong is seen', async (t) => {
  const cwd = t.testdir({})
  const shim = join(cwd, 'edge-exporter')
  writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${root}/src/main.ts' "$@"\n`)
  chmodSync(shim, 0o755)
  const { code } = await attempt(
    t,
    'edge-exporter push --pushgateway http://127.0.0.1:9091',
    { PATH: `${cwd}:${process.env.PATH}` },
    cwd
  )
  t.equal(code, 2)
})
