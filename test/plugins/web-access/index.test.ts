/** Who gets in, over real connections. The certificate of the fixtures stands for the server, the CA and the client. */
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import { request } from 'node:https'
import { type AddressInfo, connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { hashSync } from 'bcryptjs'
import type { InjectOptions } from 'fastify'
import t, { type Test } from 'tap'
import { buildApp } from '../../../src/app.ts'
import { loadConfig } from '../../../src/config/config.ts'
import { type LogSink, logSink } from '../../support/log-sink.ts'
import { acmeCredentials, madeUpProvider } from '../../support/made-up-provider.ts'
import { manualClock } from '../../support/manual-clock.ts'
import { parseExposition } from '../../support/parse-exposition.ts'

const fixture = (name: string) => join(import.meta.dirname, '../../fixtures/tls', name)
const [cert, key] = [readFileSync(fixture('cert.pem'), 'utf8'), readFileSync(fixture('key.pem'), 'utf8')]
const tls = `tls_server_config:\n  cert_file: ${fixture('cert.pem')}\n  key_file: ${fixture('key.pem')}\n`
const hash = hashSync('wonder', 4)

async function build(t: Test, { web, ...env }: Record<string, string>) {
  const file = join(t.testdir(web === undefined ? {} : { 'web.yml': web }), 'web.yml')
  const settings = web === undefined ? env : { WEB_CONFIG_FILE: file, ...env }
  const logs = logSink()
  const clock = manualClock()
  const config = loadConfig({ providers: [madeUpProvider()], env: { ...acmeCredentials, ...settings } })
  const app = await buildApp(config, { logger: logs.log, clock })
  t.teardown(() => app.close())
  const status = async (url: string, headers: Record<string, string> = {}, more: InjectOptions = {}) =>
    (await app.inject({ url, headers, ...more })).statusCode
  return { app, file, logs, clock, status }
}

const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
})
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

t.test('without settings everybody gets in', async (t) => {
  const { status } = await build(t, {})
  t.equal(await status('/metrics'), 200)
  t.equal(await status('/metrics', basic('who', 'ever')), 200)
})

t.test('a bearer token, which may be one of several', async (t) => {
  const { app, status } = await build(t, { METRICS_TOKEN: 'old-token new-token' })
  const { statusCode, headers, body } = await app.inject('/metrics')
  t.equal(statusCode, 401)
  t.strictSame([headers['www-authenticate']].flat(), [
    'Basic realm="edge-exporter", charset="UTF-8"',
    'Bearer realm="edge-exporter"'
  ])
  t.match(JSON.parse(body), { statusCode: 401, error: 'Unauthorized', message: 'credentials are needed' })
  for (const token of ['old-token', 'new-token']) t.equal(await status('/metrics', bearer(token)), 200)
  t.equal(await status('/metrics', bearer('old-token new-token')), 401)
  t.equal(await status('/', basic('anybody', 'new-token')), 200, 'a person with a browser')
  t.equal(await status('/', basic('new-token', '')), 401)
  t.equal(await status('/', basic('anybody', 'other')), 401)
  for (const url of ['/', '/geolocation', '/nothing', '/metrics?provider=acme']) t.equal(await status(url), 401, url)
  for (const url of ['/healthz', '/readyz', '/healthz/']) t.not(await status(url), 401, url)
})

t.test('passwords and a token are two ways in', async (t) => {
  const { app, clock, status } = await build(t, {
    web: `basic_auth_users: {alice: ${hash}}`,
    METRICS_TOKEN: 'token-4711'
  })
  const { headers } = await app.inject({ url: '/metrics', headers: basic('alice', 'wrong') })
  t.strictSame(headers['www-authenticate'], [
    'Basic realm="edge-exporter", charset="UTF-8"',
    'Bearer realm="edge-exporter"'
  ])
  t.equal(await status('/metrics', basic('alice', 'wonder')), 200)
  t.equal(await status('/metrics', bearer('token-4711')), 200)
  t.equal(await status('/metrics', basic('nobody', 'wonder')), 401)
  t.equal(await status('/metrics', bearer('wonder')), 401)
  // Answers are sent again for a second.
  await clock.advance(1001)
  const { body } = await app.inject({ url: '/metrics', headers: bearer('token-4711') })
  const refused = (reason: string) =>
    parseExposition(body, 'text').value('edge_exporter_web_refused_requests_total', { reason })
  t.equal(refused('credentials'), 3)
  t.equal(refused('certificate'), 0)
})

t.test('what tells of health can be put inside', async (t) => {
  const { status } = await build(t, { METRICS_TOKEN: 'token-4711', HEALTH_AUTHENTICATION: 'true' })
  for (const url of ['/healthz', '/readyz']) {
    t.equal(await status(url), 401)
    t.not(await status(url, bearer('token-4711')), 401)
  }
})

t.test('a rate limit lets nobody but health checks in too often', async (t) => {
  const { clock, status } = await build(t, { web: 'rate_limit: {interval: 1s, burst: 2}' })
  t.strictSame([await status('/'), await status('/'), await status('/')], [200, 200, 429])
  t.equal(await status('/healthz'), 200)
  await clock.advance(1000)
  t.strictSame([await status('/'), await status('/')], [200, 429])
})

t.test('a flood of passwords is answered with 429', async (t) => {
  const { app } = await build(t, { web: `basic_auth_users: {alice: ${hash}}` })
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, i) => app.inject({ url: '/', headers: basic('alice', `wrong ${i}`) }))
  )
  const busy = answers.filter(({ statusCode }) => statusCode === 429)
  t.equal(busy.length, 23)
  t.equal(busy[0]?.headers['retry-after'], '1')
  t.equal(answers.filter(({ statusCode }) => statusCode === 401).length, 17)
})

t.test('users are read again, and a broken change keeps them, logs one line and counts', async (t) => {
  const { app, file, logs, clock, status } = await build(t, { web: `basic_auth_users: {alice: ${hash}}` })
  const own = async (name: string, labels = {}) => {
    // Answers are sent again for a second.
    await clock.advance(1001)
    const { body } = await app.inject({ url: '/metrics', headers: basic('bob', 'wonder') })
    return parseExposition(body, 'text').value(`edge_exporter_web_config_${name}`, labels)
  }
  t.equal(await status('/', basic('bob', 'wonder')), 401)
  writeFileSync(file, `basic_auth_users: {bob: ${hash}}`)
  t.equal(await status('/', basic('bob', 'wonder')), 200)
  t.equal(await status('/', basic('alice', 'wonder')), 401)
  t.strictSame(linesOf(logs, 'info'), ['the changed web configuration is in force'])
  t.equal(await own('last_reload_successful'), 1)

  writeFileSync(file, 'basic_auth_users: {carol: secret-of-carol}')
  for (let i = 0; i < 3; i++) t.equal(await status('/', basic('bob', 'wonder')), 200)
  t.strictSame(linesOf(logs, 'error'), ['the changed web configuration cannot be used; the last one goes on'])
  t.match(logs.lines.at(-1), { reason: /^WEB_CONFIG_FILE: line 1: the password of this user/ })
  t.notMatch(logs.text(), 'secret-of-carol')
  t.equal(await own('reloads_total', { outcome: 'failure' }), 1)
  t.equal(await own('reloads_total', { outcome: 'success' }), 1)
  t.equal(await own('last_reload_successful'), 0)

  writeFileSync(file, tls)
  t.equal(await status('/', basic('bob', 'wonder')), 200)
  t.match(logs.lines.at(-1), { reason: /turning TLS or http2 on or off/ })
})

/** What the doors logged at a level, the start of the server left out. */
function linesOf(logs: LogSink, level: string): string[] {
  return logs.messages(level).filter((message) => /web configuration|METRICS_TOKEN/.test(message))
}

t.test('a token in a file is read again, and one that is gone keeps the last', async (t) => {
  const file = join(t.testdir({ token: 'first' }), 'token')
  const logs = logSink()
  const config = loadConfig({
    providers: [madeUpProvider()],
    env: { ...acmeCredentials, METRICS_TOKEN_FILE: file }
  })
  const app = await buildApp(config, { logger: logs.log, clock: manualClock() })
  t.teardown(() => app.close())
  const status = async (token: string) => (await app.inject({ url: '/', headers: bearer(token) })).statusCode
  t.equal(await status('first'), 200)
  writeFileSync(file, 'second\n')
  t.strictSame([await status('first'), await status('second')], [401, 200])
  writeFileSync(file, '')
  t.strictSame([await status('second'), await status('second'), await status('')], [200, 200, 401])
  t.strictSame(linesOf(logs, 'error'), ['METRICS_TOKEN cannot be read again; the last one goes on'])
  t.match(logs.lines.at(-1), { reason: 'the file of METRICS_TOKEN is empty' })
})

t.test('a web configuration that cannot be used ends the start', async (t) => {
  const faults = [
    ['b: c', /line 1: unknown key b/],
    [
      'tls_server_config: {cert_file: none.pem, key_file: none.pem}',
      /cannot read the certificate .*none\.pem \(ENOENT\)/
    ],
    [`tls_server_config: {cert: nothing, key_file: ${fixture('key.pem')}}`, /the certificate is no PEM text/],
    [`tls_server_config: {cert_file: ${fixture('cert.pem')}, key: nothing}`, /do not work together \(ERR_OSSL/],
    [
      `tls_server_config: {cert_file: ${fixture('rsa.pem')}, key_file: ${fixture('key.pem')}}`,
      /the key is not that of/
    ],
    [
      `tls_server_config: {cert_file: ${fixture('good.pem')}, key_file: ${fixture('rsa-key.pem')}}`,
      /the key is not that/
    ],
    [`${tls}  client_ca: nothing\n  client_auth_type: RequireAndVerifyClientCert`, /the client CA is no PEM text/]
  ] as const
  for (const [web, message] of faults) {
    await t.rejects(build(t, { web }), { name: 'SettingsError', message }, String(message))
  }
  await t.rejects(build(t, { WEB_CONFIG_FILE: '/nowhere/web.yml' }), { message: /cannot be read \(ENOENT\)/ })
})

interface Answer {
  readonly status: number | undefined
  readonly protocol: string | false | null
}

/** A connection of its own for each request. */
function ask(origin: string, path: string, options: object = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request(`${origin}${path}`, { ca: cert, agent: false, ...options }, (response) => {
      response.resume()
      response.on('end', () => resolve({ status: response.statusCode, protocol: 'h1' }))
    })
    asking.on('error', reject)
    asking.end()
  })
}

function askHttp2(origin: string, path: string, options: object = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2(origin, { ca: cert, ...options })
    session.on('error', reject)
    const stream = session.request({ ':path': path })
    stream.on('response', (headers) => {
      const protocol = session.alpnProtocol ?? null
      session.close()
      resolve({ status: headers[':status'], protocol })
    })
    stream.on('error', reject)
    stream.end()
  })
}

async function listen(t: Test, web: string, env: Record<string, string> = {}) {
  const built = await build(t, { web, ...env })
  return {
    ...built,
    origin: (await built.app.listen({ host: '127.0.0.1', port: 0 })).replace('127.0.0.1', 'localhost')
  }
}

t.test('HTTP/2 and HTTP/1.1 over TLS, with the same answers', async (t) => {
  const { app, origin } = await listen(t, tls)
  t.match(origin, /^https:/)
  t.strictSame(await ask(origin, '/metrics'), { status: 200, protocol: 'h1' })
  t.strictSame(await askHttp2(origin, '/metrics'), { status: 200, protocol: 'h2' })
  t.match(app.server, { keepAliveTimeout: 75_000, requestTimeout: 30_000 }, 'with the same patience')
  const { body } = await app.inject('/metrics')
  const expiry = parseExposition(body, 'text').value('edge_exporter_web_certificate_expiry_timestamp_seconds')
  t.equal(expiry, Date.UTC(2126, 9, 28, 20, 56, 58) / 1000)
})

t.test('HTTP/2 can be turned off', async (t) => {
  const { origin } = await listen(t, `${tls}http_server_config:\n  http2: false\n`)
  t.strictSame(await ask(origin, '/metrics'), { status: 200, protocol: 'h1' })
  await t.rejects(askHttp2(origin, '/metrics'))
})

for (const http2 of [true, false]) {
  t.test(`who never begins the handshake is let go, with http2: ${http2}`, async (t) => {
    const { app } = await listen(t, `${tls}http_server_config:\n  http2: ${http2}\n`, { HEADERS_TIMEOUT: '100ms' })
    const socket = connectTcp((app.server.address() as AddressInfo).port, '127.0.0.1').resume()
    t.teardown(() => socket.destroy())
    await once(socket, 'close')
    t.equal(socket.bytesRead, 0)
  })
}

t.test('HTTP/2 has the limits that HTTP/1.1 has', async (t) => {
  const { origin } = await listen(t, tls, { MAX_HEADER_SIZE: '4096' })
  const session = connectHttp2(origin, { ca: cert })
  t.teardown(() => session.destroy())
  const [{ maxConcurrentStreams }] = (await once(session, 'remoteSettings')) as [{ maxConcurrentStreams: number }]
  t.equal(maxConcurrentStreams, 100)
  const status = async (bytes: number) => {
    const stream = session.request({ ':path': '/healthz', 'x-long': 'x'.repeat(bytes) })
    const [headers] = await once(stream, 'response')
    return headers[':status']
  }
  t.equal(await status(2000), 200)
  await t.rejects(status(8000), { code: 'ERR_HTTP2_STREAM_ERROR' })
  t.equal(await status(2000), 200, 'and the connection goes on')
})

const mutual = `${tls}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ${fixture('cert.pem')}\n`

t.test('without its certificate a client gets to health and no further', async (t) => {
  const { origin } = await listen(t, mutual)
  for (const asking of [ask, askHttp2]) {
    t.match(await asking(origin, '/metrics', { cert, key }), { status: 200 })
    t.match(await asking(origin, '/metrics'), { status: 403 })
    t.match(await asking(origin, '/healthz'), { status: 200 })
  }
})

t.test('with health inside, the handshake itself fails', async (t) => {
  const { origin } = await listen(t, mutual, { HEALTH_AUTHENTICATION: 'true' })
  t.match(await ask(origin, '/healthz', { cert, key }), { status: 200 })
  await t.rejects(ask(origin, '/healthz'))
  await t.rejects(askHttp2(origin, '/healthz'))
})

t.test('a changed policy counts for the next connection, and for requests over open ones', async (t) => {
  const { origin, file, logs } = await listen(t, tls)
  const session = connectHttp2(origin, { ca: cert })
  t.teardown(() => session.close())
  const statusOver = () =>
    new Promise((resolve, reject) => {
      const stream = session.request({ ':path': '/metrics' })
      stream.on('response', (headers) => resolve(headers[':status'])).on('error', reject)
      stream.resume()
      stream.end()
    })
  t.equal(await statusOver(), 200)
  writeFileSync(file, mutual)
  t.match(await ask(origin, '/metrics', { cert, key }), { status: 200 })
  t.match(await ask(origin, '/metrics'), { status: 403 })
  t.equal(await statusOver(), 403)
  writeFileSync(file, `${mutual}  client_allowed_sans: [other.example]\n`)
  t.match(await ask(origin, '/metrics', { cert, key }), { status: 403 })
  writeFileSync(file, `${mutual}  client_allowed_sans: [localhost]\n`)
  t.match(await ask(origin, '/metrics', { cert, key }), { status: 200 })
  t.equal(linesOf(logs, 'info').length, 3)
  t.equal(linesOf(logs, 'error').length, 0)
})

t.test('a certificate of another kind serves once its key is there too', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'pair-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const [certFile, keyFile] = [join(folder, 'tls.crt'), join(folder, 'tls.key')]
  writeFileSync(certFile, cert)
  writeFileSync(keyFile, key)
  const { origin, logs } = await listen(t, `tls_server_config: {cert_file: ${certFile}, key_file: ${keyFile}}\n`)
  const ca = [cert, readFileSync(fixture('ca.pem'), 'utf8')]
  const served = () =>
    new Promise((resolve, reject) => {
      const socket = connect({ port: Number(new URL(origin).port), ca, servername: 'localhost' })
      socket.on('secureConnect', () => {
        resolve(socket.getPeerX509Certificate()?.publicKey.asymmetricKeyType)
        socket.destroy()
      })
      socket.on('error', reject)
    })
  t.equal(await served(), 'ec')
  writeFileSync(certFile, readFileSync(fixture('rsa.pem')))
  t.equal(await served(), 'ec', 'between the two files')
  t.match(logs.lines.at(-1), { reason: /the key is not that of the certificate/ })
  writeFileSync(keyFile, readFileSync(fixture('rsa-key.pem')))
  t.equal(await served(), 'rsa')
  t.strictSame(linesOf(logs, 'info').length, 1)
})

t.test('a session from before a change cannot be resumed', async (t) => {
  const { origin, file } = await listen(t, mutual)
  const port = Number(new URL(origin).port)
  /** Asks over TLS 1.2, whose tickets come with the handshake; tells whether it was a resumed one. */
  const handshake = (session?: Buffer) =>
    new Promise<{ isResumed: boolean; session: Buffer }>((resolve, reject) => {
      const socket = connect({ port, ca: cert, cert, key, servername: 'localhost', maxVersion: 'TLSv1.2', session })
      socket.on('secureConnect', () => {
        const ticket = socket.getSession() as Buffer
        resolve({ isResumed: socket.isSessionReused(), session: ticket })
        socket.destroy()
      })
      socket.on('error', reject)
    })
  const { session } = await handshake()
  t.equal((await handshake(session)).isResumed, true, 'while nothing changes')
  writeFileSync(file, `${mutual}  client_allowed_sans: [localhost]\n`)
  t.equal((await handshake(session)).isResumed, false)
})

t.test('ciphers, curves and versions are those of the file', async (t) => {
  const { origin } = await listen(
    t,
    `${tls}  max_version: TLS12\n  curve_preferences: [CurveP384]\n  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]\n`
  )
  const negotiated = await new Promise((resolve, reject) => {
    const socket = connect({ port: Number(new URL(origin).port), ca: cert, servername: 'localhost' }, () => {
      const curve = socket.getEphemeralKeyInfo() as { name?: string }
      resolve([socket.getProtocol(), socket.getCipher().name, curve.name])
      socket.destroy()
    })
    socket.on('error', reject)
  })
  t.match(negotiated, ['TLSv1.2', /^ECDHE-(RSA|ECDSA)-AES256-GCM-SHA384$/, 'secp384r1'])
  await t.rejects(ask(origin, '/healthz', { minVersion: 'TLSv1.3' }))
  await t.rejects(ask(origin, '/healthz', { ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256' }))
})
