import t from 'tap'
import type { Overview } from '../../../../src/contract/provider.ts'
import { collect } from '../bodies.ts'

const overviewOf = (monitors: object[], monitor_groups: object[] = []): Overview =>
  collect({ monitors, monitor_groups }, { memory: undefined }).overview as Overview

const monitor = (monitor_id: string, status: number, fields: object = {}) => ({
  monitor_id,
  name: `monitor ${monitor_id}`,
  monitor_type: 'URL',
  status,
  ...fields
})
const from = (location_name: string, status?: number) => ({
  location_name,
  ...(status === undefined ? {} : { status })
})

t.test('how many are in which state, the worst first, and a monitor in two groups once', async (t) => {
  const twice = monitor('1', 0)
  const groups = ['a', 'b'].map((group_id) => ({ group_id, group_name: group_id, status: 0, monitors: [twice] }))
  const monitors = [
    monitor('2', 1),
    monitor('3', 7),
    monitor('4', 1),
    monitor('5', 2),
    monitor('6', 42),
    monitor('7', 10)
  ]
  t.strictSame(overviewOf(monitors, groups).states, [
    { name: 'down', severity: 'critical', count: 1 },
    { name: 'trouble', severity: 'warning', count: 1 },
    { name: 'configuration_error', severity: 'warning', count: 1 },
    { name: 'status 42', severity: 'warning', count: 1 },
    { name: 'maintenance', severity: 'idle', count: 1 },
    { name: 'up', severity: 'ok', count: 2 }
  ])
})

t.test('the worst that is seen from each location', async (t) => {
  const { sights, unplaced } = overviewOf([
    monitor('1', 1, {
      locations: [from('Amsterdam - NL', 1), from('Tokyo - JP', 0), from('Hut', 5), from('Oslo - NO')]
    }),
    monitor('2', 2, { locations: [from('Amsterdam - NL', 5), from('Tokyo - JP', 1), from('Hut', 5)] }),
    monitor('3', 1)
  ])
  t.strictSame(
    sights,
    [
      { place: 'Amsterdam - NL', count: 2, notUp: 0, severity: 'ok' },
      { place: 'Tokyo - JP', count: 2, notUp: 1, severity: 'critical' },
      { place: 'Hut', count: 2, notUp: 0, severity: 'idle' },
      { place: 'Oslo - NO', count: 1, notUp: 0, severity: 'idle' }
    ],
    'what is suspended hides nothing, and what has not looked yet tells nothing'
  )
  t.strictSame(unplaced, ['Hut'])
})

t.test(
  'troubles: the worst first, then the newest, with where they are seen; a suspended monitor is none',
  async (t) => {
    const group = {
      group_id: 'g',
      group_name: 'shop',
      status: 0,
      monitors: [
        monitor('1', 2, {
          downtime_millis: '60000',
          locations: [from('Tokyo - JP', 2), from('Oslo - NO', 1), from('Hut')]
        })
      ]
    }
    const monitors = [
      monitor('2', 0, { downtime_millis: 3_600_000, down_reason: 'no answer' }),
      monitor('8', 0, { downtime_millis: 1000 }),
      monitor('3', 5),
      monitor('4', 7),
      monitor('5', 1),
      monitor('6', 10)
    ]
    t.strictSame(overviewOf(monitors, [group]).troubles, [
      { name: 'monitor 8', state: 'down', severity: 'critical', lasting: 1000, where: [] },
      { name: 'monitor 2', state: 'down', severity: 'critical', lasting: 3_600_000, reason: 'no answer', where: [] },
      { name: 'shop / monitor 1', state: 'trouble', severity: 'warning', lasting: 60_000, where: ['Tokyo - JP'] },
      { name: 'monitor 6', state: 'configuration error', severity: 'warning', lasting: undefined, where: [] }
    ])
  }
)

t.test('it stays short, however large the account', async (t) => {
  const locations = Array.from({ length: 40 }, (_, i) => from(`Hut ${i}`, 0))
  const monitors = Array.from({ length: 6000 }, (_, i) => monitor(String(i), 0, { downtime_millis: i, locations }))
  const { troubles = [], unplaced = [], states } = overviewOf(monitors)
  t.equal(troubles.length, 5000)
  t.equal(troubles[0]?.lasting, 0)
  t.equal(troubles[0]?.where?.length, 16)
  t.ok(unplaced.length <= 5000)
  t.equal(states?.[0]?.count, 6000, 'and still tells how many there are')
})

t.test('a monitor that is not up is found in the web client of its data centre', async (t) => {
  const linkOf = (options?: { webClient: string }) =>
    collect({ monitors: [monitor('15698000000080001', 0)], monitor_groups: [] }, { memory: undefined }, options)
      .overview?.troubles?.[0]?.link
  t.equal(
    linkOf({ webClient: 'https://www.site24x7.eu/app/client' }),
    'https://www.site24x7.eu/app/client#/home/monitors/15698000000080001/Summary'
  )
  t.equal(linkOf(), undefined)
})
