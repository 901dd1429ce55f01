import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { readAudit } from '../../supply-chain/audit.ts'
import { isAccepted, notAccepted } from '../../supply-chain/licences.ts'
import { directDependencies, productionPackages } from '../../supply-chain/lockfile.ts'

const read = (file: string) => readFileSync(join(import.meta.dirname, '../..', file), 'utf8')

t.test('every production package has a licence that was looked at', async (t) => {
  const packages = productionPackages()
  t.ok(packages.length > directDependencies().length)
  t.strictSame(notAccepted(packages), [])
  for (const licence of ['MIT', '(MIT OR GPL-3.0)', 'Apache-2.0']) t.ok(isAccepted(licence), licence)
  for (const licence of ['GPL-3.0', 'MIT AND GPL-3.0', 'UNLICENSED', 'none', '']) t.notOk(isAccepted(licence), licence)
})

t.test('packages for development alone are none of them', async (t) => {
  const lockfile = {
    packages: {
      '': { version: '1.0.0' },
      'node_modules/a': { version: '1.0.0', license: 'MIT' },
      'node_modules/a/node_modules/@x/b': { version: '2.0.0' },
      'node_modules/c': { version: '1.0.0', license: 'MIT', dev: true },
      'node_modules/d': { version: '1.0.0', license: 'MIT', devOptional: true }
    }
  }
  const file = pathToFileURL(join(t.testdir({ 'lock.json': JSON.stringify(lockfile) }), 'lock.json'))
  t.strictSame(productionPackages(file), [
    { name: '@x/b', version: '2.0.0', license: 'none' },
    { name: 'a', version: '1.0.0', license: 'MIT' }
  ])
})

t.test('docs/dependencies.md gives the reason of each direct dependency, and the count of all', async (t) => {
  const page = read('docs/dependencies.md')
  const named = [...page.matchAll(/^\| `([^`]+)` \| (\S.*) \|$/gm)].map(([, name]) => name)
  t.strictSame(named, directDependencies().sort())
  const count = (name: string) => Number(new RegExp(`<!-- ${name} -->(\\d+)<!-- /${name} -->`).exec(page)?.[1])
  t.equal(count('direct'), directDependencies().length)
  t.equal(count('all'), productionPackages().length)
})

t.test('no production package runs a script when it is installed', async (t) => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { dev?: boolean; hasInstallScript?: boolean }>
  }
  const running = Object.entries(packages).filter(
    ([, { dev, hasInstallScript }]) => hasInstallScript === true && dev !== true
  )
  t.strictSame(running, [])
  t.equal(packages['node_modules/node']?.hasInstallScript, true, 'the lockfile does tell')
})

t.test('an audit that nobody answered is not called clean', async (t) => {
  t.strictSame(readAudit(JSON.stringify({ vulnerabilities: {} })), { kind: 'clean' })
  const found = JSON.stringify({ vulnerabilities: { left: { severity: 'high', range: '<2' } } })
  t.strictSame(readAudit(found), { kind: 'vulnerable', lines: ['left <2: high'] })
  t.strictSame(readAudit(found, { left: 'is never called' }), { kind: 'clean' })
  const refused = JSON.stringify({ message: '405 Method Not Allowed - POST https://registry.example/-/npm' })
  t.strictSame(readAudit(refused), { kind: 'unknown', why: 'the registry did not answer (405 Method Not Allowed)' })
  t.match(readAudit('{}'), { kind: 'unknown' })
  t.match(readAudit(''), { kind: 'unknown' })
})
