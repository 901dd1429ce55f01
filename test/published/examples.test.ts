/**
 * The examples as their users have them: packed, and installed from the tarballs beside the packed exporter in a folder that
 * was empty. Each in both forms of a package, as authors also compile to CommonJS.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build as bundle } from 'esbuild'
import t from 'tap'
import { build, installTarball, npm, root } from '../e2e/built.ts'
import { folderOf } from '../e2e/secured.ts'
import { run, start } from '../support/program.ts'

const examples = {
  uptimerobot: {
    series: /^uptimerobot_monitor_up\{monitor_id="700000003"\} 0$/m,
    credential: 'UPTIMEROBOT_API_KEY'
  },
  fastly: {
    series: /^fastly_rt_miss_duration_seconds_bucket\{service_id="service0",.*le="\+Inf"\} [1-9]/m,
    credential: 'FASTLY_API_TOKEN'
  }
}

/** The example with all its own files in one, as a CommonJS package. */
async function inCommonJs(source: string, folder: string): Promise<string> {
  const {
    name,
    exports: _,
    type: __,
    files: ___,
    ...manifest
  } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
  await bundle({
    entryPoints: [join(source, 'index.js')],
    outfile: join(folder, 'index.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['edge-exporter'],
    logLevel: 'warning'
  })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, name: `${name}-cjs`, main: 'index.cjs' }))
  return `${name}-cjs`
}

function pack(folder: string): string {
  const [{ filename }] = JSON.parse(npm(folder, 'pack', '--json', '--ignore-scripts')) as [{ filename: string }]
  return join(folder, filename)
}

const work = folderOf(t)
const file = installTarball(build(work), work)
const installed = join(dirname(file), '../../../..')

for (const [name, { series, credential }] of Object.entries(examples)) {
  t.test(name, async (t) => {
    const source = join(work, name)
    cpSync(join(root, 'examples', name), source, { recursive: true })
    const packages = { ESM: `edge-exporter-${name}`, CommonJS: '' }
    const compiled = join(work, `${name}-cjs`)
    mkdirSync(compiled)
    packages.CommonJS = await inCommonJs(source, compiled)
    npm(installed, 'install', '--no-audit', '--no-fund', pack(source), pack(compiled))

    for (const [form, specifier] of Object.entries(packages)) {
      t.test(form, async (t) => {
        const options = { cwd: installed, file }
        const demo = start(t, ['demo', '--provider', specifier, '--web.listen-address', '127.0.0.1:0'], options)
        const [, origin] = await demo.printed(/^ {2}(http:\S+)\/metrics/m)
        t.match(await (await fetch(`${origin}/metrics`)).text(), series)
        const { code, stdout } = await run(t, ['plan', '--provider', specifier], {
          ...options,
          env: { [credential]: 'x' }
        })
        t.equal(code, 0, stdout)
        const faulty = await run(t, ['serve', '--provider', specifier], {
          ...options,
          env: { [credential]: 'x', [`${name.toUpperCase()}_TTL`]: 'soon' }
        })
        t.equal(faulty.code, 2, faulty.stderr)
        t.match(faulty.stderr, `${name.toUpperCase()}_TTL`)
      })
    }

    t.test('its tests pass with the kit of the installed exporter', async (t) => {
      const folder = join(installed, 'node_modules', packages.ESM)
      cpSync(join(source, `${name}.test.js`), join(folder, `${name}.test.js`))
      const { status, stdout } = spawnSync(process.execPath, ['--test'], {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: process.env.PATH },
        timeout: 120_000
      })
      t.equal(status, 0, stdout)
      t.match(stdout, /(?:ℹ|#) pass [1-9]\d*/)
    })
  })
}
