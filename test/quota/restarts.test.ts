import t from 'tap'
import type { FakeStore } from '../support/fake-store.ts'
import { settle } from '../support/manual-clock.ts'
import { day, minute, second, setUp } from './account.ts'

for (const [monitors, isShared, ttl] of [
  [1, true, minute],
  [10, false, minute],
  [1000, true, 5 * minute]
] as const) {
  t.test(`${monitors} monitors: a week of restarts, kills and outages; shared: ${isShared}`, async (t) => {
    const { provider, start, days, random, usable, most, today } = setUp(t, { monitors, isShared, ttl })
    let running = start()
    let fates = 0
    await days(8, async () => {
      const fate = random()
      provider.isUp = random() > 0.3
      if (fate > 0.5) return
      fates += 1
      if (fate < 0.2) {
        provider.isSilent = true
        // It dies in the middle of a refresh.
        void running.snapshots.refreshAll()
        await settle()
      }
      if (fate < 0.35) await running.kill()
      else await running.close()
      provider.isSilent = false
      running = start()
      await settle()
    })
    t.ok(fates > 70, `${fates} processes`)
    t.ok(most() <= usable, `${most()} of ${usable}`)
    // An outage takes time, not calls: what is left for the day is used when it is over.
    const last = provider.calls.get(today() - 1) ?? 0
    t.ok(last >= 0.5 * Math.min(usable, day / ttl), `${last} calls`)
  })
}

t.test('three replicas keep to the quota of one, with a store that comes and goes', async (t) => {
  const { provider, start, days, random, usable, most, store } = setUp(t, { monitors: 10 })
  const replicas = [start(), start(), start()]
  await days(2, async () => {
    provider.isUp = random() > 0.2
    const which = Math.floor(random() * 3)
    if (random() < 0.3) {
      await replicas[which]?.kill()
      replicas[which] = start()
    }
    if (random() < 0.05) (store as FakeStore).flush()
  })
  t.ok(most() <= usable, `${most()} of ${usable}`)
  t.ok(provider.refreshed.length / 2 / (day / minute) > 0.5)
})

t.test('a crash loop of hours cannot spend what is left to others', async (t) => {
  const { provider, start, days, most, usable, clock } = setUp(t, { monitors: 1, isShared: false })
  await days(1)
  provider.isSilent = true
  for (let i = 0; i < 500; i++) {
    const running = start()
    await settle()
    await running.kill()
    await clock.advance(10 * second)
  }
  t.ok(most() > 0.9 * usable, 'it came to the limit')
  t.ok(most() <= usable, `${most()} of ${usable}`)
})
