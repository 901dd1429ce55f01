/** The rules of the house that no type and no linter knows. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import t from 'tap'
import { providers } from '../providers/index.ts'

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
  t.strictSame(importersOf(/providers\/index\.ts$/), ['src/main.ts'])
})

t.test('a provider knows the core and none of the plugins', async (t) => {
  const knowing = ofProviders.filter(({ imports }) => imports.some((name) => name.includes('plugins/')))
  t.strictSame(paths(knowing), [])
})

t.test('what may be replaced one day is imported in one place', async (t) => {
  t.strictSame(importersOf(/^got$/), ['plugins/upstream/index.ts'])
  t.strictSame(importersOf(/^prom-client$/), ['plugins/metrics/index.ts'])
  t.strictSame(importersOf(/^fastify-metrics$/), ['plugins/metrics/index.ts'])
  t.strictSame(importersOf(/^commander$/), ['src/cli/program.ts', 'src/cli/settings-options.ts', 'src/main.ts'])
  t.strictSame(
    importersOf(/^pino(-pretty)?$/).filter((path) => path !== 'src/cli/log.ts' && !isTypeOnly(path, 'pino')),
    []
  )
})

function isTypeOnly(path: string, name: string): boolean {
  const text = all.find((file) => file.path === path)?.text ?? ''
  return new RegExp(`^import type .* from '${name}'$`, 'm').test(text)
}

t.test('the environment is read where settings come in, and nowhere else', async (t) => {
  const reading = all.filter(({ text }) => /process\.env|from 'node:process'/.test(text))
  t.strictSame(paths(reading), ['src/cli/environment.ts', 'src/cli/log.ts'])
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
    t.strictSame(paths(clocks), folders.map((folder) => `providers/${folder}/simulator.ts`).sort())
  }
)

t.test('a plugin decorates the instance at most once', async (t) => {
  for (const { path, text } of plugins) t.ok([...text.matchAll(/\.decorate\(/g)].length <= 1, path)
})

t.test('imports end in .ts, so that Node runs the sources as they are', async (t) => {
  for (const { path, imports } of all) {
    t.strictSame(
      imports.filter((name) => name.startsWith('.') && !/\.(ts|json)$/.test(name)),
      [],
      path
    )
  }
})
