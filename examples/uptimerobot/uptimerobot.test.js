import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manualClock, runSource, startProvider } from 'edge-exporter/testing'
import provider from './index.js'
import { isOpen } from './maintenance.js'
import { createSimulator } from './simulator.js'

const minute = 60_000

/**
 * The provider with a simulator that the test can reach.
 *
 * @param {Parameters<typeof createSimulator>[0]} [options]
 */
function withSimulator(options) {
  /** @type {Awaited<ReturnType<typeof createSimulator>> | undefined} */
  let simulator
  return {
    simulator: () => /** @type {NonNullable<typeof simulator>} */ (simulator),
    provider: /** @type {typeof provider} */ ({
      ...provider,
      async simulator(given) {
        simulator = await createSimulator({ ...given, ...options })
        return simulator
      }
    })
  }
}

/**
 * @param {import('edge-exporter').Collection} collection
 * @param {string} name
 */
const samplesOf = ({ families }, name) => [...(families.find((family) => family.name === name)?.samples ?? [])]

test('all pages are read, and a monitor is up, down, paused or not known', async () => {
  const { collection } = await runSource(provider, 'monitors', { simulator: { size: 120 } })
  assert.equal(samplesOf(collection, 'uptimerobot_monitor_info').length, 120)
  assert.equal(samplesOf(collection, 'uptimerobot_monitors')[0]?.value, 120)
  const up = new Map(
    samplesOf(collection, 'uptimerobot_monitor_up').map(({ labels, value }) => [labels.monitor_id, value])
  )
  assert.equal(up.get('700000000'), 1)
  assert.equal(up.get('700000003'), 0)
  assert.equal(up.get('700000007'), 0, 'seems down')
  assert.equal(up.has('700000011'), false, 'paused')
  assert.equal(up.has('700000013'), false, 'never checked')
  assert.deepEqual(samplesOf(collection, 'uptimerobot_monitor_uptime_ratio')[0], {
    labels: { monitor_id: '700000000', window: '1d' },
    value: 1
  })
  assert.deepEqual(
    collection.overview?.troubles?.map(({ name, state }) => [name, state]),
    [
      ['Shop 3', 'down'],
      ['Shop 7', 'seems down']
    ]
  )
})

test('a page that is short because others have gone is told', async (t) => {
  const { provider, simulator } = withSimulator({ size: 60 })
  const running = await startProvider(provider)
  t.after(running.close)
  const { monitors } = simulator()
  monitors[55] = /** @type {typeof monitors[number]} */ (monitors[0])
  await running.advance(minute)
  const text = await running.scrape()
  assert.match(text, /^edge_exporter_source_drift_total\{.*kind="repeated_monitor".*\} 1$/m)
  assert.match(text, /^edge_exporter_source_drift_total\{.*kind="missing_monitor".*\} 1$/m)
  assert.match(text, /^edge_exporter_source_up\{provider="uptimerobot",source="monitors"\} 1$/m)
})

test('an account of 1,000 monitors stays within ten calls a minute', async (t) => {
  const { provider, simulator } = withSimulator({ size: 1000 })
  const clock = manualClock()
  const starting = startProvider(provider, { clock })
  // Twenty pages at eight a minute: two minutes and a bit.
  for (let i = 0; i < 400; i++) await clock.advance(1000)
  const running = await starting
  t.after(running.close)
  assert.equal(running.status('monitors').lastFailure, undefined)
  assert.equal(running.status('monitors').callsPerRefresh, 20)
  assert.equal(running.status('monitors').interval, 2.5 * minute)
  assert.ok((simulator().faults.calls.getMonitors ?? 0) >= 20)
  assert.match(await running.scrape(), /^uptimerobot_monitors 1000$/m)
})

for (const [fault, reason] of /** @type {const} */ ([
  ['refused-key', 'auth'],
  ['other-refusal', 'client'],
  ['429', 'quota'],
  ['503', 'server'],
  ['html', 'parse'],
  ['cut', 'parse'],
  ['wrong-shape', 'schema']
])) {
  test(`${fault} is a failure of the class ${reason}, and the data stays`, async (t) => {
    const { provider, simulator } = withSimulator({ callsPerMinute: 100 })
    const running = await startProvider(provider)
    t.after(running.close)
    simulator().faults.set('getMonitors', fault)
    await running.advance(minute)
    assert.equal(running.status('monitors').lastFailure?.reason, reason)
    assert.match(await running.scrape(), /^uptimerobot_monitor_up\{monitor_id="700000000"\} 1$/m)
  })
}

test('maintenance windows: once, daily over midnight, weekly, monthly, in the zone of the account', () => {
  const at = (/** @type {string} */ text) => Date.parse(text)
  const once = { type: 1, start_time: at('2026-03-01T10:00Z') / 1000, duration: 30, status: 1 }
  assert.equal(isOpen(once, at('2026-03-01T10:29Z'), 'UTC'), true)
  assert.equal(isOpen(once, at('2026-03-01T10:30Z'), 'UTC'), false)
  assert.equal(isOpen({ ...once, status: 0 }, at('2026-03-01T10:10Z'), 'UTC'), false)

  const nightly = { type: 2, start_time: '23:30', duration: 60, status: 1 }
  assert.equal(isOpen(nightly, at('2026-03-02T00:15Z'), 'UTC'), true)
  assert.equal(isOpen(nightly, at('2026-03-02T00:15Z'), 'Europe/Berlin'), false)
  assert.equal(isOpen(nightly, at('2026-03-01T22:45Z'), 'Europe/Berlin'), true)

  const weekly = { type: 3, value: '1-7', start_time: '23:30', duration: 60, status: 1 }
  assert.equal(isOpen(weekly, at('2026-03-01T23:45Z'), 'UTC'), true, 'a Sunday')
  assert.equal(isOpen(weekly, at('2026-03-02T00:15Z'), 'UTC'), true, 'that began on Sunday')
  assert.equal(isOpen(weekly, at('2026-03-04T00:15Z'), 'UTC'), false)

  const monthly = { type: 4, value: '1-15', start_time: '04:00', duration: 10, status: 1 }
  assert.equal(isOpen(monthly, at('2026-03-15T04:05Z'), 'UTC'), true)
  assert.equal(isOpen(monthly, at('2026-03-16T04:05Z'), 'UTC'), false)
})

test('a time zone that is none is refused with the setting that names it', async () => {
  await assert.rejects(runSource(provider, 'monitors', { settings: { UPTIMEROBOT_TIME_ZONE: 'Mars/Base' } }), {
    message: /UPTIMEROBOT_TIME_ZONE: Mars\/Base is no time zone/
  })
})
