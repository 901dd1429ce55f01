/** What is gone upstream is gone here after one refresh. */
import t, { type Test } from 'tap'
import { manualClock } from '../support/manual-clock.ts'
import { fakeAccount } from './fake-account.ts'
import { refreshed, runApp } from './running-app.ts'

const monitor = (id: string, name: string) => ({
  monitor_id: id,
  name,
  monitor_type: 'URL',
  status: 1,
  attributeName: 'RESPONSETIME',
  attribute_value: 120,
  unit: 'ms',
  locations: [{ location_name: 'Amsterdam - NL', status: 1, attribute_value: 120 }]
})

const shop = monitor('101', 'shop')
const blog = monitor('102', 'blog')
const api = monitor('103', 'api')
const group = (id: string, name: string, ...monitors: unknown[]) => ({
  group_id: id,
  group_name: name,
  status: 1,
  monitors
})

async function runFake(t: Test) {
  const account = await fakeAccount(t)
  const running = await runApp(t, { settings: account.settings, clock: manualClock() })
  /** Values of a label in a family, after a refresh with `data`. */
  const after = async (data: unknown) => {
    account.data = data
    await refreshed(running)
    const exposition = await running.scrape()
    return (family: string, label: string) =>
      exposition
        .family(family)
        ?.samples.map(({ labels }) => labels[label])
        .sort() ?? []
  }
  return { ...running, account, after }
}

t.test('a monitor that is deleted', async (t) => {
  const { after, logs } = await runFake(t)
  let names = await after({ monitors: [shop, blog], monitor_groups: [] })
  t.strictSame(names('site24x7_monitor_up', 'monitor_name'), ['blog', 'shop'])
  names = await after({ monitors: [shop], monitor_groups: [] })
  for (const family of ['site24x7_monitor_up', 'site24x7_monitor_latency_seconds', 'site24x7_monitor_info']) {
    t.strictSame(names(family, 'monitor_name'), ['shop'], family)
  }
  t.strictSame(names('site24x7_monitor_status', 'monitor_id'), ['101'])
  t.match(logs.messages('info').at(-1), /gone/)
})

t.test('a group that is deleted, with its monitors or without them', async (t) => {
  const { after } = await runFake(t)
  let names = await after({ monitors: [api], monitor_groups: [group('9', 'web', shop), group('8', 'old', blog)] })
  t.strictSame(names('site24x7_group_status', 'group_name'), ['old', 'web'])
  names = await after({ monitors: [api, shop], monitor_groups: [] })
  t.strictSame(names('site24x7_group_status', 'group_name'), [])
  t.strictSame(names('site24x7_monitor_up', 'monitor_name'), ['api', 'shop'])
  t.strictSame(names('site24x7_monitor_up', 'monitor_group'), ['', ''], 'the monitor that is left has no group')
})

t.test('a monitor that is renamed has no series of its old name', async (t) => {
  const { after } = await runFake(t)
  await after({ monitors: [shop] })
  const names = await after({ monitors: [{ ...shop, name: 'store' }] })
  t.strictSame(names('site24x7_monitor_up', 'monitor_name'), ['store'])
})

t.test('an account that was emptied is a success', async (t) => {
  const { after, own } = await runFake(t)
  await after({ monitors: [shop], monitor_groups: [group('9', 'web', blog)] })
  const names = await after({ monitors: [], monitor_groups: [] })
  t.equal(await own('source_up'), 1)
  t.strictSame(names('site24x7_monitor_up', 'monitor_name'), [])
  t.strictSame(names('site24x7_monitor_info', 'monitor_name'), [])
})
