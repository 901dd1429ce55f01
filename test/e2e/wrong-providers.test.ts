/** Providers that are wrong: a clear line and exit code 2 at the start, or a failure of one source, and all else is served. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { parseExposition } from '../support/parse-exposition.ts'
import { run } from '../support/program.ts'
import { skipWithout, startExporter } from './servers.ts'
import { wrongCollections } from './wrong-collections.ts'

const provider = fileURLToPath(new URL('./wrong-provider.ts', import.meta.url))

const source = (more: string) => `{ plugin: async (fastify) => {
  const source = { name: 'a', ttl: 60000, maxAge: 300000, callsPerRefresh: 1, identity: 'x', fetch: async () => 1, collect: () => ({ families: [] }) }
  fastify.snapshots.add('acme', { ...source, ${more} })
} }`

/** What is put over the parts of a provider that is right -> what is told. */
const atStart: Readonly<Record<string, readonly [string, RegExp]>> = {
  'no name': ['{ name: undefined }', /name must be one word/],
  'a name of two words': [`{ name: 'acme-cdn' }`, /name must be one word/],
  'no title': [`{ title: '' }`, /title must be a text/],
  'settings without a schema': ['{ settings: {} }', /settings must be a TypeBox object/],
  'a secret that is no setting': [`{ secrets: ['ACME_TOKEN'] }`, /ACME_TOKEN is among its secrets/],
  'a setting of the program': [
    `{ settings: Type.Object({ ACME_KEY: Type.String(), LOG_LEVEL: Type.String() }) }`,
    /its setting LOG_LEVEL is one of the program too/
  ],
  'the name of another': [`{ name: 'site24x7' }`, /its name site24x7 is taken/],
  'neither sources nor a plugin': [
    '{ plugin: undefined }',
    /sources must be a function \(or plugin a Fastify plugin\)/
  ],
  'a plugin that is none': ['{ plugin: 5 }', /plugin must be a Fastify plugin/],
  'sources that are no list': ['{ plugin: undefined, sources: () => 5 }', /sources must return a list of sources/],
  'a promise of sources': ['{ plugin: undefined, sources: async () => [] }', /sources must return a list of sources/],
  'a configure that is async': ['{ configure: async () => ({}) }', /configure/],
  'no source': ['{ plugin: async () => {} }', /adds no source/],
  'a source without ttl': [source('ttl: undefined'), /source a: ttl must be a number of milliseconds/],
  'a ttl of text': [source(`ttl: '60s'`), /source a: ttl must be a number of milliseconds/],
  'a ttl in seconds': [source('ttl: 60'), /source a: ttl must be a number of milliseconds/],
  'an age below the ttl': [source('maxAge: 1000'), /source a: maxAge must be/],
  'no fetch': [source('fetch: undefined'), /source a: fetch must be a function/],
  'no collect': [source('collect: undefined'), /source a: collect must be a function/],
  'no identity': [source('identity: undefined'), /source a: identity must be a text/],
  'a name with a space': [source(`name: 'a b'`), /name is not of lower-case letters/],
  'a limit by the second': [source(`limits: [{ calls: 1, per: 'second' }]`), /source a: limits must be a list/],
  'a cost that is no number': [source('callsPerRefresh: () => undefined'), /source a: callsPerRefresh must be/]
}

const whole = (more: string) => `
  import { Fastify, Type } from 'edge-exporter'
  const right = {
    name: 'acme', title: 'Acme', settings: Type.Object({ ACME_KEY: Type.String({ description: 'Key' }) }), secrets: ['ACME_KEY'],
    credentials: ['ACME_KEY'], places: [], pushJob: 'acme', configure: () => ({}), plugin: async () => {},
    simulator: async () => ({ app: Fastify(), settings: () => ({}) })
  }
  export default { ...right, ...${more} }`

t.test('at the start', { timeout: 120_000 }, async (t) => {
  for (const [name, [more, told]] of Object.entries(atStart)) {
    const cwd = t.testdir({ 'p.mjs': whole(more) })
    const env = { ACME_KEY: 'x', LISTEN_ADDRESS: '127.0.0.1:0' }
    const { code, stderr } = await run(t, ['--provider', './p.mjs', 'serve'], { cwd, env })
    t.equal(code, 2, `${name}: ${stderr}`)
    t.match(stderr, told, name)
    t.equal(stderr.trim().split('\n').length, 1, `${name}: one line`)
  }
})

t.test('while it runs', { timeout: 60_000 }, async (t) => {
  const env = { WRONG_KEY: 'x', MAX_SERIES: '2000', LOG_FILE: '' }
  const exporter = await startExporter(t, env, ['--provider', provider])
  const ask = async (accept: string) => {
    const answer = await fetch(`${exporter.url}/metrics`, { headers: { accept } })
    t.equal(answer.status, 200)
    return answer.text()
  }
  const text = await ask('text/plain')
  for (const name of Object.keys(wrongCollections)) {
    t.match(text, `source_up{provider="wrong",source="${name}"} 0`, name)
    const failures = new RegExp(`failures_total\\{provider="wrong",source="${name}",reason="(\\w+)"\\} [1-9]`).exec(
      text
    )
    t.equal(failures?.[1], 'schema', name)
  }
  t.match(text, /^wrong_but_right 1$/m, 'all else is served')
  t.strictSame(
    [...text.matchAll(/^wrong_\w+/gm)].map(([name]) => name),
    ['wrong_but_right']
  )
  parseExposition(await ask('application/openmetrics-text;version=1.0.0'), 'openmetrics')
  for (const path of ['/', '/api/status', '/geolocation', '/readyz']) {
    t.equal((await fetch(`${exporter.url}${path}`)).status, 200, path)
  }

  t.test('and Prometheus reads it', { skip: skipWithout('promtool') }, async (t) => {
    const { status, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' })
    // 3 is a matter of style.
    t.ok(status === 0 || status === 3, stderr)
    t.notMatch(stderr, /error while linting|parsing/)
  })
})

for (const example of ['uptimerobot', 'fastly']) {
  t.test(`the rules of ${example}`, { skip: skipWithout('promtool') }, async (t) => {
    const cwd = fileURLToPath(new URL(`../../examples/${example}`, import.meta.url))
    const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', 'rules.test.yml'], {
      cwd,
      encoding: 'utf8'
    })
    t.equal(status, 0, stdout + stderr)
    const dashboard = JSON.parse(readFileSync(`${cwd}/dashboard.json`, 'utf8')) as { panels: Panel[] }
    const exprs = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
    const rules = exprs.map((expr) => ({ record: 'x', expr: expr.replaceAll('$__rate_interval', '5m') }))
    const file = join(t.testdir({}), 'queries.yml')
    writeFileSync(file, JSON.stringify({ groups: rules.map((rule, i) => ({ name: `panel ${i}`, rules: [rule] })) }))
    t.ok(exprs.length >= 3)
    t.equal(spawnSync('promtool', ['check', 'rules', '--lint=none', file]).status, 0, 'its queries are PromQL')
  })
}

interface Panel {
  readonly targets?: readonly { readonly expr: string }[]
}
