import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { chinacache } from '../../../providers/chinacache/index.ts'
import { createSimulator } from '../../../providers/chinacache/simulator.ts'
import { buildApp } from '../../../src/app.ts'
import { loadConfig } from '../../../src/config/config.ts'
import { manualClock } from '../../support/manual-clock.ts'

const noon = Date.parse('2024-03-05T12:34:56+08:00')

async function running(t: Test, prepare: (simulator: Awaited<ReturnType<typeof createSimulator>>) => void = () => {}) {
  const clock = manualClock(noon)
  const simulator = await createSimulator({ clock })
  prepare(simulator)
  await simulator.app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => simulator.app.close())
  const { port } = simulator.app.server.address() as AddressInfo
  const env = simulator.settings(`http://127.0.0.1:${port}`)
  const app = await buildApp(loadConfig({ providers: [chinacache], env }), { clock, random: () => 0, retryDelay: 1 })
  t.teardown(() => app.close())
  await app.ready()
  await app.snapshots.refreshAll()
  return { app, simulator, env, metrics: async () => (await app.inject('/metrics')).body }
}

t.test('from the settings to the metrics', async (t) => {
  const { metrics, simulator } = await running(t)
  const text = await metrics()
  for (const source of ['traffic', 'isp', 'region', 'status_codes']) {
    t.match(text, `edge_exporter_source_up{provider="chinacache",source="${source}"} 1`)
    t.match(text, `chinacache_channel_up{channel="40001",source="${source}"} 1`)
  }
  t.match(text, /^ChinaCache_metrics_isp_specific_flux_ratio\{channel="40001",isp="China Unicom"\} 0\.\d+$/m)
  t.match(
    text,
    /^ChinaCache_metrics_region_specific_flux_ratio\{channel="40018",region="Province",name="Guangdong Province"\} 0\.\d+$/m
  )
  t.match(text, /^chinacache_http_responses\{channel="40035",code="200"\} \d+$/m)
  t.match(text, /edge_exporter_source_drift_total\{provider="chinacache",source="isp",kind="untranslated_name"\} 3/)
  t.same(simulator.faults.calls, { hit_rate: 3, isp: 6, region: 6, http_code: 3 })
})

t.test('places', async (t) => {
  const { app } = await running(t)
  const places = (await app.inject('/geolocation')).json() as { key: string }[]
  const keys = places.map(({ key }) => key)
  for (const key of ['Guangdong', 'Qinghai', 'Japan']) t.ok(keys.includes(key), key)
  t.equal((chinacache.places ?? []).length, 34)
})

t.test('with everything refused there is no data and no secret anywhere', async (t) => {
  const { app, metrics, env } = await running(t, ({ faults }) => faults.set('*', 'refused'))
  const text = await metrics()
  t.notMatch(text, /^ChinaCache_|^chinacache_/m)
  t.match(text, 'edge_exporter_source_failures_total{provider="chinacache",source="traffic",reason="auth"} 1')
  const statuses = JSON.stringify(app.snapshots.statuses().map(({ lastFailure }) => lastFailure?.message))
  t.match(statuses, /用户名或密码错误/)
  for (const secret of [env.CHINACACHE_PASS ?? '', env.CHINACACHE_USER ?? '', 'apiPasswd']) {
    t.notOk((text + statuses).includes(secret))
  }
})
