import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { chinacache } from '../../../providers/chinacache/index.ts'
import { createSimulator } from '../../../providers/chinacache/simulator.ts'
import { buildApp } from '../../../src/app.ts'
import { loadConfig } from '../../../src/config/config.ts'
import type { Settings } from '../../../src/contract/provider.ts'
import { type Reply, silence, startFakeGateway, status } from '../../support/fake-gateway.ts'
import { logSink } from '../../support/log-sink.ts'
import { manualClock } from '../../support/manual-clock.ts'
import { onlyMonitors } from '../../support/only-monitors.ts'
import { parseExposition } from '../../support/parse-exposition.ts'

const minute = 60_000

/** The service over a simulated account, with a gateway to push to; ready, but not listening. */
async function serve(t: Test, settings: Settings, { fault, replies = [] }: { fault?: string; replies?: Reply[] } = {}) {
  const clock = manualClock()
  const simulator = await createSimulator({ clock })
  if (fault !== undefined) simulator.faults.set('*', fault)
  const origin = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
  const gateway = await startFakeGateway(t, ...replies)
  const sink = logSink()
  const env = { ...simulator.settings(origin), ...onlyMonitors, PUSHGATEWAY: gateway.url, ...settings }
  const config = loadConfig({ providers: [chinacache], env })
  const app = await buildApp(config, { clock, logger: sink.log, random: () => 0, retryDelay: 1 })
  t.teardown(async () => {
    await app.close()
    await simulator.app.close()
  })
  await app.ready()
  return { app, clock, gateway, sink, simulator }
}

const methods = ({ received }: Awaited<ReturnType<typeof startFakeGateway>>) => received.map(({ method }) => method)

t.test(
  'with an interval it serves, pushes what it serves, and deletes the group at the end where that is wished',
  async (t) => {
    const { app, clock, gateway, sink } = await serve(t, {
      PUSH_INTERVAL: '1m',
      PUSH_GROUPING: 'site=shop',
      PUSH_DELETE_ON_EXIT: 'true'
    })
    await gateway.until(1)
    const pushed = parseExposition(gateway.received[0]?.body ?? '', 'text')
    const served = parseExposition((await app.inject('/metrics')).body, 'text')
    const names = pushed.names.filter((name) => !name.startsWith('edge_exporter_'))
    t.ok(names.length > 10, 'the first push waits for the first data')
    for (const name of names) t.same(pushed.family(name), served.family(name), name)

    // The answer to a push comes over a real socket, after which the next one is due by the clock.
    while (gateway.received.length < 3) {
      await clock.advance(minute)
      await sleep(5)
    }
    await app.close()
    t.same(methods(gateway).slice(-1), ['DELETE'])
    t.same(new Set(methods(gateway).slice(0, -1)), new Set(['PUT']))
    t.same(new Set(gateway.received.map(({ path }) => path)), new Set(['/metrics/job/ChinaCachePush/site/shop']))
    t.same(sink.messages('error'), [])
  }
)

t.test('a gateway that refuses is logged and does not end the rhythm or the service', async (t) => {
  const { app, clock, gateway, sink } = await serve(
    t,
    { CHINACACHE_INTERVAL: '1m' },
    { replies: [status(400, 'x should be a Gauge')] }
  )
  while (gateway.received.length < 3) {
    await clock.advance(minute)
    await sleep(5)
  }
  t.equal((await app.inject('/healthz')).statusCode, 200)
  t.match(sink.messages('error')[0], 'push failed: the Pushgateway answered with HTTP 400: x should be a Gauge')
  await app.close()
  t.notOk(methods(gateway).includes('DELETE'), 'the group stays, as another pusher may go on with it')
})

t.test('without an interval nothing is pushed, and one line says so', async (t) => {
  const { app, clock, gateway, sink } = await serve(t, {})
  await app.snapshots.refreshAll()
  await clock.advance(10 * minute)
  await app.close()
  t.same(gateway.received, [])
  const told = sink.lines.filter(({ msg }) => msg.includes('PUSH'))
  t.match(told, [{ level: 'info', msg: /^nothing is pushed.*no interval.*PUSH_INTERVAL/ }])
  t.equal(told.length, 1)
})

t.test('at the end during the first refresh nothing is pushed any more', async (t) => {
  const { app, gateway, simulator, sink } = await serve(
    t,
    { PUSH_INTERVAL: '1m', PUSH_DELETE_ON_EXIT: 'true' },
    { fault: 'stall-before' }
  )
  while (Object.values(simulator.faults.calls).length < 1) await sleep(1)
  await app.close()
  await sleep(50)
  t.same(methods(gateway), ['DELETE'])
  t.same(sink.messages('error'), [])
})

t.test('at the end a push that is not answered is given up, and the group is deleted', async (t) => {
  const { app, gateway } = await serve(
    t,
    { PUSH_INTERVAL: '1m', PUSH_DELETE_ON_EXIT: 'true' },
    { replies: [silence, status(202)] }
  )
  await gateway.until(1)
  const started = performance.now()
  await app.close()
  t.ok(performance.now() - started < 2000)
  t.same(methods(gateway), ['PUT', 'DELETE'])
})
