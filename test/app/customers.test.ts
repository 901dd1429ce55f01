/** The customers of an MSP account, through the whole program. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { manualClock } from '../support/manual-clock.ts'
import { runAccounts } from './accounts.ts'

interface Msp {
  readonly settings: object
  customers: readonly { readonly name: string; readonly zaaid: string }[]
  /** zaaid -> status of its answers, where it is no success. */
  readonly refused: Map<string, number>
  /** Requests by what was asked: `token`, `list`, a zaaid, or nothing for the account itself. */
  readonly asked: Map<string, number>
}

/** Each customer has one monitor, named after it. */
async function mspServer(t: Test, count: number): Promise<Msp> {
  const server = createServer((request, response) => {
    const { url = '', headers, method } = request
    const zaaid = /zaaid=(\d+)/.exec(headers.cookie ?? '')?.[1]
    const what = method === 'POST' ? 'token' : url.includes('/msp/customers') ? 'list' : (zaaid ?? 'itself')
    msp.asked.set(what, (msp.asked.get(what) ?? 0) + 1)
    const status = msp.refused.get(what) ?? 200
    const data =
      what === 'list'
        ? msp.customers.map((customer) => ({ ...customer, user_id: 1 }))
        : {
            monitors: [{ monitor_id: `m${what}`, name: `shop ${what}`, monitor_type: 'URL', status: 1, locations: [] }]
          }
    const good =
      what === 'token' ? { access_token: 'made-up', expires_in: 3600 } : { code: 0, message: 'success', data }
    const body = status === 200 ? good : { error_code: status === 429 ? 1124 : 1200, message: 'refused' }
    request.resume()
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const msp: Msp = {
    settings: {
      client_id: 'i',
      client_secret: 's',
      refresh_token: 'r',
      accounts_url: origin,
      api_url: `${origin}/api`
    },
    customers: Array.from({ length: count }, (_, i) => ({ name: `Customer ${i}`, zaaid: String(1000 + i) })),
    refused: new Map(),
    asked: new Map()
  }
  return msp
}

t.test('two hundred customers appear, twenty vanish, five are refused, one is throttled', async (t) => {
  const clock = manualClock()
  const msp = await mspServer(t, 200)
  for (let i = 0; i < 5; i++) msp.refused.set(String(1000 + i), 401)
  msp.refused.set('1005', 429)
  const running = await runAccounts(t, [{ name: 'msp', ...msp.settings, customers: { exclude: ['Customer 19.*'] } }], {
    clock
  })
  const { app, scrape } = running
  const seconds = new Map<number, number>()
  app.upstream.events.on('attempt', () => {
    const second = Math.floor(clock.elapsed() / 1000)
    seconds.set(second, (seconds.get(second) ?? 0) + 1)
  })
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 100) {
      await clock.advance(100)
      for (let i = 0; i < 5000 && app.snapshots.statuses().some(({ refreshing }) => refreshing); i++)
        await setTimeout(1)
    }
  }
  const own = (customer: string) => ({ provider: 'site24x7', account: 'msp', customer, source: 'current_status' })
  await pass(45_000)
  const first = await scrape()
  const ups = (first.family('edge_exporter_source_up')?.samples ?? []).filter(({ labels }) => labels.customer)
  t.equal(ups.length, 189, 'all but those that are filtered: 19 and 190 to 199')
  t.equal(ups.filter(({ value }) => value === 0).length, 6)
  t.equal(first.value('edge_exporter_source_up', { provider: 'site24x7', account: 'msp', source: 'customers' }), 1)
  t.equal(
    first.value('edge_exporter_source_filtered_items', { provider: 'site24x7', account: 'msp', source: 'customers' }),
    11
  )
  t.equal(first.value('edge_exporter_source_failures_total', { ...own('Customer 0'), reason: 'auth' }), 1)
  t.equal(first.value('edge_exporter_source_failures_total', { ...own('Customer 5'), reason: 'quota' }), 1)
  const infos = first.family('site24x7_monitor_info')?.samples ?? []
  t.equal(infos.length, 183)
  t.ok(
    infos.every(
      ({ labels }) => labels.account === 'msp' && labels.monitor_id === `m${1000 + Number(labels.customer?.slice(9))}`
    )
  )
  t.ok(
    (msp.asked.get('token') ?? 0) <= 3,
    `${msp.asked.get('token')} access tokens: those who are refused cost the others none`
  )
  t.equal(msp.asked.get('itself'), undefined)
  t.ok(Math.max(...seconds.values()) <= 10, `at most ${Math.max(...seconds.values())} calls in a second`)

  msp.customers = [...msp.customers.slice(20), { name: 'Newcomer', zaaid: '5000' }]
  msp.refused.clear()
  await pass(300_000)
  const second = await scrape()
  const customers = new Set(
    (second.family('site24x7_monitor_info')?.samples ?? []).map(({ labels }) => labels.customer)
  )
  t.equal(customers.size, 171)
  t.ok(customers.has('Newcomer'))
  t.notOk(customers.has('Customer 7'))
  t.equal(second.value('edge_exporter_source_up', own('Customer 7')), undefined)
})

t.test('a list that fails changes nothing', async (t) => {
  const msp = await mspServer(t, 2)
  const { app, scrape } = await runAccounts(t, [{ name: 'msp', ...msp.settings, customers: {} }])
  await app.snapshots.refreshAll()
  t.equal((await scrape()).family('site24x7_monitor_info')?.samples.length, 2)
  msp.refused.set('list', 500)
  await app.snapshots.refreshAll()
  const after = await scrape()
  t.equal(after.family('site24x7_monitor_info')?.samples.length, 2)
  t.equal(after.value('edge_exporter_source_up', { provider: 'site24x7', account: 'msp', source: 'customers' }), 0)
  const one = (await app.inject('/metrics?account=msp')).body
  t.match(one, 'customer="Customer 1"')
})
