import t from 'tap'
import { createCallPace } from '../../../plugins/upstream/call-pace.ts'
import { withDeadline } from '../../../src/scheduling/deadline.ts'
import { wait } from '../../../src/scheduling/wait.ts'
import { listen } from '../../support/local-server.ts'
import { manualClock, settle } from '../../support/manual-clock.ts'
import { failureOf, setUpUpstream } from '../../support/upstream-client.ts'

const minute = 60_000

t.test('in any minute there are no more calls than allowed, retries included', async (t) => {
  const clock = manualClock()
  const pace = createCallPace(clock)
  t.equal(pace.takePlace('acme'), 0, 'who has told no limit is not held back')
  pace.paceCalls('acme', () => [
    { calls: 3, period: minute },
    { calls: 5, period: 60 * minute }
  ])
  const at: number[] = []
  for (let i = 0; i < 6; i++) at.push(pace.takePlace('acme') / minute)
  t.strictSame(at, [0, 0, 0, 1, 1, 60])
  t.equal(pace.takePlace('other'), 0)
  t.equal(pace.takePlace('other', 500), 500)
})

t.test('a place is free again after its period', async (t) => {
  const clock = manualClock()
  const pace = createCallPace(clock)
  pace.paceCalls('acme', () => [{ calls: 1, period: minute }])
  t.equal(pace.takePlace('acme'), 0)
  await clock.advance(40_000)
  t.equal(pace.takePlace('acme'), 20_000)
  await clock.advance(10 * minute)
  t.equal(pace.takePlace('acme', 1000), 1000, 'a retry after its pause')
  t.equal(pace.takePlace('acme'), 61_000)
})

t.test('a request waits for its place, and not when its signal aborts', async (t) => {
  const { origin, requests } = await listen(t, (_, response) => void response.end('{}'))
  const { clock, upstream, request } = setUpUpstream(t)
  upstream.paceCalls('acme', () => [{ calls: 1, period: minute }])
  await request(origin, { counted: true })
  await request(origin)
  t.equal(requests.length, 2, 'what does not count is not held back')

  const second = request(origin, { counted: true })
  await clock.advance(minute - 1)
  t.equal(requests.length, 2)
  await clock.advance(1)
  await second
  t.equal(requests.length, 3)

  const stop = new AbortController()
  const third = failureOf(t, request(origin, { counted: true, signal: stop.signal }))
  await settle()
  stop.abort(new Error('the program is stopping'))
  await third
  t.equal(requests.length, 3)
})

t.test('retries are held back too', async (t) => {
  let answers = 0
  const { origin } = await listen(t, (_, response) => {
    answers += 1
    response.statusCode = answers === 1 ? 503 : 200
    response.end('{}')
  })
  const { upstream, request } = setUpUpstream(t)
  upstream.paceCalls('acme', () => [{ calls: 1, period: 300 }])
  const began = performance.now()
  await request(origin, { counted: true })
  t.equal(answers, 2)
  t.ok(performance.now() - began >= 290)
})

t.test('a deadline does not count the time for which calls were held back', async (t) => {
  const clock = manualClock()
  const usage = { calls: 0, bytes: 0, heldBack: 0 }
  const never = new AbortController().signal
  const slow = (ms: number) => () => wait(clock, ms, never)
  usage.heldBack = 90_000
  const done = withDeadline(clock, minute, never, slow(149_000), undefined, () => usage.heldBack)
  await clock.advance(150_000)
  await done
  const late = t.rejects(
    withDeadline(clock, minute, never, slow(151_000), undefined, () => usage.heldBack),
    {
      message: 'not done within 60 s'
    }
  )
  await clock.advance(150_000)
  await late
})
