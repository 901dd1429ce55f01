/** A refresh token with few scopes: what needs no more works, and what is not allowed is off, in one line and without calls. */
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { operationsRead } from '../../providers/site24x7/endpoint.ts'
import { onlyMonitors } from '../support/only-monitors.ts'
import { refreshed, runSimulated } from './running-app.ts'

const hour = 3_600_000
const auto = Object.fromEntries(Object.keys(onlyMonitors).map((name) => [name, 'auto']))

t.test('with Reports.Read alone', async (t) => {
  const running = await runSimulated(t, { world: { scopes: ['Site24x7.Reports.Read'] }, settings: auto })
  const { app, clock, simulator, logs, scrape } = running
  await refreshed(running)

  const exposition = await scrape()
  const up = (source: string) => exposition.value('edge_exporter_source_up', { provider: 'site24x7', source })
  t.strictSame(['current_status', 'availability', 'certificates', 'maintenance'].map(up), [1, 1, 1, undefined])
  t.equal(exposition.value('edge_exporter_source_forbidden', { provider: 'site24x7', source: 'maintenance' }), 1)
  const failures = { provider: 'site24x7', source: 'maintenance', reason: 'auth' }
  t.equal(exposition.value('edge_exporter_source_failures_total', failures), 0, 'which is no failure')
  for (const name of ['site24x7_monitor_status', 'site24x7_monitor_availability_ratio']) t.ok(exposition.family(name))
  t.ok(exposition.family('site24x7_ssl_certificate_expiry_timestamp_seconds'))
  t.equal(exposition.family('site24x7_maintenance_active'), undefined)

  const said = () => logs.messages('info').filter((line) => line.includes('off'))
  t.strictSame(said(), [
    `source is off: maintenance is not permitted (HTTP 401, error_code 1121): the refresh token lacks the scope ${operationsRead}; make a new ZOHO_REFRESH_TOKEN with it`
  ])
  t.strictSame(logs.messages('warn'), [])
  t.equal(simulator.calls.token, 1, 'no token is renewed for it')
  t.equal((await app.inject('/readyz')).statusCode, 200)

  const page = (await app.inject('/')).body
  t.match(page, /Off:<\/b> maintenance is not permitted/)
  const status = (await app.inject('/api/status')).json()
  t.match(status.sources[3], { source: 'maintenance', state: 'off', severity: 'idle', off_reason: /Operations\.Read/ })
  t.match(status.summary, /all sources up/)

  const turnTo = async (hours: number) => {
    for (let passed = 0; passed < hours; passed++) await clock.advance(hour)
    while (app.snapshots.statuses().some(({ refreshing }) => refreshing)) await setTimeout(1)
  }
  await turnTo(5)
  t.equal(simulator.calls.maintenance, 1, 'nothing is asked again before hours')
  await turnTo(2)
  t.equal(simulator.calls.maintenance, 2, 'as permissions change')
  t.equal(said().length, 1, 'and nothing is said again')
})

t.test('what was asked for by name is down, not off', async (t) => {
  const running = await runSimulated(t, {
    world: { scopes: ['Site24x7.Reports.Read'] },
    settings: { SITE24X7_MAINTENANCE: 'on' }
  })
  await refreshed(running)
  const exposition = await running.scrape()
  t.equal(exposition.value('edge_exporter_source_up', { provider: 'site24x7', source: 'maintenance' }), 0)
  t.match(running.logs.messages('warn').join('\n'), /source is down: maintenance is not permitted.*Operations\.Read/)
})

t.test('a permission that comes turns it on, and one that goes takes its data', async (t) => {
  const running = await runSimulated(t, { settings: { SITE24X7_MAINTENANCE: 'auto' } })
  const { clock, simulator, scrape, app } = running
  const active = async () => (await scrape()).family('site24x7_maintenance_active') !== undefined
  simulator.faults.set('maintenance', 'scope')
  await refreshed(running)
  t.equal(await active(), false)
  simulator.faults.clear()
  for (let hours = 0; hours < 7; hours++) await clock.advance(hour)
  await refreshed(running)
  t.equal(await active(), true)
  simulator.faults.set('maintenance', 'scope')
  await clock.advance(hour)
  await refreshed(running)
  t.equal(await active(), false)
  t.strictSame(
    app.snapshots.statuses().map(({ up }) => up),
    [true, false]
  )
})

t.test('two of the calls of a source are made where the third is not allowed', async (t) => {
  const running = await runSimulated(t, { settings: { SITE24X7_USAGE: 'on' } })
  running.simulator.faults.set('license_usage', 'scope')
  await refreshed(running)
  const exposition = await running.scrape()
  t.ok(exposition.family('site24x7_api_calls_used'))
  t.equal(exposition.family('site24x7_license_monitors_used'), undefined)
  t.equal(exposition.value('edge_exporter_source_up', { provider: 'site24x7', source: 'usage' }), 1)
  t.match(running.logs.messages('warn').join('\n'), /a part of the refresh failed: license_usage is not permitted/)
  await running.clock.advance(hour)
  await refreshed(running)
  t.match(running.simulator.calls, { license_usage: 1, api_usage: 2 }, 'which is left alone for hours')
})
