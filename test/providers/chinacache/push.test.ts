/** What of ChinaCache reaches a Pushgateway. */
import t, { type Test } from 'tap'
import { createPushCycle } from '../../../plugins/push/push-cycle.ts'
import { chinacache } from '../../../providers/chinacache/index.ts'
import { createSimulator } from '../../../providers/chinacache/simulator.ts'
import { buildCollector } from '../../../src/app.ts'
import { loadConfig } from '../../../src/config/config.ts'
import type { Settings } from '../../../src/contract/provider.ts'
import { startFakeGateway, status } from '../../support/fake-gateway.ts'
import { manualClock } from '../../support/manual-clock.ts'
import { type Exposition, parseExposition } from '../../support/parse-exposition.ts'

const noon = Date.parse('2024-03-05T12:34:56+08:00')
const sources = ['traffic', 'isp', 'region', 'status_codes']

/** One account, one gateway, and the cycles of `edge-exporter push` between them. */
async function setUp(t: Test, more: Settings = {}) {
  const clock = manualClock(noon)
  const simulator = await createSimulator({ clock })
  const broken = new Set<string>()
  simulator.app.addHook('onRequest', async (request, reply) => {
    const { channelIds, channel_id: id } = request.query as Record<string, string | undefined>
    if (broken.has(channelIds ?? id ?? '')) return reply.code(500).send()
  })
  const origin = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
  const gateway = await startFakeGateway(t)
  const env = { ...simulator.settings(origin), PUSHGATEWAY: gateway.url, ...more }
  const config = loadConfig({ providers: [chinacache], env })
  const app = await buildCollector(config, { clock, background: false, retryDelay: 1 })
  t.teardown(async () => {
    await app.close()
    await simulator.app.close()
  })
  await app.ready()
  if (config.push === undefined) throw new Error('no push')
  const cycle = createPushCycle({ app, clock, config: config.push, providers: () => config.providers })

  return {
    simulator,
    gateway,
    /** Channels whose calls fail. */
    broken,
    /** Collects and pushes; `body` is read strictly, so that a series or a family that comes twice is an error. */
    async runCycle() {
      const isCollected = await app.snapshots.refreshAll()
      const isPushed = await cycle.push()
      return { isCollected, isPushed, body: parseExposition(gateway.received.at(-1)?.body ?? '', 'text') }
    }
  }
}

/** Families that have a series of the channel. */
function familiesOf({ families }: Exposition, channel: string): string[] {
  const own = families.filter(({ samples }) => samples.some(({ labels }) => labels.channel === channel))
  return own.map(({ name }) => name)
}

t.test('defect 9: two names with one translation are one series, and the push is whole', async (t) => {
  const { runCycle, simulator } = await setUp(t)
  const { isPushed, body } = await runCycle()
  t.equal(isPushed, true)
  const [channel = ''] = simulator.settings('').CHINACACHE_CHANNEL_IDS?.split(',') ?? []
  const carriers = body.family('ChinaCache_metrics_isp_specific_flux_ratio')?.samples ?? []
  const unicom = carriers.filter(({ labels }) => labels.channel === channel && labels.isp === 'China Unicom')
  t.equal(unicom.length, 1)
  const shares = carriers.filter(({ labels }) => labels.channel === channel).map(({ value }) => value)
  t.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 0.01, 'no share was lost')
})

t.test('defect 10: a channel that is named twice is asked about and pushed once', async (t) => {
  const { runCycle, simulator } = await setUp(t, { CHINACACHE_CHANNEL_IDS: '40001, 40001,40018,,40001' })
  const { isPushed, body } = await runCycle()
  t.equal(isPushed, true)
  t.equal(simulator.faults.calls.hit_rate, 2)
  t.equal(body.family('ChinaCache_metrics_isp_total_bytes')?.samples.length, 2)
})

t.test(
  'defect 12: with every call failing only the facts are pushed, and the time of the last success stays',
  async (t) => {
    const { runCycle, simulator } = await setUp(t)
    const facts = ['edge_exporter_source_last_success_timestamp_seconds', 'edge_exporter_source_up']
    const before = await runCycle()
    t.equal(before.isCollected, true)
    simulator.faults.set('*', '500')
    const { isCollected, isPushed, body } = await runCycle()
    t.same([isCollected, isPushed], [false, true])
    t.same(body.names, facts)
    for (const source of sources) {
      const labels = { provider: 'chinacache', source }
      t.equal(body.value('edge_exporter_source_up', labels), 0)
      t.equal(body.value(facts[0] as string, labels), noon / 1000)
    }
  }
)

t.test('defect 13: a push that is answered with 200 is a success, and so is one with 202', async (t) => {
  const { runCycle, gateway } = await setUp(t)
  for (const code of [200, 202]) {
    gateway.reply(status(code))
    t.equal((await runCycle()).isPushed, true)
  }
  t.match(gateway.received, [
    { method: 'PUT', path: '/metrics/job/ChinaCachePush' },
    { method: 'PUT', path: '/metrics/job/ChinaCachePush' }
  ])
  t.equal(gateway.received.length, 2)
})

t.test('a channel that fails in one cycle only is not pushed in that one', async (t) => {
  const { runCycle, broken } = await setUp(t)
  const first = await runCycle()
  t.equal(first.isCollected, true)
  const complete = familiesOf(first.body, '40018')
  t.ok(complete.length > 10)

  broken.add('40018')
  const second = await runCycle()
  t.same([second.isCollected, second.isPushed], [false, true])
  t.same(familiesOf(second.body, '40018'), ['chinacache_channel_up'])
  for (const source of sources) {
    t.equal(second.body.value('chinacache_channel_up', { channel: '40018', source }), 0)
    t.equal(second.body.value('chinacache_channel_up', { channel: '40001', source }), 1)
  }
  t.same(familiesOf(second.body, '40001'), complete, 'the others are whole')

  broken.clear()
  t.same(familiesOf((await runCycle()).body, '40018'), complete)
})
