import { ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { createAccount } from '../../../../plugins/snapshots/quota/account.ts'
import { Failure } from '../../../../src/contract/failure.ts'
import type { Source } from '../../../../src/contract/provider.ts'
import { pauseAfter } from '../../../../src/scheduling/schedule.ts'
import { fakeSource } from '../../../support/fake-source.ts'
import { logSink } from '../../../support/log-sink.ts'
import { manualClock } from '../../../support/manual-clock.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

function setUp(start = Date.UTC(2026, 0, 2)) {
  const clock = manualClock(start)
  const sink = logSink()
  const state = { callsToday: 0 }
  const zones: number[] = []
  const account = createAccount({
    clock,
    log: sink.log,
    callsToday: () => state.callsToday,
    setZone: (offset) => void zones.push(offset)
  })
  return { clock, sink, state, account, zones }
}

const counted = (callsPerDay: number, more: Partial<Source> = {}) =>
  fakeSource({ ttl: minute, quota: { callsPerDay, setting: 'ACME_DAILY_CALL_LIMIT' }, ...more })

t.test('where nobody counts, nothing is stretched or refused', async (t) => {
  const { account, state, sink } = setUp()
  const source = fakeSource({ ttl: minute })
  account.add(source)
  state.callsToday = 1e9
  account.learn({ dailyCallLimit: undefined })
  t.equal(account.interval(source), minute)
  t.equal(account.limit(), undefined)
  t.equal(account.usable(), undefined)
  t.doesNotThrow(() => account.assertBudget(source))
  t.same(sink.lines, [])
})

t.test('the limit of the settings holds until a payload knows better', async (t) => {
  const { account } = setUp()
  const source = counted(200)
  account.add(source)
  t.equal(account.interval(source), 9 * minute)
  account.learn({ dailyCallLimit: 900 })
  t.equal(account.interval(source), 2 * minute)
  account.learn({ dailyCallLimit: undefined })
  t.equal(account.limit(), 900, 'a source that does not know the limit does not lift it')
  account.learn({ dailyCallLimit: 100_000 })
  t.equal(account.interval(source), minute)
})

t.test('a limit of zero does not end the refreshes for good', async (t) => {
  const { account } = setUp()
  const source = counted(200)
  account.add(source)
  account.learn({ dailyCallLimit: 0 })
  t.ok(account.interval(source) <= day, `${account.interval(source)}`)
})

t.test('the warning names the setting and comes once for each length', async (t) => {
  const { account, sink, state } = setUp()
  const first = counted(900, { name: 'first' })
  const second = counted(900, { name: 'second', ttl: 5 * minute })
  account.add(first)
  account.add(second)
  for (let n = 0; n < 3; n++) account.learn({ dailyCallLimit: 900 })
  state.callsToday = 700
  account.learn({ dailyCallLimit: 900 })
  const warnings = sink.messages('warn')
  t.equal(warnings.length, 2, 'one for each source')
  t.match(warnings[0], 'refreshing every 144 s instead of 60 s')
  t.match(warnings[1], 'refreshing every 720 s instead of 300 s')
  for (const warning of warnings) t.match(warning, 'ACME_DAILY_CALL_LIMIT')
  account.learn({ dailyCallLimit: 450 })
  t.equal(sink.messages('warn').length, 4, 'a new length is news')
  account.learn({ dailyCallLimit: 1e6 })
  t.equal(sink.messages('warn').length, 4)
})

t.test('a refresh that would overspend the day is refused until midnight UTC', async (t) => {
  const { account, state } = setUp(Date.UTC(2026, 0, 2, 22, 30))
  const source = counted(100, { callsPerRefresh: 3 })
  account.add(source)
  state.callsToday = 77
  t.doesNotThrow(() => account.assertBudget(source), 'the last three')
  state.callsToday = 78
  const refused = failureOf(() => account.assertBudget(source))
  t.equal(refused.reason, 'quota')
  t.match(refused.message, '78 of 80 usable, 100 in all')
  t.match(refused.message, '2026-01-03T00:00:00.000Z')
  t.equal(refused.retryAfter, 15 * minute, 'it is looked at again before')
})

/** A day's worth of refreshes as the cache of a source schedules them, with outcomes and costs as `next` says. */
function simulateDay(callsPerDay: number, ttl: number, next: () => { fails: boolean; attempts: number }) {
  const start = Date.UTC(2026, 0, 2)
  const state = { calls: 0, now: start, refused: 0, refreshed: [] as number[] }
  const clock = { ...manualClock(), now: () => state.now }
  const account = createAccount({ clock, log: logSink('silent').log, callsToday: () => state.calls, setZone() {} })
  const source = counted(callsPerDay, { ttl })
  account.add(source)
  const usable = account.usable() as number
  for (let failures = 0; state.now < start + day; ) {
    let failure: Failure | undefined
    try {
      account.assertBudget(source)
      const { fails, attempts } = next()
      // As the upstream does, which ends the attempts of a refresh at the limit.
      state.calls = Math.min(usable, state.calls + attempts)
      if (fails) failure = new Failure('server', '')
      else state.refreshed.push(state.now)
    } catch (error) {
      failure = error as Failure
      state.refused += 1
    }
    failures = failure === undefined ? 0 : failures + 1
    const interval = account.interval(source)
    state.now += failure === undefined ? interval : pauseAfter(failure, failures, interval, 0.5)
  }
  return { ...state, usable, source }
}

t.test('no day spends more than four fifths, whatever fails', async (t) => {
  const outcomes = fc.infiniteStream(fc.record({ fails: fc.boolean(), attempts: fc.integer({ min: 1, max: 3 }) }))
  const property = fc.property(fc.integer({ min: 5, max: 5000 }), outcomes, (callsPerDay, stream) => {
    const { calls } = simulateDay(callsPerDay, minute, () => stream.next().value)
    ok(calls <= callsPerDay * 0.8, `${calls} of ${callsPerDay}`)
  })
  t.doesNotThrow(() => fc.assert(property, { numRuns: 30 }))
})

t.test('a day without failures uses the quota and is never refused', async (t) => {
  const property = fc.property(fc.integer({ min: 5, max: 2000 }), fc.integer({ min: 10, max: 600 }), (limit, ttl) => {
    const { calls, refused, usable } = simulateDay(limit, ttl * 1000, () => ({ fails: false, attempts: 1 }))
    ok(refused === 0, `refused ${refused} times`)
    ok(calls >= Math.min(usable, Math.floor(day / ttl / 1000)) - 1, `${calls} of ${usable}`)
  })
  t.doesNotThrow(() => fc.assert(property))
})

t.test('a few retries do not make the end of the day fail', async (t) => {
  let n = 0
  const { refused, calls, usable } = simulateDay(600, minute, () => ({
    fails: false,
    attempts: ++n % 50 === 0 ? 3 : 1
  }))
  t.equal(refused, 0)
  t.ok(calls <= usable)
})

t.test('an outage of hours leaves calls for the rest of the day', async (t) => {
  const outage = { attempts: 3, fails: true }
  const fine = { attempts: 1, fails: false }
  const started = Date.UTC(2026, 0, 2)
  let refreshes = 0
  const result = simulateDay(600, minute, () => (++refreshes <= 100 ? outage : fine))
  const gaps = result.refreshed.map((at, i) => at - (result.refreshed[i - 1] ?? at))
  t.equal(result.refused, 0)
  t.ok((result.refreshed[0] as number) - started > 4 * hour, 'the outage lasts hours')
  t.ok(Math.max(...gaps) <= 4 * 3 * minute, 'then data is renewed to the end of the day')
  t.ok((result.refreshed.at(-1) as number) - started > day - 12 * minute)
})

function failureOf(act: () => void): Failure {
  try {
    act()
  } catch (error) {
    if (error instanceof Failure) return error
  }
  throw new Error('no Failure was thrown')
}

t.test('the day begins at midnight in the zone that a payload tells', async (t) => {
  for (const [hours, midnight] of [
    [5.5, '2026-01-02T18:30:00.000Z'],
    [-8, '2026-01-02T08:00:00.000Z'],
    [14, '2026-01-02T10:00:00.000Z'],
    [0, '2026-01-03T00:00:00.000Z']
  ] as const) {
    const { account, state, zones, clock } = setUp(Date.UTC(2026, 0, 2, 1))
    const source = counted(100)
    account.add(source)
    account.learn({ utcOffset: hours * hour })
    account.learn({ utcOffset: hours * hour })
    account.learn({})
    t.strictSame(zones, hours === 0 ? [] : [hours * hour], 'told once')
    state.callsToday = 80
    t.ok(account.isSpent())
    const refused = failureOf(() => account.assertBudget(source))
    t.match(refused.message, midnight)
    clock.set(Date.parse(midnight) - minute)
    const pause = failureOf(() => account.assertBudget(source)).retryAfter ?? 0
    t.ok(pause > minute && pause < 2 * minute, 'just after midnight, never before')
  }
})

t.test('a limit from the settings is not overruled by what was stored under others', async (t) => {
  const { account } = setUp()
  const source = counted(5000, { quota: { callsPerDay: 5000, setting: 'ACME_DAILY_CALL_LIMIT', isFixed: true } })
  account.add(source)
  account.learn({ dailyCallLimit: 200 })
  t.equal(account.limit(), 5000)
  const free = setUp().account
  free.add(fakeSource())
  free.learn({ dailyCallLimit: 200 })
  t.equal(free.limit(), undefined, 'nor is its absence')
})

t.test('where nothing renews by itself nobody is warned of an interval', async (t) => {
  const sink = logSink()
  const options = { clock: manualClock(), log: sink.log, callsToday: () => 0, setZone() {} }
  const account = createAccount({ ...options, background: false })
  account.add(counted(200))
  account.learn({ dailyCallLimit: 200 })
  t.strictSame(sink.lines, [])
})

t.test('limits hold whatever the size, and the size makes a refresh dearer', async (t) => {
  const { account, sink, state } = setUp()
  const source = fakeSource({
    ttl: minute,
    callsPerRefresh: (size = 1) => Math.ceil(size / 50),
    limits: [
      { calls: 10, per: 'minute', setting: 'ACME_CALLS_PER_MINUTE' },
      { calls: 20_000, per: 'day' }
    ]
  })
  account.add(source)
  t.equal(account.calls(source), 1)
  t.equal(account.interval(source), minute)
  t.equal(account.limit(), 20_000)
  t.ok(account.isFixed())
  t.equal(account.deadline(source), 54_000)

  account.learn({ dailyCallLimit: 1e9, overview: { states: [{ name: 'up', severity: 'ok', count: 800 }] } }, source)
  t.equal(account.limit(), 20_000, 'no payload knows better')
  t.equal(account.calls(source), 16)
  t.equal(account.interval(source), 2 * minute)
  t.equal(account.deadline(source), 108_000)
  t.match(sink.lines, [
    {
      intervalSeconds: 120,
      msg: /instead of 60 s, to use at most 80 % of 10 calls a minute; see ACME_CALLS_PER_MINUTE/
    }
  ])
  state.callsToday = 15_990
  t.throws(() => account.assertBudget(source), { message: /calls are spent/ })

  account.learn({ overview: {} }, source)
  t.equal(account.calls(source), 16, 'a payload without states tells no size')
})

t.test('the least of several limits by the day holds', async (t) => {
  const { account } = setUp()
  account.add(fakeSource({ limits: [{ calls: 500, per: 'day' }] }))
  account.add(fakeSource({ limits: [{ calls: 300, per: 'day' }], name: 'more' }))
  t.equal(account.limit(), 300)
})
