/** The real Prometheus scrapes as often as the data is refreshed: how old is what it reads. */
import t from 'tap'
import { providers } from '../../providers/index.ts'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/config.ts'
import { skipWithout, startPrometheus } from './servers.ts'

const interval = 2
const scrapes = 10

t.test('the data is new when Prometheus reads it', { skip: skipWithout('prometheus') }, async (t) => {
  const simulators = await Promise.all(providers.map((provider) => provider.simulator({ seed: 7, size: 90 })))
  const origins = await Promise.all(simulators.map(({ app }) => app.listen({ host: '127.0.0.1', port: 0 })))
  const env: Record<string, string> = Object.assign(
    {},
    ...simulators.map((simulator, i) => simulator.settings(origins[i] as string)),
    { SITE24X7_TTL: `${interval}s`, SITE24X7_DAILY_CALL_LIMIT: '1000000' }
  )
  const app = await buildApp(loadConfig({ providers, env }))
  const exporter = new URL(await app.listen({ host: '127.0.0.1', port: 0 })).host
  t.teardown(async () => {
    await app.close()
    await Promise.all(simulators.map((simulator) => simulator.app.close()))
  })
  const prometheus = await startPrometheus(
    t,
    `global: {scrape_interval: ${interval}s, scrape_timeout: 1s}\nscrape_configs:\n  - job_name: edge\n    static_configs: [{targets: ['${exporter}']}]\n`
  )
  const series = (part: string) =>
    `edge_exporter_data_age_at_scrape_seconds_${part}{provider="site24x7", source="current_status"}`
  const sampleOf = async (part: string) => (await prometheus.query(series(part)))[0]?.value ?? 0
  // The first scrapes teach the rhythm.
  await prometheus.queryUntil(series('count'), ([found]) => (found?.value ?? 0) >= 8, 40)
  const before = { count: await sampleOf('count'), sum: await sampleOf('sum') }
  const callsBefore = app.upstream.callsMade('site24x7')
  const begun = performance.now()
  await prometheus.queryUntil(
    series('count'),
    ([found]) => (found?.value ?? 0) >= before.count + scrapes,
    (scrapes + 5) * interval
  )
  const count = (await sampleOf('count')) - before.count
  const mean = ((await sampleOf('sum')) - before.sum) / count / interval
  t.ok(mean <= 0.15, `${mean.toFixed(3)} of the TTL in the mean of ${count} scrapes`)
  const calls = app.upstream.callsMade('site24x7') - callsBefore
  const most = Math.ceil((performance.now() - begun) / 1000 / interval) + 1
  t.ok(calls <= most, `${calls} calls, at most ${most}`)
})
