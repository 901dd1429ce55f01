import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { providers } from '../../providers/index.ts'
import { buildCollector } from '../../src/app.ts'
import { plan, readCount } from '../../src/cli/plan.ts'
import type { Plan } from '../../src/cli/planning.ts'
import { loadConfig } from '../../src/config/config.ts'
import { fakeTerminal } from '../support/fake-terminal.ts'
import { run, start } from '../support/program.ts'
import { simulate } from './simulated.ts'

interface Planned {
  readonly bytes_per_scrape: number
  readonly isWithin: boolean
  readonly plans: readonly Plan[]
  readonly memory_bytes: number
}

async function planned(
  env: Record<string, string>,
  counts: Record<string, number> = {},
  live = false
): Promise<Planned> {
  const terminal = fakeTerminal()
  const isWithin = await plan({ providers, flags: {}, env, terminal, counts, live, json: true })
  return { isWithin, ...JSON.parse(terminal.printed()) }
}

t.test('without any account, both providers at their usual size', async (t) => {
  const { isWithin, plans } = await planned({})
  t.equal(isWithin, true)
  t.match(plans, [
    { provider: 'site24x7', count: 40, daily_call_limit: 8000, usable_calls_per_day: 6400, calls_per_day: 1564 },
    { provider: 'chinacache', count: 3, exceeds_quota: false }
  ])
  t.ok((plans[0]?.sources[0]?.series ?? 0) > 100)
  t.strictSame(
    plans[1]?.sources.map(({ source, calls_per_refresh: calls }) => [source, calls]),
    [
      ['traffic', 9],
      ['isp', 3],
      ['region', 3],
      ['status_codes', 3]
    ]
  )
})

t.test('a small account is asked less often than its settings want', async (t) => {
  const { isWithin, plans } = await planned({ ZOHO_CLIENT_ID: 'x' }, { site24x7: 2 })
  t.equal(isWithin, false)
  t.equal(plans.length, 1, 'only what the settings wish for')
  t.match(plans[0], {
    exceeds_quota: true,
    daily_call_limit: 400,
    // The reports keep a tenth of what they want.
    sources: [
      { ttl: 60, interval: 280.884, calls_per_day: 307.6 },
      { source: 'availability', interval: 36_000 }
    ]
  })
})

t.test('channels cost what each of them costs, however many are simulated', async (t) => {
  const { plans } = await planned({ CHINACACHE_USER: 'x' }, { chinacache: 1000 })
  t.strictSame(
    plans[0]?.sources.map(({ source, calls_per_refresh: calls }) => [source, calls]),
    [
      ['traffic', 3000],
      ['isp', 1000],
      ['region', 1000],
      ['status_codes', 1000]
    ]
  )
})

t.test('a large account is reckoned from a part of it', async (t) => {
  const [small, large] = [
    await planned({ SITE24X7_ENABLED: 'true' }, { site24x7: 300 }),
    await planned({ SITE24X7_ENABLED: 'true' }, { site24x7: 9000 })
  ]
  t.equal(large.plans[0]?.daily_call_limit, 1_800_000)
  const ratio = (large.plans[0]?.sources[0]?.series ?? 0) / (small.plans[0]?.sources[0]?.series ?? 1)
  t.ok(Math.abs(ratio - 30) < 0.1, `${ratio}`)
  t.ok(large.memory_bytes > small.memory_bytes)
})

t.test('the settings count: intervals, channels, limits', async (t) => {
  const { plans } = await planned({
    CHINACACHE_CHANNEL_IDS: '1,2, 3,3',
    CHINACACHE_TTL: '10m',
    SITE24X7_TTL: '5m',
    SITE24X7_DAILY_CALL_LIMIT: '1000',
    SITE24X7_ENABLED: 'true',
    HTTPS_PROXY: 'http://127.0.0.1:1',
    CACHE_URL: 'redis://127.0.0.1:1/0'
  })
  t.match(plans[0], { daily_call_limit: 1000, usable_calls_per_day: 800, calls_per_day: 412 })
  t.match(plans[1], { count: 3, sources: [{ source: 'traffic', interval: 600, calls_per_hour: 54 }] })
})

t.test('live: what the accounts have, at one call', async (t) => {
  const { settings, simulators } = await simulate(t)
  const { plans } = await planned(settings, {}, true)
  t.match(plans[0], { count: 5, daily_call_limit: 1000 })
  t.match(plans[1], { count: 5 })
  t.equal(simulators.site24x7?.faults.calls.current_status, 1)

  simulators.site24x7?.faults.set('token', 'revoked')
  await t.rejects(planned(settings, {}, true), { message: /Site24x7 cannot be asked: .*ZOHO_REFRESH_TOKEN/ })
})

t.test('what is wrong with the settings or the count', async (t) => {
  await t.rejects(planned({ SITE24X7_TTL: '7' }), { name: 'SettingsError' })
  t.equal(readCount('--monitors', '12'), 12)
  t.equal(readCount('--monitors', undefined), undefined)
  for (const text of ['0', '-1', '1.5', 'many', '99999999'])
    t.throws(() => readCount('--monitors', text), { name: 'SettingsError' })
})

t.test('as a user runs it', { buffered: true }, async (t) => {
  const { code, stdout } = await run(t, ['plan', '--monitors', '1'])
  t.equal(code, 1, 'more than the quota allows')
  t.match(stdout, /^Site24x7, 1 monitor$/m)
  t.match(stdout, /9 min 45 s \(set: 1 min\)/)
  t.match(stdout, /the refresh interval is made longer/)
  t.match(stdout, /Reserve \d+ MiB of memory\.\n$/)
  t.equal((await run(t, ['plan', '--monitors', 'x'])).code, 2)
})

/** What a process that runs from the sources takes more than the compiled program, for the types it leaves out. */
const sourcesMemory = 48 * 2 ** 20

t.test('what a real process serves and takes is what was planned', { buffered: true }, async (t) => {
  const { settings } = await simulate(t, { size: 200 })
  const { bytes_per_scrape: bytes, memory_bytes: memory } = await planned(settings, {}, true)
  const { child, printed } = start(t, ['serve', '--web.listen-address', '127.0.0.1:0'], {
    env: { ...settings, SITE24X7_TTL: '1s', SITE24X7_DAILY_CALL_LIMIT: 'off' }
  })
  const [, url] = await printed(/listening at (http:[^"]+)"/)
  let served = 0
  for (const accept of ['text/plain', 'application/openmetrics-text; version=1.0.0', 'text/plain']) {
    served = (await (await fetch(`${url}/metrics`, { headers: { accept } })).text()).length
  }
  t.ok(Math.abs(served / bytes - 1) < 0.15, `${served} bytes served, ${bytes} planned`)
  if (process.platform !== 'linux') return t.comment('memory is measured on Linux alone')
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  const peak = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
  t.ok(peak < memory + sourcesMemory, `${peak} bytes taken, ${memory} planned`)
  t.ok(peak > memory / 3, 'and what is planned is no multiple of it')
})

t.test('a configured account is planned from what the store has of it, and nobody is asked', async (t) => {
  const { settings, simulators } = await simulate(t)
  const env = { ...settings, CACHE_URL: `file://${t.testdir({})}` }
  const before = fakeTerminal()
  await plan({ providers, flags: {}, env, terminal: before, counts: {} })
  t.match(
    before.noted(),
    'How many monitors the account of Site24x7 has is not known here, so the plan is for 40: --live'
  )
  t.match(before.printed(), /^Site24x7, 40 monitors$/m)

  const config = loadConfig({ providers, env })
  const app = await buildCollector(config)
  await app.ready()
  while (!app.snapshots.isReady()) await setTimeout(10)
  const live = app.snapshots.statuses()
  await app.close()
  const calls = structuredClone(simulators.site24x7?.faults.calls)

  const after = fakeTerminal()
  await plan({ providers, flags: {}, env, terminal: after, counts: {}, json: true })
  t.match(after.noted(), 'The plan is for the account as the store knows it.')
  const { plans } = JSON.parse(after.printed()) as Planned
  t.match(plans[0], { provider: 'site24x7', count: 5, daily_call_limit: 1000 })
  t.strictSame(
    plans.flatMap(({ sources }) => sources.map(({ series }) => series)),
    live.map(({ snapshot }) => snapshot?.series)
  )
  t.strictSame(simulators.site24x7?.faults.calls, calls, 'nobody was asked')
})
