import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { parseExposition } from '../support/parse-exposition.ts'
import { refreshed, runSimulated } from './running-app.ts'

const openMetrics = 'application/openmetrics-text; version=1.0.0'

t.test('1,000 scrapes within one TTL cost one call', async (t) => {
  const { app, simulator, clock } = await runSimulated(t)
  for (let i = 0; i < 1000; i++) {
    const { statusCode } = await app.inject('/metrics')
    if (statusCode !== 200) t.fail(`scrape ${i} was answered with ${statusCode}`)
  }
  await clock.advance(59_000)
  t.equal((await app.inject('/metrics')).statusCode, 200)
  t.match(simulator.calls, { token: 1, current_status: 1 })
})

t.test('50 parallel first scrapes share one token and one call, and all get the data', async (t) => {
  const { origin, simulator } = await runSimulated(t)
  const answers = await Promise.all(Array.from({ length: 50 }, async () => (await fetch(`${origin}/metrics`)).text()))
  t.equal(answers.filter((text) => text.includes('site24x7_monitor_up{')).length, 50)
  t.match(simulator.calls, { token: 1, current_status: 1 })
})

t.test('the data is renewed every TTL, with the token that is still good', async (t) => {
  const running = await runSimulated(t, { settings: { SITE24X7_DAILY_CALL_LIMIT: 'off' } })
  const { clock, simulator, own } = running
  await refreshed(running)
  const first = await own('source_last_success_timestamp_seconds')
  // The very first pause is longer by a random offset.
  await clock.advance(65_000)
  await refreshed(running)
  const calls = simulator.calls.current_status ?? 0
  t.equal(simulator.calls.token, 1)
  t.ok(calls > 1)
  t.ok(((await own('source_last_success_timestamp_seconds')) ?? 0) >= (first ?? 0) + 60)
})

t.test('both formats are well-formed and tell the same', async (t) => {
  const running = await runSimulated(t)
  await refreshed(running)
  const { app } = running
  const text = await app.inject('/metrics')
  const open = await app.inject({ url: '/metrics', headers: { accept: openMetrics } })
  t.equal(text.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8')
  t.equal(open.headers['content-type'], 'application/openmetrics-text; version=1.0.0; charset=utf-8')
  const provided = (names: readonly string[]) => names.filter((name) => name.startsWith('site24x7_'))
  const names = provided(parseExposition(text.body, 'text').names)
  t.ok(names.length > 5)
  t.strictSame(provided(parseExposition(open.body, 'openmetrics').names), names)
})

t.test('gzip is the same answer, packed', async (t) => {
  const running = await runSimulated(t)
  await refreshed(running)
  const { app } = running
  // The metrics of the process change from one scrape to the next, those of a provider do not.
  const url = '/metrics?provider=site24x7'
  const plain = await app.inject(url)
  const packed = await app.inject({ url, headers: { 'accept-encoding': 'gzip' } })
  t.equal(plain.headers['content-encoding'], undefined)
  t.equal(packed.headers['content-encoding'], 'gzip')
  t.equal(gunzipSync(packed.rawPayload).toString(), plain.body)
})

t.test('HEAD answers like GET, without a body', async (t) => {
  const running = await runSimulated(t)
  await refreshed(running)
  for (const url of ['/metrics', '/geolocation', '/', '/healthz', '/readyz']) {
    const get = await running.app.inject(url)
    const head = await running.app.inject({ method: 'HEAD', url })
    t.equal(head.statusCode, 200, url)
    t.equal(head.body, '')
    t.equal(head.headers['content-type'], get.headers['content-type'])
  }
})

t.test('what is not there is answered in a few words', async (t) => {
  const { app } = await runSimulated(t)
  for (const url of ['/nothing', '/metrics/more', `/${'x'.repeat(2000)}`, '/<script>alert(1)</script>']) {
    const { statusCode, body, headers } = await app.inject(url)
    t.match({ statusCode, body }, { statusCode: 404, body: 'Not found\n' })
    t.match(headers['content-type'], 'text/plain')
  }
  t.equal((await app.inject({ method: 'POST', url: '/metrics' })).statusCode, 405)
  const unknown = await app.inject('/metrics?provider=nobody')
  t.equal(unknown.statusCode, 400)
  t.match(unknown.json(), { message: /known are: site24x7/ })
})

t.test('the paths are settings', async (t) => {
  const settings = { TELEMETRY_PATH: '/', GEOLOCATION_PATH: '/map/places' }
  const running = await runSimulated(t, { settings })
  await refreshed(running)
  t.match((await running.app.inject('/')).body, /^site24x7_monitor_up\{/m, 'in the place of the home page')
  t.ok((await running.app.inject('/map/places/')).json().length > 0)
  t.equal((await running.app.inject('/metrics')).statusCode, 404)
})

t.test('the places of the data are on the map', async (t) => {
  const running = await runSimulated(t)
  await refreshed(running)
  const response = await running.app.inject('/geolocation')
  t.equal(response.headers['access-control-allow-origin'], '*')
  const keys = new Set(response.json().map(({ key }: { key: string }) => key))
  const exposition = await running.scrape()
  const resolved = (exposition.family('site24x7_location_info')?.samples ?? [])
    .map(({ labels }) => labels)
    .filter(({ latitude }) => latitude !== '')
  t.ok(resolved.length > 3)
  t.strictSame(
    resolved.filter(({ location }) => !keys.has(location)),
    []
  )
})
