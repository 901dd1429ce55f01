/**
 * What the README shows: its pictures are those of the demo, and its queries give data in the real Prometheus. The
 * pictures are written to the folder that `SCREENSHOTS` names, or to one that is thrown away.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { providers } from '../../providers/index.ts'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/config.ts'
import { simulate } from '../cli/simulated.ts'
import { start } from '../support/program.ts'
import { open, startBrowser } from './browser.ts'
import { skipWithout, startPrometheus } from './servers.ts'

const readme = readFileSync('README.md', 'utf8')
const pictures = process.env.SCREENSHOTS ?? t.testdir({})

t.test('the pictures are those of the demo', { skip: skipWithout('chromium') }, async (t) => {
  const demo = start(t, ['demo', '--web.listen-address', '127.0.0.1:0'])
  const [, url = ''] = await demo.printed(/(http:\S+\/) +the status page/)
  const browser = await startBrowser(t)
  mkdirSync(pictures, { recursive: true })
  for (const theme of ['light', 'dark'] as const) {
    const { page, complaints } = await open(browser, url, { width: 1280, height: 1400, theme })
    await page.getByText('all sources up').waitFor()
    await page.screenshot({ path: join(pictures, `status-page-${theme}.png`) })
    t.strictSame(complaints, [], theme)
    const shown = `docs/images/status-page-${theme}.png`
    t.match(readme, `"${shown}"`)
    t.ok(statSync(shown).size < 250_000, `${shown} is small`)
    await page.context().close()
  }
})

t.test('Prometheus takes the configuration', { skip: skipWithout('promtool') }, async (t) => {
  const [, config = ''] = /```yaml\n(scrape_configs:\n[\s\S]*?)```/.exec(readme) ?? []
  const [, rules = ''] = /```yaml\n# edge-exporter-alerts\.yml\n([\s\S]*?)```/.exec(readme) ?? []
  t.match(rules, 'MonitorDown')
  const folder = t.testdir({ 'readme.yml': config, 'edge-exporter-alerts.yml': rules })
  for (const file of [join(folder, 'readme.yml'), 'examples/prometheus.yml']) {
    t.match(execFileSync('promtool', ['check', 'config', file], { encoding: 'utf8' }), /is valid/, file)
  }
  t.match(config, '127.0.0.1:9803')
})

/** The expressions of the fenced blocks `promql` of a document: one a line, with comments. */
function queriesIn(document: string): string[] {
  const blocks = [...document.matchAll(/^( *)```promql\n([\s\S]*?)^\1```/gm)].map(([, , block = '']) => block)
  const lines = blocks.flatMap((block) => block.split('\n')).map((line) => line.replace(/(^|\s)#.*$/, '').trim())
  return lines.filter((line) => line !== '')
}

async function startExporter(t: Test) {
  const { settings, simulators } = await simulate(t, { size: 40 })
  const quick = { SITE24X7_TTL: '5s', SITE24X7_DAILY_CALL_LIMIT: '1000000', CHINACACHE_TTL: '5s' }
  const app = await buildApp(loadConfig({ providers, env: { ...settings, ...quick } }), { retryDelay: 10 })
  t.teardown(() => app.close())
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const breakAll = () => {
    for (const { faults } of Object.values(simulators)) faults.set('*', '500')
  }
  return { host: new URL(origin).host, breakAll }
}

t.test('every query gives data', { skip: skipWithout('prometheus') }, async (t) => {
  const queries = [...queriesIn(readme), ...queriesIn(readFileSync('docs/metrics.md', 'utf8'))]
  t.ok(queries.length > 10)
  const { host, breakAll } = await startExporter(t)
  const config = readFileSync('examples/prometheus.yml', 'utf8')
    .replace('127.0.0.1:9803', host)
    .replace('scrape_interval: 30s', 'scrape_interval: 1s')
    .replace('scrape_timeout: 10s', 'scrape_timeout: 1s')
  const prometheus = await startPrometheus(t, config)
  await prometheus.queryUntil('count(site24x7_monitor_status)', (series) => series.length > 0)

  const isEmpty = async (query: string) => (await prometheus.query(query)).length === 0
  const calm = await Promise.all(queries.map(async (query) => ({ query, empty: await isEmpty(query) })))
  // Those about failures have nothing to say before there is one.
  const waiting = calm.filter(({ empty }) => empty).map(({ query }) => query)
  t.ok(waiting.length < queries.length / 2, 'most of them are not about failures')
  breakAll()
  for (const query of waiting) {
    await t.resolves(
      prometheus.queryUntil(query, (series) => series.length > 0, 60),
      query
    )
  }
})
