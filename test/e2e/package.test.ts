/** What npm would publish: only what runs, and it does run. */
import { execFileSync } from 'node:child_process'
import { cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { productionPackages } from '../../supply-chain/lockfile.ts'
import { start } from '../program.ts'
import { folderOf } from './secured.ts'

const root = join(import.meta.dirname, '../..')
/** Without what the test runner tells every child, which is not for a compiler. */
const npm = (cwd: string, ...args: readonly string[]) =>
  execFileSync('env', ['-u', 'NODE_OPTIONS', 'npm', ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    stdio: ['ignore', 'pipe', 'ignore']
  })

t.test('the tarball holds what runs and nothing else', async (t) => {
  const work = folderOf(t)
  const build = join(work, 'build')
  for (const file of [
    '.npmrc',
    'package.json',
    'package-lock.json',
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
    'test',
    'src',
    'plugins',
    'providers',
    'supply-chain',
    'tsconfig.json',
    'tsconfig.build.json',
    'Dockerfile',
    'helm'
  ]) {
    cpSync(join(root, file), join(build, file), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(build, 'node_modules'))
  npm(build, 'run', 'build')
  const [{ files }] = JSON.parse(npm(build, 'pack', '--dry-run', '--json', '--ignore-scripts')) as [
    { files: { path: string }[] }
  ]
  const paths = files.map(({ path }) => path)
  const top = paths.filter((path) => !path.startsWith('dist/'))
  t.strictSame(top.sort(), ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'])
  const odd = paths.filter(
    (path) => path.startsWith('dist/') && !/^dist\/(src|plugins|providers)\/.*\.(js|d\.ts|json|css|svg)$/.test(path)
  )
  t.strictSame(odd, [])

  const unpacked = join(work, 'unpacked')
  for (const path of paths) cpSync(join(build, path), join(unpacked, path))
  symlinkSync(join(root, 'node_modules'), join(unpacked, 'node_modules'))
  const demo = start(t, ['demo', '--web.listen-address', '127.0.0.1:0'], {
    cwd: work,
    file: join(unpacked, 'dist/src/main.js')
  })
  const [, origin] = await demo.printed(/^ {2}(http:\S+)\/metrics/m)
  for (const path of ['/', '/metrics', '/geolocation', '/healthz']) {
    t.equal((await fetch(`${origin}${path}`)).status, 200, path)
  }
})

t.test('the bill of materials names every production package', async (t) => {
  const { bomFormat, components } = JSON.parse(npm(root, 'run', '--silent', 'sbom'))
  t.equal(bomFormat, 'CycloneDX')
  const named = components.map(({ purl }: { purl: string }) =>
    decodeURIComponent(purl.replace(/^pkg:npm\/|\?.*$/g, ''))
  )
  const expected = productionPackages().map(({ name, version }) => `${name}@${version}`)
  t.strictSame([...new Set(named)].sort(), [...new Set(expected)].sort())
})
