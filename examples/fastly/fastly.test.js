import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock, runSource, startProvider } from 'edge-exporter/testing'
import { collect } from './collect.js'
import provider from './index.js'
import { createSimulator } from './simulator.js'

const ttl = 15_000

/** The provider with a simulator that the test can reach. */
function withSimulator() {
  /** @type {Awaited<ReturnType<typeof createSimulator>> | undefined} */
  let simulator
  return {
    simulator: () => /** @type {NonNullable<typeof simulator>} */ (simulator),
    provider: /** @type {typeof provider} */ ({
      ...provider,
      async simulator(given) {
        simulator = await createSimulator(given)
        return simulator
      }
    })
  }
}

/**
 * @param {string} text
 * @param {string} series
 */
function seriesValue(text, series) {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length))
}

const requests = 'fastly_rt_requests_total{service_id="service1",service_name="Shop 1",datacenter="TYO"}'

test('counters grow by what happened since the last refresh, and count nothing twice', async (t) => {
  const running = await startProvider(provider)
  t.after(running.close)
  assert.equal(seriesValue(await running.scrape(), requests), 10)
  await running.advance(ttl)
  assert.equal(seriesValue(await running.scrape(), requests), 40)
  await running.advance(10 * ttl)
  assert.equal(seriesValue(await running.scrape(), requests), 340)
})

test('what fails loses nothing: it is counted as soon as the API answers again', async (t) => {
  const { provider, simulator } = withSimulator()
  const running = await startProvider(provider)
  t.after(running.close)
  simulator().faults.set('channel', '503')
  await running.advance(2 * ttl)
  assert.equal(running.status('realtime').lastFailure?.reason, 'server')
  assert.equal(seriesValue(await running.scrape(), requests), 10)
  simulator().faults.clear()
  await running.advance(4 * ttl)
  const value = seriesValue(await running.scrape(), requests) ?? 0
  assert.equal((value - 10) % 2, 0)
  assert.ok(value >= 10 + 2 * 60 && value <= 10 + 2 * 90, String(value))
})

test('one service that cannot be asked keeps its counters, and the others go on', async (t) => {
  const { provider, simulator } = withSimulator()
  const running = await startProvider(provider, { simulator: { size: 2 } })
  t.after(running.close)
  simulator().faults.set('channel', '404', { times: 1 })
  await running.advance(ttl)
  const text = await running.scrape()
  const values = ['service0', 'service1'].map((id, i) =>
    seriesValue(text, `fastly_rt_requests_total{service_id="${id}",service_name="Shop ${i}",datacenter="FRA"}`)
  )
  assert.deepEqual(values.sort(), [20, 5])
  assert.match(text, /^edge_exporter_source_failures_total\{provider="fastly",.*reason="client"\} 1$/m)
})

test('a service that is gone takes its series with it, once the list is read again', async (t) => {
  const { provider, simulator } = withSimulator()
  const running = await startProvider(provider)
  t.after(running.close)
  simulator().services.splice(1, 1)
  await running.advance(ttl)
  assert.notEqual(seriesValue(await running.scrape(), requests), undefined, 'the list is a minute old at most')
  await running.advance(4 * ttl)
  assert.equal(seriesValue(await running.scrape(), requests), undefined)
  assert.equal(simulator().faults.calls.service, 2)
})

test('the histogram of misses is cumulative, and its sum is in seconds', async () => {
  const { collection } = await runSource(provider, 'realtime', { simulator: { size: 1 } })
  const family = collection.families.find(({ name }) => name === 'fastly_rt_miss_duration_seconds')
  const samples = [...(family?.samples ?? [])].filter(({ labels }) => labels.datacenter === 'FRA')
  const of = (/** @type {string} */ suffix, /** @type {string} */ le = '') =>
    samples.find((sample) => sample.suffix === suffix && (sample.labels.le ?? '') === le)?.value
  assert.equal(of('_bucket', '0.005'), 5)
  assert.equal(of('_bucket', '0.5'), 5)
  assert.equal(of('_bucket', '1'), 10)
  assert.equal(of('_bucket', '60'), 10)
  assert.equal(of('_bucket', '+Inf'), 15)
  assert.equal(of('_count'), 15)
  assert.ok(Math.abs((of('_sum') ?? 0) - 5 * (0.003 + 0.7 + 90)) < 1e-9)
})

test('a run goes on from the state of the last one, and an answer that is repeated counts nothing', async () => {
  const clock = manualClock()
  const first = await runSource(provider, 'realtime', { clock })
  const again = await runSource(provider, 'realtime', { clock, state: first.collection.state })
  assert.deepEqual(again.collection.state, first.collection.state)
  const later = await runSource(provider, 'realtime', {
    clock: manualClock(clock.now() + 3000),
    state: first.collection.state
  })
  const { service0 } = /** @type {import('./collect.js').State} */ (later.collection.state)
  assert.equal(service0?.places.FRA?.values[0], 8)
})

test('a number that is none, or below zero, makes no counter go back', () => {
  const service = { id: 'a', name: 'A', version: '1' }
  const seconds = [{ recorded: 2, places: { FRA: { requests: 4, hits: -3, miss: 'many' } } }]
  const { state, drift } = collect(
    { services: [service], failures: [], answers: [{ service, cursor: 2, seconds }] },
    {}
  )
  assert.deepEqual(state.a.places.FRA.values.slice(0, 3), [4, 0, 0])
  assert.deepEqual(drift, { unreadable_number: 2 })
})

test('all datacenters in one', async () => {
  const { collection } = await runSource(provider, 'realtime', { settings: { FASTLY_AGGREGATE_ONLY: 'true' } })
  const [sample] = collection.families.find(({ name }) => name === 'fastly_rt_requests_total')?.samples ?? []
  assert.deepEqual(sample, {
    labels: { service_id: 'service0', service_name: 'Shop 0', datacenter: 'aggregate' },
    value: 15
  })
})

for (const [endpoint, fault, reason] of /** @type {const} */ ([
  ['service', '401', 'auth'],
  ['service', 'wrong-shape', 'schema'],
  ['channel', '403', 'auth'],
  ['channel', '429', 'quota'],
  ['channel', 'html', 'parse'],
  ['channel', 'wrong-shape', 'schema']
])) {
  test(`${fault} of ${endpoint} is a failure of the class ${reason}`, async (t) => {
    const { provider, simulator } = withSimulator()
    const running = await startProvider(provider)
    t.after(running.close)
    simulator().faults.set(endpoint, fault)
    await running.advance(5 * ttl)
    assert.equal(running.status('realtime').lastFailure?.reason, reason)
    assert.notEqual(seriesValue(await running.scrape(), requests), undefined)
  })
}
