import { gunzipSync } from 'node:zlib'
import Fastify from 'fastify'
import client from 'prom-client'
import t, { type Test } from 'tap'
import metrics from '../../../plugins/metrics/index.ts'
import snapshots from '../../../plugins/snapshots/index.ts'
import upstream from '../../../plugins/upstream/index.ts'
import { Failure, failureReasons } from '../../../src/contract/failure.ts'
import type { Source } from '../../../src/contract/provider.ts'
import { fakeSource, numbers } from '../../support/fake-source.ts'
import { listen } from '../../support/local-server.ts'
import { manualClock, settle } from '../../support/manual-clock.ts'
import { parseExposition } from '../../support/parse-exposition.ts'

const second = 1000
const minute = 60 * second
const openMetrics = { accept: 'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3' }

/** An app with the sources of two made-up providers, not started yet. */
async function setUp(
  t: Test,
  sources: {
    readonly acme?: readonly Source[]
    readonly globex?: readonly Source[]
    readonly maxScrapes?: number
    readonly hasCreated?: boolean
  } = {}
) {
  const { acme = [fakeSource()], globex = [], maxScrapes = 40, hasCreated = false } = sources
  const clock = manualClock()
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(upstream, { clock, proxy: {}, userAgent: 'test', retryDelay: 1 })
  await app.register(snapshots, { clock, random: () => 0 })
  await app.register(metrics, {
    clock,
    path: '/metrics',
    limits: { maxScrapes, responseTimeout: minute },
    version: '1.2.3',
    hasCreated
  })
  for (const source of acme) app.snapshots.add('acme', source)
  for (const source of globex) app.snapshots.add('globex', source)
  const scrape = (headers: Record<string, string> = {}, query = '') => app.inject({ url: `/metrics${query}`, headers })
  const parsed = async (query = '') => parseExposition((await scrape({}, query)).body, 'text')
  return { app, clock, scrape, parsed }
}

/** The lines that providers are responsible for, which two scrapes have in common. */
const provided = (text: string) => text.split('\n').filter((line) => /acme_|globex_/.test(line))

const failing = (failure: Failure) => ({
  async fetch() {
    throw failure
  }
})
const never = { fetch: () => new Promise<never>(() => {}) }

t.test('OpenMetrics says when counters began, 1.0 where that is wanted', async (t) => {
  const [v1, v2] = ['1.0.0', '2.0.0'].map((version) => ({ accept: `application/openmetrics-text;version=${version}` }))
  const plain = await setUp(t)
  t.notMatch((await plain.scrape(v1)).body, /_created/)
  const { clock, scrape } = await setUp(t, { hasCreated: true })
  const seconds = String(clock.now() / 1000).replace('.', '\\.')
  const { body } = await scrape(v1)
  t.match(body, new RegExp(`^edge_exporter_unserved_created\\{limit="MAX_SCRAPES"\\} ${seconds}$`, 'm'))
  t.match(body, new RegExp(`^process_cpu_seconds_created ${seconds}$`, 'm'))
  t.notMatch(body, /^(acme|nodejs_heap)_.*_created/m, 'gauges have none')
  t.notMatch((await scrape()).body, /_created/, 'nor has the text format')
  const second = await scrape(v2)
  t.match(second.headers['content-type'], /^application\/openmetrics-text; version=2\.0\.0/)
  t.match(second.body, /^# TYPE edge_exporter_unserved_total counter$/m)
  t.match(second.body, new RegExp(`^edge_exporter_unserved_total\\{limit="MAX_SCRAPES"\\} 0 st@${seconds}$`, 'm'))
  t.match(second.body, /# EOF\n$/)
})

t.test('text unless asked for more', async (t) => {
  const { scrape } = await setUp(t)
  const response = await scrape()
  t.equal(response.statusCode, 200)
  t.equal(response.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8')
  t.equal(response.headers.vary, 'Accept, Accept-Encoding')
  t.equal(response.headers['content-encoding'], undefined)
  t.same(provided(response.body).slice(0, 4), [
    '# HELP acme_numbers Numbers.',
    '# TYPE acme_numbers gauge',
    'acme_numbers{x="a"} 1',
    'acme_numbers{x="b"} 1'
  ])
  parseExposition(response.body, 'text')
})

t.test('OpenMetrics', async (t) => {
  const { scrape } = await setUp(t)
  const response = await scrape(openMetrics)
  t.equal(response.headers['content-type'], 'application/openmetrics-text; version=1.0.0; charset=utf-8')
  t.equal(response.headers.vary, 'Accept, Accept-Encoding')
  const { families } = parseExposition(response.body, 'openmetrics')
  t.ok(families.some(({ type }) => type === 'counter'))
})

t.test('gzip is the same in less', async (t) => {
  const series = Array.from({ length: 500 }, (_, i) => `series ${i} ü`)
  const { scrape } = await setUp(t, { acme: [fakeSource({ fetch: async () => series })] })
  const plain = await scrape()
  const packed = await scrape({ 'accept-encoding': 'gzip' })
  t.equal(packed.headers['content-encoding'], 'gzip')
  t.equal(packed.headers.vary, 'Accept, Accept-Encoding')
  t.ok(packed.rawPayload.length < plain.rawPayload.length / 3)
  const text = gunzipSync(packed.rawPayload).toString()
  t.same(provided(text), provided(plain.body))
  parseExposition(text, 'text')
})

t.test('HEAD is GET without the body', async (t) => {
  const { app } = await setUp(t)
  const response = await app.inject({ method: 'HEAD', url: '/metrics', headers: openMetrics })
  t.equal(response.statusCode, 200)
  t.match(response.headers['content-type'], 'openmetrics-text')
  t.ok(Number(response.headers['content-length']) > 1000)
  t.equal(response.body, '')
})

t.test('all families in one order, none twice', async (t) => {
  const family = (name: string, x: string) => ({ ...numbers('', [x]), name })
  const { scrape, parsed } = await setUp(t, {
    acme: [
      fakeSource({
        name: 'one',
        collect: () => ({ families: [family('acme_zeta', '1'), family('acme_window', '1')] })
      }),
      fakeSource({ name: 'two', collect: () => ({ families: [family('acme_window', '2'), family('Acme_old', '2')] }) })
    ],
    globex: [
      fakeSource({ name: 'one', collect: () => ({ families: [family('globex_a', '3'), family('globex_b', '3')] }) })
    ]
  })
  const { names, family: find } = await parsed()
  t.same(names, [...names].sort())
  t.ok(names.includes('edge_exporter_build_info') && names.includes('process_cpu_seconds_total'), 'among all the rest')
  t.same(
    find('acme_window')?.samples.map(({ labels }) => labels.x),
    ['1', '2']
  )
  parseExposition((await scrape(openMetrics)).body, 'openmetrics')
})

t.test('one provider, or some', async (t) => {
  const { scrape, parsed } = await setUp(t, {
    acme: [fakeSource()],
    globex: [
      fakeSource({ name: 'other', collect: () => ({ families: [{ ...numbers('', ['g']), name: 'globex_g' }] }) })
    ]
  })
  const one = await parsed('?provider=globex')
  t.ok(one.family('globex_g'))
  t.notOk(one.family('acme_numbers'))
  t.equal(one.value('edge_exporter_source_up', { provider: 'globex', source: 'other' }), 1)
  t.equal(one.value('edge_exporter_source_up', { provider: 'acme', source: 'numbers' }), undefined)
  t.ok(one.family('edge_exporter_build_info'))

  const both = await parsed('?provider=globex&provider=acme')
  t.ok(both.family('globex_g') && both.family('acme_numbers'))

  t.ok((await parsed('?provider[]=globex')).family('globex_g'))
  for (const name of ['collect[]', 'name[]', 'providers']) {
    const response = await scrape({}, `?${name}=acme`)
    t.equal(response.statusCode, 400, name)
    t.equal(
      response.json().message,
      `unknown query parameter ${JSON.stringify(name)}; there is only provider, as in ?provider=acme`
    )
  }
  for (const query of ['?provider=initech', '?provider=acme&provider=initech', '?provider=', '?provider=acme,globex']) {
    const response = await scrape({}, query)
    t.equal(response.statusCode, 400, query)
    t.match(response.json().message, /^unknown provider ".*"; known are: acme, globex$/)
  }
})

t.test('a source that fails does not fail the scrape', async (t) => {
  for (const reason of failureReasons) {
    const { scrape } = await setUp(t, {
      acme: [fakeSource(failing(new Failure(reason, 'something is wrong'))), fakeSource({ name: 'fine' })]
    })
    const response = await scrape()
    t.equal(response.statusCode, 200)
    const { value } = parseExposition(response.body, 'text')
    t.equal(value('edge_exporter_source_up', { provider: 'acme', source: 'numbers' }), 0)
    t.equal(value('edge_exporter_source_failures_total', { provider: 'acme', source: 'numbers', reason }), 1)
    t.equal(value('acme_fine', { x: 'a' }), 1)
  }
})

t.test('what a new source says of itself', async (t) => {
  const { clock, parsed } = await setUp(t, { acme: [fakeSource(never)] })
  const scraping = parsed()
  await clock.advance(10 * second)
  const { value, family } = await scraping
  const labels = { provider: 'acme', source: 'numbers' }
  t.equal(value('edge_exporter_source_up', labels), 0)
  for (const reason of failureReasons) {
    t.equal(value('edge_exporter_source_failures_total', { ...labels, reason }), 0, reason)
  }
  t.equal(value('edge_exporter_build_info', { version: '1.2.3', node_version: process.version }), 1)
  t.equal(family('edge_exporter_source_last_success_timestamp_seconds'), undefined)
  t.equal(family('acme_numbers'), undefined)
})

for (const [header, seconds] of [
  [undefined, 9.5],
  ['5', 4.5],
  ['0.2', 0],
  ['nonsense', 9.5],
  ['-3', 9.5],
  ['Infinity', 9.5]
] as const) {
  t.test(`a scrape before the first data waits; the scraper's timeout: ${header}`, async (t) => {
    const { app, clock, scrape } = await setUp(t, { acme: [fakeSource(never)] })
    await app.ready()
    let ended = false
    const headers: Record<string, string> =
      header === undefined ? {} : { 'x-prometheus-scrape-timeout-seconds': header }
    const scraping = scrape(headers).then((response) => {
      ended = true
      return response
    })
    await settle()
    if (seconds > 0) {
      await clock.advance(seconds * second - 1)
      t.notOk(ended)
    }
    await clock.advance(1)
    const response = await scraping
    t.equal(response.statusCode, 200)
    t.equal(clock.elapsed(), Math.max(1, seconds * second))
  })
}

t.test('it does not wait longer than for the data', async (t) => {
  const { promise, resolve } = Promise.withResolvers<string[]>()
  const { clock, parsed } = await setUp(t, { acme: [fakeSource({ fetch: () => promise })] })
  const scraping = parsed()
  await clock.advance(3 * second)
  resolve(['late'])
  t.equal((await scraping).value('acme_numbers', { x: 'late' }), 1)
  t.equal(clock.elapsed(), 3 * second)
})

t.test('nor for a provider that was not asked for', async (t) => {
  const { clock, parsed } = await setUp(t, { acme: [fakeSource()], globex: [fakeSource({ name: 'stuck', ...never })] })
  t.ok((await parsed('?provider=acme')).family('acme_numbers'))
  t.equal(clock.elapsed(), 0)
})

t.test('a thousand scrapes are one call', async (t) => {
  const source = fakeSource()
  const { scrape, clock } = await setUp(t, { acme: [source], maxScrapes: 500 })
  const responses = await Promise.all(Array.from({ length: 500 }, () => scrape()))
  for (let n = 0; n < 500; n++) responses.push(await scrape(n % 2 === 0 ? openMetrics : { 'accept-encoding': 'gzip' }))
  t.ok(responses.every(({ statusCode }) => statusCode === 200))
  t.equal(source.calls, 1)
  await clock.advance(minute)
  t.equal(source.calls, 2, 'nor do scrapes change the rhythm')
})

t.test('data is renewed in the answer, and withdrawn from it', async (t) => {
  let fetch: () => Promise<unknown> = async () => ['old']
  const { clock, parsed } = await setUp(t, { acme: [fakeSource({ fetch: () => fetch(), maxAge: 5 * minute })] })
  t.equal((await parsed()).value('acme_numbers', { x: 'old' }), 1)
  fetch = async () => ['new']
  await clock.advance(minute)
  const renewed = await parsed()
  t.equal(renewed.value('acme_numbers', { x: 'new' }), 1)
  t.equal(renewed.value('acme_numbers', { x: 'old' }), undefined)
  fetch = failing(new Failure('server', 'HTTP 503')).fetch
  await clock.advance(5 * minute)
  const withdrawn = await parsed()
  t.notOk(withdrawn.family('acme_numbers'))
  t.equal(withdrawn.value('edge_exporter_source_series', { provider: 'acme', source: 'numbers' }), 0)
})

t.test('requests to providers and scrapes are measured', async (t) => {
  const { app, scrape } = await setUp(t)
  let status = 500
  const { origin } = await listen(t, (_request, response) => {
    response.writeHead(status).end()
    status = 200
  })
  const { signal } = new AbortController()
  const url = new URL(origin)
  await app.upstream.request({
    provider: 'acme',
    endpoint: 'stats',
    method: 'GET',
    url,
    signal,
    hostSetting: 'ACME_API_URL'
  })
  await scrape()
  const { value, family } = parseExposition((await scrape(openMetrics)).body, 'openmetrics')
  const labels = { provider: 'acme', endpoint: 'stats' }
  t.equal(value('edge_exporter_upstream_requests_total', { ...labels, code: '500' }), 1)
  t.equal(value('edge_exporter_upstream_requests_total', { ...labels, code: '200' }), 1)
  t.equal(value('edge_exporter_upstream_request_duration_seconds_count', labels), 2)
  t.equal(value('edge_exporter_upstream_request_duration_seconds_bucket', { ...labels, le: '+Inf' }), 2)

  const routes = family('http_request_duration_seconds')
  t.equal(routes?.type, 'histogram')
  t.ok(routes?.samples.some(({ labels }) => labels.route === '/metrics' && labels.status_code === '200'))
  t.ok(family('nodejs_eventloop_lag_seconds') && family('process_resident_memory_bytes'))
})

t.test('the quota of a provider that counts', async (t) => {
  const quota = { callsPerDay: 2000, setting: 'ACME_DAILY_CALL_LIMIT' }
  const { parsed } = await setUp(t, { acme: [fakeSource({ quota })], globex: [fakeSource({ name: 'free' })] })
  const all = await parsed()
  t.same(
    all
      .family('edge_exporter_upstream_calls_per_day_limit')
      ?.samples.map(({ labels, value }) => [labels.provider, value]),
    [['acme', 2000]]
  )
  t.equal(all.value('edge_exporter_upstream_calls_today', { provider: 'acme' }), 0)
  t.notOk((await parsed('?provider=globex')).family('edge_exporter_upstream_calls_today'))
})

t.test('several apps in one process do not meet', async (t) => {
  const first = await setUp(t)
  const second = await setUp(t)
  await first.scrape()
  await first.scrape()
  // An answer is sent again within a second, which has to pass for the scrapes to be seen.
  const count = async ({ parsed, clock }: typeof first) => {
    await clock.advance(1000)
    return (await parsed())
      .family('http_request_duration_seconds')
      ?.samples.find(({ name, labels }) => name.endsWith('_count') && labels.route === '/metrics')?.value
  }
  t.equal(await count(first), 2)
  t.equal(await count(second), undefined)
  await first.app.close()
  t.equal((await second.scrape()).statusCode, 200)
  t.same(client.register.getMetricsAsArray(), [], 'the global registry stays empty')
})

t.test('one scrape more than may be answered at a time', async (t) => {
  const { clock, scrape, parsed } = await setUp(t, { acme: [fakeSource(never)], maxScrapes: 3 })
  const waiting = [scrape(), scrape(), scrape()]
  await settle()
  const refused = await scrape()
  t.equal(refused.statusCode, 503)
  t.equal(refused.headers['retry-after'], '1')
  t.equal(refused.body, '3 scrapes are being answered already; try again later, or raise MAX_SCRAPES\n')
  await clock.advance(10 * second)
  for (const answer of waiting) t.equal((await answer).statusCode, 200)
  await clock.advance(minute)
  const after = await parsed()
  t.equal(after.value('edge_exporter_unserved_total', { limit: 'MAX_SCRAPES' }), 1)
  t.equal(after.value('edge_exporter_unserved_total', { limit: 'MAX_CONNECTIONS' }), 0)
})
