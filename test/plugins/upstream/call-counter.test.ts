import fc from 'fast-check'
import t from 'tap'
import { createCallCounter } from '../../../plugins/upstream/call-counter.ts'
import { manualClock } from '../../support/manual-clock.ts'

const hour = 3_600_000
const day = 24 * hour

t.test('calls are counted by provider, own and foreign', async (t) => {
  const counter = createCallCounter(manualClock())
  for (let i = 0; i < 3; i++) t.ok(counter.takeCall('acme'))
  counter.takeCall('other')
  counter.setForeignCalls('acme', 10)
  t.strictSame([counter.callsToday('acme'), counter.ownCallsToday('acme')], [13, 3])
  counter.setForeignCalls('acme', 7)
  t.equal(counter.callsToday('acme'), 10, 'it is what others have made in all')
  t.equal(counter.callsToday('other'), 1)
})

t.test('the limit holds for all calls together', async (t) => {
  const counter = createCallCounter(manualClock())
  let limit: number | undefined = 5
  counter.limitCalls('acme', () => limit)
  counter.setForeignCalls('acme', 3)
  t.strictSame(
    Array.from({ length: 4 }, () => counter.takeCall('acme')),
    [true, true, false, false]
  )
  t.equal(counter.callsToday('acme'), 5, 'what was refused is not counted')
  limit = undefined
  t.ok(counter.takeCall('acme'))
  t.ok(counter.takeCall('other'), 'who has no limit is not limited')
})

for (const offset of [0, 5.5 * hour, 14 * hour, -8 * hour, -11 * hour]) {
  t.test(`the count begins anew at midnight ${offset / hour} hours east of UTC`, async (t) => {
    const clock = manualClock(Date.UTC(2026, 0, 2) - offset)
    const counter = createCallCounter(clock)
    counter.setZone('acme', offset)
    counter.takeCall('acme')
    counter.setForeignCalls('acme', 4)
    const today = counter.dayNumber('acme')
    const { reason, message, retryAfter } = counter.refused('acme', 'the state')
    t.equal(reason, 'quota')
    t.equal(
      message,
      `the state was not asked, as today's calls are spent; it goes on after ${new Date(clock.now() + day).toISOString()}`
    )
    t.equal(retryAfter, 15 * 60_000, 'nothing is lost by looking again')
    await clock.advance(day - 1)
    t.equal(counter.callsToday('acme'), 5)
    t.equal(counter.dayNumber('acme'), today)
    await clock.advance(1)
    t.equal(counter.callsToday('acme'), 0)
    t.equal(counter.dayNumber('acme'), today + 1)
    t.ok(counter.takeCall('acme'))
    t.strictSame([counter.callsToday('acme'), counter.ownCallsToday('acme')], [1, 1])
  })
}

t.test('a clock that is set forward and back again forgets no call', async (t) => {
  const clock = manualClock(Date.UTC(2026, 0, 2, 12))
  const counter = createCallCounter(clock)
  for (let i = 0; i < 5; i++) counter.takeCall('acme')
  counter.setForeignCalls('acme', 2)
  for (const days of [1, -3, 400]) {
    const now = clock.now()
    clock.set(now + days * day)
    t.equal(counter.callsToday('acme'), 0)
    counter.takeCall('acme')
    clock.set(now)
    t.strictSame([counter.callsToday('acme'), counter.ownCallsToday('acme')], [7, 5])
  }
})

t.test('a zone that is told late does not forget what was counted', async (t) => {
  const property = fc.property(
    fc.integer({ min: -14 * 60, max: 14 * 60 }),
    fc.integer({ min: 0, max: day }),
    fc.nat(50),
    (minutes, time, calls) => {
      const counter = createCallCounter({ now: () => Date.UTC(2026, 0, 2) + time })
      for (let i = 0; i < calls; i++) counter.takeCall('acme')
      counter.setZone('acme', minutes * 60_000)
      return counter.callsToday('acme') === calls
    }
  )
  t.doesNotThrow(() => fc.assert(property))
})
