import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { parse, stringify } from 'yaml'
import { dashboardFiles } from '../../helm/dashboards/files.ts'
import { startExporter } from './demo.ts'
import { metricNames, namePatterns, selectors } from './promql.ts'
import { skipWithout, startPushgateway } from './servers.ts'

interface Rule {
  readonly record?: string
  readonly alert?: string
  readonly expr: string
  readonly for?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
}

interface Alert extends Rule {
  readonly alert: string
  readonly file: string
}

interface RuleTest {
  readonly tests: readonly {
    readonly alert_rule_test?: readonly { readonly alertname: string; readonly exp_alerts: readonly unknown[] }[]
  }[]
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const rulesFolder = path('../../helm/edge-exporter/rules/')
const testsFolder = path('../rules/')
const yamlIn = (folder: string) => readdirSync(folder).filter((file) => file.endsWith('.yaml'))
const textOf = (file: string) => readFileSync(join(rulesFolder, file), 'utf8')
const rulesIn = (text: string) => (parse(text) as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules)

const ruleFiles = yamlIn(rulesFolder)
const rules = ruleFiles.flatMap((file) => rulesIn(textOf(file)).map((rule) => ({ ...rule, file })))
const alerts = rules.filter((rule): rule is Alert => rule.alert !== undefined)
const recorded = new Set(rules.flatMap(({ record }) => record ?? []))

const runbooks = readFileSync(path('../../docs/runbooks.md'), 'utf8')
const runbookUrl = 'https://github.com/edge-exporter/edge-exporter/blob/main/docs/runbooks.md#'
const jobSelector = 'job="edge-exporter"'

function promtool(...args: readonly string[]): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' })
  return { code: status, output: stdout + stderr }
}

const withoutPromtool = { skip: skipWithout('promtool') }

t.test('promtool finds nothing wrong', withoutPromtool, async (t) => {
  t.not(ruleFiles.length, 0)
  const { code, output } = promtool(
    'check',
    'rules',
    '--lint=all',
    '--lint-fatal',
    ...ruleFiles.map((f) => join(rulesFolder, f))
  )
  t.equal(code, 0, output)
})

for (const file of yamlIn(testsFolder)) {
  t.test(`the rules do what ${file} says`, withoutPromtool, async (t) => {
    const { code, output } = promtool('test', 'rules', join(testsFolder, file))
    t.equal(code, 0, output)
  })
}

t.test('every alert is tested firing and not firing', async (t) => {
  const cases = yamlIn(testsFolder)
    .map((file) => parse(readFileSync(join(testsFolder, file), 'utf8')) as RuleTest)
    .flatMap(({ tests }) => tests.flatMap(({ alert_rule_test: cases = [] }) => cases))
  for (const { alert } of alerts) {
    const own = cases.filter(({ alertname }) => alertname === alert)
    t.ok(
      own.some(({ exp_alerts: expected }) => expected.length > 0),
      `${alert} fires`
    )
    t.ok(
      own.some(({ exp_alerts: expected }) => expected.length === 0),
      `${alert} does not fire`
    )
  }
  const names = new Set(alerts.map(({ alert }) => alert))
  t.strictSame(
    cases.map(({ alertname }) => alertname).filter((name) => !names.has(name)),
    [],
    'no test is about an alert that does not exist'
  )
})

t.test('every alert follows the conventions', async (t) => {
  for (const { alert, file, expr, labels = {}, annotations = {}, for: duration } of alerts) {
    t.test(alert, async (t) => {
      const { summary = '', description = '', threshold, runbook_url: url } = annotations
      t.match(alert, /^(EdgeExporter|Site24x7|ChinaCache)[A-Z]\w+$/)
      t.match(duration, /^\d+[mh]$/)
      t.ok(['critical', 'warning', 'info'].includes(labels.severity ?? ''), 'has a severity')
      t.match(summary, /^[A-Z][^{]+\.$/, 'the summary is a sentence without values')
      t.match(description, /\.$/)
      t.equal(url, `${runbookUrl}${alert.toLowerCase()}`)
      if (threshold !== undefined) {
        const all = expr.split(` ${threshold}`).length - 1
        const compared = [...expr.matchAll(/[<>]=? ([\d.]+)/g)].filter(([, number]) => number === threshold).length
        t.ok(all > 0 && compared === all, 'wherever the number stands, it is the threshold')
        const said = new RegExp(`(?<![\\d.])${threshold.replace('.', '\\.')}(?![\\d.])`)
        t.notMatch(summary, said)
        t.notMatch(description, said, 'a text that names the threshold would lie once it is changed')
      }
      const provider = file.replace('.yaml', '')
      t.equal(labels.provider, provider === 'edge-exporter' ? undefined : provider, 'has a label to be inhibited by')
      const isPerSource = labels.source !== undefined || expr.includes('chinacache_channel_up')
      t.equal(isPerSource, provider !== 'edge-exporter', 'and the source it hangs on')
    })
  }
})

t.test('what the name of a family says needs no job, and what tells two installations apart is kept', async (t) => {
  for (const { expr, alert, record } of rules) {
    const title = alert ?? record
    t.notMatch(expr, /\bby ?\(/, `${title} aggregates by leaving out, so all other labels stay`)
    for (const [, left = ''] of expr.matchAll(/without \(([^)]*)\)/g)) {
      for (const kept of ['job', 'namespace', 'service', 'cluster']) {
        t.notOk(left.split(', ').includes(kept), `${title} keeps ${kept}`)
      }
    }
    const selected = selectors(expr).filter((matchers) => /\bjob\b/.test(matchers))
    t.strictSame(
      selected.filter((matchers) => matchers !== jobSelector),
      [],
      `${title} spells its job as it may be replaced`
    )
    for (const name of metricNames(expr)) {
      const isOurs = /^(edge_exporter|site24x7|chinacache)_/.test(name) || recorded.has(name)
      t.ok(isOurs || ['up', 'push_time_seconds'].includes(name), `${title}: ${name}`)
    }
  }
})

t.test('recording rules are named after their labels, family and operation', async (t) => {
  for (const { record, expr } of rules.filter((rule) => rule.record !== undefined)) {
    const [level = '', family = '', operation] = (record as string).split(':')
    t.match(level, /^job_[a-z0-9_]+$/, `${record}: ${level}`)
    t.match(family, /^(edge_exporter|site24x7|chinacache)_[a-z0-9_]+$/)
    t.match(operation, /^(min|max|avg|sum|ratio|ratio_rate1h|ratio_delta1h|ratio_rate30m|increase1h|increase15m)$/)
    const [how = ''] = (operation as string).split(/_|(?=1h)/)
    const spelled: Readonly<Record<string, string>> = {
      ratio: '\n  / ',
      increase: 'offset 1h',
      increase15m: 'increase('
    }
    // The least age is the time since the latest success.
    const expected = family.endsWith('_age_seconds') ? 'time() - max without (' : (spelled[how] ?? `${how} without (`)
    t.ok(expr.includes(expected), `${record} does what it is called`)
  }
})

interface InhibitRule {
  readonly source_matchers: readonly string[]
  readonly target_matchers: readonly string[]
  readonly equal: readonly string[]
}

type Labels = Readonly<Record<string, string>>

function matches(labels: Labels, matchers: readonly string[]): boolean {
  return matchers.every((matcher) => {
    const [, name = '', operator, value = ''] = /^(\w+)(=~|=)"(.*)"$/.exec(matcher) ?? []
    return operator === '=~' ? new RegExp(`^(?:${value})$`).test(labels[name] ?? '') : labels[name] === value
  })
}

t.test('the inhibition that the README gives mutes what hangs on a dead source, and nothing else', async (t) => {
  const readme = readFileSync(join(rulesFolder, 'README.md'), 'utf8')
  const [, text = ''] = /```yaml\n *(inhibit_rules:.*?)```/s.exec(readme) ?? []
  const { inhibit_rules: inhibitRules } = parse(text.replaceAll(/^ {2}/gm, '')) as { inhibit_rules: InhibitRule[] }
  const inhibits = (source: Labels, target: Labels) =>
    inhibitRules.some(
      ({ source_matchers: from, target_matchers: to, equal }) =>
        matches(source, from) && matches(target, to) && equal.every((label) => source[label] === target[label])
    )
  const labelsOf = (name: string, more: Labels = {}): Labels => ({
    alertname: name,
    job: 'eu',
    ...alerts.find(({ alert }) => alert === name)?.labels,
    ...more
  })
  const down = (provider: string, source: string) => labelsOf('EdgeExporterSourceDown', { provider, source })
  t.ok(inhibits(down('chinacache', 'traffic'), labelsOf('ChinaCacheTrafficDrop')))
  t.ok(inhibits(down('site24x7', 'current_status'), labelsOf('Site24x7MonitorDown')))
  t.notOk(inhibits(down('chinacache', 'isp'), labelsOf('ChinaCacheTrafficDrop')), 'a broken daily breakdown')
  t.notOk(inhibits(down('site24x7', 'current_status'), labelsOf('Site24x7MonitorDown', { job: 'us' })), 'another job')
  t.notOk(
    inhibits(down('site24x7', 'current_status'), labelsOf('Site24x7MonitorDown', { namespace: 'us' })),
    'another namespace'
  )
  t.ok(inhibits(labelsOf('Site24x7CertificateExpiryCritical'), labelsOf('Site24x7CertificateExpiry')), 'told once')
})

t.test('every threshold, job and duration can be changed', withoutPromtool, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  for (const file of ruleFiles) {
    const changed = rulesIn(textOf(file)).map((rule) => {
      const { threshold } = rule.annotations ?? {}
      const expr = threshold === undefined ? rule.expr : rule.expr.replace(` ${threshold}`, ' 0.123')
      return {
        ...rule,
        expr: expr.replaceAll(jobSelector, 'job=~"a|b"'),
        ...(rule.alert === undefined ? {} : { for: '1s' })
      }
    })
    for (const [i, rule] of changed.entries()) {
      const before = rulesIn(textOf(file))[i] as Rule
      const isToChange = before.annotations?.threshold !== undefined || before.expr.includes(jobSelector)
      t.equal(rule.expr !== before.expr, isToChange, `${rule.alert ?? rule.record} is changed`)
      t.notMatch(rule.expr, 'edge-exporter')
    }
    const target = join(folder, file)
    writeFileSync(target, stringify({ groups: [{ name: 'changed', rules: changed }] }))
    const { code, output } = promtool('check', 'rules', target)
    t.equal(code, 0, output)
  }
})

t.test('every alert has a runbook, and every runbook an alert', async (t) => {
  const headings = [...runbooks.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading as string)
  t.strictSame(headings.toSorted(), alerts.map(({ alert }) => alert).toSorted())
  for (const section of runbooks.split(/^## /m).slice(1)) {
    const [name = ''] = section.split('\n')
    for (const part of ['Means:', 'Impact:', 'Look', 'Do:']) {
      // Two alerts share what to look at and what to do.
      t.ok(section.includes(part) || (part === 'Do:' && section.includes('Look and do:')), `${name}: ${part}`)
    }
  }
  const anchors = new Set(headings.map((heading) => heading.toLowerCase()))
  for (const [, anchor] of runbooks.matchAll(/\]\(#([^)]+)\)/g)) t.ok(anchors.has(anchor ?? ''), `#${anchor} exists`)
})

/** What Prometheus adds by itself. */
const ofPrometheus = ['up', 'ALERTS', 'scrape_duration_seconds', 'scrape_samples_scraped']

t.test('every metric that is used exists', { skip: skipWithout('prometheus-pushgateway') }, async (t) => {
  const [exporter, gateway] = await Promise.all([startExporter(t), startPushgateway(t)])
  await fetch(`${gateway.url}/metrics/job/Site24x7Push`, { method: 'PUT', body: 'a 1\n' })
  // The route's own metrics are there from the second scrape on.
  await fetch(`${exporter.url}/metrics`)
  const texts = await Promise.all([exporter, gateway].map(async ({ url }) => (await fetch(`${url}/metrics`)).text()))
  const served = new Set(
    texts
      .join('\n')
      .split('\n')
      .flatMap((line) => /^[a-zA-Z_:][\w:]*/.exec(line)?.[0] ?? [])
  )
  // These are served with TLS or a configuration file alone; the table is written from the families themselves.
  const documented = readFileSync(path('../../docs/metrics.md'), 'utf8').matchAll(
    /`(edge_exporter_(?:web|config)_\w+)`/g
  )
  const known = new Set([...served, ...recorded, ...ofPrometheus, ...[...documented].map(([, name]) => name as string)])

  const dashboardQueries = [...dashboardFiles].flatMap(([file, text]) =>
    [...text.matchAll(/"(?:expr|definition)": ("(?:[^"\\]|\\.)*")/g)].map(([, json]) => {
      const query = (JSON.parse(json as string) as string)
        .replace(/^label_values\((.*), \w+\)$/, '$1')
        .replace(/^query_result\((.*)\)$/, '$1')
      return { where: file, query }
    })
  )
  t.not(dashboardQueries.length, 0)
  const uses = [
    ...rules.map(({ alert, record, expr }) => ({ where: alert ?? record ?? '', query: expr })),
    ...dashboardQueries
  ]
  for (const { where, query } of uses) {
    for (const name of metricNames(query)) t.ok(known.has(name), `${where}: ${name}`)
    for (const pattern of namePatterns(query)) {
      t.ok(
        [...served].some((name) => pattern.test(name)),
        `${where}: ${pattern}`
      )
    }
  }

  const named = runbooks.matchAll(/\b(?:edge_exporter|site24x7|chinacache|push)_[a-z_]*[a-z](?![\w(]|_\()/g)
  for (const [name] of named) t.ok(known.has(name), `runbooks: ${name}`)
})
