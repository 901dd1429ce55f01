import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { providers } from '../../providers/index.ts'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/config.ts'
import { contentTypes } from '../../src/exposition/exposition.ts'
import { skipWithout, startPrometheus } from './servers.ts'

const run = promisify(execFile)

/** The exporter over both simulators, listening; and its address. */
async function startExporter(t: Test): Promise<string> {
  const simulators = await Promise.all(providers.map((provider) => provider.simulator({ seed: 7, size: 90 })))
  const origins = await Promise.all(simulators.map(({ app }) => app.listen({ host: '127.0.0.1', port: 0 })))
  const env = Object.assign({}, ...simulators.map((simulator, i) => simulator.settings(origins[i] as string)))
  const app = await buildApp(loadConfig({ providers, env }))
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(async () => {
    await app.close()
    await Promise.all(simulators.map((simulator) => simulator.app.close()))
  })
  return new URL(origin).host
}

/** The shipped example, with this test's addresses and a pace for tests. */
function exampleConfig(exporter: string): string {
  return readFileSync('examples/prometheus.yml', 'utf8')
    .replace('127.0.0.1:9803', exporter)
    .replace('scrape_interval: 30s', 'scrape_interval: 1s')
    .replace('scrape_timeout: 10s', 'scrape_timeout: 1s')
}

/** Series of an answer by family name, as its sample lines have them. */
function countSeries(text: string, prefix: string): number {
  return text.split('\n').filter((line) => line.startsWith(prefix)).length
}

/** A proxy that asks for text only, as this Prometheus has no setting that makes it do so. */
async function startTextOnlyProxy(t: Test, exporter: string): Promise<string> {
  const proxy = createServer((request, response) => {
    const headers = { ...request.headers, accept: 'text/plain;version=0.0.4' }
    const onwards = get(`http://${exporter}${request.url}`, { headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    onwards.on('error', () => response.destroy())
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    proxy.closeAllConnections()
    proxy.close()
  })
  return `127.0.0.1:${(proxy.address() as AddressInfo).port}`
}

t.test('the real Prometheus scrapes both formats', { skip: skipWithout('prometheus') }, async (t) => {
  const exporter = await startExporter(t)
  const text = await (await fetch(`http://${exporter}/metrics`, { headers: { accept: 'text/plain' } })).text()
  const textOnly = `  - job_name: text\n    static_configs:\n      - targets: ['${await startTextOnlyProxy(t, exporter)}']\n`
  const prometheus = await startPrometheus(t, exampleConfig(exporter) + textOnly)

  for (const job of ['edge-exporter', 'text']) {
    await prometheus.queryUntil(`up{job="${job}"}`, ([series]) => series?.value === 1)
    for (const prefix of ['site24x7_', 'chinacache_', 'ChinaCache_']) {
      const [count] = await prometheus.query(`count({__name__=~"${prefix}.+", job="${job}"})`)
      t.equal(count?.value, countSeries(text, prefix), `every series of ${prefix} in the job ${job}`)
    }
    const infinite = await prometheus.query(`site24x7_monitor_latency_seconds{job="${job}"} == +Inf`)
    t.ok(infinite.length > 0, 'an infinite latency is read as one')
    const [requests] = await prometheus.query(`sum(edge_exporter_upstream_requests_total{code="200", job="${job}"})`)
    t.ok((requests?.value ?? 0) >= 2, 'a counter keeps its name')
    const [failed] = await prometheus.query(`count(edge_exporter_source_failures_total{job="${job}"})`)
    t.equal(failed?.value, 8 * 9, 'nine classes for each of the eight sources')
  }

  const different = await prometheus.query(
    'count({__name__=~"site24x7_.+", job="text"} unless ignoring (job, instance) {__name__=~"site24x7_.+", job="edge-exporter"})'
  )
  t.same(different, [], 'both formats give the same series')
  const units = await Promise.all(['edge-exporter', 'text'].map((job) => unitOfLatency(prometheus.url, job)))
  t.same(units, ['seconds', ''], 'only OpenMetrics has a UNIT line, so one job read OpenMetrics and one did not')
})

async function unitOfLatency(prometheus: string, job: string): Promise<string | undefined> {
  const query = new URLSearchParams({ metric: 'site24x7_monitor_latency_seconds', match_target: `{job="${job}"}` })
  const { data } = (await (await fetch(`${prometheus}/api/v1/targets/metadata?${query}`)).json()) as Metadata
  return data[0]?.unit
}

interface Metadata {
  readonly data: readonly { readonly unit: string }[]
}

t.test('curl reads a compressed answer to its end', { skip: skipWithout('curl') }, async (t) => {
  const url = `http://${await startExporter(t)}/metrics?provider=site24x7&provider=chinacache`
  const accept = ['-H', 'accept: application/openmetrics-text; version=1.0.0']
  // Not the synchronous form: the exporter that answers is in this process.
  const get = async (...flags: string[]) =>
    (await run('curl', ['-sS', '--fail', ...flags, ...accept, url], { maxBuffer: 1e8 })).stdout
  const compressed = await get('--compressed')
  t.match(compressed, /# EOF\n$/, 'browsers, curl and wget read one gzip member, so there must be no other')
  t.equal(countSeries(compressed, 'site24x7_'), countSeries(await get(), 'site24x7_'))
})

t.test('promtool accepts the new families', { skip: skipWithout('promtool') }, async (t) => {
  const exporter = await startExporter(t)
  const answer = await fetch(`http://${exporter}/metrics`)
  t.equal(answer.headers.get('content-type'), contentTypes.text)
  const complaints = checkMetrics(await answer.text())

  // Names that dashboards and alerts of the replaced exporter use.
  const allowed = [
    'ChinaCache_metrics_hit_miss_total',
    'ChinaCache_metrics_isp_specific_flux_ratio',
    'ChinaCache_metrics_isp_total_bytes',
    'ChinaCache_metrics_region_specific_flux_ratio',
    'ChinaCache_metrics_region_total_bytes',
    'ChinaCache_metrics_statuscodes_request_count',
    'ChinaCache_metrics_statuscodes_request_percent'
  ]
  const unexpected = complaints.filter((line) => !allowed.some((name) => line.startsWith(`${name} `)))
  t.same(unexpected, [], 'only the compatible families are complained about')
  t.ok(complaints.length > 0, 'and they are, so the check does look')
})

/** The complaints of `promtool check metrics`, a line each. */
function checkMetrics(text: string): string[] {
  try {
    execFileSync('promtool', ['check', 'metrics'], { input: text, stdio: ['pipe', 'pipe', 'pipe'] })
    return []
  } catch (error) {
    const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer }
    return `${stdout}${stderr}`.split('\n').filter((line) => line !== '')
  }
}
