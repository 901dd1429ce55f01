/**
 * What Prometheus stores of what is served, series by series, by every scrape protocol it has. The newest one, which is
 * built here; without Go, or with PROMETHEUS=installed, the one that is there, which has no choice of protocols.
 */
import t from 'tap'
import { type Prometheus, skipWithout, startPrometheus } from '../e2e/servers.ts'
import { builtProgram, skipWithoutGo } from './peers.ts'
import { differencesOf, isOfProviders, keyOf, type Series, startWorlds, type World } from './worlds.ts'

const isInstalled = process.env.PROMETHEUS === 'installed' || skipWithoutGo() !== false
const skip = isInstalled && skipWithout('prometheus')

const protocols = [
  'PrometheusProto',
  'PrometheusText0.0.4',
  'PrometheusText1.0.0',
  'OpenMetricsText0.0.1',
  'OpenMetricsText1.0.0',
  'OpenMetricsText2.0.0'
]

function job(name: string, { address }: World, protocol?: string): string {
  const lines = [
    `  - job_name: ${name}`,
    `    static_configs: [{targets: ['${address}']}]`,
    ...(protocol === undefined ? [] : [`    scrape_protocols: [${protocol}]`])
  ]
  return `${lines.join('\n')}\n`
}

const configOf = (jobs: readonly string[]) =>
  `global: {scrape_interval: 2s, scrape_timeout: 2s}\nscrape_configs:\n${jobs.join('')}`

const start = (config: string, ...args: string[]) =>
  isInstalled ? startPrometheus(t, config) : startPrometheus(t, config, { command: builtProgram('prometheus'), args })

async function seriesOf({ query }: Prometheus, job: string): Promise<Series> {
  const found = await query(`{job="${job}", __name__=~".+_.+"}`)
  return new Map(
    found
      .filter(({ labels }) => isOfProviders(labels.__name__ as string))
      .map(({ labels: { __name__ = '', job: _job, instance: _instance, ...labels }, value }) => [
        keyOf(__name__, labels),
        value
      ])
  )
}

t.test('every series, by every protocol', { skip }, async (t) => {
  const worlds = await startWorlds(t)
  const asked = isInstalled ? [undefined] : [undefined, ...protocols]
  const jobs = worlds.flatMap((world) =>
    asked.map((protocol) => ({ world, protocol, name: `${world.name}-${protocol}` }))
  )
  const prometheus = await start(
    configOf(jobs.map(({ name, world, protocol }) => job(name, world, protocol))),
    '--enable-feature=openmetrics2'
  )
  await prometheus.queryUntil('up == 1', (found) => found.length === jobs.length, 60)
  for (const { world, protocol, name } of jobs) {
    const differences = differencesOf(world.series, await seriesOf(prometheus, name))
    t.strictSame(differences, [], `${world.name}, ${protocol ?? 'as it asks by itself'}: ${world.series.size} series`)
  }
  const metrics = await (await fetch(`${prometheus.url}/metrics`)).text()
  for (const name of ['sample_duplicate_timestamp', 'sample_out_of_order', 'exceeded_sample_limit']) {
    t.match(metrics, new RegExp(`^prometheus_target_scrapes_${name}_total 0$`, 'm'), `no ${name}`)
  }
  if (isInstalled) return
  const types = await prometheus.query('count by (job) ({__name__=~"edge_exporter_.+_created"})')
  t.strictSame(types, [], 'nobody who did not ask for them gets series that tell a start')
  const counters = await prometheus.query('count by (job) ({__name__="edge_exporter_unserved_total"})')
  t.equal(counters.length, jobs.length, 'a counter has its name in each')
  t.ok(counters.every(({ value }) => value === 2))
  const buckets = await prometheus.query(
    'count by (job) ({__name__=~"edge_exporter_upstream_request_duration_seconds_bucket"})'
  )
  t.equal(
    new Set(buckets.filter(({ labels }) => labels.job?.startsWith('simulated')).map(({ value }) => value)).size,
    1
  )
})

t.test(
  'counters begin at zero when the exporter began',
  { skip: skip || (isInstalled && 'needs a newer Prometheus') },
  async (t) => {
    const worlds = await startWorlds(t, { METRICS_CREATED: 'true' })
    const [world] = worlds as [World]
    const feature = '--enable-feature=created-timestamp-zero-ingestion,openmetrics2'
    const jobs = [job('one', world, 'OpenMetricsText1.0.0'), job('two', world, 'OpenMetricsText2.0.0')]
    const prometheus = await start(configOf(jobs), feature)
    await prometheus.queryUntil('up == 1', (found) => found.length === 2)
    t.strictSame(await prometheus.query('{__name__=~"edge_exporter_.+_created"}'), [], 'no series of their own')
    // Nothing that was scraped is zero: some calls were made before.
    const least = 'min by (job) (min_over_time(edge_exporter_upstream_calls_total{provider="site24x7"}[5m]))'
    const first = await prometheus.queryUntil(
      least,
      (found) => found.length === 2 && found.every((one) => one.value === 0)
    )
    t.equal(first.length, 2)
  }
)
