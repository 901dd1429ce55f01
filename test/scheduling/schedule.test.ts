import { ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { Failure, failureReasons } from '../../src/contract/failure.ts'
import {
  callsAt,
  intervalInForce,
  pacingOf,
  pauseAfter,
  pauseOfSpent,
  refreshDeadline,
  startOffset,
  usableCalls,
  windowsOf
} from '../../src/scheduling/schedule.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const backingOff = failureReasons.filter((reason) => reason !== 'auth' && reason !== 'quota')

t.test('backoff is exponential with full jitter, at least five seconds and at most one interval', async (t) => {
  const failure = new Failure('server', 'HTTP 503')
  const pauses = (random: number) => [1, 2, 3, 4, 5, 6].map((n) => pauseAfter(failure, n, 2 * minute, random))
  const almostOne = 1 - Number.EPSILON
  t.same(pauses(0), [5, 5, 5, 5, 5, 5].map(seconds), 'jitter may take all but five seconds')
  t.same(pauses(0.5), [5, 10, 20, 40, 80, 120].map(seconds), 'it doubles')
  t.same(pauses(almostOne).map(Math.round), [10, 20, 40, 80, 120, 120].map(seconds), 'up to the interval')
})

t.test('whatever failed, and however often, the pause keeps its bounds', async (t) => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  const property = fc.property(
    fc.constantFrom(...backingOff),
    fc.integer({ min: 1, max: 1e6 }),
    fc.integer({ min: 5 * second, max: day }),
    random,
    (reason, failures, interval, jitter) => {
      const pause = pauseAfter(new Failure(reason, ''), failures, interval, jitter)
      ok(pause >= 5 * second && pause <= interval, `${pause}`)
    }
  )
  t.doesNotThrow(() => fc.assert(property))
})

t.test('an interval under five seconds is not overstepped by a retry', async (t) => {
  t.equal(pauseAfter(new Failure('network', ''), 3, 2 * second, 0.9), 2 * second)
})

t.test('a server that says when to come back is heard, within fifteen minutes', async (t) => {
  const after = (retryAfter: number) => pauseAfter(new Failure('server', '', { retryAfter }), 1, minute, 0)
  t.equal(after(second), 5 * second)
  t.equal(after(2 * minute), 2 * minute, 'even longer than the interval')
  t.equal(after(hour), 15 * minute)
})

t.test('refused credentials are left alone for two minutes', async (t) => {
  const failure = new Failure('auth', '')
  for (const failures of [1, 2, 50]) t.equal(pauseAfter(failure, failures, 10 * second, 0.99), 2 * minute)
})

t.test('a used up quota pauses as long as was asked for', async (t) => {
  const after = (retryAfter: number) => pauseAfter(new Failure('quota', '', { retryAfter }), 7, minute, 0.5)
  t.equal(after(7 * minute), 7 * minute)
  t.equal(after(20 * hour), 20 * hour)
  t.equal(after(10), 5 * second, 'but never hammers')
})

t.test('a spent day is looked at again now and then, and right after its end', async (t) => {
  t.equal(pauseOfSpent(20 * hour), 15 * minute)
  t.equal(pauseOfSpent(minute), minute + second)
  t.equal(pauseOfSpent(0), second)
})

t.test('a used up quota without Retry-After doubles the pause up to fifteen minutes', async (t) => {
  const pauses = [1, 2, 3, 4, 5, 6, 1000].map((n) => pauseAfter(new Failure('quota', ''), n, minute, 0))
  t.same(
    pauses,
    [1, 2, 4, 8, 15, 15, 15].map((n) => n * minute)
  )
})

t.test('four fifths of a quota may be used', async (t) => {
  t.same([200, 201, 1000, 1440, 1800].map(usableCalls), [160, 160, 800, 1152, 1440])
  t.same([0, 1].map(usableCalls), [1, 1], 'but one call at least, as an interval without end would never be mended')
})

const wholeDay = (usable: number) => ({ usable, callsToday: 0, untilReset: day })

t.test('the interval of one source', async (t) => {
  const source = { ttl: minute, callsPerRefresh: 1 }
  const interval = (usable: number) => intervalInForce(source, [source], wholeDay(usable))
  t.equal(intervalInForce(source, [source], undefined), minute, 'nobody counts')
  t.equal(interval(100_000), minute, 'never faster than the TTL')
  t.equal(interval(1440), minute, 'exactly enough')
  t.equal(interval(720), 2 * minute)
  t.equal(interval(160), 9 * minute)
  const costly = { ttl: minute, callsPerRefresh: 3 }
  t.equal(intervalInForce(costly, [costly], wholeDay(1440)), 3 * minute)
})

t.test('several sources share a quota by one factor', async (t) => {
  const often = { ttl: minute, callsPerRefresh: 1 } // 1440 a day
  const seldom = { ttl: hour, callsPerRefresh: 30 } // 720 a day
  const free = { ttl: minute, callsPerRefresh: 0 }
  const account = [often, seldom, free]
  const intervals = (usable: number) => account.map((source) => intervalInForce(source, account, wholeDay(usable)))
  t.same(intervals(2160), [minute, hour, minute])
  t.same(intervals(1080), [2 * minute, 2 * hour, minute], 'one that costs nothing is not stretched')
})

t.test('what retries have spent is saved over the rest of the day', async (t) => {
  const source = { ttl: 3 * minute, callsPerRefresh: 1 }
  const interval = (callsToday: number, untilReset: number) =>
    intervalInForce(source, [source], { usable: 480, callsToday, untilReset })
  t.equal(interval(240, 12 * hour), 3 * minute, 'on time')
  t.equal(interval(0, 2 * hour), 3 * minute, 'started late: not faster')
  t.equal(interval(360, 12 * hour), 6 * minute, 'half of what the rest should have')
  t.equal(interval(478, 12 * hour), 12 * minute, 'at most four times slower')
  t.equal(interval(480, 12 * hour), 12 * minute)
  t.equal(interval(480, 5 * minute), 5 * minute + second, 'not longer than until the next day')
  t.equal(interval(500, 10 * second), 3 * minute)
})

t.test('the start offset is small beside the interval', async (t) => {
  t.equal(startOffset(minute, 0), 0)
  t.equal(startOffset(minute, 0.5), 2.5 * second)
  t.equal(startOffset(day, 1), 5 * second)
  t.equal(startOffset(10 * second, 1), second)
})

t.test('a refresh ends before the next one is due', async (t) => {
  t.equal(refreshDeadline(10 * second), 9 * second)
  t.equal(refreshDeadline(hour), minute)
})

function seconds(n: number): number {
  return n * second
}

t.test('reports are stretched first, and all keep within the budget', (t) => {
  const hour = 3_600_000
  const status = { ttl: 60_000, callsPerRefresh: 1 }
  const report = { ttl: hour, callsPerRefresh: 1, yields: true }
  const account = [status, report, { ...report, ttl: hour / 4 }]
  const callsADay = (usable: number) => {
    const budget = { usable, callsToday: 0, untilReset: 24 * hour }
    return account.map((source) => (24 * hour) / intervalInForce(source, account, budget))
  }
  const near = (calls: number[]) => calls.map((each) => Math.round(each))
  t.strictSame(near(callsADay(2000)), [1440, 24, 96], 'there is enough for all')
  t.strictSame(near(callsADay(1600)), [1440, 24, 96])
  t.strictSame(near(callsADay(1550)), [1440, 22, 88], 'the reports give way')
  t.strictSame(near(callsADay(160)), [148, 2, 10], 'a tenth of theirs is left to them')
  for (const usable of [16, 160, 999, 1500, 1559, 1561]) {
    const sum = callsADay(usable).reduce((total, calls) => total + calls, 0)
    t.ok(sum <= usable + 0.01, `${sum} of ${usable}`)
  }
  t.end()
})

t.test('a failure may ask for a longer rest of refused credentials', (t) => {
  t.equal(pauseAfter(new Failure('auth', '', { retryAfter: 3_600_000 }), 1, 60_000, 0), 3_600_000)
  t.equal(pauseAfter(new Failure('auth', '', { retryAfter: 1 }), 1, 60_000, 0), 120_000)
  t.end()
})

t.test(
  'a limit by the minute stretches intervals as a day does that allows as much, and the deadline with it',
  async (t) => {
    const windows = windowsOf([
      { calls: 10, per: 'minute' },
      { calls: 5000, per: 'day' }
    ])
    t.strictSame(windows, [{ calls: 8, period: minute }], 'the day is counted elsewhere')
    const pages = (callsPerRefresh: number) => ({ ttl: minute, callsPerRefresh })
    t.equal(intervalInForce(pages(8), [pages(8)], undefined, windows), minute)
    t.equal(intervalInForce(pages(16), [pages(16)], undefined, windows), 2 * minute)
    t.equal(intervalInForce(pages(8), [pages(8), pages(8)], undefined, windows), 2 * minute, 'sources share it')
    t.equal(intervalInForce(pages(8), [pages(8)], wholeDay(2880), windows), 4 * minute, 'the day is tighter')
    t.equal(intervalInForce(pages(16), [pages(16)], wholeDay(1e6), windows), 2 * minute, 'the minute is tighter')
    t.equal(pacingOf(8, windows), 0)
    t.equal(pacingOf(17, windows), 2 * minute)
    t.equal(refreshDeadline(10 * minute, 2 * minute), 3 * minute)
    t.equal(refreshDeadline(2 * minute, 2 * minute), 108 * second)
  }
)

t.test('the cost of a refresh follows the size', async (t) => {
  const paged = { callsPerRefresh: (size = 1) => Math.ceil(size / 50) }
  t.strictSame(
    [undefined, 0, 50, 51, 1000].map((size) => callsAt(paged, size)),
    [1, 0, 1, 2, 20]
  )
  t.equal(callsAt({ callsPerRefresh: 3 }, 1000), 3)
})
