/** The way out through real proxies: tinyproxy and squid, with and without a password, for http and https. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import tls from 'node:tls'
import t, { type Test } from 'tap'
import { proxySettings } from '../../src/config/proxy.ts'
import { reasonOfStatus } from '../../src/contract/upstream.ts'
import { listenAsProxy } from '../support/local-proxy.ts'
import { listen } from '../support/local-server.ts'
import { failureOf, setUpUpstream } from '../support/upstream-client.ts'
import { freePort, skipWithout, startServer } from './servers.ts'

const fixture = (name: string) => new URL(`../fixtures/tls/${name}`, import.meta.url)
const name = 'provider.test'

interface Proxy {
  readonly origin: string
  /** What it has logged. */
  log(): string
}

/** It knows no made-up names, so it hands everything to a proxy that does. */
async function startTinyproxy(t: Test, password?: string): Promise<Proxy> {
  const port = await freePort()
  const parent = await listenAsProxy(t)
  const folder = t.testdir({
    'tinyproxy.conf': [
      `Port ${port}`,
      'Listen 127.0.0.1',
      'Allow 127.0.0.1',
      'LogLevel Connect',
      `Upstream http ${new URL(parent.origin).host}`,
      ...(password === undefined ? [] : [`BasicAuth user ${password}`])
    ].join('\n')
  })
  const args = ['-d', '-c', join(folder, 'tinyproxy.conf')]
  const isReady = () => isOpen(port)
  const { output } = await startServer(t, { command: 'tinyproxy', args, ready: `http://127.0.0.1:${port}`, isReady })
  return { origin: `http://127.0.0.1:${port}`, log: output }
}

async function startSquid(t: Test, password?: string): Promise<Proxy> {
  const port = await freePort()
  const folder = t.testdir({ hosts: `127.0.0.1 ${name}\n` })
  // It lets go of root's rights, and still writes here.
  chmodSync(folder, 0o777)
  const authentication = [
    `auth_param basic program /usr/lib/squid/basic_ncsa_auth ${folder}/passwords`,
    'acl known proxy_auth REQUIRED',
    'http_access allow known'
  ]
  const settings = [
    `http_port 127.0.0.1:${port}`,
    `hosts_file ${folder}/hosts`,
    'pid_filename none',
    `access_log stdio:${folder}/access.log`,
    `cache_log ${folder}/cache.log`,
    'cache deny all',
    'shutdown_lifetime 0 seconds',
    ...(password === undefined ? ['http_access allow all'] : authentication)
  ]
  const hashed = execFileSync('openssl', ['passwd', '-apr1', password ?? 'none'], { encoding: 'utf8' })
  writeFileSync(join(folder, 'passwords'), `user:${hashed}`)
  writeFileSync(join(folder, 'squid.conf'), `${settings.join('\n')}\n`)
  const args = ['-N', '-f', join(folder, 'squid.conf')]
  const isReady = () => isOpen(port)
  await startServer(t, { command: 'squid', args, ready: `http://127.0.0.1:${port}`, isReady })
  return { origin: `http://127.0.0.1:${port}`, log: () => readFileSync(join(folder, 'access.log'), 'utf8') }
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const answer = await once(socket, 'connect').then(
    () => true,
    () => false
  )
  socket.destroy()
  return answer
}

async function listenWithTls(t: Test): Promise<string> {
  const identity = { key: readFileSync(fixture('key.pem')), cert: readFileSync(fixture('good.pem')) }
  const server = createServer(identity, (_request, response) => response.end('secret'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return `https://${name}:${(server.address() as AddressInfo).port}`
}

const withUser = (origin: string, password: string) => origin.replace('//', `//user:${password}@`)

for (const [title, start] of [
  ['tinyproxy', startTinyproxy],
  ['squid', startSquid]
] as const) {
  t.test(title, { skip: skipWithout(title) }, async (t) => {
    const known = tls.getCACertificates('default')
    tls.setDefaultCACertificates([...known, readFileSync(fixture('ca.pem'), 'utf8')])
    t.teardown(() => tls.setDefaultCACertificates(known))
    const plain = (await listen(t, (_request, response) => response.end('ok'))).origin.replace('127.0.0.1', name)
    const secure = await listenWithTls(t)

    await t.test('http and https go through it', async (t) => {
      const proxy = await start(t)
      const settings = { HTTP_PROXY: proxy.origin, HTTPS_PROXY: proxy.origin }
      const { request } = setUpUpstream(t, { proxy: proxySettings(settings) })
      t.equal((await request(plain)).body.toString(), 'ok')
      t.equal((await request(secure)).body.toString(), 'secret')
      t.match(proxy.log(), new URL(plain).host)
      const straight = setUpUpstream(t, { proxy: proxySettings({ ...settings, NO_PROXY: '.test' }) })
      for (const origin of [plain, secure]) {
        t.match(await failureOf(t, straight.request(origin)), { reason: 'network', message: /does not resolve/ })
      }
    })

    await t.test('it wants a password', async (t) => {
      const proxy = await start(t, 'hunter2')
      for (const [origin, variable] of [
        [plain, 'HTTP_PROXY'],
        [secure, 'HTTPS_PROXY']
      ] as const) {
        const right = setUpUpstream(t, { proxy: proxySettings({ [variable]: withUser(proxy.origin, 'hunter2') }) })
        t.equal((await right.request(origin)).status, 200, `${variable} with the password`)
        for (const address of [proxy.origin, withUser(proxy.origin, 'wrong')]) {
          const { request } = setUpUpstream(t, { proxy: proxySettings({ [variable]: address }) })
          if (origin === plain) {
            // What the proxy says comes in the place of the answer.
            const { status } = await request(origin)
            if (title === 'tinyproxy' && address !== proxy.origin) t.equal(status, 401, 'nothing tells it from the API')
            else t.strictSame([status, reasonOfStatus(status)], [407, 'network'])
            continue
          }
          const failure = await failureOf(t, request(origin))
          t.match(failure, { reason: 'network', message: new RegExp(`${variable} can carry .HTTP 40[17]`) })
          t.notMatch(failure.message, /hunter2|wrong/)
        }
      }
    })
  })
}
