import type { RequestListener } from 'node:http'
import t from 'tap'
import { listen } from '../../support/local-server.ts'
import { failureOf, setUpUpstream } from '../../support/upstream-client.ts'

const silent: RequestListener = () => {}
const stalled: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-length': '1000' }).write('half')
}
const dripping: RequestListener = (_request, response) => {
  const timer = setInterval(() => response.write('x'), 10)
  response.on('close', () => clearInterval(timer))
}

const tooLate = () => new DOMException('too late', 'TimeoutError')

for (const [name, handler] of Object.entries({ 'before the answer': silent, 'inside the body': stalled, dripping })) {
  t.test(`an attempt has its time: ${name}`, async (t) => {
    const { origin } = await listen(t, handler)
    const { request, codes } = setUpUpstream(t, { attemptTimeout: 60 })
    const failure = await failureOf(t, request(origin))
    t.match(failure, { reason: 'timeout', message: /did not answer in time$/ })
    t.same(codes(), ['timeout', 'timeout', 'timeout'])
    t.equal((await failureOf(t, request(origin, { method: 'POST' }))).reason, 'timeout')
    t.equal(codes().length, 4)
  })

  t.test(`all attempts together have theirs: ${name}`, async (t) => {
    const late = new AbortController()
    const { origin, requests } = await listen(t, (...args) => {
      handler(...args)
      setTimeout(() => late.abort(tooLate()), 30)
    })
    const { request, codes } = setUpUpstream(t)
    const failure = await failureOf(t, request(origin, { signal: late.signal }))
    t.match(failure, { reason: 'timeout', message: /within the time a refresh has$/ })
    t.equal(requests.length, 1, 'nothing is tried after the deadline')
    t.same(codes(), ['timeout'])
  })
}

t.test('the deadline ends the pause between two attempts', async (t) => {
  const { origin, requests } = await listen(t, (_request, response) => response.writeHead(503).end())
  const { request, codes, upstream } = setUpUpstream(t, { retryDelay: 3_600_000 })
  const late = new AbortController()
  upstream.events.on('attempt', () => setImmediate(() => late.abort(tooLate())))
  const answer = await request(origin, { signal: late.signal })
  t.equal(answer.status, 503, 'what was answered says more than that the time is over')
  t.equal(requests.length, 1)
  t.same(codes(), ['503'], 'the attempt had an outcome of its own, and is told once')
})

t.test('so it does after an error of the network, which stays the reason', async (t) => {
  const { origin, requests } = await listen(t, (request) => void request.socket.destroy())
  const { request, codes, upstream } = setUpUpstream(t, { retryDelay: 3_600_000 })
  const late = new AbortController()
  upstream.events.on('attempt', () => setImmediate(() => late.abort(tooLate())))
  t.match(await failureOf(t, request(origin, { signal: late.signal })), { reason: 'network', message: /ECONNRESET/ })
  t.equal(requests.length, 1)
  t.same(codes(), ['network'])
})

t.test('a slow call that counts is not made again', async (t) => {
  const { origin, requests } = await listen(t, silent)
  const { request, upstream } = setUpUpstream(t, { attemptTimeout: 60 })
  t.equal((await failureOf(t, request(origin, { counted: true }))).reason, 'timeout')
  t.equal(requests.length, 1)
  t.equal(upstream.callsToday('acme'), 1)
})

t.test('when the program stops', async (t) => {
  const stop = new AbortController()
  const { origin } = await listen(t, () => stop.abort(new Error('stopping')))
  const { request, codes } = setUpUpstream(t)
  const failure = await failureOf(t, request(origin, { signal: stop.signal }))
  t.match(failure, { reason: 'network', message: /as the program is stopping$/ })
  t.same(codes(), ['network'])
})

t.test('a request that comes too late is not made', async (t) => {
  const { origin, requests } = await listen(t, silent)
  const { request, attempts } = setUpUpstream(t)
  const failure = await failureOf(t, request(origin, { signal: AbortSignal.abort(tooLate()) }))
  t.equal(failure.reason, 'timeout')
  t.equal(requests.length, 0)
  t.equal(attempts.length, 0, 'what was not tried is no attempt')
})

t.test('closing ends a request that runs', async (t) => {
  const { request, upstream } = setUpUpstream(t)
  const { origin } = await listen(t, () => upstream.close())
  t.equal((await failureOf(t, request(origin, { method: 'POST' }))).reason, 'network')
})

t.test('a request may have a time of its own for each attempt', async (t) => {
  const { origin, requests } = await listen(t, (_request, response) => void setTimeout(() => response.end('ok'), 150))
  const { request } = setUpUpstream(t, { attemptTimeout: 40 })
  t.equal((await request(origin, { timeout: 5000 })).body.toString(), 'ok')
  t.equal(requests.length, 1)
  t.equal((await failureOf(t, request(origin, { timeout: 60 }))).reason, 'timeout')
})
