import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { parse, stringify } from 'yaml'
import { dashboardFiles, folder } from '../../helm/dashboards/files.ts'
import { startExporter } from './demo.ts'
import { type Choice, choicesOf, type Dashboard, interpolate, panelsOf, type Values } from './grafana.ts'
import { selectors } from './promql.ts'
import { type Prometheus, skipWithout, startPrometheus, startPushgateway } from './servers.ts'

const dashboards = [...dashboardFiles].map(([file, text]) => ({ file, dashboard: JSON.parse(text) as Dashboard }))

t.test('the files are what the script writes', async (t) => {
  t.strictSame(readdirSync(folder).toSorted(), [...dashboardFiles.keys()].toSorted())
  for (const [file, text] of dashboardFiles) {
    const isSame = readFileSync(new URL(file, folder), 'utf8') === text
    t.ok(isSame, `${file} is stale: run node helm/dashboards/generate.ts`)
    // Beyond it `kubectl apply` cannot keep a copy in an annotation.
    t.ok(text.length < 256 * 1024, 'small enough for a ConfigMap')
  }
})

t.test('the dashboards are in order', async (t) => {
  const uids = new Set(dashboards.map(({ dashboard }) => dashboard.uid))
  t.equal(uids.size, dashboards.length)
  for (const { file, dashboard } of dashboards) {
    t.test(file, async (t) => {
      const panels = panelsOf(dashboard)
      const everything = JSON.stringify(dashboard)
      const ids = [...everything.matchAll(/"id":(\d+)/g)].map(([, id]) => id)
      t.equal(new Set(ids).size, ids.length, 'ids are unique')
      t.notMatch(everything, '__inputs')
      t.equal(dashboard.editable, false)
      t.strictSame(
        [...new Set([...everything.matchAll(/"uid":"([^"]+)"/g)].map(([, uid]) => uid))],
        [dashboard.uid, '$' + '{datasource}'],
        'no data source by its uid'
      )
      for (const [, uid] of everything.matchAll(/"\/d\/([\w-]+)/g)) t.ok(uids.has(uid as string), `${uid} exists`)
      t.equal(dashboard.templating.list[0]?.type, 'datasource')

      for (const { title, description, fieldConfig, targets = [], gridPos } of panels) {
        t.match(title, /^[A-Z0-9].*[^.]$/, title)
        t.match(description, /^[A-Z].*\.$/s, `${title} has a description`)
        t.match(fieldConfig?.defaults.unit, /^\w+$/, `${title} has a unit`)
        t.not(targets.length, 0, `${title} has a query`)
        t.ok(gridPos.x + gridPos.w <= 24, `${title} is within the page`)
        t.notMatch(title, /^(.*)\n/, 'one line')
      }
      t.equal(new Set(panels.map(({ title }) => title)).size, panels.length, 'titles are unique')
      for (const [i, a] of panels.entries()) {
        for (const b of panels.slice(i + 1)) t.notOk(overlap(a.gridPos, b.gridPos), `${a.title} beside ${b.title}`)
      }
      for (const { title, targets = [] } of panels) {
        for (const { expr } of targets) {
          for (const matchers of selectors(expr)) {
            const isOfItsOwn = matchers.startsWith('alertstate') || expr.includes('push_time_seconds')
            t.ok(isOfItsOwn || matchers.startsWith('job=~"$job",instance=~"$instance"'), `${title}: {${matchers}}`)
          }
        }
      }
    })
  }
})

type Grid = { readonly x: number; readonly y: number; readonly w: number; readonly h: number }

function overlap(a: Grid, b: Grid): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}

/** Grafana's own variables for a look at the last half minute. */
const builtIn: Values = { __rate_interval: '20s', __interval: '1s', __range: '30s' }

t.test('every query has an answer', { skip: skipWithout('prometheus', 'prometheus-pushgateway') }, async (t) => {
  const [exporter, gateway] = await Promise.all([startExporter(t), startPushgateway(t)])
  for (const job of ['Site24x7Push', 'ChinaCachePush']) {
    const body = 'edge_exporter_source_up{provider="site24x7",source="current_status"} 1\n'
    await fetch(`${gateway.url}/metrics/job/${job}`, { method: 'PUT', body })
  }
  const prometheus = await startPrometheus(t, configOf(exporter.url, gateway.url, impatientRules(t)))
  await prometheus.queryUntil('count_over_time(up{job="edge-exporter"}[1m]) >= 10', ({ length }) => length > 0, 40)
  await prometheus.queryUntil('ALERTS{alertstate="firing",alertname="Site24x7MonitorDown"}', ({ length }) => length > 0)

  for (const { file, dashboard } of dashboards) {
    t.test(file, async (t) => {
      const { choices, counts } = await choicesOf(dashboard, builtIn, prometheus)
      for (const [name, count] of Object.entries(counts)) t.not(count, 0, `variable ${name} has values`)

      const lines: string[][] = []
      for (const { title, targets = [] } of panelsOf(dashboard)) {
        for (const { refId, expr } of targets) {
          const found = await Promise.all(choices.map((some) => firstAnswer(expr, some, prometheus)))
          for (const [i, series] of found.entries()) t.not(series, 0, `${title} ${refId}, ${choices[i]?.[0]?.name}`)
          lines.push([title, refId, ...found.map(String), expr])
        }
      }
      t.comment(
        `${dashboard.title}: panel, query, series for All, series for each chosen, expression\n${tableOf(lines)}`
      )
    })
  }

  t.test('the rules can be evaluated, and the annotations with them', async (t) => {
    const answer = await fetch(`${prometheus.url}/api/v1/rules`)
    const { data } = (await answer.json()) as { data: { groups: { rules: { name: string; health: string }[] }[] } }
    const rules = data.groups.flatMap((group) => group.rules)
    t.not(rules.length, 0)
    for (const { name, health } of rules) t.equal(health, 'ok', name)
    for (const { file, dashboard } of dashboards) {
      for (const { expr } of dashboard.annotations.list) t.not((await prometheus.query(expr)).length, 0, file)
    }
  })
})

/** How many series have a number, for the first choice that gives any: not each monitor measures everything. */
async function firstAnswer(expr: string, choices: readonly Choice[], prometheus: Prometheus): Promise<number> {
  for (const { values } of choices) {
    const series = await prometheus.query(interpolate(expr, values))
    const numbers = series.filter(({ value }) => Number.isFinite(value)).length
    if (numbers > 0) return numbers
  }
  return 0
}

/** The rules with alerts that fire at once, in a folder of their own. */
function impatientRules(t: { teardown(fn: () => void): void }): string {
  const source = fileURLToPath(new URL('../../helm/edge-exporter/rules/', import.meta.url))
  const target = mkdtempSync(join(tmpdir(), 'rules-'))
  t.teardown(() => rmSync(target, { recursive: true, force: true }))
  for (const file of readdirSync(source).filter((name) => name.endsWith('.yaml'))) {
    const { groups } = parse(readFileSync(join(source, file), 'utf8')) as { groups: { rules: object[] }[] }
    const impatient = groups.map((group) => ({
      ...group,
      rules: group.rules.map((rule) => ('for' in rule ? { ...rule, for: '0s' } : rule))
    }))
    writeFileSync(join(target, file), stringify({ groups: impatient }))
  }
  return target
}

function configOf(exporter: string, gateway: string, rules: string): string {
  return `global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
rule_files: ['${rules}/*.yaml']
scrape_configs:
  - job_name: edge-exporter
    static_configs: [{ targets: ['${new URL(exporter).host}'] }]
  - job_name: pushgateway
    honor_labels: true
    static_configs: [{ targets: ['${new URL(gateway).host}'] }]
`
}

function tableOf(lines: readonly (readonly string[])[]): string {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  return lines.map((line) => line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')).join('\n')
}
