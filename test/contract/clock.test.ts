import { mock } from 'node:test'
import t from 'tap'
import { systemClock } from '../../src/contract/clock.ts'

const day = 24 * 3_600_000
// What setTimeout can take: 24.8 days.
const longest = 2 ** 31 - 1

t.beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }))
t.afterEach(() => mock.timers.reset())

t.test('a task runs once, when its time has come', async (t) => {
  let runs = 0
  systemClock.after(1000, () => {
    runs += 1
  })
  mock.timers.tick(999)
  t.equal(runs, 0)
  mock.timers.tick(1)
  t.equal(runs, 1)
  mock.timers.tick(10_000)
  t.equal(runs, 1)
})

t.test('a task that was called off does not run', async (t) => {
  const callOff = systemClock.after(1000, () => t.fail('it ran'))
  callOff()
  mock.timers.tick(2000)
  callOff()
  t.pass()
})

t.test('a pause longer than a timer can take does not end at once', async (t) => {
  let runs = 0
  const task = () => {
    runs += 1
  }
  systemClock.after(60 * day, task)
  const callOff = systemClock.after(60 * day, task)
  mock.timers.tick(longest)
  mock.timers.tick(longest)
  callOff()
  t.equal(runs, 0)
  mock.timers.tick(60 * day - 2 * longest - 1)
  t.equal(runs, 0)
  mock.timers.tick(1)
  t.equal(runs, 1, 'only the one that was not called off')
})

t.test('a pause without end never ends', async (t) => {
  systemClock.after(Number.POSITIVE_INFINITY, () => t.fail('it ran'))
  for (let n = 0; n < 10; n++) mock.timers.tick(longest)
  t.pass()
})

t.test('the wall clock and the stop-watch', async (t) => {
  const before = Date.now()
  const now = systemClock.now()
  t.ok(now >= before && now <= Date.now())
  const started = systemClock.elapsed()
  t.ok(started < before, 'it does not count from 1970')
  t.ok(systemClock.elapsed() >= started)
})
