import t from 'tap'
import { day, minute, second, setUp } from './account.ts'

for (const { monitors, ttl } of [
  { monitors: 1, ttl: minute },
  { monitors: 10, ttl: minute },
  // A shorter one would only make the test longer: of 160,000 calls it could not use a tenth.
  { monitors: 1000, ttl: 5 * minute }
]) {
  t.test(`${monitors} monitors: a week without trouble is as fresh as the quota allows`, async (t) => {
    const { provider, start, days, today, usable, most, clock } = setUp(t, { monitors, ttl })
    const { snapshots, sink } = start()
    await days(1)
    const from = clock.now()
    await days(7)
    t.ok(most() <= usable, `${most()} of ${usable}`)
    const wished = day / ttl
    for (let back = 1; back <= 7; back++) {
      const calls = provider.calls.get(today() - back) ?? 0
      t.ok(calls >= Math.min(usable, wished) - 1, `${calls} calls`)
    }
    const times = provider.refreshed.filter((at) => at >= from)
    const gaps = times.slice(1).map((at, i) => at - (times[i] as number))
    const even = Math.max(ttl, day / usable)
    t.ok(Math.max(...gaps) <= 1.01 * even, `${Math.max(...gaps) / second} s`)
    t.match(snapshots.statuses(), [{ up: true, failures: { quota: 0 } }])
    t.equal(sink.messages('warn').filter((line) => line.startsWith('source is down')).length, 0)
  })
}
