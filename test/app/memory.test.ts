/** Memory does not grow while monitors come and go. */
import t from 'tap'
import { changed, lifetime } from '../../bench/world.ts'
import { createWorld } from '../../providers/site24x7/simulator/world.ts'
import { bytesInUse } from '../support/garbage.ts'
import { manualClock } from '../support/manual-clock.ts'
import { fakeAccount } from './fake-account.ts'
import { refreshed, runApp } from './running-app.ts'

const world = createWorld({ seed: 1, size: 200, locations: 4, zone: 330 })
const account = JSON.parse(world.dataAt(manualClock().now(), { groups: true, locations: true, suspended: true }))

t.test('200 refreshes of changing inventories, after the first 20, take no more memory', async (t) => {
  const upstream = await fakeAccount(t)
  const running = await runApp(t, {
    clock: manualClock(),
    settings: { ...upstream.settings, SITE24X7_DAILY_CALL_LIMIT: 'off' }
  })
  const scrape = async () => (await running.app.inject('/metrics?provider=site24x7')).body
  const refresh = async (i: number) => {
    upstream.data = changed(account, i)
    await refreshed(running)
    await scrape()
  }
  const ids = async () => [...(await scrape()).matchAll(/^site24x7_monitor_status\{monitor_id="(\d+)"/gm)].map(String)

  for (let i = 0; i < 20; i++) await refresh(i)
  const before = await bytesInUse()
  for (let i = 20; i < 200; i++) await refresh(i)
  const growth = (await bytesInUse()) / before - 1
  t.ok(growth < 0.1, `${(growth * 100).toFixed(1)} %`)

  const last = new Set(await ids())
  await refresh(200 + lifetime)
  t.ok(last.size > 100 && (await ids()).every((id) => !last.has(id)), 'all monitors were others')
})
