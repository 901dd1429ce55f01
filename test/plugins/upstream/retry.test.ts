import type { RequestListener } from 'node:http'
import t from 'tap'
import { closedPort, listen } from '../../support/local-server.ts'
import { failureOf, sentinel, setUpUpstream } from '../../support/upstream-client.ts'

/** Answers with each of these in turn, the last one for ever. */
function inTurn(...handlers: RequestListener[]): RequestListener {
  return (request, response) => {
    const handler = handlers.length > 1 ? handlers.shift() : handlers[0]
    handler?.(request, response)
  }
}

const ok: RequestListener = (_request, response) => void response.end('ok')
const status =
  (code: number, headers = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(code, headers).end('{}')
const reset: RequestListener = (request) => void request.socket.destroy()
const cutOff: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-length': '1000' }).write('half')
  setImmediate(() => response.destroy())
}

t.test('a GET is tried three times on 5xx', async (t) => {
  for (const code of [500, 502, 503, 504]) {
    const { origin, requests } = await listen(t, status(code))
    const { request, codes } = setUpUpstream(t)
    t.equal((await request(origin)).status, code)
    t.equal(requests.length, 3)
    t.same(codes(), [`${code}`, `${code}`, `${code}`])
  }
})

t.test('and on errors of the network', async (t) => {
  for (const handler of [reset, cutOff]) {
    const { origin, requests } = await listen(t, handler)
    const { request, codes } = setUpUpstream(t)
    const failure = await failureOf(t, request(origin))
    t.equal(failure.reason, 'network')
    const told =
      handler === reset
        ? /^stats at 127\.0\.0\.1:\d+ could not be reached \(\w+\)$/
        : /^the answer to stats at 127\.0\.0\.1:\d+ was cut off: /
    t.match(failure.message, told)
    t.equal(failure.remedy !== undefined, handler === cutOff, 'who was reached is not looked for in DNS')
    t.equal(requests.length, 3)
    t.same(codes(), ['network', 'network', 'network'])
  }
})

t.test('the first try that works ends it', async (t) => {
  const { origin, requests } = await listen(t, inTurn(reset, status(503), ok))
  const { request, codes } = setUpUpstream(t)
  t.equal((await request(origin)).body.toString(), 'ok')
  t.equal(requests.length, 3)
  t.same(codes(), ['network', '503', '200'])
})

t.test('a POST is tried once, since it may have been heard', async (t) => {
  const { origin, requests } = await listen(t, inTurn(status(503), reset, cutOff))
  const { request, codes } = setUpUpstream(t)
  t.equal((await request(origin, { method: 'POST' })).status, 503)
  t.equal((await failureOf(t, request(origin, { method: 'POST' }))).reason, 'network')
  t.equal((await failureOf(t, request(origin, { method: 'POST' }))).reason, 'network')
  t.equal(requests.length, 3)
  t.same(codes(), ['503', 'network', 'network'])
})

t.test('what asking again does not mend is asked once', async (t) => {
  for (const code of [400, 401, 403, 404, 408, 413, 429, 501]) {
    const { origin, requests } = await listen(t, status(code, { 'retry-after': '0' }))
    const { request } = setUpUpstream(t)
    t.equal((await request(origin)).status, code)
    t.equal(requests.length, 1, `${code}`)
  }
})

t.test('a server that asks for a long pause is not asked again', async (t) => {
  const { origin, requests } = await listen(t, status(503, { 'retry-after': '30' }))
  const { request } = setUpUpstream(t)
  const answer = await request(origin)
  t.equal(answer.headers['retry-after'], '30', 'the source hears of it')
  t.equal(requests.length, 1)
})

t.test('a redirect is not followed, as it would carry the secrets elsewhere', async (t) => {
  const elsewhere = await listen(t, ok)
  for (const code of [301, 302, 303, 307, 308]) {
    const { origin, requests } = await listen(t, status(code, { location: elsewhere.origin }))
    const { request, codes } = setUpUpstream(t)
    const failure = await failureOf(t, request(origin))
    t.equal(failure.reason, 'client')
    t.match(failure.message, `HTTP ${code}`)
    t.match(failure.message, 'ACME_API_URL', 'the setting to look at')
    t.equal(requests.length, 1)
    t.same(codes(), [`${code}`])
  }
  t.equal(elsewhere.requests.length, 0)
})

t.test('nothing listens', async (t) => {
  const { request, codes } = setUpUpstream(t)
  const failure = await failureOf(t, request(await closedPort(t)))
  t.match(failure, { reason: 'network', message: /ECONNREFUSED: nothing listens there/ })
  t.same(codes(), ['network', 'network', 'network'])
})

t.test('no such host', async (t) => {
  const { request } = setUpUpstream(t)
  const failure = await failureOf(t, request('http://no-such-host.invalid', { method: 'POST' }))
  t.match(failure, { reason: 'network', message: /^stats at no-such-host\.invalid .*the host name does not resolve/ })
})

t.test('a secret that no header can carry', async (t) => {
  const { origin, requests } = await listen(t, ok)
  const { request } = setUpUpstream(t)
  const failure = await failureOf(t, request(origin, { headers: { authorization: `Bearer ${sentinel}\nmore` } }))
  t.match(failure, { reason: 'network', message: /a secret has a character that no header can carry/ })
  t.equal(requests.length, 0)
})

t.test('each attempt is reported with what it took, without the pause before the next', async (t) => {
  const { clock, request, attempts, upstream } = setUpUpstream(t, { retryDelay: 20 })
  const { origin } = await listen(t, async (_request, response) => {
    await clock.advance(250)
    response.writeHead(503).end()
  })
  upstream.events.on('attempt', () => void clock.advance(7000))
  await request(origin)
  const attempt = { provider: 'acme', endpoint: 'stats', code: '503', seconds: 0.25 }
  t.same(attempts, [attempt, attempt, attempt])
})

t.test('only what counts is counted, each attempt of it, until midnight UTC', async (t) => {
  const { origin } = await listen(t, status(503))
  const { clock, upstream, request } = setUpUpstream(t)
  t.equal(upstream.callsToday('acme'), 0)
  await request(origin)
  t.equal(upstream.callsToday('acme'), 0)
  await request(origin, { counted: true })
  t.equal(upstream.callsToday('acme'), 3)
  await request(origin, { counted: true, method: 'POST' })
  t.equal(upstream.callsToday('acme'), 4)
  t.equal(upstream.callsToday('other'), 0)

  clock.set(Date.UTC(2026, 0, 2, 23, 59, 59, 999))
  t.equal(upstream.callsToday('acme'), 4)
  clock.set(Date.UTC(2026, 0, 3))
  t.equal(upstream.callsToday('acme'), 0)
  await request(origin, { counted: true, method: 'POST' })
  t.equal(upstream.callsToday('acme'), 1)
})

t.test('counted attempts end at the limit of the day, retries included', async (t) => {
  const { origin, requests } = await listen(t, status(503))
  const { clock, upstream, request, attempts } = setUpUpstream(t)
  let limit: number | undefined = 5
  upstream.limitCalls('acme', () => limit)
  t.equal((await request(origin, { counted: true })).status, 503)
  t.equal((await request(origin, { counted: true })).status, 503)
  t.equal(requests.length, 5, 'the last retry was not made')
  const failure = await failureOf(t, request(origin, { counted: true }))
  t.equal(failure.reason, 'quota')
  t.match(failure.message, 'it goes on after 2026-01-03T00:00:00.000Z')
  t.equal(failure.retryAfter, 15 * 60_000)
  t.equal(requests.length, 5)
  t.equal(upstream.callsToday('acme'), 5)
  t.equal(attempts.length, 5)

  t.equal((await request(origin, { method: 'POST' })).status, 503, 'what does not count goes on')
  t.equal((await request(origin, { method: 'POST', counted: true, provider: 'other' })).status, 503)
  limit = undefined
  t.equal((await request(origin, { method: 'POST', counted: true })).status, 503, 'without a limit, all go on')
  limit = 5
  clock.set(Date.UTC(2026, 0, 3))
  t.equal((await request(origin, { method: 'POST', counted: true })).status, 503, 'a new day')
})

t.test('a POST that is said to be idempotent is tried again, and a GET that is not, is not', async (t) => {
  const { origin, requests } = await listen(t, inTurn(status(503), ok, status(503)))
  const { request } = setUpUpstream(t)
  t.equal((await request(origin, { method: 'POST', idempotent: true })).status, 200)
  t.equal(requests.length, 2)
  t.equal((await request(origin, { idempotent: false })).status, 503)
  t.equal(requests.length, 3)
})
