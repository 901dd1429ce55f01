import { once } from 'node:events'
import { connect } from 'node:net'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import readOnly from '../../plugins/read-only.ts'
import securityHeaders from '../../plugins/security-headers.ts'
import { answerBadUrl, answerBrokenHttp } from '../../src/server/malformed-requests.ts'
import { securityHeaders as expected } from '../../src/server/security-headers.ts'

async function build(t: Test, configured: Record<string, string> = {}) {
  const app = Fastify({ clientErrorHandler: answerBrokenHttp, frameworkErrors: answerBadUrl })
  t.teardown(() => app.close())
  await app.register(securityHeaders, { configured: () => configured })
  await app.register(readOnly)
  app.get('/', async () => ({ status: 'ok' }))
  app.get('/page', async (_request, reply) =>
    reply.header('content-security-policy', "default-src 'none'").type('text/html').send('<p>')
  )
  return app
}

t.test('GET and HEAD only, whatever the path', async (t) => {
  const app = await build(t)
  for (const method of ['GET', 'HEAD'] as const) t.equal((await app.inject({ method, url: '/' })).statusCode, 200)
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'] as const) {
    for (const url of ['/', '/nothing']) {
      const { statusCode, headers } = await app.inject({ method: method as 'POST', url })
      t.equal(statusCode, 405, `${method} ${url}`)
      t.equal(headers.allow, 'GET, HEAD')
    }
  }
})

/** What a raw connection is answered until it is closed or has been quiet for a while. */
async function exchange(t: Test, request: string): Promise<{ text: string; isClosed: boolean }> {
  const app = await build(t)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const socket = connect((app.server.address() as { port: number }).port, '127.0.0.1')
  t.teardown(() => socket.destroy())
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  socket.on('error', () => {})
  socket.write(request)
  const closed = once(socket, 'close').then(() => true)
  const answered = async () => {
    while (!text.includes('\r\n\r\n')) await once(socket, 'data')
    return false
  }
  const isClosed = (await Promise.race([closed, answered()])) || /^connection: close/im.test(text)
  if (isClosed) await closed
  return { text, isClosed }
}

t.test('a body is neither asked for nor read', async (t) => {
  const begin = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000000\r\n'
  for (const request of [`${begin}\r\n`, `${begin}expect: 100-continue\r\n\r\n`]) {
    const { text, isClosed } = await exchange(t, request)
    t.match(text, /^HTTP\/1\.1 405 /)
    t.notMatch(text, '100 Continue')
    t.ok(isClosed)
  }
  const get = await exchange(t, 'GET / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n')
  t.match(get.text, /^HTTP\/1\.1 200 /)
  t.ok(get.isClosed)
  const bare = await exchange(t, 'GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n')
  t.match(bare.text, /^HTTP\/1\.1 200 /)
  t.notOk(bare.isClosed, 'without a body the connection is kept')
})

t.test('every answer has the headers, those to broken requests included', async (t) => {
  const app = await build(t)
  for (const [url, status] of [
    ['/', 200],
    ['/nothing', 404],
    ['/%zz', 400]
  ] as const) {
    const { statusCode, headers } = await app.inject(url)
    t.equal(statusCode, status)
    t.match(headers, expected, url)
  }
  t.match((await app.inject({ method: 'POST', url: '/' })).headers, expected)
  t.notMatch(JSON.stringify((await app.inject('/%zz<x')).body), '<x', 'and what was asked is not repeated')

  const long = `GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`
  for (const [request, status] of [
    ['nonsense\r\n\r\n', '400 Bad Request'],
    [long, '431 Request Header Fields Too Large']
  ] as const) {
    const { text } = await exchange(t, request)
    t.ok(text.startsWith(`HTTP/1.1 ${status}\r\n`), text.slice(0, 100))
    for (const [name, value] of Object.entries(expected)) t.ok(text.includes(`${name}: ${value}\r\n`), name)
    const [, body = ''] = text.split('\r\n\r\n')
    t.match(JSON.parse(body), { statusCode: Number.parseInt(status, 10) })
  }
})

t.test('who goes on sending what is broken is answered once', async (t) => {
  const { text } = await exchange(t, 'x\r\n'.repeat(100_000))
  t.equal(text.split('HTTP/1.1').length, 2)
})

t.test('no inline script, whoever wrote the page', async (t) => {
  const policy = expected['content-security-policy'] as string
  t.match(policy, /default-src 'self'/)
  t.notMatch(policy, /unsafe|script-src|\*/)
})

t.test('a page may have a policy of its own, and the web configuration has the last word', async (t) => {
  const plain = await build(t)
  t.equal((await plain.inject('/page')).headers['content-security-policy'], "default-src 'none'")
  const app = await build(t, {
    'Content-Security-Policy': "default-src 'self' x.example",
    'X-Frame-Options': '',
    'Strict-Transport-Security': 'max-age=60'
  })
  const { headers } = await app.inject('/page')
  t.equal(headers['content-security-policy'], "default-src 'self' x.example")
  t.equal(headers['strict-transport-security'], 'max-age=60')
  t.notHas(headers, 'x-frame-options')
})

t.test('a preflight is answered where pages of other origins may read', async (t) => {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(readOnly, { preflights: { '/geolocation': { isOpen: true }, '/api/status': { isOpen: false } } })
  app.get('/geolocation', async () => [])
  const ask = (url: string) =>
    app.inject({
      method: 'OPTIONS',
      url,
      headers: { origin: 'https://grafana.example', 'access-control-request-method': 'GET' }
    })
  const { statusCode, headers, body } = await ask('/geolocation?a=b')
  t.same([statusCode, body], [204, ''])
  t.match(headers, {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD',
    'access-control-allow-headers': 'authorization'
  })
  const closed = await ask('/api/status')
  t.equal(closed.statusCode, 204)
  t.equal(closed.headers['access-control-allow-origin'], undefined)
  t.equal((await ask('/other')).statusCode, 405)
})
