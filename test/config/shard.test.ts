import t from 'tap'
import { isInShard, shardOf } from '../../src/config/shard.ts'
import type { Fault } from '../../src/contract/settings.ts'

const keys = Array.from({ length: 1000 }, (_, i) => `site24x7/account-${i}`)
const shardIn = (key: string, count: number) =>
  Array.from({ length: count }, (_, index) => index).filter((index) => isInShard(key, { index, count }))

t.test('each account is in one shard, shards are even, and another number of shards moves few', async (t) => {
  const five = keys.map((key) => shardIn(key, 5))
  t.ok(five.every(({ length }) => length === 1))
  const sizes = Map.groupBy(five, ([index]) => index)
  for (const [index, { length }] of sizes) t.ok(length > 150 && length < 250, `${index}: ${length}`)
  const moved = keys.filter((key, i) => shardIn(key, 6)[0] !== five[i]?.[0])
  t.ok(moved.length < 250, `${moved.length} of 1000 move`)
})

t.test('faults of the setting', async (t) => {
  const faultsOf = (settings: Record<string, string>) => {
    const faults: Fault[] = []
    shardOf(settings, faults)
    return faults.map(({ message }) => message)
  }
  t.strictSame(faultsOf({}), [])
  t.strictSame(faultsOf({ SHARD: '0/1', CONFIG_FILE: 'x' }), [])
  t.strictSame(faultsOf({ SHARD: '5/5', CONFIG_FILE: 'x' }), ['is counted from 0: the last of 5 is 4/5'])
  t.strictSame(faultsOf({ SHARD: '0/2' }), ['needs a CONFIG_FILE, whose accounts it divides'])
})
