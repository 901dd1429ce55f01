import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import t, { type Test } from 'tap'
import { providers } from '../../providers/index.ts'
import { check } from '../../src/cli/check.ts'
import type { Finding } from '../../src/contract/provider.ts'
import { fakeSource } from '../support/fake-source.ts'
import { fakeTerminal } from '../support/fake-terminal.ts'
import { listenAsProxy } from '../support/local-proxy.ts'
import { madeUpProvider } from '../support/made-up-provider.ts'
import { run } from '../support/program.ts'
import { type Simulated, simulate } from './simulated.ts'

interface Report {
  readonly code: number
  readonly text: string
  of(area: string, name: string): Finding | undefined
  failed(area: string): Finding | undefined
}

async function report(env: Record<string, string>): Promise<Report> {
  const terminal = fakeTerminal()
  const code = await check({ providers, flags: {}, env, terminal, json: true })
  const text = terminal.printed()
  const { findings } = JSON.parse(text) as { findings: (Finding & { area: string })[] }
  return {
    code,
    text,
    of: (area, name) => findings.find((found) => found.area === area && found.name === name),
    failed: (area) => findings.find((found) => found.area === area && found.mark === 'failed')
  }
}

t.test('when all is well', async (t) => {
  const { settings } = await simulate(t)
  const terminal = fakeTerminal()
  t.equal(await check({ providers, flags: {}, env: settings, terminal }), 0)
  t.equal(
    terminal.printed(),
    `Settings
  ✔ settings: valid; Site24x7 and ChinaCache are enabled
Site24x7
  ✔ credentials: ${new URL(settings.ZOHO_ACCOUNTS_URL ?? '').host} gives an access token for them
  ✔ scope: Site24x7.Reports.Read is granted, 5 monitors are seen
  ✔ availability: Site24x7.Reports.Read is granted
  ✔ certificates: Site24x7.Reports.Read is granted
  ✔ maintenance: Site24x7.Operations.Read is granted
ChinaCache
  ✔ 5 channels: their hit rates can be asked for: 40001, 40018, 40035, 40052, 40069
Network
  ✔ proxy: none is set
This machine
  ✔ store: memory: a restart begins with nothing (see CACHE_URL)
  ✔ TLS: off: plain HTTP is served (see WEB_CONFIG_FILE)
  ✔ access: let in: everybody who reaches the port
Everything works.`
  )
})

t.test('it costs one call for each source, and one a channel', async (t) => {
  const { settings, simulators } = await simulate(t)
  await report(settings)
  t.match(simulators.site24x7?.faults.calls, {
    token: 1,
    current_status: 1,
    availability: 1,
    certificates: 1,
    maintenance: 1,
    configuration: 0
  })
  t.match(simulators.chinacache?.faults.calls, { hit_rate: 5 })
  t.notOk(simulators.chinacache?.faults.calls.region)
})

interface Step {
  readonly area: string
  readonly take: (simulated: Simulated, t: Test) => Record<string, string> | Promise<Record<string, string>>
  /** What leads back, in the message or in the remedy. */
  readonly told: readonly RegExp[]
}

const set = (env: Record<string, string>) => () => env
const fault = (name: string) => (simulated: Simulated) => {
  simulated.simulators.site24x7?.faults.set('current_status', name)
  return {}
}

/** Wrong steps, as one takes them. */
const steps: Readonly<Record<string, Step>> = {
  'another data centre, or a wrong client id': {
    area: 'Site24x7',
    take: set({ ZOHO_CLIENT_ID: 'wrong' }),
    told: [/invalid_client\).*ZOHO_CLIENT_ID is wrong.*data centre/, /where the account signs in \(SITE24X7_ENDPOINT\)/]
  },
  'a wrong client secret': {
    area: 'Site24x7',
    take: set({ ZOHO_CLIENT_SECRET: 'wrong' }),
    told: [/ZOHO_CLIENT_SECRET is wrong/]
  },
  'a revoked token': {
    area: 'Site24x7',
    take: set({ ZOHO_REFRESH_TOKEN: 'wrong' }),
    told: [/ZOHO_REFRESH_TOKEN is wrong, revoked/, /`edge-exporter site24x7 token` makes new/]
  },
  'a missing scope': {
    area: 'Site24x7',
    take: fault('scope'),
    told: [/lacks the scope Site24x7\.Reports\.Read/, /`edge-exporter site24x7 token` makes a refresh token with/]
  },
  'a wrong password': {
    area: 'ChinaCache',
    take: set({ CHINACACHE_PASS: 'wrong' }),
    told: [/refused.*用户名或密码错误/, /Check CHINACACHE_USER and CHINACACHE_PASS/]
  },
  'no channel of that id': {
    area: 'ChinaCache',
    take: set({ CHINACACHE_CHANNEL_IDS: '999' }),
    told: [/没有此频道/, /the id in CHINACACHE_CHANNEL_IDS/]
  },
  'a host that is not there': {
    area: 'ChinaCache',
    take: set({ CHINACACHE_API_URL: 'http://127.0.0.1:1' }),
    told: [/ECONNREFUSED/, /set CHINACACHE_API_URL/]
  },
  'a sign-in page in the way': {
    area: 'Site24x7',
    take: fault('html'),
    told: [/an HTML page/, /sign-in page of a proxy/]
  },
  'no network': {
    area: 'Site24x7',
    take: set({ ZOHO_ACCOUNTS_URL: 'http://accounts.invalid' }),
    told: [/the host name does not resolve/, /DNS, the firewall and the proxy/]
  },
  'a proxy that is not there': {
    area: 'Network',
    take: set({ HTTP_PROXY: 'http://127.0.0.1:1' }),
    told: [/127\.0\.0\.1:1 cannot be reached/, /Check the address in HTTP_PROXY, or unset it/]
  },
  'a proxy that wants a password': {
    area: 'Site24x7',
    take: async ({ settings }, t) => ({
      HTTP_PROXY: (await listenAsProxy(t, 407)).origin,
      ZOHO_ACCOUNTS_URL: settings.ZOHO_ACCOUNTS_URL?.replace('127.0.0.1', 'provider.test') ?? ''
    }),
    told: [/HTTP 407: a proxy on the way wants a user and a password, which HTTPS_PROXY or HTTP_PROXY can carry/]
  }
}

for (const [what, { area, take, told }] of Object.entries(steps)) {
  t.test(`${what} is told with its remedy`, async (t) => {
    const simulated = await simulate(t)
    const { code, failed } = await report({ ...simulated.settings, ...(await take(simulated, t)) })
    t.equal(code, 1)
    const found = failed(area)
    t.ok((found?.remedy ?? '') !== '')
    for (const pattern of told) t.match(`${found?.message} ${found?.remedy}`, pattern)
  })
}

t.test('a wrong channel beside right ones', async (t) => {
  const { settings } = await simulate(t)
  const { code, of } = await report({ ...settings, CHINACACHE_CHANNEL_IDS: '40001,999,40018' })
  t.equal(code, 1)
  t.match(of('ChinaCache', '2 channels'), { mark: 'ok' })
  t.match(of('ChinaCache', 'channel 999'), { mark: 'failed', message: /没有此频道/, remedy: /CHINACACHE_CHANNEL_IDS/ })
})

t.test('an account without monitors is a warning', async (t) => {
  const simulator = await providers[0]?.simulator({ size: 0 })
  t.teardown(() => simulator?.app.close())
  const env = simulator?.settings(await simulator.app.listen({ host: '127.0.0.1', port: 0 })) ?? {}
  const { code, of } = await report(env)
  t.equal(code, 0)
  t.match(of('Site24x7', 'scope'), { mark: 'warning', message: /has no monitors/, remedy: /right account/ })
})

t.test('the proxy, the store and the Pushgateway', async (t) => {
  const { settings } = await simulate(t)
  const gateway = await answering(t, 200)
  const folder = t.testdir({})
  const fine = await report({ ...settings, PUSHGATEWAY: gateway, CACHE_URL: `file://${folder}` })
  t.match(fine.of('Network', 'Pushgateway'), { mark: 'ok' })
  t.match(fine.of('This machine', 'store'), { mark: 'ok', message: /file store/ })

  const secret = 'hunter2'
  const bad = await report({
    ...settings,
    HTTPS_PROXY: `http://user:${secret}@127.0.0.1:1`,
    HTTP_PROXY: 'socks5://127.0.0.1:1',
    NO_PROXY: '127.0.0.1',
    PUSHGATEWAY: `http://user:${secret}@127.0.0.1:1`,
    CACHE_URL: `redis://:${secret}@127.0.0.1:1/0`
  })
  t.equal(bad.code, 1)
  t.match(bad.of('Network', 'HTTPS_PROXY'), {
    mark: 'failed',
    message: 'http://127.0.0.1:1 cannot be reached (ECONNREFUSED)',
    remedy: /HTTPS_PROXY/
  })
  const api = new URL(settings.SITE24X7_API_URL ?? '').host
  t.match(bad.of('Network', api), { mark: 'ok', message: 'is asked straight, as it is on this machine' })
  t.match(bad.of('Network', 'Pushgateway'), { mark: 'failed', remedy: /PUSHGATEWAY/ })
  t.match(bad.of('This machine', 'store'), { mark: 'failed', message: /Redis/, remedy: /CACHE_URL/ })
  t.notMatch(bad.text, secret)
})

/** A server that answers everything with one status and text, as a Pushgateway does. */
async function answering(t: Test, status: number, text = 'OK'): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status).end(text))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

t.test('a Pushgateway that wants another password, and one that is none', async (t) => {
  const { settings } = await simulate(t)
  for (const [status, remedy] of [
    [401, /user and password/],
    [404, /host and path/],
    [200, /a proxy on the way/]
  ] as const) {
    const url = await answering(t, status, '<html>Sign in</html>')
    t.match((await report({ ...settings, PUSHGATEWAY: url })).of('Network', 'Pushgateway'), { mark: 'failed', remedy })
  }
})

function webConfig(t: Test): string {
  const folder = t.testdir({})
  cpSync(join(import.meta.dirname, '../fixtures/tls'), folder, { recursive: true })
  writeFileSync(join(folder, 'web.yml'), 'tls_server_config:\n  cert_file: cert.pem\n  key_file: key.pem\n')
  return folder
}

t.test('the certificate', async (t) => {
  const { settings } = await simulate(t)
  const folder = webConfig(t)
  const env = { ...settings, WEB_CONFIG_FILE: join(folder, 'web.yml') }
  t.match((await report(env)).of('This machine', 'TLS'), {
    message: /the certificate (ends|has ended) on \d{4}-\d\d-\d\d/
  })
  writeFileSync(join(folder, 'key.pem'), readFileSync(join(folder, 'cert.pem')))
  const broken = await report(env)
  t.equal(broken.code, 2)
  t.match(broken.of('Settings', 'WEB_CONFIG_FILE'), { mark: 'failed', message: /certificate, key/ })
})

t.test('who gets in', async (t) => {
  const { settings } = await simulate(t)
  const folder = webConfig(t)
  const env = { ...settings, WEB_CONFIG_FILE: join(folder, 'web.yml') }
  const message = async (more: object = {}) => (await report({ ...env, ...more })).of('This machine', 'access')?.message
  t.equal(await message(), 'let in: everybody who reaches the port')
  t.equal(await message({ METRICS_TOKEN: 'a' }), 'let in: whoever brings the bearer token')
  const mutual = '  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.pem\n'
  appendFileSync(join(folder, 'web.yml'), mutual)
  t.equal(await message(), 'let in: everybody who reaches the port, each with a client certificate')
})

t.test('settings that are wrong are told, and nobody is asked', async (t) => {
  const { settings, simulators } = await simulate(t)
  const { code, of } = await report({ ...settings, SITE24X7_TTL: '7', LOG_LEVEL: 'loud' })
  t.equal(code, 2)
  t.match(of('Settings', 'SITE24X7_TTL'), { mark: 'failed', message: /write it like 90s/ })
  t.match(of('Settings', 'LOG_LEVEL'), { mark: 'failed' })
  t.match(simulators.site24x7?.faults.calls, { token: 0, current_status: 0, availability: 0 })
})

t.test('the settings in force, without secrets', async (t) => {
  const { settings, simulators } = await simulate(t)
  const terminal = fakeTerminal()
  t.equal(await check({ providers, flags: { LOG_LEVEL: 'debug' }, env: settings, terminal, printConfig: true }), 0)
  t.match(terminal.printed(), /^LOG_LEVEL +debug$/m)
  t.match(terminal.printed(), /^ZOHO_CLIENT_SECRET +set$/m)
  t.notMatch(terminal.printed(), settings.ZOHO_CLIENT_SECRET)
  t.match(simulators.site24x7?.faults.calls, { token: 0, current_status: 0, availability: 0 })
})

t.test('a fault of a provider is told as one', async (t) => {
  const acme = {
    ...madeUpProvider(),
    plugin: fp(async (fastify: FastifyInstance) => fastify.snapshots.add('acme', fakeSource())),
    async *check(): AsyncGenerator<Finding> {
      yield { name: 'key', mark: 'ok', message: 'is known' }
      throw new TypeError('oops hunter2')
    }
  }
  const terminal = fakeTerminal()
  const env = { ACME_KEY: 'k', ACME_PASS: 'p', ACME_SITE: 's' }
  t.equal(await check({ providers: [acme], flags: {}, env, terminal }), 1)
  t.match(terminal.printed(), /✘ acme: TypeError/)
  t.notMatch(terminal.printed(), 'hunter2')
})

t.test('each line is printed when it is known', async (t) => {
  const rest = Promise.withResolvers<void>()
  const acme = {
    ...madeUpProvider(),
    plugin: fp(async (fastify: FastifyInstance) => fastify.snapshots.add('acme', fakeSource())),
    async *check(): AsyncGenerator<Finding> {
      yield { name: 'first', mark: 'ok', message: 'is known' }
      await rest.promise
      yield { name: 'second', mark: 'warning', message: 'took longer' }
    }
  }
  const terminal = fakeTerminal()
  const env = { ACME_KEY: 'k', ACME_PASS: 'p', ACME_SITE: 's' }
  const checking = check({ providers: [acme], flags: {}, env, terminal })
  while (!terminal.printed().includes('first')) await new Promise((resolve) => setTimeout(resolve, 1))
  t.match(terminal.printed(), /^Settings\n {2}✔ settings: .*\nThe acme company\n {2}✔ first: is known$/)
  rest.resolve()
  t.equal(await checking, 0)
  t.match(terminal.printed(), /✔ first: is known\n {2}! second: took longer\nNetwork\n/)
})

t.test('as a user runs it', { buffered: true }, async (t) => {
  const { settings } = await simulate(t)
  const fine = await run(t, ['check'], { env: settings })
  t.equal(fine.code, 0)
  t.match(fine.stdout, /✔ scope: .* 5 monitors are seen/)
  t.notMatch(fine.stdout, '\x1b', 'no colours where nobody looks')
  const failing = await run(t, ['check'], { env: { ...settings, ZOHO_CLIENT_ID: 'x' } })
  t.match(failing, { code: 1, stdout: /\n1 of 7 failed\.\n$/ })
  const unset = await run(t, ['check'])
  t.match(unset, {
    code: 2,
    stdout: /no provider is enabled; set ZOHO_.*\nNo API was called: fix the settings first\.\n$/
  })
  const wrong = await run(t, ['check', '--json', '--site24x7-endpoint', 'site24x7.us'], { env: settings })
  t.equal(wrong.code, 2)
  t.equal(JSON.parse(wrong.stdout).ok, false)
})
