import t from 'tap'
import { createExpiry } from '../../../plugins/snapshots/expiry.ts'
import { Failure } from '../../../src/contract/failure.ts'
import { manualClock } from '../../support/manual-clock.ts'

const minute = 60_000
const asked = new Failure('quota', '', { retryAfter: 12 * minute })

/** Minutes after which data that may be five minutes old is withdrawn. */
async function lifeOf(happens: (expiry: ReturnType<typeof createExpiry>, minutes: number) => void, age = 0) {
  const clock = manualClock()
  let isWithdrawn = false
  const expiry = createExpiry(clock, () => {
    isWithdrawn = true
  })
  expiry.start(5 * minute, age)
  let minutes = 0
  while (!isWithdrawn && minutes < 100) {
    happens(expiry, minutes)
    await clock.advance(minute)
    minutes += 1
  }
  return minutes
}

t.test('data is withdrawn at its age', async (t) => {
  t.equal(await lifeOf(() => {}), 5)
  t.equal(await lifeOf(() => {}, 3 * minute), 2, 'stored data is older')
})

t.test('a pause that the provider has asked for costs no data', async (t) => {
  const once = (failure: Failure) => lifeOf((expiry, at) => at === 1 && expiry.outlast(failure, 12 * minute, minute))
  t.equal(await once(asked), 14)
  t.equal(await once(new Failure('quota', '')), 5, 'a pause of our own does')
  t.equal(await once(new Failure('auth', '', { retryAfter: 12 * minute })), 5)
})

t.test('pauses without end do not keep data for ever', async (t) => {
  const life = await lifeOf((expiry) => expiry.outlast(asked, 12 * minute, minute))
  t.ok(life > 14 && life <= 25, `${life} minutes`)
})
