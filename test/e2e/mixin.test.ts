/** The mixin: what Helm renders, for who has jsonnet and no Helm. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse, stringify } from 'yaml'
import { dashboardFiles } from '../../helm/dashboards/files.ts'
import { rulesFile, rulesText } from '../../helm/mixin/generate.ts'
import { skipWithout } from './servers.ts'

interface Rule {
  readonly alert?: string
  readonly expr: string
  readonly for?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
}

interface Mixin {
  readonly rules: { readonly groups: readonly { readonly rules: readonly Rule[] }[] }
  readonly alerts: { readonly groups: readonly { readonly rules: readonly Rule[] }[] }
  readonly dashboards: Readonly<Record<string, { readonly uid: string }>>
}

function render(config: string): Mixin {
  const mixin = `(import 'helm/mixin/mixin.libsonnet') + { _config+:: ${config} }`
  const program = `local m = ${mixin}; { rules: m.prometheusRules, alerts: m.prometheusAlerts, dashboards: m.grafanaDashboards }`
  const { status, stdout, stderr } = spawnSync('jsonnet', ['--jpath', '.', '--exec', program], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

const rulesIn = (part: Mixin['rules']) => part.groups.flatMap(({ rules }) => rules)
const filesOf = (names: readonly string[]) =>
  names.flatMap((name) => parse(readFileSync(join('helm/edge-exporter/rules', `${name}.yaml`), 'utf8')).groups)

t.test('its rules are those of the chart', async (t) => {
  t.ok(readFileSync(rulesFile, 'utf8') === rulesText(), 'if not, run node helm/mixin/generate.ts')
})

t.test('the mixin', { skip: skipWithout('jsonnet', 'promtool') }, async (t) => {
  const whole = render('{}')
  const expected = filesOf(['chinacache', 'edge-exporter', 'site24x7']).flatMap(({ rules }) => rules) as Rule[]
  t.strictSame(
    [...rulesIn(whole.rules), ...rulesIn(whole.alerts)].map(({ expr }) => expr).toSorted(),
    expected.map(({ expr }) => expr).toSorted(),
    'has the rules of the files'
  )
  t.strictSame(
    whole.dashboards,
    Object.fromEntries([...dashboardFiles].map(([file, text]) => [file, JSON.parse(text)])),
    'and their dashboards'
  )

  const some = render(`{
    job: 'edge',
    providers: ['site24x7'],
    runbookUrl: 'https://wiki.example.com/edge',
    alertLabels: { team: 'edge' },
    dashboardPrefix: 'mine',
    alerts: { EdgeExporterDrift: { enabled: false }, EdgeExporterDataStale: { threshold: 5, 'for': '20m', labels: { severity: 'critical' } } },
  }`)
  const alerts = rulesIn(some.alerts)
  const named = (name: string) => alerts.find(({ alert }) => alert === name)
  t.equal(named('EdgeExporterDrift'), undefined)
  t.match(named('EdgeExporterDataStale'), {
    expr: /> 5\n?$/,
    for: '20m',
    labels: { severity: 'critical', team: 'edge' },
    annotations: { threshold: '5', runbook_url: 'https://wiki.example.com/edge#edgeexporterdatastale' }
  })
  t.match(named('EdgeExporterTargetDown')?.expr, 'up{job="edge"}')
  t.notMatch(
    JSON.stringify([some.rules, some.alerts]),
    'chinacache_',
    'a provider that is not wanted has no part in it'
  )
  t.match(some.dashboards['overview.json']?.uid, /^mine-overview$/)

  for (const part of [whole.rules, whole.alerts, some.alerts]) {
    const folder = t.testdir({ 'rules.yaml': stringify(part) })
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', join(folder, 'rules.yaml')], {
      encoding: 'utf8'
    })
    t.equal(status, 0, stdout + stderr)
  }
})
