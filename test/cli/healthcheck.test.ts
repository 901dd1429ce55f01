import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/config.ts'
import { acmeCredentials, madeUpProvider } from '../support/made-up-provider.ts'
import { manualClock } from '../support/manual-clock.ts'
import { run } from '../support/program.ts'

const file = join(import.meta.dirname, '../../src/cli/healthcheck.ts')
const fixture = (name: string) => join(import.meta.dirname, '../fixtures/tls', name)
const tls = `tls_server_config:\n  cert_file: ${fixture('cert.pem')}\n  key_file: ${fixture('key.pem')}\n`
const mutual = `${tls}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ${fixture('ca.pem')}\n`

const check = async (t: Test, env: Record<string, string>, cwd?: string) =>
  (await run(t, [], cwd === undefined ? { file, env } : { file, env, cwd })).code

/** The port of the whole program. */
async function serve(t: Test, env: Record<string, string> = {}, web?: string): Promise<number> {
  const folder = t.testdir(web === undefined ? {} : { 'web.yml': web })
  const all = { ...acmeCredentials, ...env, ...(web === undefined ? {} : { WEB_CONFIG_FILE: join(folder, 'web.yml') }) }
  const app = await buildApp(loadConfig({ providers: [madeUpProvider()], env: all }), { clock: manualClock() })
  t.teardown(() => app.close())
  await app.listen({ host: '127.0.0.1', port: 0 })
  return (app.server.address() as AddressInfo).port
}

async function listen(t: Test, listener: RequestListener, host: string): Promise<number> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

t.test('the program is well, whatever its doors', async (t) => {
  const inside = { HEALTH_AUTHENTICATION: 'true' }
  for (const [what, port] of [
    ['plain', await serve(t)],
    ['TLS', await serve(t, {}, tls)],
    ['client certificates', await serve(t, {}, mutual)],
    ['health inside', await serve(t, { ...inside, METRICS_TOKEN: 'a' })],
    ['health inside of client certificates', await serve(t, inside, mutual)]
  ] as const) {
    t.equal(await check(t, { LISTEN_ADDRESS: `127.0.0.1:${port}` }), 0, what)
  }
})

t.test('it asks where the program listens', async (t) => {
  const asked: (string | undefined)[] = []
  const listener: RequestListener = ({ url }, response) => {
    asked.push(url)
    response.end()
  }
  const port = await listen(t, listener, '127.0.0.1')
  for (const address of [`0.0.0.0:${port}`, `:${port}`])
    t.equal(await check(t, { LISTEN_ADDRESS: address }), 0, address)
  t.equal(await check(t, {}, t.testdir({ '.env': `LISTEN_ADDRESS=127.0.0.1:${port}\n` })), 0, 'by .env')
  const elsewhere = await listen(t, listener, '127.0.0.2')
  t.equal(await check(t, { LISTEN_ADDRESS: `127.0.0.2:${elsewhere}` }), 0, 'at one address alone')
  t.equal(await check(t, { LISTEN_ADDRESS: `127.0.0.1:${elsewhere}` }), 1, 'and not at another')
  t.strictSame([...new Set(asked)], ['/healthz'])
})

t.test('whoever is unwell, strange or gone is not well', async (t) => {
  for (const status of [503, 404, 302]) {
    const port = await listen(t, (_request, response) => response.writeHead(status).end(), '127.0.0.1')
    t.equal(await check(t, { LISTEN_ADDRESS: `127.0.0.1:${port}` }), 1, String(status))
  }
  const port = await listen(t, (request) => request.destroy(), '127.0.0.1')
  t.equal(await check(t, { LISTEN_ADDRESS: `127.0.0.1:${port}` }), 1, 'cut off')
  t.equal(await check(t, { LISTEN_ADDRESS: 'nonsense' }), 1)
})
