/** How the service ends, as a process. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { hostToListenOn } from '../src/cli/listen.ts'
import { type FakeAccount, fakeAccount } from './app/fake-account.ts'
import { type Program, start } from './support/program.ts'

/** Milliseconds: far below the patience that a wrong end would run into, and enough for a busy machine. */
const soon = 5000

/** A name of 500 letters, in several families. */
const hugeMonitor = (i: number) => ({
  monitor_id: String(i),
  name: `${i} ${'x'.repeat(500)}`,
  monitor_type: 'URL',
  status: 1,
  locations: [{ location_name: 'Amsterdam - NL', status: 1 }]
})

interface Service extends Program {
  readonly origin: string
  readonly account: FakeAccount
}

async function serve(t: Test, setUp: (account: FakeAccount) => void = () => {}, args: string[] = []): Promise<Service> {
  const account = await fakeAccount(t)
  setUp(account)
  const program = start(t, ['--web.listen-address', '127.0.0.1:0', ...args], { env: account.settings })
  const [, origin = ''] = await program.printed(/Server listening at (http:[^"]+)"/)
  return { ...program, origin, account }
}

t.test('the start tells once what users of the replaced exporter find different', async (t) => {
  const account = await fakeAccount(t)
  const env = { ...account.settings, METRICS_TOKEN: 'for-another', LOG_LEVEL: 'INFO' }
  const { child, printed, ended, stdout } = start(t, ['--web.listen-address', '127.0.0.1:0'], { env })
  await printed(/Server listening/)
  child.kill('SIGTERM')
  await ended
  const lines = stdout()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ msg }) => msg.startsWith('in place of'))
  t.match(lines, [{ level: 30, msg: 'in place of site24x7_exporter: see check --from site24x7_exporter' }])
  t.equal(lines.length, 1)
  t.match(stdout(), /"refreshed_every":\{"site24x7 current_status":"\d [^"]+"\},"msg":"sources"/)
  const [{ differences, readAnew }] = lines
  t.match(differences[0], 'monitors of all types are exported')
  t.ok(readAnew.includes('METRICS_TOKEN') && readAnew.includes('LOG_LEVEL'), readAnew.join())
  t.notOk(readAnew.includes('ZOHO_CLIENT_ID'), 'which it read')
  t.notMatch(stdout(), 'for-another')
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  t.test(`${signal} finishes the open scrape and ends with 0`, async (t) => {
    // A token that never comes keeps the first scrape waiting.
    const { child, ended, origin, stdout } = await serve(t, (account) => {
      account.answerToken = () => {}
    })
    const scrape = fetch(`${origin}/metrics`)
    // Answers in order, so the scrape has arrived once this has.
    t.equal((await fetch(`${origin}/readyz`)).status, 503)
    const begin = performance.now()
    child.kill(signal)
    const response = await scrape
    t.equal(response.status, 200)
    t.match(await response.text(), /^edge_exporter_source_up\{.*\} 0$/m)
    t.equal((await ended).code, 0)
    t.ok(performance.now() - begin < soon, 'soon')

    const lines = stdout()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    t.match(lines[0], { level: 30, msg: 'edge-exporter starts', providers: ['site24x7'], proxy: {} })
    t.match(lines.at(-1), { msg: 'edge-exporter stops', signal })
    t.ok(lines.every(({ time }) => !Number.isNaN(Date.parse(time))))
    t.notMatch(stdout(), /sentinel/)
  })
}

t.test('connections over which nothing was ever sent do not delay the end', async (t) => {
  const { child, ended, origin } = await serve(t)
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  t.teardown(() => socket.destroy())
  await once(socket, 'connect')
  // The answer proves that the server has seen the connection before.
  await (await fetch(`${origin}/healthz`)).text()
  const begin = performance.now()
  child.kill('SIGTERM')
  t.equal((await ended).code, 0)
  t.ok(performance.now() - begin < soon, 'soon')
})

t.test('a second signal ends at once', async (t) => {
  const { child, ended, origin } = await serve(t, (account) => {
    account.data = { monitors: Array.from({ length: 20_000 }, (_, i) => hugeMonitor(i)) }
  })
  // A client that asks and does not read keeps a response open for ever.
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  t.teardown(() => socket.destroy())
  socket.on('error', () => {})
  socket.write('GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n')
  await once(socket, 'readable')
  child.kill('SIGTERM')
  const first = await Promise.race([ended, setTimeout(100, 'still running')])
  t.equal(first, 'still running')
  const begin = performance.now()
  child.kill('SIGTERM')
  t.equal((await ended).code, 1)
  t.ok(performance.now() - begin < soon, 'at once')
})

t.test('SIGHUP and SIGUSR2 do not end it, and SIGUSR1 opens no inspector', async (t) => {
  const { child, ended, origin, printed, stdout } = await serve(t)
  child.kill('SIGUSR2')
  child.kill('SIGUSR1')
  child.kill('SIGHUP')
  await printed(/SIGHUP: files that are read again/)
  t.equal((await fetch(`${origin}/healthz`)).status, 200)
  child.kill('SIGTERM')
  const { code, stderr } = await ended
  t.equal(code, 0)
  t.notMatch(stderr, /Debugger/)
  t.match(stdout(), /edge-exporter stops/)
})

t.test('it serves on when nobody reads its log any more', async (t) => {
  const { child, origin, ended } = await serve(t, () => {}, ['--log.level', 'debug'])
  child.stdout?.destroy()
  child.kill('SIGHUP')
  child.kill('SIGHUP')
  await setTimeout(100)
  const text = await (await fetch(`${origin}/metrics`)).text()
  t.match(text, /^edge_exporter_log_lines_dropped_total [1-9]/m)
  child.kill('SIGTERM')
  t.equal((await ended).code, 0)
})

t.test('without a host it listens in both families', async (t) => {
  const account = await fakeAccount(t)
  const program = start(t, ['--web.listen-address', ':0'], { env: account.settings })
  const [, port = ''] = await program.printed(/Server listening at http:[^"]*?:(\d+)"/)
  t.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200)
  const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'))
  if (hasIpv6) t.equal((await fetch(`http://[::1]:${port}/healthz`)).status, 200)
  else t.comment('this machine has no IPv6')
  t.equal(await hostToListenOn('::', () => Promise.reject(new Error('EAFNOSUPPORT'))), '0.0.0.0')
  t.equal(await hostToListenOn('127.0.0.1', () => Promise.reject(new Error('is not asked'))), '127.0.0.1')
})
