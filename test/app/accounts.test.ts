/** Several accounts of the configuration file, through the whole program. */
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { manualClock, settle } from '../support/manual-clock.ts'
import type { Exposition } from '../support/parse-exposition.ts'
import { accountIn, type RunningAccounts, runAccounts, type SimulatedAccount, simulateAccount } from './accounts.ts'

const owner = (account: string) => ({ provider: 'site24x7', account })
const source = (account: string) => ({ ...owner(account), source: 'current_status' })

async function two(t: Test): Promise<[SimulatedAccount, SimulatedAccount]> {
  return [await simulateAccount(t, { seed: 1 }), await simulateAccount(t, { seed: 2 })]
}

t.test('each account has a label, a quota and failures of its own', async (t) => {
  const [eu, us] = await two(t)
  const { app, scrape } = await runAccounts(t, [accountIn(eu, 'eu'), accountIn(us, 'us')])
  await app.snapshots.refreshAll()
  const first = await scrape()
  for (const name of ['eu', 'us']) {
    t.equal(first.value('edge_exporter_source_up', source(name)), 1)
    t.equal(first.value('edge_exporter_upstream_calls_today', owner(name)), 1)
    t.equal(first.value('edge_exporter_upstream_requests_total', { ...owner(name), endpoint: 'token', code: '200' }), 1)
  }
  const provided = first.families.filter(({ name }) => name.startsWith('site24x7_'))
  t.ok(provided.length > 10)
  for (const { name, samples } of provided) {
    t.ok(
      samples.every(({ labels }) => labels.account === 'eu' || labels.account === 'us'),
      name
    )
  }

  eu.simulator.faults.set('current_status', '500')
  await app.snapshots.refreshAll()
  const second = await scrape()
  t.equal(second.value('edge_exporter_source_up', source('eu')), 0)
  t.equal(second.value('edge_exporter_source_up', source('us')), 1)
  t.equal(second.value('edge_exporter_source_failures_total', { ...source('us'), reason: 'server' }), 0)
})

t.test('a scrape asks for all accounts or for some, compressed or not', async (t) => {
  const [eu, us] = await two(t)
  const { app } = await runAccounts(t, [accountIn(eu, 'eu'), accountIn(us, 'us')])
  await app.snapshots.refreshAll()
  const lines = async (query: string, headers = {}) => {
    const { rawPayload } = await app.inject({ url: `/metrics${query}`, headers })
    const body = 'accept-encoding' in headers ? gunzipSync(rawPayload) : rawPayload
    return body
      .toString()
      .split('\n')
      .filter((line) => line.startsWith('site24x7_'))
  }
  const all = await lines('')
  const ofEu = await lines('?account=eu')
  t.ok(ofEu.length > 50)
  t.strictSame(
    ofEu,
    all.filter((line) => line.includes('account="eu"'))
  )
  t.strictSame(await lines('?account=eu&account=us'), all)
  t.strictSame(await lines('?provider=site24x7&account=eu'), ofEu)
  t.strictSame(await lines('?account=eu', { 'accept-encoding': 'gzip' }), ofEu)
  t.strictSame(await lines('', { 'accept-encoding': 'gzip' }), all)
  const wrong = await app.inject('/metrics?account=asia')
  t.equal(wrong.statusCode, 400)
  t.equal(wrong.json().message, 'unknown account "asia"; known are: eu, us')
})

async function reloaded({ app, clock }: RunningAccounts): Promise<void> {
  await clock.advance(5000)
  await settle()
  await app.accounts.reload()
}

t.test('a reload asks only for the account that has changed', async (t) => {
  const [eu, us] = await two(t)
  const running = await runAccounts(t, [accountIn(eu, 'eu'), accountIn(us, 'us')])
  const { app, scrape, write, logs } = running
  await app.snapshots.refreshAll()
  const before = [eu.calls(), us.calls()]
  write([accountIn(eu, 'eu'), accountIn(us, 'us', { families: { exclude: ['site24x7_monitor_.*'] } })])
  await reloaded(running)
  await app.snapshots.firstData(5000)
  for (let i = 0; i < 2000 && us.calls() === before[1]; i++) await setTimeout(1)
  await app.snapshots.refreshAll(['site24x7/us'])
  t.equal(eu.calls(), before[0], 'no call is made for what has not changed')
  t.ok(us.calls() > (before[1] ?? 0))
  const after = await scrape()
  t.equal(after.value('edge_exporter_source_up', source('eu')), 1, 'it has kept its data')
  t.ok(after.family('site24x7_monitor_up')?.samples.every(({ labels }) => labels.account === 'eu'))
  t.ok((after.value('edge_exporter_source_filtered_families', source('us')) ?? 0) > 3)
  t.equal(after.value('edge_exporter_source_filtered_families', source('eu')), 0)
  t.equal(after.value('edge_exporter_config_last_reload_successful'), 1)
  t.ok(logs.messages('info').includes('the configuration file is read again'))
})

t.test('an account that is gone takes its series along; one that is new appears', async (t) => {
  const [eu, us] = await two(t)
  const running = await runAccounts(t, [accountIn(eu, 'eu')])
  await running.app.snapshots.refreshAll()
  running.write([accountIn(us, 'us')])
  await reloaded(running)
  await running.app.snapshots.refreshAll()
  const { families, value } = await running.scrape()
  t.equal(value('edge_exporter_source_up', source('us')), 1)
  t.equal(value('edge_exporter_source_up', source('eu')), undefined)
  const provided = families.filter(({ name }) => name.startsWith('site24x7_'))
  t.ok(provided.every(({ samples }) => samples.every(({ labels }) => labels.account === 'us')))
})

t.test('a file that cannot be used changes nothing, and is told', async (t) => {
  const [eu] = await two(t)
  const running = await runAccounts(t, [accountIn(eu, 'eu')])
  const { app, scrape, write, logs, path } = running
  await app.snapshots.refreshAll()
  const first = (await scrape()).value('edge_exporter_config_last_reload_success_timestamp_seconds')
  const calls = eu.calls()
  for (const text of ['providers: [', 'providers: {}', '']) {
    writeFileSync(path, text)
    await reloaded(running)
    const { value } = await scrape()
    t.equal(value('edge_exporter_config_last_reload_successful'), 0, text)
    t.equal(value('edge_exporter_config_last_reload_success_timestamp_seconds'), first)
    t.equal(value('edge_exporter_source_up', source('eu')), 1)
  }
  t.match(logs.messages('error').join(), /the configuration file cannot be used/)
  t.equal(eu.calls(), calls)
  write([accountIn(eu, 'eu')])
  await reloaded(running)
  t.equal((await scrape()).value('edge_exporter_config_last_reload_successful'), 1)
  t.equal(eu.calls(), calls, 'the same account as before')
})

t.test("a ConfigMap's link that is swapped is a change", async (t) => {
  const [eu, us] = await two(t)
  const folder = t.testdir()
  const release = (name: string, accounts: readonly object[]) => {
    mkdirSync(`${folder}/${name}`)
    writeFileSync(`${folder}/${name}/config.yml`, JSON.stringify({ providers: { site24x7: accounts } }))
  }
  release('..1', [accountIn(eu, 'eu')])
  release('..2', [accountIn(eu, 'eu'), accountIn(us, 'us')])
  symlinkSync('..1', `${folder}/..data`)
  symlinkSync('..data/config.yml', `${folder}/config.yml`)
  const running = await runAccounts(t, [], { env: { CONFIG_FILE: `${folder}/config.yml` } })
  t.equal(running.app.accounts.running().length, 1)
  symlinkSync('..2', `${folder}/..data_tmp`)
  renameSync(`${folder}/..data_tmp`, `${folder}/..data`)
  await running.clock.advance(5000)
  for (let i = 0; i < 2000 && running.app.accounts.running().length < 2; i++) await setTimeout(1)
  t.equal(running.app.accounts.running().length, 2)
})

t.test('POST /-/reload is off unless it is allowed, and behind the same doors', async (t) => {
  const [eu] = await two(t)
  const off = await runAccounts(t, [accountIn(eu, 'eu')])
  t.equal((await off.app.inject({ method: 'POST', url: '/-/reload' })).statusCode, 403)

  const on = await runAccounts(t, [accountIn(eu, 'eu')], { env: { ENABLE_LIFECYCLE: 'true', METRICS_TOKEN: 'sesame' } })
  const post = (headers = {}) => on.app.inject({ method: 'POST', url: '/-/reload', headers })
  const authorization = 'Bearer sesame'
  t.equal((await post()).statusCode, 401)
  t.equal((await post({ authorization })).statusCode, 200)
  t.equal((await post({ authorization, 'sec-fetch-site': 'cross-site' })).statusCode, 403)
  writeFileSync(on.path, 'providers: 1')
  const refused = await post({ authorization })
  t.equal(refused.statusCode, 500)
  t.equal(refused.body, 'CONFIG_FILE: line 1: providers must be keys with values\n')
  t.equal((await on.app.inject({ method: 'POST', url: '/metrics', headers: { authorization } })).statusCode, 405)
})

t.test(
  'beyond its limit an account leaves out its biggest families whole, those of the replaced exporter last',
  async (t) => {
    const [eu] = await two(t)
    const run = async (limit: number) => {
      const running = await runAccounts(t, [accountIn(eu, 'eu', { series_limit: limit })])
      await running.app.snapshots.refreshAll()
      return { ...(await running.scrape()), logs: running.logs }
    }
    const whole = await run(100_000)
    const sizes = whole.families
      .filter(({ name }) => name.startsWith('site24x7_'))
      .map(({ name, samples }) => [name, samples.length] as const)
    const total = sizes.reduce((sum, [, length]) => sum + length, 0)
    t.equal(whole.value('edge_exporter_source_series_over_limit', source('eu')), 0)
    const compatible = ['site24x7_monitor_up', 'site24x7_monitor_latency_seconds']
    const kept = sizes.reduce((sum, [name, length]) => sum + (compatible.includes(name) ? length : 0), 0)
    const less = await run(kept)
    t.strictSame(
      less.names.filter((name) => name.startsWith('site24x7_')),
      compatible.toSorted()
    )
    t.equal(less.value('edge_exporter_source_series_over_limit', source('eu')), total - kept)
    t.equal(less.logs.messages('warn').filter((message) => message.includes('series_limit')).length, 1)
    const [biggest] = sizes.filter(([name]) => !compatible.includes(name)).toSorted(([, a], [, b]) => b - a)
    const little = await run(total - 1)
    t.equal(little.family(biggest?.[0] ?? ''), undefined)
    t.equal(little.value('edge_exporter_source_series_over_limit', source('eu')), biggest?.[1])
  }
)

t.test('the page, the status, service discovery and the log know accounts', async (t) => {
  const [eu, us] = await two(t)
  const { app } = await runAccounts(t, [accountIn(eu, 'eu'), accountIn(us, 'us')])
  await app.snapshots.refreshAll()
  const status = (await app.inject('/api/status')).json()
  t.match(status.sources, [
    { account: 'eu', title: 'Site24x7 eu' },
    { account: 'us', title: 'Site24x7 us' }
  ])
  t.match(status.quotas, [{ account: 'eu' }, { account: 'us' }])
  t.match((await app.inject('/')).body, /Site24x7 eu monitors up/)
  const targets = (await app.inject({ url: '/sd', headers: { host: 'exporter:9803' } })).json()
  t.strictSame(targets[0], {
    targets: ['exporter:9803'],
    labels: {
      __scheme__: 'http',
      __metrics_path__: '/metrics',
      __param_provider: 'site24x7',
      __param_account: 'eu',
      instance: 'exporter:9803/site24x7/eu'
    }
  })
  t.equal(targets.length, 2)
})

t.test('shards divide the accounts among them, and each account has one', async (t) => {
  const account = await simulateAccount(t)
  const names = Array.from({ length: 12 }, (_, i) => `a${i}`)
  const accounts = names.map((name) => accountIn(account, name))
  const found: string[] = []
  for (const shard of ['0/3', '1/3', '2/3']) {
    const { app } = await runAccounts(t, accounts, { env: { SHARD: shard } })
    const own = app.accounts.running().map(({ account }) => account?.name ?? '')
    t.ok(own.length > 0, shard)
    found.push(...own)
  }
  t.strictSame(found.toSorted(), names.toSorted())
  await t.rejects(
    runAccounts(t, accounts, { env: { SHARD: '3/3' } }),
    /SHARD: is counted from 0: the last of 3 is 2\/3/
  )
})

for (const [what, more, sources] of [
  ['the state of the monitors alone', {}, 50],
  ['with the reports that are on by default', { sources: {} }, 200]
] as const) {
  t.test(`accounts begin one after the other, and no second has more than ten calls: ${what}`, async (t) => {
    const clock = manualClock()
    const accounts = await Promise.all(
      Array.from({ length: 50 }, (_, seed) => simulateAccount(t, { seed, size: 12, clock }))
    )
    const running = await runAccounts(
      t,
      accounts.map((account, i) => accountIn(account, `a${i}`, more)),
      { clock }
    )
    const { app } = running
    const attempts: number[] = []
    app.upstream.events.on('attempt', () => attempts.push(Math.floor(clock.elapsed() / 1000)))
    const idle = async () => {
      for (let i = 0; i < 5000 && app.snapshots.statuses().some(({ refreshing }) => refreshing); i++)
        await setTimeout(1)
    }
    for (let tenth = 0; tenth < 1900; tenth++) {
      await clock.advance(100)
      await idle()
      // As Prometheus does, every fifteen seconds.
      if (tenth % 150 === 7) await app.inject('/metrics')
    }
    const perSecond = Map.groupBy(attempts, (second) => second)
    const most = Math.max(...[...perSecond.values()].map(({ length }) => length))
    t.ok(most <= 10, `at most ${most} calls in a second`)
    t.ok(attempts.length >= 50 * 4, `${attempts.length} calls in all`)
    t.equal(app.snapshots.statuses().filter(({ up }) => up).length, sources)
  })
}

t.test('monitors are filtered before anything is made of them, and counted', async (t) => {
  const account = await simulateAccount(t, { seed: 3, size: 40 })
  const run = async (monitors: object) => {
    const { app, scrape } = await runAccounts(t, [accountIn(account, 'eu', { monitors })])
    await app.snapshots.refreshAll()
    return scrape()
  }
  const idsIn = ({ family }: Exposition) =>
    new Set((family('site24x7_monitor_info')?.samples ?? []).map(({ labels }) => labels.monitor_id ?? ''))
  const whole = await run({})
  const all = idsIn(whole)
  const groups = (whole.family('site24x7_group_status')?.samples ?? []).map(({ labels }) => labels.group_name)
  const [one = '', two = ''] = all
  t.strictSame(idsIn(await run({ include: [{ id: one }, { id: [two] }] })), new Set([one, two]))
  const without = await run({ exclude: [{ id: one }] })
  t.strictSame(idsIn(without), new Set([...all].filter((id) => id !== one)))
  t.equal(without.value('edge_exporter_source_filtered_items', source('eu')), 1)
  t.equal(
    without.value('edge_exporter_upstream_calls_per_day_limit', owner('eu')),
    whole.value('edge_exporter_upstream_calls_per_day_limit', owner('eu')),
    'the quota is that of all monitors'
  )
  const [group = ''] = groups
  const ofGroup = await run({ include: [{ group: group.replaceAll(/\W/g, '.') }] })
  t.strictSame(
    (ofGroup.family('site24x7_group_status')?.samples ?? []).map(({ labels }) => labels.group_name),
    [group],
    'groups without a monitor are left out too'
  )
  t.equal(idsIn(await run({ include: [{ type: 'NO_SUCH_TYPE' }] })).size, 0)
})

t.test('messages about an account have the keys of the file, and no variables', async (t) => {
  const account = await simulateAccount(t)
  const sources = { availability: 'off', certificates: 'off', maintenance: 'on' }
  const { app, logs } = await runAccounts(t, [accountIn(account, 'eu', { sources })])
  account.simulator.faults.set('maintenance', 'scope')
  await app.snapshots.refreshAll()
  account.simulator.faults.set('token', 'revoked')
  account.simulator.expireTokens()
  await app.snapshots.refreshAll()
  const said = logs.messages('warn').join('\n')
  t.match(said, /maintenance is not permitted .*; make a new refresh_token with it/)
  t.match(said, /refresh_token is wrong, revoked, or belongs to another data centre than endpoint/)
  const { sources: reports } = (await app.inject('/api/status')).json()
  t.match(reports[0].failure, { reason: 'auth', advice: /client_id, client_secret, refresh_token/ })
  for (const text of [said, JSON.stringify(reports)]) t.notMatch(text, /ZOHO_|SITE24X7_/)
})
