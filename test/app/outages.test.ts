import t from 'tap'
import { nextRefresh, refreshed, runSimulated } from './running-app.ts'

// Calls in an hour: what the pause of the class, and two retries where there are any, come to.
const hourly: [endpoint: string, fault: string, tokens: number, statuses: number][] = [
  ['token', 'throttled', 6, 0],
  ['token', 'revoked', 30, 0],
  ['token', '500', 60, 0],
  ['current_status', '429-seconds', 1, 30],
  ['current_status', '401', 60, 60],
  ['current_status', '500', 1, 3 * 66]
]

for (const [endpoint, fault, tokens, statuses] of hourly) {
  t.test(`an hour of ${fault} from ${endpoint} does not hammer the provider`, async (t) => {
    const running = await runSimulated(t, { world: { size: 5 } })
    const { clock, simulator } = running
    await refreshed(running)
    simulator.expireTokens()
    simulator.faults.set(endpoint, fault)
    const before = { ...simulator.calls }
    const start = clock.now()
    while (clock.now() < start + 3_600_000) await nextRefresh(running)
    const calls = (name: string) => (simulator.calls[name] ?? 0) - (before[name] ?? 0)
    t.ok(calls(endpoint) >= 4, 'it goes on trying')
    t.ok(calls('token') <= tokens + 1, `${calls('token')} tokens`)
    // Without a good token each try begins with a status call that tells so.
    t.ok(calls('current_status') <= statuses + 1, `${calls('current_status')} status calls`)
  })
}

t.test('past the maximum age the data is withdrawn, and the metrics that say why stay', async (t) => {
  const running = await runSimulated(t, { settings: { SITE24X7_MAX_AGE: '3m' } })
  const { clock, simulator, own, scrape, logs } = running
  await refreshed(running)
  const provided = async () => (await scrape()).names.filter((name) => name.startsWith('site24x7_'))
  const success = (await own('source_last_success_timestamp_seconds')) ?? 0
  const at = (seconds: number) => clock.advance((success + seconds) * 1000 - clock.now())
  simulator.faults.set('*', '503')
  await nextRefresh(running)
  await at(179)
  t.ok((await provided()).length > 5)
  await at(181)
  t.strictSame(await provided(), [])
  // Real sockets answer when they like, so which of the two lines comes first is open.
  for (const line of [/^source is down: .*503/, /withdrawn/]) {
    t.ok(
      logs.messages('warn').some((message) => line.test(message)),
      `${line}`
    )
  }
  t.equal(await own('source_up'), 0)
  t.equal(await own('source_series'), 0)
  t.equal(await own('source_last_success_timestamp_seconds'), success)
  t.ok(((await own('source_failures_total', { reason: 'server' })) ?? 0) > 0)

  simulator.faults.clear()
  await nextRefresh(running)
  t.equal(await own('source_up'), 1)
  t.ok((await provided()).length > 5, 'and it comes back')
})

t.test('a provider that was never there costs nothing but its data', async (t) => {
  const running = await runSimulated(t, { settings: { SITE24X7_API_URL: 'http://127.0.0.1:1/api' } })
  const { app, own, scrape } = running
  const { statusCode } = await app.inject('/metrics')
  t.equal(statusCode, 200)
  t.equal(await own('source_up'), 0)
  t.equal(await own('source_last_success_timestamp_seconds'), undefined)
  t.equal(await own('source_failures_total', { reason: 'network' }), 1)
  t.strictSame(
    (await scrape()).names.filter((name) => name.startsWith('site24x7_')),
    []
  )
  for (const url of ['/healthz', '/readyz', '/geolocation', '/']) t.equal((await app.inject(url)).statusCode, 200, url)
})

t.test('a scrape before the first data waits no longer than the scraper does', async (t) => {
  const { app, simulator, clock } = await runSimulated(t)
  simulator.faults.set('*', 'stall-before')
  t.equal((await app.inject('/readyz')).statusCode, 503)
  let isAnswered = false
  const headers = { 'x-prometheus-scrape-timeout-seconds': '3' }
  const answer = app.inject({ url: '/metrics', headers }).then((response) => {
    isAnswered = true
    return response
  })
  await clock.advance(2400)
  t.notOk(isAnswered)
  await clock.advance(200)
  t.equal((await answer).statusCode, 200)
  t.match((await answer).body, /^edge_exporter_source_up\{.*\} 0$/m)
})
