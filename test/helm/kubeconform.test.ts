/** What the chart renders, by both Helms, against the schemas of the API and of the real CRDs. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { findInPath } from '../e2e/servers.ts'
import { chart, helm, minimal, scenarios, text } from './helm.ts'
import { fileTemplate, kubeconform } from './kubernetes-schemas.ts'

const skip = findInPath('go') === undefined && 'Go is not installed, which builds kubeconform and the CRDs'

t.test('kubeconform takes every object', { skip }, async (t) => {
  const { command, schemas } = kubeconform()
  const judge = (manifest: string) => {
    const args = ['-strict', '-output', 'json', '-summary', '-schema-location', join(schemas, fileTemplate), '-']
    const { stdout, stderr } = spawnSync(command, args, { input: manifest, encoding: 'utf8' })
    if (stdout === '') throw new Error(stderr)
    return JSON.parse(stdout) as { resources: { kind: string; msg: string }[]; summary: { valid: number } }
  }
  for (const major of [3, 4] as const) {
    for (const { name, file } of scenarios) {
      const { stdout } = helm(['template', 'rel', chart, '--values', file], major)
      const { resources, summary } = judge(stdout)
      t.strictSame(resources ?? [], [], `Helm ${major}, ${name}`)
      t.ok(summary.valid > 0, `${summary.valid} objects`)
    }
  }
  const wrong = text({ values: minimal }).replace('  replicas: 1', '  replicas: one\n  replica: 1')
  t.match(judge(wrong).resources, [{ kind: 'Deployment', msg: /replica/ }], 'what the API would refuse is found')
})
