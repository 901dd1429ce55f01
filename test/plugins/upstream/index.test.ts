import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { gzipSync } from 'node:zlib'
import Fastify from 'fastify'
import t from 'tap'
import plugin, { measure } from '../../../plugins/upstream/index.ts'
import { bodyOf, listen } from '../../support/local-server.ts'
import { manualClock } from '../../support/manual-clock.ts'
import { failureOf, sentinel, setUpUpstream } from '../../support/upstream-client.ts'

t.test('what is sent and what comes back', async (t) => {
  const { origin, requests } = await listen(t, (_request, response) => {
    response.writeHead(201, { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] }).end('hello')
  })
  const { request } = setUpUpstream(t)
  const answer = await request(origin, { headers: { accept: 'application/json; version=2.0' } })
  t.equal(answer.status, 201)
  t.equal(answer.headers['content-type'], 'text/plain')
  t.same(answer.headers['set-cookie'], ['a=1', 'b=2'])
  t.equal(answer.body.toString(), 'hello')
  t.ok(Buffer.isBuffer(answer.body))
  t.match(requests[0], {
    method: 'GET',
    url: `/v1/${sentinel}?key=${sentinel}`,
    headers: {
      'user-agent': 'edge-exporter/1.2.3',
      'accept-encoding': 'gzip',
      accept: 'application/json; version=2.0'
    }
  })
})

t.test('what a piece of work asks for is counted, retries and unpacked bodies', async (t) => {
  const { origin } = await listen(t, (request, response) => {
    if (request.url?.startsWith('/v1') && flaky-- > 0) response.writeHead(503).end('busy')
    else response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(1000)))
  })
  let flaky = 1
  const { request } = setUpUpstream(t)
  const [one, two] = [
    { calls: 0, bytes: 0, heldBack: 0 },
    { calls: 0, bytes: 0, heldBack: 0 }
  ]
  await measure(one, async () => {
    await request(origin)
    await Promise.all([request(origin), measure(two, () => request(origin))])
  })
  await request(origin)
  t.strictSame(one, { calls: 3, bytes: 2000, heldBack: 0 })
  t.strictSame(two, { calls: 1, bytes: 1000, heldBack: 0 })
})

t.test('forms and bodies', async (t) => {
  const bodies: string[] = []
  const { origin, requests } = await listen(t, async (request, response) => {
    bodies.push(await bodyOf(request))
    response.end()
  })
  const { request } = setUpUpstream(t)
  await request(origin, { method: 'POST', form: { 'a b': 'ü&=', c: '' } })
  await request(origin, { method: 'POST', body: Buffer.from('a b\n'), headers: { 'content-type': 'text/plain' } })
  await request(origin, { method: 'PUT', body: Buffer.from('c') })
  await request(origin, { method: 'DELETE' })
  t.same(bodies, ['a+b=%C3%BC%26%3D&c=', 'a b\n', 'c', ''])
  t.same(
    requests.map(({ method, headers }) => [method, headers['content-type']]),
    [
      ['POST', 'application/x-www-form-urlencoded'],
      ['POST', 'text/plain'],
      ['PUT', undefined],
      ['DELETE', undefined]
    ]
  )
})

t.test('an error status is an answer, too', async (t) => {
  const { origin } = await listen(t, (_request, response) => response.writeHead(401).end('{"error":"expired"}'))
  const { request } = setUpUpstream(t)
  t.match(await request(origin), { status: 401, body: Buffer.from('{"error":"expired"}') })
})

t.test('connections are kept for the next request, and closed in the end', async (t) => {
  const { origin, server } = await listen(t, (_request, response) => response.end('ok'))
  let connections = 0
  server.on('connection', () => {
    connections += 1
  })
  const { request, upstream } = setUpUpstream(t)
  const connected = once(server, 'connection')
  await request(origin)
  await request(origin)
  const [socket] = await connected
  t.equal(connections, 1)
  t.notOk(socket.destroyed)
  upstream.close()
  if (!socket.destroyed) await once(socket, 'close')
  t.pass('the server saw it close')
})

t.test('the plugin closes its connections with the server', async (t) => {
  const { origin, server } = await listen(t, (_request, response) => response.end('ok'))
  const app = Fastify()
  await app.register(plugin, { clock: manualClock(), proxy: {}, userAgent: 'test' })
  const connected = once(server, 'connection')
  const url = new URL(origin)
  const { signal } = new AbortController()
  const options = {
    provider: 'acme',
    endpoint: 'stats',
    method: 'GET',
    url,
    signal,
    hostSetting: 'ACME_API_URL'
  } as const
  t.equal((await app.upstream.request(options)).status, 200)
  const [socket] = await connected
  await app.close()
  if (!socket.destroyed) await once(socket, 'close')
  t.pass('the server saw it close')
})

t.test('gzip', async (t) => {
  const text = 'hello '.repeat(1000)
  let encoding = 'gzip'
  let body: Buffer = gzipSync(text)
  let status = 200
  const { origin } = await listen(t, (_request, response) => {
    response.writeHead(status, { 'content-encoding': encoding }).end(body)
  })
  const { request, codes } = setUpUpstream(t)

  t.equal((await request(origin)).body.toString(), text)
  encoding = 'GZIP'
  t.equal((await request(origin)).body.toString(), text, 'in other letters')

  for (const damaged of [Buffer.from('no gzip'), gzipSync(text).subarray(0, 30)]) {
    body = damaged
    const failure = await failureOf(t, request(origin))
    t.match(failure, { reason: 'parse', message: /damaged gzip$/ })
  }

  body = Buffer.alloc(0)
  status = 401
  t.match(await request(origin), { status: 401, body: Buffer.alloc(0) }, 'nothing needs no decoding')

  encoding = 'identity'
  status = 200
  body = Buffer.from('as it is')
  t.equal((await request(origin)).body.toString(), 'as it is')

  encoding = 'br'
  t.match(await failureOf(t, request(origin)), { reason: 'parse', message: /encoding that was not asked for$/ })
  t.same(codes(), ['200', '200', '200', '200', '401', '200', '200'], 'the attempts themselves have a status')
})

t.test('an error keeps its status when its body cannot be decoded', async (t) => {
  const { origin } = await listen(t, (_request, response) => {
    response.writeHead(429, { 'content-encoding': 'gzip', 'retry-after': '60' }).end('no gzip')
  })
  const { request } = setUpUpstream(t)
  t.match(await request(origin), { status: 429, headers: { 'retry-after': '60' }, body: Buffer.alloc(0) })
})

t.test('a body has a limit', async (t) => {
  const limit = 100_000
  const bodies: Record<string, (response: import('node:http').ServerResponse) => void> = {
    'with its length': (response) => response.end(Buffer.alloc(limit + 1)),
    'in chunks': (response) => {
      response.write(Buffer.alloc(limit))
      response.end('x')
    },
    endless: (response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    },
    'behind an error': (response) => response.writeHead(500).end(Buffer.alloc(2 * limit)),
    compressed: (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1e7)))
  }
  for (const [name, send] of Object.entries(bodies)) {
    const { origin } = await listen(t, (_request, response) => send(response))
    const { request, attempts } = setUpUpstream(t, { bodyLimit: limit })
    const failure = await failureOf(t, request(origin))
    t.equal(failure.reason, 'parse', name)
    t.match(failure.message, `with more than ${limit} bytes`)
    t.equal(attempts.length, 1, 'and is not asked for again')
  }
})

t.test('one byte too many in one small piece', async (t) => {
  const { origin } = await listen(t, (_request, response) => response.end('12345678901'))
  const { request } = setUpUpstream(t, { bodyLimit: 10 })
  t.equal((await failureOf(t, request(origin))).reason, 'parse')
})

t.test('a request that expects little takes little', async (t) => {
  const { origin } = await listen(t, (_request, response) => response.end('12345678901'))
  const { request } = setUpUpstream(t, { bodyLimit: 1000 })
  t.match(await failureOf(t, request(origin, { bodyLimit: 10 })), { reason: 'parse', message: /more than 10 bytes/ })
  t.equal((await request(origin, { bodyLimit: 5000 })).body.length, 11, 'and nobody gets more than the limit of all')
})

t.test('a body of exactly the limit is taken', async (t) => {
  const body = Buffer.alloc(100_000, 'x')
  for (const encoding of ['identity', 'gzip']) {
    const { origin } = await listen(t, (_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(encoding === 'gzip' ? gzipSync(body) : body)
    })
    const { request } = setUpUpstream(t, { bodyLimit: body.length })
    t.equal(digest((await request(origin)).body), digest(body), encoding)
  }
})

function digest(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex')
}
