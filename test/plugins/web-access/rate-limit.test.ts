import t from 'tap'
import { createBucket } from '../../../plugins/web-access/rate-limit.ts'
import { manualClock } from '../../support/manual-clock.ts'

t.test('a burst is let in, then one request in each interval', async (t) => {
  const clock = manualClock()
  const take = createBucket(clock)
  const limit = { interval: 100, burst: 3 }
  const taken = (count: number) => Array.from({ length: count }, () => take(limit)).filter(Boolean).length
  t.equal(taken(5), 3)
  await clock.advance(99)
  t.equal(taken(5), 0)
  await clock.advance(1)
  t.equal(taken(5), 1)
  await clock.advance(10_000)
  t.equal(taken(9), 3, 'no more than a burst is saved up')
})
