/** Ways around the doors that other servers have had: none of them leads to the metrics. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect as connectHttp2, type OutgoingHttpHeaders } from 'node:http2'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import { hashSync } from 'bcryptjs'
import t, { type Test } from 'tap'
import { buildApp } from '../../../src/app.ts'
import { loadConfig } from '../../../src/config/config.ts'
import { acmeCredentials, madeUpProvider } from '../../support/made-up-provider.ts'
import { manualClock } from '../../support/manual-clock.ts'

const fixture = (name: string) => join(import.meta.dirname, '../../fixtures/tls', name)
const ca = readFileSync(fixture('cert.pem'), 'utf8')
const users = `basic_auth_users: {alice: ${hashSync('wonder', 4)}}\n`
const tls = `tls_server_config: {cert_file: ${fixture('cert.pem')}, key_file: ${fixture('key.pem')}}\n`

async function listen(t: Test, web: string): Promise<number> {
  const file = join(t.testdir({ 'web.yml': web }), 'web.yml')
  const env = { ...acmeCredentials, METRICS_TOKEN: 'token-4711', WEB_CONFIG_FILE: file }
  const app = await buildApp(loadConfig({ providers: [madeUpProvider()], env }), { clock: manualClock() })
  t.teardown(() => app.close())
  await app.listen({ host: '127.0.0.1', port: 0 })
  return (app.server.address() as AddressInfo).port
}

/** All that the server says to raw bytes until it closes the connection. */
async function say(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(bytes)
  return await text(socket)
}

const statuses = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status))
const isMetrics = (answer: string) => /^edge_exporter_|^acme_/m.test(answer)

const head = (line: string, ...headers: string[]) =>
  `${[line, 'host: x', 'connection: close', ...headers].join('\r\n')}\r\n\r\n`
const basic = (pair: string) => `authorization: Basic ${Buffer.from(pair).toString('base64')}`

t.test('with the token there are metrics to be had', async (t) => {
  const answer = await say(await listen(t, users), head('GET /metrics HTTP/1.1', 'authorization: Bearer token-4711'))
  t.strictSame(statuses(answer), [200])
  t.ok(isMetrics(answer))
})

const attempts: Record<string, [bytes: string, ...statuses: number[]]> = {
  'another method': [head('HEAD /metrics HTTP/1.1'), 401],
  'another spelling': [head('GET /%6detrics HTTP/1.1'), 401],
  'other letters': [head('GET /METRICS HTTP/1.1'), 401],
  'two slashes': [head('GET //metrics HTTP/1.1'), 401],
  'a slash at the end': [head('GET /metrics/ HTTP/1.1'), 401],
  'a way up from health': [head('GET /healthz/../metrics HTTP/1.1'), 401],
  'an encoded way up': [head('GET /healthz%2f..%2fmetrics HTTP/1.1'), 401],
  'a semicolon': [head('GET /healthz;/../metrics HTTP/1.1'), 401],
  'a fragment': [head('GET /metrics#/healthz HTTP/1.1'), 401],
  'a NUL': [head('GET /metrics%00/healthz HTTP/1.1'), 401],
  'a backslash': [head('GET \\metrics HTTP/1.1'), 400],
  'an absolute URL': [head('GET http://x/metrics HTTP/1.1'), 401],
  'health as the host': [head('GET http://healthz/metrics HTTP/1.1'), 401],
  'no path': [head('GET * HTTP/1.1'), 401],
  'HTTP/1.0': ['GET /metrics HTTP/1.0\r\n\r\n', 401],
  'another path in a header': [
    head('GET /metrics HTTP/1.1', 'x-original-url: /healthz', 'x-rewrite-url: /healthz', 'x-forwarded-for: 127.0.0.1'),
    401
  ],
  'health with another path in a header': [head('GET /healthz HTTP/1.1', 'x-original-url: /metrics'), 200],
  'a version of the route': [head('GET /metrics HTTP/1.1', 'accept-version: 1.x'), 401],
  'an upgrade': [head('GET /metrics HTTP/1.1', 'connection: upgrade', 'upgrade: h2c'), 401],
  'a tunnel': [head('CONNECT 127.0.0.1:80 HTTP/1.1')],
  'a method in a header': [head('POST /metrics HTTP/1.1', 'x-http-method-override: GET'), 405],
  'a second request behind health': [
    `GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n${head('GET /metrics HTTP/1.1')}`,
    200,
    401
  ],
  'one in the body of health': [
    `GET /healthz HTTP/1.1\r\nhost: x\r\ncontent-length: 60\r\n\r\n${head('GET /metrics HTTP/1.1')}`,
    200
  ],
  'a body of two lengths': [
    `GET /healthz HTTP/1.1\r\nhost: x\r\ncontent-length: 60\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${head('GET /metrics HTTP/1.1')}`,
    400
  ],
  'a second header with the token': [
    head('GET /metrics HTTP/1.1', 'authorization: Bearer wrong', 'authorization: Bearer token-4711'),
    401
  ],
  'an empty token': [head('GET /metrics HTTP/1.1', 'authorization: Bearer '), 401],
  'the token as a password': [head('GET /metrics HTTP/1.1', basic('alice:token-4711')), 401],
  'a user that every object has': [head('GET /metrics HTTP/1.1', basic('__proto__:wonder')), 401],
  'no user': [head('GET /metrics HTTP/1.1', basic(':')), 401],
  'the hash in place of the password': [head('GET /metrics HTTP/1.1', basic(`alice:${users.slice(25, 85)}`)), 401]
}

t.test('over HTTP/1.1', async (t) => {
  const port = await listen(t, users)
  for (const [what, [bytes, ...expected]] of Object.entries(attempts)) {
    const answer = await say(port, bytes)
    t.strictSame(statuses(answer), expected, what)
    t.notOk(isMetrics(answer), `${what}: no metrics`)
  }
})

t.test('over HTTP/2', async (t) => {
  const port = await listen(t, `${tls}${users}`)
  const session = connectHttp2(`https://localhost:${port}`, { ca })
  t.teardown(() => session.destroy())
  /** The status, or the code with which the stream was reset. */
  const ask = async (headers: OutgoingHttpHeaders): Promise<{ status: unknown; body: string }> => {
    const stream = session.request(headers)
    let status: unknown
    stream.on('response', (answer) => {
      status = answer[':status']
    })
    const body = await text(stream).catch(() => '')
    return { status: status ?? `reset ${stream.rstCode}`, body }
  }
  const metrics = { ':path': '/metrics' }
  t.match(await ask({ ...metrics, authorization: 'Bearer token-4711' }), { status: 200, body: /^edge_exporter_/m })
  const attempts: [OutgoingHttpHeaders, number | string][] = [
    [metrics, 401],
    [{ ...metrics, ':method': 'HEAD' }, 401],
    [{ ...metrics, ':authority': 'healthz' }, 401],
    [{ ...metrics, ':scheme': 'ftp' }, 401],
    [{ ':path': '//metrics' }, 401],
    [{ ':path': '/healthz/../metrics' }, 401],
    [{ ':path': 'https://localhost/metrics' }, 'reset 1'],
    [{ ':path': 'metrics' }, 'reset 1'],
    [{ ':method': 'CONNECT', ':authority': 'localhost:80' }, 405]
  ]
  for (const [headers, status] of attempts) {
    const answer = await ask(headers)
    t.equal(answer.status, status, JSON.stringify(headers))
    t.notOk(isMetrics(answer.body))
  }
})

t.test('without TLS where there is TLS, or with a protocol that nobody speaks', async (t) => {
  const port = await listen(t, `${tls}${users}`)
  const answer = await say(port, head('GET /metrics HTTP/1.1', 'authorization: Bearer token-4711'))
  t.strictSame(statuses(answer), [400], 'and is told what is wrong')
  t.match(answer, /the port speaks HTTPS: ask for https:/)
  t.notOk(isMetrics(answer))
  const socket = connectTls({ port, host: '127.0.0.1', servername: 'localhost', ca, ALPNProtocols: ['gopher'] })
  const [error] = await once(socket, 'error')
  t.match(error, { code: /ALPN|APPLICATION_PROTOCOL/ })
})
