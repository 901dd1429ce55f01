import t, { type Test } from 'tap'
import { createPushCycle, every } from '../../../plugins/push/push-cycle.ts'
import { createSnapshots } from '../../../plugins/snapshots/index.ts'
import type { EnabledProvider } from '../../../src/config/config.ts'
import type { PushConfig } from '../../../src/config/push-settings.ts'
import { Failure } from '../../../src/contract/failure.ts'
import type { UpstreamRequest, UpstreamResponse } from '../../../src/contract/upstream.ts'
import { fakeSource, numbers } from '../../support/fake-source.ts'
import { logSink } from '../../support/log-sink.ts'
import { madeUpProvider } from '../../support/made-up-provider.ts'
import { manualClock, settle } from '../../support/manual-clock.ts'
import { parseExposition } from '../../support/parse-exposition.ts'

const second = 1000
const minute = 60 * second

t.test('every', async (t) => {
  /** A task that takes as long as it is told to, and when it began. */
  function setUp(durations: number[]) {
    const clock = manualClock()
    const begun: number[] = []
    let running = 0
    let most = 0
    const end = every(clock, 10 * second, async () => {
      begun.push(clock.elapsed() / second)
      running += 1
      most = Math.max(most, running)
      await new Promise<void>((resolve) => clock.after((durations.shift() ?? 0) * second, resolve))
      running -= 1
    })
    return { clock, begun, end, most: () => most }
  }

  t.test('at once, then at every multiple of the interval, however long a run takes: no drift', async (t) => {
    const { clock, begun } = setUp([1, 9, 0.5, 3.3, 9.9])
    await clock.advance(55 * second)
    t.same(begun, [0, 10, 20, 30, 40, 50])
  })

  t.test('no overlap: ticks that a long run misses are left out', async (t) => {
    const { clock, begun, most } = setUp([25, 0, 10, 39.9])
    await clock.advance(110 * second)
    t.same(begun, [0, 30, 40, 60, 100, 110])
    t.equal(most(), 1)
  })

  t.test('a timer that rings early does not ring twice for one tick', async (t) => {
    const clock = manualClock()
    const early = { ...clock, after: (ms: number, task: () => void) => clock.after(ms - 0.4, task) }
    const begun: number[] = []
    every(early, second, async () => begun.push(clock.elapsed()))
    await clock.advance(5 * second)
    t.same(begun.map(Math.round), [0, 1000, 2000, 3000, 4000, 5000])
  })

  t.test('it ends between two runs and during one', async (t) => {
    const between = setUp([])
    await between.clock.advance(15 * second)
    between.end()
    await between.clock.advance(minute)
    t.same(between.begun, [0, 10])
    const during = setUp([5])
    await during.clock.advance(second)
    during.end()
    await during.clock.advance(minute)
    t.same(during.begun, [0])
  })
})

interface Pushed {
  readonly method: string
  readonly path: string
  readonly text: string
}

interface Options extends Partial<PushConfig> {
  /** Providers by name, with the job each is pushed under. */
  readonly jobs?: Record<string, string>
}

/** A cycle over a gateway that answers as `answer` says; each provider has the source `numbers`. */
function setUp(t: Test, { jobs = { acme: 'AcmePush' }, ...overrides }: Options = {}) {
  const clock = manualClock()
  const sink = logSink()
  const pushed: Pushed[] = []
  let answer: (request: UpstreamRequest) => Promise<UpstreamResponse> = async () => answerWith(200)
  const upstream = {
    async request(request: UpstreamRequest) {
      const text = Buffer.from(request.body ?? []).toString()
      pushed.push({ method: request.method, path: request.url.pathname, text })
      return answer(request)
    },
    callsToday: () => 0,
    limitCalls: () => {},
    paceCalls: () => {}
  }
  const host = { log: sink.log, upstream } as unknown as Parameters<typeof createSnapshots>[0]
  const snapshots = createSnapshots(host, { clock, random: () => 0, background: false })
  t.teardown(() => snapshots.close())
  const providers: EnabledProvider[] = Object.keys(jobs).map((name) => ({ provider: madeUpProvider(name), config: {} }))
  const config: PushConfig = {
    target: () => ({ url: 'http://gateway', authorization: undefined, secrets: [] }),
    method: 'POST',
    grouping: {},
    jobOf: ({ name }) => jobs[name] ?? '',
    interval: minute,
    deleteOnExit: false,
    ...overrides
  }
  const cycle = createPushCycle({ app: { ...host, snapshots }, clock, config, providers: () => providers })
  return {
    clock,
    sink,
    snapshots,
    cycle,
    pushed,
    reply(next: typeof answer) {
      answer = next
    }
  }
}

function answerWith(status: number, text = ''): UpstreamResponse {
  return { status, headers: {}, body: Buffer.from(text) }
}

const namesIn = ({ text }: Pushed) => parseExposition(text, 'text').names
const silence = () => new Promise<never>(() => {})

t.test('a source that succeeded in one cycle and failed in the next is not pushed again', async (t) => {
  const { snapshots, cycle, pushed } = setUp(t)
  let isDown = false
  snapshots.add('acme', fakeSource({ name: 'steady' }))
  snapshots.add(
    'acme',
    fakeSource({
      name: 'shaky',
      async fetch() {
        if (isDown) throw new Failure('server', 'down')
        return ['a']
      }
    })
  )
  t.equal(await snapshots.refreshAll(), true)
  t.equal(await cycle.push(), true)
  isDown = true
  t.equal(await snapshots.refreshAll(), false)
  t.equal(await cycle.push(), true, 'the gateway took what there was')

  const [first, second] = pushed as [Pushed, Pushed]
  t.ok(namesIn(first).includes('acme_shaky'))
  t.notOk(namesIn(second).includes('acme_shaky'))
  t.ok(namesIn(second).includes('acme_steady'))
  const shaky = { provider: 'acme', source: 'shaky' }
  t.equal(parseExposition(second.text, 'text').value('edge_exporter_source_up', shaky), 0)
  t.ok(parseExposition(second.text, 'text').value('edge_exporter_source_last_success_timestamp_seconds', shaky))
})

t.test('each job has a group of its own, and one failure does not hold up the others', async (t) => {
  const { snapshots, cycle, pushed, sink, reply } = setUp(t, { jobs: { acme: 'A', other: 'B' } })
  snapshots.add('acme', fakeSource())
  snapshots.add(
    'other',
    fakeSource({ name: 'more', collect: () => ({ families: [{ ...numbers('', ['a']), name: 'other_more' }] }) })
  )
  await snapshots.refreshAll()
  reply(async ({ url }) => (url.pathname.endsWith('/A') ? answerWith(400, 'bad metric') : answerWith(200)))
  t.equal(await cycle.push(), false)
  t.match(pushed, [{ path: '/metrics/job/A' }, { path: '/metrics/job/B' }])
  t.notMatch(pushed[1]?.text, /acme_numbers|provider="acme"/)
  const linesOf = (job: string) => sink.lines.filter((line) => line.job === job)
  t.match(linesOf('A'), [{ level: 'error', msg: 'push failed: the Pushgateway answered with HTTP 400: bad metric' }])
  reply(async () => answerWith(200))
  t.equal(await cycle.push(), true)
  t.match(linesOf('A').at(-1), { level: 'info', msg: 'pushed again' })
  t.match(linesOf('B').at(-1), { level: 'debug', msg: 'pushed' })
})

t.test('providers of one job share a push, as the second would replace families of the first', async (t) => {
  const { snapshots, cycle, pushed } = setUp(t, {
    jobs: { acme: 'Both', other: 'Both' },
    method: 'PUT',
    deleteOnExit: true
  })
  snapshots.add('acme', fakeSource())
  snapshots.add(
    'other',
    fakeSource({ name: 'more', collect: () => ({ families: [{ ...numbers('', ['a']), name: 'other_more' }] }) })
  )
  await snapshots.refreshAll()
  await cycle.push()
  await cycle.close()
  t.match(pushed, [
    { method: 'PUT', path: '/metrics/job/Both' },
    { method: 'DELETE', path: '/metrics/job/Both' }
  ])
  t.equal(pushed.length, 2)
  const body = parseExposition(pushed[0]?.text ?? '', 'text')
  for (const labels of [
    { provider: 'acme', source: 'numbers' },
    { provider: 'other', source: 'more' }
  ]) {
    t.equal(body.value('edge_exporter_source_up', labels), 1)
  }
})

t.test(
  'a push on an interval is retried until a fifth of the interval is left, one that is made once half a minute',
  async (t) => {
    for (const [interval, deadline] of [
      [10 * minute, 8 * minute],
      [undefined, 30 * second]
    ] as const) {
      const { cycle, clock, reply, pushed } = setUp(t, { interval })
      let ended: number | undefined
      reply(async () => answerWith(503))
      const result = cycle.push().finally(() => {
        ended = clock.elapsed()
      })
      await clock.advance(20 * minute)
      t.equal(await result, false)
      t.equal(ended, deadline)
      t.ok(pushed.length > 3)
    }
  }
)

t.test('one failed push does not end the rhythm', async (t) => {
  const { cycle, clock, reply, pushed, sink } = setUp(t)
  reply(silence)
  const end = every(clock, minute, cycle.push)
  await clock.advance(minute - 1)
  t.match(sink.messages('error'), ['push failed: the Pushgateway did not answer within 48 s'])
  reply(async () => answerWith(200))
  await clock.advance(2 * minute)
  end()
  t.equal(pushed.length, 3)
  t.equal(sink.messages('error').length, 1)
})

t.test('close', async (t) => {
  t.test('deletes the groups, if so configured', async (t) => {
    const jobs = { acme: 'A', other: 'B' }
    const grouping = { site: 'a/b' }
    const kept = setUp(t, { jobs, grouping, deleteOnExit: false })
    await kept.cycle.close()
    t.same(kept.pushed, [])
    const deleted = setUp(t, { jobs, grouping, deleteOnExit: true })
    deleted.reply(async () => answerWith(202))
    await deleted.cycle.close()
    t.same(deleted.pushed, [
      { method: 'DELETE', path: '/metrics/job/A/site@base64/YS9i', text: '' },
      { method: 'DELETE', path: '/metrics/job/B/site@base64/YS9i', text: '' }
    ])
  })

  t.test('calls off a running push, and lets nothing be pushed after the deletion', async (t) => {
    const { cycle, pushed, reply, sink } = setUp(t, { deleteOnExit: true })
    reply(({ method, signal }) =>
      method === 'DELETE'
        ? Promise.resolve(answerWith(202))
        : new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Failure('network', 'aborted'))))
    )
    const running = cycle.push()
    await settle()
    await cycle.close()
    t.equal(await running, false)
    t.equal(await cycle.push(), false)
    t.same(
      pushed.map(({ method }) => method),
      ['POST', 'DELETE']
    )
    t.same([...sink.messages('error'), ...sink.messages('warn')], [], 'that is no fault')
  })

  t.test('does not wait long for a gateway that does not answer, and says so', async (t) => {
    const { cycle, clock, reply, sink } = setUp(t, { jobs: { acme: 'A', other: 'B' }, deleteOnExit: true })
    reply(silence)
    const closed = cycle.close()
    await clock.advance(3 * second)
    await closed
    const message = 'the pushed group could not be deleted: the Pushgateway did not answer within 3 s'
    t.same(sink.messages('warn'), [message, message])
  })
})
