import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { guidePath, guideWithExample } from '../../docs/generate.ts'
import { providers } from '../../providers/index.ts'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/config.ts'
import { loadProviders, providerArguments } from '../../src/config/providers/load-providers.ts'
import { Failure } from '../../src/contract/failure.ts'
import type { AnyProvider } from '../../src/contract/provider.ts'
import { SettingsError } from '../../src/contract/settings.ts'
import { run, start } from '../support/program.ts'

const example = join(import.meta.dirname, '../../examples/statuspage/index.ts')

t.test('the flag is found wherever it stands', async (t) => {
  t.strictSame(
    providerArguments(['--provider', 'a', 'serve', '--provider=b', '--log.level', 'info', '--provider', 'a']),
    ['a', 'b']
  )
  t.strictSame(providerArguments(['serve', '--provider']), [])
  t.strictSame(providerArguments(['--', '--provider', 'a']), [])
})

t.test('the example of the documents is loaded, and its failures are those of the program', async (t) => {
  const [provider] = await loadProviders([example], providers, process.cwd())
  t.match(provider, { name: 'statuspage', title: 'Status page' })
  t.throws(() => provider?.configure({ STATUSPAGE_URL: 'http://localhost', STATUSPAGE_TTL: '0s' }, {}), {
    name: 'SettingsError'
  })
  const { collect } = (await import(example)) as {
    collect(page: object): { families: { name: string; samples: { value: number }[] }[] }
  }
  const { families } = collect({ status: 'outage', incidents: 3, updated: '2026-01-02T03:04:05Z' })
  t.strictSame(
    families.map(({ name, samples }) => [name, samples[0]?.value]),
    [
      ['statuspage_status', 2],
      ['statuspage_incidents', 3],
      ['statuspage_updated_timestamp_seconds', Date.UTC(2026, 0, 2, 3, 4, 5) / 1000]
    ]
  )
})

async function runExample(t: import('tap').Test) {
  const [provider] = (await loadProviders([example], [], process.cwd())) as [AnyProvider]
  const simulator = await provider.simulator()
  const env = simulator.settings(await simulator.app.listen({ host: '127.0.0.1', port: 0 }))
  const app = await buildApp(loadConfig({ providers: [provider], env }), { retryDelay: 1 })
  t.teardown(async () => {
    await app.close()
    await simulator.app.close()
  })
  await app.ready()
  await app.snapshots.firstData(10_000)
  return { app, provider }
}

t.test('its numbers are served, and its state is on the page', async (t) => {
  const { app } = await runExample(t)
  const { body } = await app.inject('/metrics')
  t.match(body, /^statuspage_status 1$/m)
  t.match(body, /^statuspage_incidents 2$/m)
  t.match(body, /^edge_exporter_source_up\{provider="statuspage",source="page"\} 1$/m)
  t.match((await app.inject('/')).body, 'Status page pages up')
})

t.test('what its API does wrong is classified', async (t) => {
  const { app, provider } = await runExample(t)
  t.ok(app.snapshots.statuses()[0]?.up)
  const { Fastify } = (await import('../../src/contract/index.ts')) as typeof import('../../src/contract/index.ts')
  const odd = Fastify()
  odd.get('/status.json', async () => ({ status: 'green' }))
  const url = await odd.listen({ host: '127.0.0.1', port: 0 })
  const strange = await buildApp(loadConfig({ providers: [provider], env: { STATUSPAGE_URL: url } }), { retryDelay: 1 })
  t.teardown(async () => {
    await strange.close()
    await odd.close()
  })
  await strange.ready()
  await strange.snapshots.firstData(10_000)
  const failure = strange.snapshots.statuses()[0]?.lastFailure
  t.ok(failure instanceof Failure)
  t.equal(failure?.reason, 'schema', 'the class that the example gave, though it was loaded from outside')
})

const whole = `{
  name: 'acme', title: 'Acme', settings: Type.Object({ ACME_KEY: Type.String() }), secrets: ['ACME_KEY'],
  credentials: ['ACME_KEY'], places: [], pushJob: 'acme', configure() {}, async plugin() {}, async simulator() {}
}`
const kit = `import { Type } from 'edge-exporter'\n`

const broken: [what: string, file: string, complaint: RegExp][] = [
  ['nothing', 'export const x = 1', /^exports no provider: it has to be the default export, or the export `provider`$/],
  ['a number', 'export default 7', /^exports something that is no provider$/],
  [
    'an object of something else',
    'export default {}',
    /^is no provider: name must be one word in lower case, title must be a text, .*; see docs/
  ],
  ['a syntax error', 'export default {', /^cannot be loaded: SyntaxError/],
  [
    'a syntax error, with its line',
    'export default {\n  a: 1,\n  b: ,\n}',
    /^cannot be loaded: SyntaxError: .* \(.*\.mjs:3\)$/
  ],
  ['what is thrown and no error', `throw 'oops'`, /^cannot be loaded: it has thrown what is no error$/],
  ['an error when it is loaded', `throw new TypeError('no luck')`, /^cannot be loaded: TypeError: no luck$/],
  ['an import of what is not there', `import 'nothing-of-this-name'`, /^cannot be loaded: Error: Cannot find package/],
  [
    'a name with a dash',
    `${kit}export default { ...${whole}, name: 'a-b' }`,
    /^is no provider: name must be one word in lower case; see/
  ],
  ['a name that is taken', `${kit}export default { ...${whole}, name: 'site24x7' }`, /^its name site24x7 is taken$/],
  [
    'a secret that is no setting',
    `${kit}export default { ...${whole}, secrets: ['ACME_PASS'] }`,
    /^is no provider: ACME_PASS is among/
  ],
  [
    'a setting of another one',
    `${kit}export default { ...${whole}, settings: Type.Object({ ACME_KEY: Type.String(), QUERYTIME: Type.String() }) }`,
    /^its setting QUERYTIME is one of ChinaCache too$/
  ],
  [
    'a setting of the program',
    `${kit}export default { ...${whole}, settings: Type.Object({ ACME_KEY: Type.String(), LOG_LEVEL: Type.String() }) }`,
    /^its setting LOG_LEVEL is one of the program too$/
  ]
]

t.test('a broken provider is refused with a clear line', async (t) => {
  // A module is loaded once, so each has a name of its own.
  const folder = t.testdir(Object.fromEntries(broken.map(([, file], i) => [`${i}.mjs`, file])))
  for (const [i, [what, , complaint]] of broken.entries()) {
    const refused = await loadProviders([`./${i}.mjs`], providers, folder).catch((error: unknown) => error)
    t.ok(refused instanceof SettingsError, what)
    const { faults } = refused as SettingsError
    t.equal(faults.length, 1)
    t.equal(faults[0]?.setting, `--provider ./${i}.mjs`)
    t.match(faults[0]?.message, complaint, what)
  }
})

t.test('a package, and both kinds of export', async (t) => {
  const folder = t.testdir({
    node_modules: {
      'acme-provider': {
        'package.json': '{ "name": "acme-provider", "type": "module", "main": "main.js" }',
        'main.js': `${kit}export const provider = ${whole}`
      }
    }
  })
  t.match(await loadProviders(['acme-provider'], providers, folder), [{ name: 'acme' }])
  await t.rejects(loadProviders(['acme-provider', './node_modules/acme-provider'], providers, folder), {
    message: /its name acme is taken/
  })
  await t.rejects(loadProviders(['./nothing'], providers, folder), {
    message: '--provider ./nothing: there is no such file or package'
  })
})

t.test('packages and folders of every form', async (t) => {
  const esm = `${kit}export default ${whole}`
  const folder = t.testdir({
    node_modules: {
      conditional: {
        'package.json':
          '{ "name": "conditional", "type": "module", "exports": { ".": { "import": "./lib/main.js" } } }',
        lib: { 'main.js': esm }
      },
      common: {
        'package.json': '{ "name": "common", "main": "main.cjs" }',
        'main.cjs': `const { Type } = require('edge-exporter')\nexports.default = ${whole}`
      },
      incomplete: { 'package.json': '{ "name": "incomplete", "main": "main.cjs" }', 'main.cjs': `require('not-there')` }
    },
    'with-index': { 'index.ts': `${kit}const name: string = 'acme'\nexport default { ...${whole}, name }` },
    empty: {}
  })
  const paths = ['conditional', './node_modules/conditional', 'common', './node_modules/common', './with-index']
  for (const path of paths) t.match(await loadProviders([path], [], folder), [{ name: 'acme' }], path)
  await t.rejects(loadProviders(['incomplete'], [], folder), {
    message: /cannot be loaded: Error: Cannot find module 'not-there'/
  })
  await t.rejects(loadProviders(['./empty'], [], folder), { message: /a folder needs an index.ts or index.js/ })
  await t.rejects(loadProviders(['nothing-here'], [], folder), { message: /there is no such file or package$/ })
})

t.test(
  'a plugin that adds no source, or a wrong one, and an async configure are told at the start',
  { buffered: true },
  async (t) => {
    const sources = `, async plugin(fastify) { fastify.snapshots.add('acme', { name: 'x', ttl: '60s' }) }`
    const folder = t.testdir({
      'none.mjs': `${kit}export default ${whole}`.replace('configure() {}', 'configure() { return {} }'),
      'wrong.mjs': `${kit}export default { ...${whole}${sources}, configure: () => ({}) }`,
      'async.mjs': `${kit}export default { ...${whole}, async configure() {} }`
    })
    const told: [string, RegExp][] = [
      ['none', /provider acme: its plugin adds no source of its name/],
      ['wrong', /provider acme: source x: ttl must be a number of milliseconds/],
      ['async', /provider acme: its configure must not be async/]
    ]
    for (const [file, line] of told) {
      const env = { ACME_KEY: 'k', LISTEN_ADDRESS: '127.0.0.1:0' }
      const { code, stderr } = await run(t, ['--provider', `./${file}.mjs`], { cwd: folder, env })
      t.equal(code, 2, file)
      t.match(stderr, line)
    }
  }
)

t.test('as a user runs it', { buffered: true }, async (t) => {
  const help = await run(t, ['--provider', example, '--help'])
  t.equal(help.code, 0)
  const missing = await run(t, ['check', '--provider', './nothing.ts'])
  t.equal(missing.code, 2)
  t.equal(missing.stderr, 'edge-exporter: --provider ./nothing.ts: there is no such file or package\n')
  const demo = start(t, ['demo', `--provider=${example}`, '--web.listen-address', '127.0.0.1:0'])
  const [, url] = await demo.printed(/(http:\/\/127\.0\.0\.1:\d+)\/metrics/)
  t.match(await (await fetch(`${url}/metrics?provider=statuspage`)).text(), /^statuspage_status 1$/m)
})

t.test('two providers may count things of the same name', { buffered: true }, async (t) => {
  const folder = t.testdir({
    'acme.mjs': `${kit}export default { ...${whole}, size: { noun: 'monitors', usual: 9 } }`
  })
  const { code, stdout } = await run(t, ['plan', '--provider', './acme.mjs', '--help'], { cwd: folder })
  t.equal(code, 0)
  t.match(stdout, /--monitors <number> .*Site24x7/)
  t.match(stdout, /--acme-monitors <number> .*Acme/)
})

t.test('the document has the example as it is', async (t) => {
  t.equal(readFileSync(guidePath, 'utf8'), guideWithExample(), 'if not, run `npm run docs`')
})
