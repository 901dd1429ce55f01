/** The whole program, ended and started again over one folder. */
import { appendFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t, { type Test } from 'tap'
import { createSimulator } from '../../providers/site24x7/simulator/index.ts'
import { type ManualClock, manualClock } from '../support/manual-clock.ts'
import { onlyMonitors } from '../support/only-monitors.ts'
import { nextRefresh, type RunningApp, refreshed, runApp } from './running-app.ts'

const second = 1000
const minute = 60 * second

async function setUp(t: Test, size = 12) {
  const clock = manualClock()
  const simulator = await createSimulator({ clock, size })
  t.teardown(() => simulator.app.close())
  /** Authorization headers that it was sent. */
  const seen = new Set<string>()
  simulator.app.server.on('request', ({ headers }) => headers.authorization && seen.add(headers.authorization))
  const origin = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
  const folder = t.testdir({})
  const settings = { ...simulator.settings(origin), ...onlyMonitors, CACHE_URL: pathToFileURL(folder).href }
  const start = (more: Record<string, string> = {}, by: ManualClock = clock) =>
    runApp(t, { clock: by, settings: { ...settings, ...more } })
  const first = await start()
  await refreshed(first)
  const calls = () => ({ token: simulator.calls.token ?? 0, status: simulator.calls.current_status ?? 0 })
  const file = (kind: string) => join(folder, readdirSync(folder).find((name) => name.startsWith(kind)) as string)
  return { clock, simulator, seen, folder, start, first, calls, file }
}

/** The provider's part of the answer. */
async function provided({ app }: RunningApp): Promise<string[]> {
  const { body } = await app.inject('/metrics')
  return body.split('\n').filter((line) => /^(# \w+ )?site24x7_/.test(line))
}

t.test('after a restart within the TTL the first scrape has the data, and nobody was asked', async (t) => {
  const { clock, start, first, calls } = await setUp(t)
  const before = await provided(first)
  const made = calls()
  t.ok(before.length > 50)
  await clock.advance(20 * second)
  await first.app.close()

  const after = await start()
  t.strictSame(await provided(after), before, 'the first scrape')
  t.equal(await after.own('source_up'), 1)
  t.equal((await after.app.inject('/readyz')).statusCode, 200)
  t.match(after.logs.messages('info').join('\n'), /with data from the store that is 20 s old/)
  await clock.advance(40 * second - 1)
  t.strictSame(calls(), made)
  await nextRefresh(after)
  t.strictSame(calls(), { token: made.token, status: made.status + 1 }, 'with the token it had')
  t.equal(await after.own('source_up'), 1)
})

t.test('spent calls survive, and count against the quota of the account', async (t) => {
  const { clock, start, first } = await setUp(t)
  for (let i = 0; i < 5; i++) await nextRefresh(first)
  const spent = async ({ scrape }: RunningApp) =>
    (await scrape()).value('edge_exporter_upstream_calls_today', { provider: 'site24x7' })
  const before = (await spent(first)) ?? 0
  t.ok(before >= 6)
  await first.app.close()
  await clock.advance(2 * minute)
  const next = await start()
  await refreshed(next)
  t.equal(await spent(next), before + 1)
})

const damages: Readonly<Record<string, (file: string) => void>> = {
  'it is empty': (file) => truncateSync(file),
  'half of it is gone': (file) => truncateSync(file, readFileSync(file).length >> 1),
  'a bit has changed': (file) => {
    const bytes = readFileSync(file)
    const middle = bytes.length >> 1
    bytes[middle] = (bytes[middle] as number) ^ 4
    writeFileSync(file, bytes)
  },
  'something else is in it': (file) => writeFileSync(file, 'SENTINEL'),
  'it is a page of zeros': (file) => writeFileSync(file, Buffer.alloc(4096))
}

for (const [name, damage] of Object.entries(damages)) {
  t.test(`a snapshot is left alone when ${name}`, async (t) => {
    const { start, first, calls, file } = await setUp(t, 3)
    await first.app.close()
    for (const kind of ['snapshot', 'token', 'counters', 'account']) damage(file(kind))
    const made = calls()
    const next = await start()
    await refreshed(next)
    t.equal(await next.own('source_up'), 1)
    t.equal(calls().status, made.status + 1)
    t.strictSame(
      next.logs.messages('warn').filter((line) => line.includes('stored')),
      ['the stored snapshot is not used: it is damaged']
    )
    t.notMatch(next.logs.text(), 'SENTINEL')
  })
}

t.test('rubbish at its end does no harm', async (t) => {
  const { start, first, calls, file } = await setUp(t, 3)
  await first.app.close()
  appendFileSync(file('snapshot'), 'rubbish')
  const made = calls()
  const next = await start()
  await next.scrape()
  t.ok(calls().status - made.status <= 1)
  t.equal(await next.own('source_up'), 1)
})

t.test('the data of another account is not served, and its token not used', async (t) => {
  const { clock, start, first, calls } = await setUp(t, 3)
  await first.app.close()
  const other = await createSimulator({ clock, size: 5, seed: 2 })
  t.teardown(() => other.app.close())
  const origin = await other.app.listen({ host: '127.0.0.1', port: 0 })
  const made = calls()
  const next = await start(other.settings(origin))
  await refreshed(next)
  t.strictSame(calls(), made)
  t.ok((other.calls.current_status ?? 0) >= 1)
  t.match(next.logs.messages('warn').join('\n'), /it was made with other settings/)
})

t.test('nothing secret is in the files', async (t) => {
  const { first, folder, simulator, seen } = await setUp(t, 3)
  await first.app.close()
  const all = readdirSync(folder)
    .map((name) => `${name}\n${readFileSync(join(folder, name), 'latin1')}`)
    .join()
  for (const secret of Object.values(simulator.credentials)) t.notMatch(all, secret)
  t.ok(seen.size > 0)
  for (const header of seen) t.notMatch(all, header.replace(/^.* /, ''))
})
