/** Where the program listens: several addresses, and sockets that somebody else has opened. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:https'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { listen } from '../../src/cli/listen.ts'
import { SettingsError } from '../../src/contract/settings.ts'
import { fakeAccount } from '../app/fake-account.ts'
import { start } from '../support/program.ts'

const main = join(import.meta.dirname, '../../src/main.ts')

const originsOf = (text: string) =>
  [...text.matchAll(/Server listening at (https?:[^"]+)"/g)].map(([, origin]) => origin as string)

async function healthOf(origin: string): Promise<number> {
  return (await fetch(`${origin}/healthz`)).status
}

t.test('a repeated flag listens on both addresses', async (t) => {
  const account = await fakeAccount(t)
  const args = ['--web.listen-address', '127.0.0.1:0', '--web.listen-address', '127.0.0.1:0']
  const { printed, stdout, child, ended } = start(t, args, { env: account.settings })
  await printed(/Server listening[\s\S]*Server listening/)
  const origins = originsOf(stdout())
  t.equal(new Set(origins).size, 2)
  for (const origin of origins) t.equal(await healthOf(origin), 200)
  const kept = connect(Number(new URL(origins[0] as string).port), '127.0.0.1')
  await once(kept, 'connect')
  child.kill('SIGTERM')
  t.equal((await ended).code, 0, 'an open connection of either address does not keep it')
  for (const origin of origins) await t.rejects(healthOf(origin))
})

t.test('LISTEN_ADDRESS names both', async (t) => {
  const account = await fakeAccount(t)
  const { printed, stdout } = start(t, [], { env: { ...account.settings, LISTEN_ADDRESS: '127.0.0.1:0, 127.0.0.1:0' } })
  await printed(/Server listening[\s\S]*Server listening/)
  t.strictSame(await Promise.all(originsOf(stdout()).map(healthOf)), [200, 200])
})

t.test('an address that cannot be had ends it before anybody is asked', async (t) => {
  const account = await fakeAccount(t)
  account.answerToken = () => t.fail('a token was asked for')
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const { port } = other.address() as { port: number }
  for (const addresses of [`127.0.0.1:0,127.0.0.1:${port}`, `127.0.0.1:${port},127.0.0.1:0`]) {
    const { ended } = start(t, [], { env: { ...account.settings, LISTEN_ADDRESS: addresses } })
    const { code, stderr } = await ended
    t.equal(code, 1)
    t.match(stderr, `the address 127.0.0.1:${port} is in use`)
  }
})

t.test('all addresses speak TLS where the web configuration says so', async (t) => {
  const account = await fakeAccount(t)
  const folder = join(import.meta.dirname, '../fixtures/tls')
  const web = `tls_server_config: {cert_file: ${folder}/cert.pem, key_file: ${folder}/key.pem}\n`
  const cwd = t.testdir({ 'web.yml': web })
  const args = [
    '--web.config.file',
    'web.yml',
    '--web.listen-address',
    '127.0.0.1:0',
    '--web.listen-address',
    '127.0.0.1:0'
  ]
  const { printed, stdout } = start(t, args, { env: account.settings, cwd })
  await printed(/Server listening[\s\S]*Server listening/)
  for (const origin of originsOf(stdout())) {
    t.match(origin, /^https:/)
    const asked = request(`${origin}/healthz`, { rejectUnauthorized: false, agent: false }).end()
    const [answer] = await once(asked, 'response')
    answer.resume()
    t.equal(answer.statusCode, 200)
  }
})

/** Starts the program with open sockets, as systemd does. */
async function startBySystemd(t: Test, count: number, env: Record<string, string>) {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      return server
    })
  )
  const descriptors = servers.map((server) => (server as unknown as { _handle: { fd: number } })._handle.fd)
  const command = `LISTEN_PID=$$ LISTEN_FDS=${count} exec "$0" "$@"`
  const child = spawn('sh', ['-c', command, process.execPath, main, '--web.systemd-socket'], {
    cwd: t.testdir({}),
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit', ...descriptors]
  })
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  for (const server of servers) server.close()
  const ended = once(child, 'close')
  t.teardown(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { ports, child, ended }
}

t.test('sockets of systemd are listened on', async (t) => {
  const account = await fakeAccount(t)
  const { ports, child, ended } = await startBySystemd(t, 2, account.settings)
  for (const port of ports) t.equal(await healthOf(`http://127.0.0.1:${port}`), 200)
  child.kill('SIGTERM')
  t.strictSame(await ended, [0, null])
})

t.test('without sockets of systemd, a sentence', async (t) => {
  const app = {} as Parameters<typeof listen>[0]
  for (const env of [{}, { LISTEN_PID: '1', LISTEN_FDS: '1' }, { LISTEN_PID: `${process.pid}`, LISTEN_FDS: '0' }]) {
    await t.rejects(listen(app, 'systemd', env), SettingsError)
  }
  const account = await fakeAccount(t)
  const { ended } = start(t, ['--web.systemd-socket'], { env: account.settings })
  const { code, stderr } = await ended
  t.equal(code, 2)
  t.match(stderr, /^edge-exporter: SYSTEMD_SOCKET \(--web\.systemd-socket\): systemd has handed over no socket; /m)
})
