import { readFileSync } from 'node:fs'
import tls from 'node:tls'
import t from 'tap'
import { proxySettings } from '../../../src/config/proxy.ts'
import { listenAsProxy } from '../../support/local-proxy.ts'
import { closedPort, listen } from '../../support/local-server.ts'
import { failureOf, sentinel, setUpUpstream } from '../../support/upstream-client.ts'

const read = (name: string) => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8')
const identity = { key: read('key.pem'), cert: read('cert.pem') }
const vouched = { key: read('key.pem'), cert: read('good.pem') }

/** A server of this machine under a made-up name, which only the proxy of the tests knows. */
const named = (origin: string) => origin.replace('127.0.0.1', 'provider.test')

/** The proxy's URL with a password in it. */
const withPassword = (origin: string) => origin.replace('//', `//user:${sentinel}@`)

t.test('http through a proxy that asks for a password', async (t) => {
  const proxy = await listenAsProxy(t)
  const { origin, requests } = await listen(t, (_request, response) => response.end('ok'))
  const { request } = setUpUpstream(t, { proxy: proxySettings({ HTTP_PROXY: withPassword(proxy.origin) }) })
  const answer = await request(named(origin))
  t.equal(answer.body.toString(), 'ok')
  t.same(proxy.asked, [
    { what: `GET ${named(origin)}/v1/${sentinel}?key=${sentinel}`, credentials: `user:${sentinel}` }
  ])
  t.equal(requests.length, 1)
})

t.test('NO_PROXY', async (t) => {
  const proxy = await listenAsProxy(t)
  const { origin } = await listen(t, (_request, response) => response.end('ok'))
  for (const exceptions of ['provider.test', 'example.com, .test', '*']) {
    const { request } = setUpUpstream(t, { proxy: { HTTP_PROXY: proxy.origin, NO_PROXY: exceptions } })
    t.match(await failureOf(t, request(named(origin))), { reason: 'network', message: /does not resolve/ })
    t.same(proxy.asked, [], exceptions)
  }
  const { request } = setUpUpstream(t, { proxy: { HTTP_PROXY: proxy.origin, NO_PROXY: 'example.com' } })
  t.equal((await request(named(origin))).body.toString(), 'ok')
  t.equal(proxy.asked.length, 1)
})

t.test('what is on this machine is asked straight, as no proxy can reach it', async (t) => {
  const proxy = await listenAsProxy(t)
  const { origin } = await listen(t, (_request, response) => response.end('ok'))
  const { request } = setUpUpstream(t, { proxy: { HTTP_PROXY: proxy.origin, ALL_PROXY: proxy.origin } })
  for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]']) {
    t.equal((await request(origin.replace('127.0.0.1', host))).body.toString(), 'ok', host)
  }
  t.same(proxy.asked, [])
})

t.test('the environment of the process is not asked again', async (t) => {
  const proxy = await listenAsProxy(t)
  const { origin } = await listen(t, (_request, response) => response.end('ok'))
  process.env.HTTP_PROXY = proxy.origin
  t.teardown(() => delete process.env.HTTP_PROXY)
  const { request } = setUpUpstream(t)
  t.equal((await request(origin)).body.toString(), 'ok')
  t.same(proxy.asked, [])
})

t.test('the proxy is down', async (t) => {
  const { request } = setUpUpstream(t, { proxy: { HTTP_PROXY: withPassword(await closedPort(t)) } })
  const failure = await failureOf(t, request('http://stats.example'))
  t.match(failure, { reason: 'network', message: /ECONNREFUSED.*check HTTP_PROXY$/ })
})

t.test('the proxy is down, for https', async (t) => {
  const { request } = setUpUpstream(t, { proxy: { HTTPS_PROXY: withPassword(await closedPort(t)) } })
  t.match(await failureOf(t, request('https://stats.example')), { reason: 'network', message: /ECONNREFUSED|proxy/ })
})

t.test('the proxy refuses', async (t) => {
  const proxy = await listenAsProxy(t, 407)
  const { HTTP_PROXY, HTTPS_PROXY } = {
    HTTP_PROXY: withPassword(proxy.origin),
    HTTPS_PROXY: withPassword(proxy.origin)
  }
  const { request, codes } = setUpUpstream(t, { proxy: { HTTP_PROXY, HTTPS_PROXY } })
  t.equal((await request('http://stats.example')).status, 407, 'for http it answers in the place of the server')
  const failure = await failureOf(t, request('https://stats.example'))
  t.match(failure, {
    reason: 'network',
    message: /\(ERR_PROXY_TUNNEL: the proxy wants a user and a password, which HTTPS_PROXY can carry/
  })
  t.same(codes(), ['407', 'network'])
})

t.test('a certificate that nobody vouches for', async (t) => {
  const { origin, requests } = await listen(t, (_request, response) => response.end('ok'), identity)
  const { request, codes } = setUpUpstream(t)
  const failure = await failureOf(t, request(origin))
  t.match(failure, { reason: 'network', message: /\(DEPTH_ZERO_SELF_SIGNED_CERT: TLS; .* is named by CA_FILE\)$/ })
  t.equal(requests.length, 0, 'no secret was sent')
  t.same(codes(), ['network'], 'trying again would not help')
})

t.test('plain http where TLS is spoken, and the other way round', async (t) => {
  const secure = await listen(t, (_request, response) => response.end('ok'), identity)
  const plain = await listen(t, (_request, response) => response.end('ok'))
  const { request } = setUpUpstream(t)
  const wrong = await failureOf(t, request(plain.origin.replace('http:', 'https:'), { method: 'POST' }))
  t.match(wrong, { reason: 'network', message: /TLS\)$/ })
  t.equal((await failureOf(t, request(secure.origin.replace('https:', 'http:'), { method: 'POST' }))).reason, 'network')
})

// Last, as the trust holds for the rest of the process.
t.test('https, straight and through a proxy', async (t) => {
  tls.setDefaultCACertificates([read('ca.pem')])
  const { origin, port, requests } = await listen(t, (_request, response) => response.end('ok'), vouched)
  const proxy = await listenAsProxy(t)
  const straight = setUpUpstream(t)
  t.equal((await straight.request(origin)).body.toString(), 'ok')
  const proxied = setUpUpstream(t, { proxy: { HTTPS_PROXY: withPassword(proxy.origin) } })
  t.equal((await proxied.request(named(origin))).body.toString(), 'ok')
  t.same(proxy.asked, [{ what: `CONNECT provider.test:${port}`, credentials: `user:${sentinel}` }])
  t.equal(requests.length, 2)
})
