import { getEventListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import t, { type Test } from 'tap'
import { createPushgateway, groupPath } from '../../../plugins/push/pushgateway.ts'
import { type Attempt, createUpstream } from '../../../plugins/upstream/index.ts'
import { parseTarget } from '../../../src/config/push-settings.ts'
import { type Clock, systemClock } from '../../../src/contract/clock.ts'
import { Failure, type FailureReason } from '../../../src/contract/failure.ts'
import { freePort } from '../../e2e/servers.ts'
import {
  drip,
  type FakeGateway,
  type Reply,
  reset,
  silence,
  stall,
  startFakeGateway,
  status
} from '../../support/fake-gateway.ts'

const paths: [name: string, value: string, segments: string][] = [
  ['a word', 'shop', 'g/shop'],
  ['a slash, which would split it', '/srv/data', 'g@base64/L3Nydi9kYXRh'],
  ['nothing', '', 'g@base64/='],
  ['a dot, which would be left out of the path', '.', 'g@base64/Lg'],
  ['two dots, which would go up', '..', 'g@base64/Li4'],
  ['three dots', '...', 'g/...'],
  ['Chinese', '上海', 'g/%E4%B8%8A%E6%B5%B7'],
  ['Chinese and a slash, in the alphabet of URLs', '上海/京?>', 'g@base64/5LiK5rW3L-S6rD8-'],
  ['a space', 'a b', 'g/a%20b'],
  ['quotes and a backslash', '"\'\\', "g/%22'%5C"],
  ['a percent sign', '50%2F', 'g/50%252F'],
  ['what looks like base64', 'x@base64', 'g/x%40base64'],
  ['what ends a path', 'a?b#c', 'g/a%3Fb%23c'],
  ['a line break', 'a\nb', 'g/a%0Ab']
]

for (const [name, value, segments] of paths) {
  t.test(`a group with ${name}`, async (t) => {
    t.equal(groupPath({ job: 'j', grouping: { g: value } }), `/metrics/job/j/${segments}`)
    t.equal(groupPath({ job: value, grouping: {} }), `/metrics/${segments.replace('g', 'job')}`, 'as a job')
    const { pathname } = new URL(`http://h/p${groupPath({ job: 'j', grouping: { g: value } })}`)
    t.equal(pathname, `/p/metrics/job/j/${segments}`, 'the path stays as it is in a URL')
  })
}

t.test('grouping labels keep their order', async (t) => {
  t.equal(groupPath({ job: 'j', grouping: { z: '1', a: '2' } }), '/metrics/job/j/z/1/a/2')
})

const speed = 50
/** Pauses and deadlines go by fifty times as fast; what happens on the network does not. */
const fastClock: Clock = {
  now: () => systemClock.now(),
  elapsed: () => systemClock.elapsed() * speed,
  after: (ms, task) => systemClock.after(ms / speed, task)
}

const group = { job: 'j', grouping: { site: 'a/b' } }
const never = new AbortController().signal

interface Options {
  readonly url?: string
  /** Real milliseconds. */
  readonly attemptTimeout?: number
}

async function start(t: Test, replies: Reply[], { url, attemptTimeout = 5000 }: Options = {}) {
  const gateway = await startFakeGateway(t, ...replies)
  const upstream = createUpstream({ clock: fastClock, proxy: {}, userAgent: 'test', attemptTimeout, retryDelay: 20 })
  t.teardown(() => upstream.close())
  const attempts: Attempt[] = []
  upstream.events.on('attempt', (attempt) => attempts.push(attempt))
  const target = parseTarget(url ?? gateway.url)
  if (target === undefined) throw new Error('no target')
  const client = createPushgateway({ ask: upstream.request, clock: fastClock, target: () => target, random: () => 0 })
  const push = (deadline = 30_000, stopped = never) => client.push('POST', group, 'x 1\n', { deadline, stopped })
  return { gateway, client, push, attempts }
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const thrown = await promise.then(
    () => new Error('it did not fail'),
    (error: unknown) => error
  )
  if (thrown instanceof Failure) return thrown
  throw thrown
}

t.test('what arrives', async (t) => {
  const { gateway, client } = await start(t, [])
  const options = { deadline: 30_000, stopped: never }
  await client.push('POST', group, 'x{a="上海"} 1\n', options)
  await client.push('PUT', group, 'x 2\n', options)
  await client.remove(group, 30_000)
  t.match(gateway.received, [
    { method: 'POST', path: '/metrics/job/j/site@base64/YS9i', body: 'x{a="上海"} 1\n' },
    { method: 'PUT', path: '/metrics/job/j/site@base64/YS9i', body: 'x 2\n' },
    { method: 'DELETE', path: '/metrics/job/j/site@base64/YS9i', body: '' }
  ])
  t.match(gateway.received[0]?.headers, {
    'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    'content-length': '16'
  })
  t.equal(gateway.received[0]?.headers.authorization, undefined)
})

t.test('a path prefix, and user and password as they were before encoding', async (t) => {
  const probe = await startFakeGateway(t)
  const { push } = await start(t, [], { url: `http://j%40ne:p%2Fss@${probe.host}/monitoring/` })
  await push()
  t.equal(probe.received[0]?.path, '/monitoring/metrics/job/j/site@base64/YS9i')
  t.equal(probe.received[0]?.headers.authorization, `Basic ${Buffer.from('j@ne:p/ss').toString('base64')}`)
})

for (const code of [200, 202]) {
  t.test(`defect 13: ${code} is a success`, async (t) => {
    const { gateway, push } = await start(t, [status(code)])
    await push()
    t.equal(gateway.received.length, 1)
  })
}

const page = '<html><body>Sign in</body></html>'
const conflict = 'pushed metrics are invalid or inconsistent with existing metrics:\n  x{a="1"} should be a Gauge'
const refusals: [name: string, reply: Reply, reason: FailureReason, message: string][] = [
  ['400', status(400, conflict), 'client', `HTTP 400: ${conflict.replace(/\s+/g, ' ')}`],
  ['400 with control characters', status(400, '\u001b[31mred\u0000\r\n'), 'client', 'HTTP 400: [31mred'],
  ['400 without a text', status(400), 'client', 'HTTP 400'],
  ['401', status(401, 'Unauthorized'), 'auth', 'HTTP 401: Unauthorized (check user and password in PUSHGATEWAY)'],
  ['403 with a page', status(403, page), 'auth', 'HTTP 403 (check user and password in PUSHGATEWAY)'],
  ['404', status(404, 'no'), 'client', 'HTTP 404: no (check host and path prefix in PUSHGATEWAY)'],
  ['405', status(405, 'no'), 'client', 'HTTP 405: no (check host and path prefix in PUSHGATEWAY)'],
  ['204, which no Pushgateway sends', status(204), 'client', 'HTTP 204']
]

for (const [name, reply, reason, message] of refusals) {
  t.test(`${name} is said once and not asked again`, async (t) => {
    const { gateway, push } = await start(t, [reply, status(200)])
    t.match(await failureOf(push()), { reason, message: `the Pushgateway answered with ${message}` })
    t.equal(gateway.received.length, 1)
  })
}

t.test('a long text is cut', async (t) => {
  const { push } = await start(t, [status(400, 'x'.repeat(5000))])
  t.equal((await failureOf(push())).message.length, 'the Pushgateway answered with HTTP 400: '.length + 300)
})

for (const code of [301, 302, 303, 307, 308]) {
  t.test(`${code} is an error and is not followed`, async (t) => {
    const other = await startFakeGateway(t)
    const { gateway, push } = await start(t, [status(code, '', { location: `${other.url}/metrics/job/j` })])
    t.match(await failureOf(push()), { reason: 'client', message: /redirect \(HTTP 30\d\).*check PUSHGATEWAY$/ })
    t.same([gateway.received.length, other.received.length], [1, 0])
  })
}

const passing: [name: string, reply: Reply][] = [
  ['500', status(500, 'oh')],
  ['503', status(503)],
  ['429', status(429)],
  ['408', status(408)],
  ['a connection that was reset', reset],
  ['silence', silence],
  ['an answer that stops in its middle', stall],
  ['an answer that only drips', drip]
]

for (const [name, reply] of passing) {
  t.test(`after ${name} it is tried again`, async (t) => {
    const { gateway, push } = await start(t, [reply, reply, status(200)], { attemptTimeout: 150 })
    await push()
    t.equal(gateway.received.length, 3)
    const [first = 0, second = 0, third = 0] = gateway.received.map(({ at }) => at * speed)
    t.ok(second - first >= 490, 'a pause of half a second at least')
    t.ok(third - second >= 990, 'and twice as long the next time')
    t.same(new Set(gateway.received.map(({ body }) => body)), new Set(['x 1\n']), 'with the whole body')
  })
}

/** Fails, and at the deadline; then nothing is asked any more. */
async function failsInTime(t: Test, { gateway, push }: { gateway: FakeGateway; push: (ms: number) => Promise<void> }) {
  const started = performance.now()
  const failure = await failureOf(push(200 * speed))
  const took = performance.now() - started
  t.ok(took > 150 && took < 1000, `ended after ${took} ms of 200`)
  const before = gateway.received.length
  await sleep(150)
  t.equal(gateway.received.length, before, 'no attempt after the deadline')
  return failure
}

for (const [name, reply] of [
  ['silence', silence],
  ['an answer that stops in its middle', stall],
  ['an answer that only drips', drip]
] as const) {
  t.test(`${name} ends at the deadline`, async (t) => {
    const started = await start(t, [reply])
    const failure = await failsInTime(t, started)
    t.match(failure, { reason: 'timeout', message: 'the Pushgateway did not answer within 10 s' })
    t.equal(started.gateway.received.length, 1)
  })
}

t.test('at the deadline the last failure is told, as it says more than that time is over', async (t) => {
  const started = await start(t, [status(503, 'storage is full')])
  const failure = await failsInTime(t, started)
  t.match(failure, { reason: 'server', message: 'the Pushgateway answered with HTTP 503: storage is full' })
  t.ok(started.gateway.received.length >= 3)
})

t.test('a login page answers in the place of the Pushgateway', async (t) => {
  const { gateway, push } = await start(t, [status(200, '<html>Sign in</html>', { 'content-type': 'text/html' })])
  const failure = await failureOf(push())
  t.match(failure, { reason: 'client', message: /HTTP 200 and 20 bytes, .*: check PUSHGATEWAY, or a proxy/ })
  t.equal(gateway.received.length, 1, 'and is not asked again')
})

t.test('nothing listens', async (t) => {
  const port = await freePort()
  const started = await start(t, [], { url: `http://127.0.0.1:${port}` })
  const failure = await failsInTime(t, started)
  t.match(failure, {
    reason: 'network',
    message: `push at 127.0.0.1:${port} could not be reached (ECONNREFUSED: nothing listens there)`
  })
  t.ok(started.attempts.length >= 3)
})

t.test('it is called off while it waits for an answer', async (t) => {
  const { gateway, push } = await start(t, [silence])
  const stop = new AbortController()
  const failure = failureOf(push(30_000, stop.signal))
  await gateway.until(1)
  stop.abort()
  t.match(await failure, { reason: 'network', message: /called off/ })
  await sleep(50)
  t.equal(gateway.received.length, 1)
})

t.test('it is called off between two attempts', async (t) => {
  const { gateway, push } = await start(t, [status(500)])
  const stop = new AbortController()
  const failure = failureOf(push(30_000, stop.signal))
  await gateway.until(1)
  await sleep(5)
  stop.abort()
  t.match(await failure, { reason: 'network', message: /called off/ })
  await sleep(50)
  t.equal(gateway.received.length, 1)
})

t.test('it does not begin when the program is stopping', async (t) => {
  const { gateway, push } = await start(t, [])
  t.match(await failureOf(push(30_000, AbortSignal.abort())), { reason: 'network', message: /called off/ })
  await sleep(50)
  t.equal(gateway.received.length, 0)
})

t.test('no retry leaves a listener on its signal', async (t) => {
  const signals = new Set<AbortSignal>()
  let calls = 0
  const client = createPushgateway({
    async ask({ signal }) {
      signals.add(signal)
      calls += 1
      return { status: calls < 5 ? 500 : 200, headers: {}, body: Buffer.alloc(0) }
    },
    clock: fastClock,
    target: () => ({ url: 'http://h', authorization: undefined, secrets: [] }),
    random: () => 0
  })
  const alive = setInterval(() => {}, 1000)
  await client.push('POST', group, '', { deadline: 60_000, stopped: never })
  clearInterval(alive)
  t.equal(calls, 5)
  t.equal(signals.size, 1)
  t.same(
    [...signals].flatMap((signal) => getEventListeners(signal, 'abort')),
    []
  )
})

t.test('a gateway that repeats what it was sent does not make the password known', async (t) => {
  const password = 'tops/cret'
  const token = Buffer.from(`jane:${password}`).toString('base64')
  const echoes: Reply[] = [
    (response, { headers }) => response.writeHead(400).end(`headers: ${JSON.stringify(headers)}`),
    status(400, `wrong password ${password}`),
    status(401, `wrong user http://jane:${encodeURIComponent(password)}@h`),
    status(301, password, { location: `http://jane:${encodeURIComponent(password)}@h/` }),
    status(500, token),
    reset,
    silence
  ]
  for (const echo of echoes) {
    const probe = await startFakeGateway(t, echo)
    const { push } = await start(t, [], { url: `http://jane:${encodeURIComponent(password)}@${probe.host}` })
    const failure = await failureOf(push(300 * speed))
    t.ok(probe.received[0]?.headers.authorization?.includes(token), 'it was sent')
    const told = `${failure} ${failure.stack} ${JSON.stringify(failure)} ${inspect(failure, { depth: 9, showHidden: true })}`
    for (const secret of [password, encodeURIComponent(password), token, 'jane']) t.notOk(told.includes(secret), told)
  }
})
