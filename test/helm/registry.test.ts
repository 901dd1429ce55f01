/** The chart in a real OCI registry: pushed, and rendered from there, by both Helms. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { freePort, skipWithout, startServer } from '../e2e/servers.ts'
import { chart, helm, type Major, scenarios, text } from './helm.ts'

t.test('pushed to a registry, and rendered from it', { skip: skipWithout('docker-registry') }, async (t) => {
  const port = await freePort()
  const settings = {
    version: 0.1,
    log: { level: 'error' },
    storage: { inmemory: {} },
    http: { addr: `127.0.0.1:${port}` }
  }
  const folder = t.testdir({ 'registry.json': JSON.stringify(settings) })
  const args = ['serve', join(folder, 'registry.json')]
  await startServer(t, { command: 'docker-registry', args, ready: `http://127.0.0.1:${port}/v2/` })
  const values = scenarios.find(({ name }) => name === 'monitoring')?.file as string
  for (const major of [3, 4] as Major[]) {
    const target = join(folder, `helm-${major}`)
    t.equal(helm(['package', chart, '--destination', target], major).status, 0)
    const [archive = ''] = readdirSync(target)
    const repository = `oci://127.0.0.1:${port}/charts-${major}`
    const pushed = helm(['push', join(target, archive), repository, '--plain-http'], major)
    t.equal(pushed.status, 0, pushed.stderr)
    const version = archive.replace(/^edge-exporter-|\.tgz$/g, '')
    const from = [`${repository}/edge-exporter`, '--version', version, '--plain-http']
    const shown = helm(['show', 'chart', ...from], major)
    t.match(shown.stdout, /^name: edge-exporter$/m, shown.stderr)
    const rendered = helm(['template', 'rel', ...from, '--namespace', 'monitoring', '--values', values], major)
    t.equal(rendered.stdout, text({ files: [values], major }), `Helm ${major} renders it as from the folder`)
  }
})
