import fc from 'fast-check'
import t from 'tap'
import { between, episode, hash, hashText, pick, randomOf, wander } from '../../src/simulation/pseudo-random.ts'

t.test('hashes tell apart what differs', async (t) => {
  const seen = new Set<number>()
  for (let a = 0; a < 100; a++) for (let b = 0; b < 100; b++) seen.add(hash(a, b))
  t.ok(seen.size > 9_990)
  t.not(hash(1, 2), hash(2, 1))
  t.not(hash(0), hash(0, 0))
  t.not(hash(5), hash(5 + 2 ** 32), 'a wall clock has more than 32 bits')
  t.not(hashText('ab'), hashText('ba'))
  t.equal(hashText('shop'), hashText('shop'))
})

t.test('randomOf is spread evenly', async (t) => {
  let sum = 0
  for (let i = 0; i < 10_000; i++) sum += randomOf(7, i)
  t.ok(Math.abs(sum / 10_000 - 0.5) < 0.02)
})

t.test('ranges', async (t) => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: -50, max: 50 }), fc.nat(50), (key, low, span) => {
      const value = between(low, low + span, key)
      return Number.isInteger(value) && value >= low && value <= low + span
    })
  )
  t.same(new Set(Array.from({ length: 100 }, (_, i) => pick(['a', 'b', 'c'], i))).size, 3)
  t.throws(() => pick([], 1), RangeError)
})

t.test('wandering has no jumps, wherever it is looked at', async (t) => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 0, max: 4e12 }), (key, time) => {
      const here = wander(key, time, 600_000)
      return here >= 0 && here <= 1 && Math.abs(wander(key, time + 1000, 600_000) - here) < 0.01
    })
  )
  t.pass()
})

t.test('an episode is the same from its first to its last moment', async (t) => {
  const rule = { every: 3_600_000, chance: 0.5, shortest: 60_000, longest: 1_200_000 }
  let found = 0
  for (let key = 0; key < 500; key++) {
    const time = 1_700_000_000_000 + key * 100_000
    const running = episode(key, time, rule)
    if (running === undefined) continue
    found++
    const { start, end } = running
    t.ok(start <= time && time < end)
    t.ok(end - start >= rule.shortest - 1 && end - start <= rule.longest)
    t.same(episode(key, start, rule), running)
    t.same(episode(key, end - 1, rule), running)
    t.equal(episode(key, end, rule), undefined)
  }
  t.ok(found > 20)
})
