/** The rules of the house that no type and no linter knows. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import t from 'tap'
import { providers } from '../providers/index.ts'
import { cycles, type Room, violations } from './support/rooms.ts'

const root = join(import.meta.dirname, '..')

interface SourceFile {
  readonly path: string
  readonly text: string
  /** What it imports, as written. */
  readonly imports: readonly string[]
}

function filesOf(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?ts$|\.cjs$/.test(entry.name))
    .map((entry) => {
      const path = relative(root, join(entry.parentPath, entry.name))
      const text = readFileSync(join(root, path), 'utf8')
      const found = text.matchAll(/(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*'([^']+)'/g)
      return { path, text, imports: [...found].map(([, name]) => name as string) }
    })
}

const src = filesOf('src')
const plugins = filesOf('plugins')
const ofProviders = filesOf('providers')
const all = [...src, ...plugins, ...ofProviders]
const folders = readdirSync(join(root, 'providers'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

/** Tables. */
const longFiles = new Set<string>()

const paths = (files: readonly SourceFile[]) => files.map(({ path }) => path).sort()
const importersOf = (wanted: RegExp) => paths(all.filter(({ imports }) => imports.some((name) => wanted.test(name))))

t.test('the tests below see the files they speak of', async (t) => {
  t.ok(paths(src).includes('src/cli/serve.ts'))
  t.ok(src.find(({ path }) => path === 'src/app.ts')?.imports.includes('../plugins/metrics/index.ts'))
  t.ok(folders.length >= 2)
})

t.test('only files of a provider name it or one of its settings', async (t) => {
  const words = providers.flatMap(({ name, title, settings }) => [name, title, ...Object.keys(settings.properties)])
  for (const { path, text } of [...src, ...plugins]) {
    const lower = text.toLowerCase()
    t.strictSame(
      words.filter((word) => lower.includes(word.toLowerCase())),
      [],
      path
    )
  }
})

t.test('a provider is its folder and a line in the list', async (t) => {
  const index = ofProviders.find(({ path }) => path === 'providers/index.ts')
  for (const folder of folders) {
    t.ok(index?.imports.includes(`./${folder}/index.ts`), `${folder} is in the list`)
    t.ok(
      providers.some(({ name }) => name === folder),
      `${folder} is named like its folder`
    )
    const strangers = all.filter(({ path }) => !path.startsWith(`providers/${folder}/`))
    const naming = strangers.filter(({ imports }) => imports.some((name) => name.includes(`/${folder}/`)))
    t.strictSame(paths(naming), ['providers/index.ts'], `nothing else imports from ${folder}`)
  }
  t.equal(providers.length, folders.length)
  t.strictSame(importersOf(/providers\/index\.ts$/), ['src/run.ts'])
})

const pure = [
  'src/contract',
  'src/parsing',
  'src/geography',
  'src/scheduling',
  'src/exposition',
  'src/config',
  'src/server'
]
const shared = (...plugins: string[]) => [...pure, 'src/version.ts', ...plugins.map((name) => `plugins/${name}`)]

/** Imports run down this table only: a room uses rooms below it, and of a plugin its public faces. */
const rooms: readonly Room[] = [
  { path: 'src/main.ts', uses: ['src/run.ts', 'src/check-node.cjs'] },
  // What tests of providers from elsewhere import.
  { path: 'src/testing', uses: ['src/app.ts', 'src/simulation', ...shared('snapshots', 'upstream')] },
  { path: 'src/check-node.cjs', uses: [] },
  { path: 'src/check-node.d.cts', uses: [] },
  { path: 'src/run.ts', uses: ['src/cli', 'src/config', 'src/contract', 'providers/index.ts'] },
  {
    path: 'src/cli',
    uses: [
      'src/app.ts',
      ...shared('accounts', 'metrics', 'push', 'snapshots', 'status-page', 'store', 'upstream', 'web-access')
    ]
  },
  {
    path: 'src/app.ts',
    uses: [
      'plugins',
      ...shared('accounts', 'metrics', 'push', 'snapshots', 'status-page', 'store', 'upstream', 'web-access')
    ]
  },
  { path: 'plugins/status-page', faces: ['index.ts', 'words.ts'], uses: shared('snapshots') },
  { path: 'plugins/push', faces: ['index.ts', 'push-cycle.ts'], uses: shared('snapshots', 'metrics') },
  { path: 'plugins/metrics', faces: ['index.ts', 'self-metrics.ts'], uses: shared('snapshots', 'upstream') },
  { path: 'plugins/snapshots', faces: ['index.ts', 'check-collection.ts'], uses: shared('store', 'upstream') },
  { path: 'plugins/accounts', faces: ['index.ts'], uses: shared('snapshots', 'upstream', 'store') },
  { path: 'plugins/store', faces: ['index.ts', 'store.ts', 'atomic-file.ts'], uses: shared() },
  { path: 'plugins/upstream', faces: ['index.ts'], uses: shared() },
  {
    path: 'plugins/web-access',
    faces: ['index.ts', 'tls-files.ts', 'web-files.ts', 'web-metrics.ts', 'web-server.ts'],
    uses: shared()
  },
  { path: 'plugins', uses: shared() },
  { path: 'providers/index.ts', uses: ['providers', 'src/contract'] },
  { path: 'providers', uses: ['src/contract', 'src/parsing', 'src/geography', 'src/simulation'] },
  { path: 'src/version.ts', uses: [] },
  { path: 'src/server', uses: ['src/config', 'src/parsing', 'src/contract'] },
  { path: 'src/config', uses: ['src/parsing', 'src/contract'] },
  { path: 'src/exposition', uses: ['src/parsing', 'src/contract'] },
  { path: 'src/scheduling', uses: ['src/contract'] },
  { path: 'src/geography', uses: ['src/contract'] },
  { path: 'src/simulation', uses: ['src/contract'] },
  { path: 'src/parsing', uses: ['src/contract'] },
  // What providers from elsewhere import, the faults of simulators included.
  { path: 'src/contract/index.ts', uses: ['src/contract', 'src/simulation'] },
  { path: 'src/contract', uses: [] }
]

/** Packages apart. */
const imports = new Map(
  all.map(({ path, imports }) => [
    path,
    imports.filter((name) => /^\.\.?\//.test(name)).map((name) => normalize(join(dirname(path), name)))
  ])
)

t.test('imports run down the table of rooms', async (t) => {
  t.strictSame(violations(rooms, imports), [])
})

t.test('no file imports itself by way of others', async (t) => {
  t.strictSame(cycles(imports), [])
})

t.test('the table sees an arrow that runs up, a look behind a public face, and a circle', async (t) => {
  const wrong = (file: string, target: string) => violations(rooms, new Map([[file, [target]]]))
  t.match(wrong('src/contract/clock.ts', 'src/config/config.ts'), [/src\/contract does not use src\/config/])
  t.match(wrong('providers/acme/api.ts', 'plugins/upstream/index.ts'), [/providers does not use plugins\/upstream/])
  t.match(wrong('src/config/config.ts', 'plugins/store/index.ts'), [/does not use plugins\/store/])
  t.match(wrong('plugins/metrics/index.ts', 'plugins/snapshots/quota/account.ts'), [
    /no public face of plugins\/snapshots/
  ])
  t.match(wrong('src/new/file.ts', 'src/contract/clock.ts'), [/src\/new\/file.ts is in no room/])
  const circle = new Map([
    ['c.ts', ['a.ts']],
    ['a.ts', ['b.ts', 'd.ts']],
    ['b.ts', ['c.ts']],
    ['d.ts', []]
  ])
  t.strictSame(cycles(circle), ['a.ts -> b.ts -> c.ts -> a.ts'])
})

t.test('a folder can be seen at a glance, and a file read in one sitting', async (t) => {
  const folders = Map.groupBy(all, ({ path }) => dirname(path))
  for (const [folder, files] of folders) t.ok(files.length <= 20, `${folder} has ${files.length} files`)
  for (const { path, text } of all) {
    const lines = text.split('\n').length - 1
    t.ok(lines <= 250 || longFiles.has(path), `${path} has ${lines} lines`)
  }
})

t.test('what may be replaced one day is imported in one place', async (t) => {
  t.strictSame(importersOf(/^got$/), ['plugins/upstream/index.ts', 'plugins/upstream/upstream-failure.ts'])
  t.strictSame(importersOf(/^prom-client$/), ['plugins/metrics/index.ts'])
  t.strictSame(importersOf(/^fastify-metrics$/), ['plugins/metrics/index.ts'])
  t.strictSame(importersOf(/^commander$/), [
    'src/cli/completion/index.ts',
    'src/cli/program.ts',
    'src/cli/settings-options.ts',
    'src/cli/subcommand.ts',
    'src/run.ts'
  ])
  t.strictSame(
    importersOf(/^pino(-pretty)?$/).filter((path) => path !== 'src/cli/output/log.ts' && !isTypeOnly(path, 'pino')),
    []
  )
})

function isTypeOnly(path: string, name: string): boolean {
  const text = all.find((file) => file.path === path)?.text ?? ''
  return new RegExp(`^import type .* from '${name}'$`, 'm').test(text)
}

t.test('the environment is read where settings come in, and nowhere else', async (t) => {
  const reading = all.filter(({ text }) => /process\.env|from 'node:process'/.test(text))
  t.strictSame(paths(reading), ['src/cli/environment.ts', 'src/cli/output/log.ts'])
})

t.test('there is no other way out than the upstream plugin', async (t) => {
  const asking = all.filter(({ text }) => /\bfetch\(['"`u]|\bhttps?\.(request|get)\(/.test(text))
  t.strictSame(paths(asking), [])
})

t.test(
  'a provider knows the time and chance only from what it is given, so that tests can turn the hands',
  async (t) => {
    const own = /Date\.now|new Date\(\)|performance\.|Math\.random|\bset(Timeout|Interval|Immediate)\(|\bconsole\.\w/
    t.strictSame(paths(ofProviders.filter(({ text }) => own.test(text))), [])
    const clocks = ofProviders.filter(({ text }) => text.includes('systemClock'))
    t.strictSame(
      paths(clocks).map((path) => path.replace(/(\/index)?\.ts$/, '')),
      folders.map((folder) => `providers/${folder}/simulator`).sort()
    )
  }
)

t.test('a plugin decorates the instance at most once', async (t) => {
  for (const { path, text } of plugins) t.ok([...text.matchAll(/\.decorate\(/g)].length <= 1, path)
})

t.test('imports end in .ts, so that Node runs the sources as they are', async (t) => {
  for (const { path, imports } of all) {
    t.strictSame(
      imports.filter((name) => name.startsWith('.') && !/\.(ts|json|cjs)$/.test(name)),
      [],
      path
    )
  }
})
