import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { type FakeGateway, silence, startFakeGateway, status } from '../support/fake-gateway.ts'
import { parseExposition } from '../support/parse-exposition.ts'
import { run, start } from '../support/program.ts'
import { messagesIn, simulate } from './simulated.ts'

t.jobs = 2
// Starting processes takes its time on a busy machine.
t.setTimeout(120_000)

const password = 'tops/cret'

async function setUp(t: Test) {
  const gateway = await startFakeGateway(t)
  const { settings, simulators } = await simulate(t)
  const PUSHGATEWAY = `http://jane:${encodeURIComponent(password)}@${gateway.host}/prefix/`
  const env: Record<string, string> = { ...settings, PUSHGATEWAY }
  return { gateway, simulators, env }
}

/** What was sent under a job, in order. */
function sentTo({ received }: FakeGateway, job: string) {
  return received.filter(({ path }) => path.startsWith(`/prefix/metrics/job/${job}`))
}

t.test('once: everything is pushed and the exit code is 0', { buffered: true }, async (t) => {
  const { gateway, env } = await setUp(t)
  const { code, stdout, stderr } = await run(t, ['push', '--grouping', 'site=a/b', '--log.level', 'trace'], { env })
  t.equal(code, 0, stderr)
  t.equal(stderr, '')
  t.equal(gateway.received.length, 2, 'and nothing is deleted')
  for (const [job, family] of [
    ['ChinaCachePush', 'ChinaCache_metrics_hit_miss_total'],
    ['Site24x7Push', 'site24x7_monitor_up']
  ] as const) {
    const [push] = sentTo(gateway, job)
    t.match(push, { method: 'PUT', path: `/prefix/metrics/job/${job}/site@base64/YS9i` })
    t.ok(parseExposition(push?.body ?? '', 'text').family(family), family)
    t.equal(push?.headers.authorization, `Basic ${Buffer.from(`jane:${password}`).toString('base64')}`)
  }
  const told = stdout + stderr + gateway.received.map(({ body }) => body).join()
  for (const secret of [
    password,
    encodeURIComponent(password),
    env.CHINACACHE_PASS ?? '',
    env.ZOHO_CLIENT_SECRET ?? ''
  ]) {
    t.ok(secret.length > 5)
    t.notOk(told.includes(secret), 'no password is told')
  }
})

t.test('--replace, --job and --delete-on-exit', { buffered: true }, async (t) => {
  const { gateway, env } = await setUp(t)
  const { code } = await run(t, ['push', '--replace', '--job', 'Edge', '--delete-on-exit'], { env })
  t.equal(code, 0)
  t.same(
    sentTo(gateway, 'Edge').map(({ method }) => method),
    ['PUT', 'DELETE'],
    'both providers in one push'
  )
  t.equal(gateway.received.length, 2)
})

t.test(
  'a provider that fails gives 1, and what was collected is pushed all the same',
  { buffered: true },
  async (t) => {
    const { gateway, env, simulators } = await setUp(t)
    simulators.site24x7?.faults.set('current_status', 'scope')
    const { code, stdout } = await run(t, ['push'], { env })
    t.equal(code, 1)
    t.match(messagesIn(stdout).join('\n'), /source is down: .*the refresh token lacks the scope/)
    const own = parseExposition(sentTo(gateway, 'Site24x7Push')[0]?.body ?? '', 'text')
    t.equal(own.value('edge_exporter_source_up', { provider: 'site24x7', source: 'current_status' }), 0)
    t.equal(own.family('site24x7_monitor_status'), undefined, 'what the others have is pushed alone')
    t.ok(own.family('site24x7_monitor_availability_ratio'))
    const other = parseExposition(sentTo(gateway, 'ChinaCachePush')[0]?.body ?? '', 'text')
    t.ok(other.family('ChinaCache_metrics_hit_miss_total'))
  }
)

t.test('a gateway that refuses gives 1 and its own text', { buffered: true }, async (t) => {
  const { gateway, env } = await setUp(t)
  gateway.reply(status(400, 'pushed metrics are inconsistent: x'))
  const { code, stdout } = await run(t, ['push'], { env })
  t.equal(code, 1)
  const failed = messagesIn(stdout).filter((message) => message.startsWith('push failed'))
  t.same(
    new Set(failed),
    new Set(['push failed: the Pushgateway answered with HTTP 400: pushed metrics are inconsistent: x'])
  )
  t.equal(failed.length, 2, 'once for each group')
})

t.test('without PUSHGATEWAY it is 2 and one line', { buffered: true }, async (t) => {
  const { env } = await setUp(t)
  const { code, stdout, stderr } = await run(t, ['push'], { env: { ...env, PUSHGATEWAY: '' } })
  t.same([code, stdout], [2, ''])
  t.equal(stderr, 'edge-exporter: PUSHGATEWAY: is missing; set it to the URL of the Pushgateway\n')
})

t.test('a bad URL is 2, and is not shown', { buffered: true }, async (t) => {
  const { env } = await setUp(t)
  const { code, stderr } = await run(t, ['push'], { env: { ...env, PUSHGATEWAY: 'http://jane:12/3@gateway' } })
  t.equal(code, 2)
  t.match(stderr, /^edge-exporter: PUSHGATEWAY: is no http\(s\) URL[^\n]*\n$/)
  t.notMatch(stderr, /jane|12/)
})

t.test(
  'with an interval it pushes until SIGTERM, deletes its groups and exits with 0',
  { buffered: true },
  async (t) => {
    const { gateway, env, simulators } = await setUp(t)
    gateway.reply(status(200), status(200), status(500), status(200))
    const { child, ended } = start(t, ['push', '--interval', '1s'], { env: { ...env, PUSH_DELETE_ON_EXIT: 'true' } })
    await gateway.until(5)
    // Neither a gateway that fails for a moment nor a provider that fails for good ends it.
    simulators.chinacache?.faults.set('*', '404')
    await gateway.until(8)
    child.kill('SIGTERM')
    const { code, stdout, stderr } = await ended
    t.equal(code, 0, stderr)
    const { msg, providers: on } = JSON.parse(stdout.split('\n')[0] as string)
    t.equal(msg, 'edge-exporter starts')
    t.same(on, ['site24x7', 'chinacache'])
    t.match(stdout, /"msg":"pushed to http:\/\/127\.0\.0\.1:\d+\/prefix"/)
    for (const job of ['ChinaCachePush', 'Site24x7Push']) {
      const methods = sentTo(gateway, job).map(({ method }) => method)
      t.same(methods.at(-1), 'DELETE')
      t.same(new Set(methods.slice(0, -1)), new Set(['PUT']))
      t.ok(methods.length >= 3)
    }
  }
)

t.test('SIGTERM during a collection: nothing of it is pushed', { buffered: true }, async (t) => {
  const { gateway, env, simulators } = await setUp(t)
  const unstretched = { ...env, SITE24X7_DAILY_CALL_LIMIT: 'off' }
  const { child, ended } = start(t, ['push', '--interval', '1s', '--no-delete-on-exit'], { env: unstretched })
  await gateway.until(2)
  for (const { faults } of Object.values(simulators)) faults.set('*', 'stall-before')
  const calls = () => simulators.site24x7?.faults.calls.current_status ?? 0
  const answered = calls()
  while (calls() === answered) await sleep(10)
  const before = gateway.received.length
  child.kill('SIGTERM')
  const { code, stdout } = await ended
  t.equal(code, 0)
  t.equal(gateway.received.length, before)
  t.notMatch(messagesIn(stdout).join(), /push failed/)
})

t.test('SIGTERM while a gateway does not answer: it ends in time', { buffered: true }, async (t) => {
  const { gateway, env } = await setUp(t)
  gateway.reply(silence)
  const { child, ended } = start(t, ['push', '--interval', '10m'], { env: { ...env, PUSH_DELETE_ON_EXIT: 'true' } })
  await gateway.until(2)
  const started = performance.now()
  child.kill('SIGTERM')
  const { code, stdout } = await ended
  t.equal(code, 0)
  t.ok(performance.now() - started < 8000)
  t.match(
    messagesIn(stdout).join('\n'),
    'the pushed group could not be deleted: the Pushgateway did not answer within 3 s'
  )
})
