import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { CurrentStatus } from '../../../../providers/site24x7/api.ts'
import type { Memory } from '../../../../providers/site24x7/current-status/collector.ts'
import type { Family } from '../../../../src/contract/provider.ts'
import { collect } from '../bodies.ts'
import { familyOf } from '../families.ts'
import { anyStatus } from '../worlds.ts'

const seriesOf = ({ samples }: Family) => [...samples].map(({ labels }) => JSON.stringify(labels))

t.test('whatever the API sends, the families are sound', async () => {
  fc.assert(
    fc.property(fc.array(anyStatus, { minLength: 1, maxLength: 3 }), (refreshes) => {
      let memory: Memory | undefined
      for (const data of refreshes) {
        const collection = collect(data, { memory })
        memory = collection.memory
        const names = collection.families.map(({ name }) => name)
        if (new Set(names).size !== names.length) throw new Error(`a family comes twice: ${names}`)
        for (const family of collection.families) assertSound(family)
      }
    }),
    { numRuns: 1500 }
  )
})

function assertSound(family: Family): void {
  const { name } = family
  const samples = [...family.samples]
  if (!/^site24x7(_[a-z0-9]+)+$/.test(name)) throw new Error(`${name} is no name`)
  const labelNames = new Set(samples.map(({ labels }) => Object.keys(labels).join()))
  if (labelNames.size > 1) throw new Error(`${name} has several sets of labels: ${[...labelNames].join(' | ')}`)
  const series = seriesOf(family)
  if (new Set(series).size !== series.length) throw new Error(`${name} has a series twice: ${series}`)
  for (const { labels, value } of samples) {
    if (typeof value !== 'number' || Number.isNaN(value)) throw new Error(`${name} has the value ${value}`)
    for (const label of Object.values(labels)) {
      if (typeof label !== 'string') throw new Error(`${name} has a label that is no text`)
    }
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) deepFreeze(part)
  }
  return value
}

t.test('the collector is pure', async () => {
  fc.assert(
    fc.property(anyStatus, anyStatus, (before, now) => {
      const memory = collect(deepFreeze(before), { memory: undefined }).memory
      const remembered = JSON.stringify(memory?.known)
      const first = collect(deepFreeze(now), { memory })
      assert.deepEqual(collect(now, { memory }), first)
      assert.equal(JSON.stringify(memory?.known), remembered, 'the memory it is given stays as it is')
    }),
    { numRuns: 100 }
  )
})

t.test('the order of two colliding monitors does not matter', async () => {
  const status = fc.constantFrom(0, 1, 2, 3, 5, 7, 9, 10, 4, 6, 77)
  const location = fc.record({ location_name: fc.constant('A'), status, attribute_value: fc.option(fc.nat()) })
  const monitors = fc.array(location, { minLength: 2, maxLength: 4 })
  fc.assert(
    fc.property(monitors, (locations) => {
      const twins = locations.map((place, id) => ({ monitor_id: `${id}`, name: 'm', status: 1, locations: [place] }))
      const urls = twins.map((twin) => ({ ...twin, monitor_type: 'URL' }))
      const forth = collect({ monitors: urls }, { memory: undefined })
      const back = collect({ monitors: urls.toReversed() }, { memory: undefined })
      for (const name of ['site24x7_monitor_up', 'site24x7_monitor_latency_seconds']) {
        assert.deepEqual(familyOf(back.families, name), familyOf(forth.families, name))
      }
    })
  )
})

interface PlainLocation {
  location_name: string
  status?: number
  attribute_value?: number | string
}

interface PlainMonitor {
  name: string
  monitor_type: string
  locations: PlainLocation[]
}

/** What the replaced exporter shows for its four types, from its documentation: gauges that are set, never unset. */
function replaced(groups: readonly (readonly [string, readonly PlainMonitor[]])[], gauges: Map<string, number>) {
  const up: Record<string, number> = {}
  const latency: Record<string, number> = {}
  for (const [group, monitors] of groups) {
    for (const monitor of monitors) {
      for (const { location_name: location, status, attribute_value: value } of monitor.locations) {
        const series = [monitor.monitor_type, monitor.name, group, location].join('|')
        up[series] = status ?? 10
        if (typeof value === 'number') gauges.set(series, value / 1000)
        const known = gauges.get(series)
        // It never saw one that is suspended or under maintenance, which is slow on purpose.
        if (typeof value !== 'number' && (status === 5 || status === 7)) continue
        if (typeof value !== 'number' && status !== 1) latency[series] = Number.POSITIVE_INFINITY
        else if (known !== undefined) latency[series] = known
      }
    }
  }
  return { up, latency }
}

function ours(families: readonly Family[], name: string): Record<string, number> {
  const samples = [...(familyOf(families, name)?.samples ?? [])]
  return Object.fromEntries(samples.map(({ labels, value }) => [Object.values(labels).join('|'), value]))
}

t.test('the compatible families are those of the replaced exporter for its four types', async () => {
  const places = ['Amsterdam - NL', 'Tokyo - JP', 'Paris - FR']
  const location = fc.record(
    {
      status: fc.constantFrom(0, 1, 1, 1, 2, 3, 5, 7, 9, 10),
      attribute_value: fc.oneof(fc.nat(100_000), fc.constant('-'))
    },
    { requiredKeys: [] }
  )
  const locations = fc.tuple(fc.subarray(places), fc.array(location, { minLength: 3, maxLength: 3 }))
  const monitor = fc.record({
    monitor_type: fc.constantFrom('URL', 'HOMEPAGE', 'REALBROWSER', 'RESTAPI'),
    attributeName: fc.constantFrom('RESPONSETIME', 'TRANSACTIONTIME'),
    locations: locations.map(([names, states]) => names.map((name, i) => ({ location_name: name, ...states[i] })))
  })
  const refresh = fc.tuple(...['', 'web', 'mail'].map(() => fc.array(monitor, { maxLength: 4 })))

  fc.assert(
    fc.property(fc.array(refresh, { minLength: 1, maxLength: 4 }), (refreshes) => {
      let memory: Memory | undefined
      const gauges = new Map<string, number>()
      for (const lists of refreshes) {
        // Names and ids follow from the place in the list, so that no two monitors share their labels.
        // The id holds the type, which a monitor never changes.
        const named = lists.map((list, g) =>
          list.map((fields, m) => ({
            ...fields,
            monitor_id: `${g}-${m}-${fields.monitor_type}`,
            name: `monitor ${m}`,
            status: 1
          }))
        )
        const [alone = [], web = [], mail = []] = named
        // A monitor without locations is a series of ours alone.
        const located = (list: typeof alone) => list.filter(({ locations }) => locations.length > 0)
        const group = (name: string, monitors: unknown[]) => ({ group_id: name, group_name: name, status: 1, monitors })
        const data: CurrentStatus = {
          monitors: located(alone),
          monitor_groups: [group('web', located(web)), group('mail', located(mail))]
        }
        const collection = collect(data, { memory })
        memory = collection.memory

        // What a refresh does not mention is forgotten by both.
        const expected = replaced(
          [
            ['', alone],
            ['web', web],
            ['mail', mail]
          ],
          gauges
        )
        for (const series of gauges.keys()) if (!(series in expected.up)) gauges.delete(series)
        assert.deepEqual(ours(collection.families, 'site24x7_monitor_up'), expected.up)
        assert.deepEqual(ours(collection.families, 'site24x7_monitor_latency_seconds'), expected.latency)
        assert.equal(collection.mergedSeries, 0)
        assert.ok((memory?.known.monitors.length ?? 0) <= Object.keys(expected.up).length)
      }
    }),
    { numRuns: 200 }
  )
})

t.test('ten thousand monitors at eight locations are collected in no time', async (t) => {
  const cities = [
    'Amsterdam - NL',
    'Tokyo - JP',
    'Paris - FR',
    'London - UK',
    'Sydney - AUS',
    'Toronto - CA',
    'Hut',
    'Pi'
  ]
  const monitors = Array.from({ length: 10_000 }, (_, index) => ({
    monitor_id: String(700_000_000_000_000 + index),
    name: `monitor ${index}`,
    monitor_type: 'URL',
    status: 1,
    attribute_key: 'response_time',
    unit: 'ms',
    tags: ['a', 'b:c'],
    locations: cities.map((name) => ({
      location_name: name,
      status: 1,
      attribute_value: index,
      last_polled_time: '2031-05-06T12:38:09+0530'
    }))
  }))
  const groups = Array.from({ length: 100 }, (_, index) => ({
    ...{ group_id: `g${index}`, group_name: `group ${index}`, status: 1 },
    monitors: monitors.slice(index * 50, (index + 1) * 50)
  }))
  const started = performance.now()
  const first = collect({ monitors: monitors.slice(5000), monitor_groups: groups }, { memory: undefined })
  const taken = performance.now() - started
  t.equal(familyOf(first.families, 'site24x7_monitor_up')?.samples.length, 80_000)
  t.equal(first.memory?.known.monitors.length, 10_000)
  // A fraction of this on two slow cores; an accidental square would take minutes.
  t.ok(taken < 3000, `${Math.round(taken)} ms`)
})
