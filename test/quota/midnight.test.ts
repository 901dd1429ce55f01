import t from 'tap'
import { settle } from '../support/manual-clock.ts'
import { day, hour, india, minute, second, setUp } from './account.ts'

for (const zone of [0, india, -8 * hour, 14 * hour]) {
  t.test(`a day that is spent ends at the account's midnight, ${zone / hour} hours east of UTC`, async (t) => {
    const { provider, start, clock, days, usable, today } = setUp(t, { monitors: 1, zone })
    const { snapshots, sink } = start()
    await days(1)
    const midnight = (today() + 1) * day - zone
    const calls = () => provider.calls.get(today()) ?? 0
    provider.isUp = false
    // Of a class that is not told to pause for long, so that the calls are soon spent.
    while (calls() < usable && clock.now() < midnight - hour) await clock.advance(minute)
    provider.isUp = true
    await clock.advance(20 * minute)
    t.equal(calls(), usable, 'they are spent')
    sink.lines.splice(0)

    // What has run out is known at the next turn.
    await clock.advance(20 * minute)
    const [status] = snapshots.statuses()
    t.match(status, { up: false, lastFailure: { reason: 'quota' } })
    t.match(status?.lastFailure?.message, new Date(midnight).toISOString())
    t.match(snapshots.accounts(), [{ callsToday: usable, dailyCallLimit: 200 }])
    await clock.advance(midnight - clock.now() - 1)
    t.equal(calls(), usable, 'not one call before midnight')
    const told = sink.messages('warn').filter((line) => line.includes("today's calls are spent"))
    t.ok(told.length <= 1, 'one line at the most')

    await clock.advance(2 * second)
    t.equal(calls(), 1, 'and one right after it')
    t.match(snapshots.statuses(), [{ up: true }])
  })
}

t.test('the line that says until when comes once, also after a restart', async (t) => {
  const { provider, start, clock, days, usable, today } = setUp(t, { monitors: 1 })
  let running = start()
  await days(1)
  provider.isUp = false
  while ((provider.calls.get(today()) ?? 0) < usable) await clock.advance(minute)
  provider.isUp = true
  await clock.advance(20 * minute)
  const until = /^source is down: .*today's calls are spent.*; it goes on after 2026-01-06T18:30:00.000Z$/
  const lines = () => running.sink.messages('warn').filter((line) => until.test(line)).length
  t.equal(lines(), 1)
  await clock.advance(hour)
  t.equal(lines(), 1)
  await running.close()
  running = start()
  await clock.advance(hour)
  t.equal(lines(), 1)
  t.match(running.snapshots.statuses(), [{ up: false, lastFailure: { reason: 'quota' } }])
  t.equal(provider.calls.get(today()), usable)
})

t.test('a restart after hours knows the quota of a large account before it asks', async (t) => {
  const { provider, start, clock, days } = setUp(t, { monitors: 1000 })
  const before = start()
  await days(2)
  await clock.advance(20 * hour)
  await before.close()
  await clock.advance(2 * hour)
  const calls = provider.refreshed.length
  const after = start()
  await settle()
  t.equal(provider.refreshed.length, calls + 1, 'its 1200 calls of today are no reason to wait')
  t.match(after.snapshots.statuses(), [{ up: true, interval: minute }])
})
