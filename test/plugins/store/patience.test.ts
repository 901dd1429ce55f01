import t from 'tap'
import { inTime } from '../../../plugins/store/patience.ts'

const after = <T>(ms: number, value: T) => new Promise<T>((resolve) => setTimeout(resolve, ms, value))

t.test('a stall of this process is not the fault of who has answered meanwhile', async (t) => {
  let calls = 0
  const result = await inTime(() => {
    calls += 1
    const answer = after(10, 'answer')
    const end = performance.now() + 60
    // Stands still, as on a busy machine; both timers are due when it goes on.
    while (performance.now() < end);
    return answer
  }, 5)
  t.equal(result, 'answer')
  t.equal(calls, 1)
})

t.test('what is late is tried once more, and then given up', async (t) => {
  let calls = 0
  const second = await inTime(() => {
    calls += 1
    return after(calls === 1 ? 1000 : 0, 'second')
  }, 20)
  t.equal(second, 'second')
  calls = 0
  const never = () => {
    calls += 1
    return new Promise<never>(() => {})
  }
  await t.rejects(inTime(never, 5), { message: 'no answer in time' })
  t.equal(calls, 2)
})

t.test('an error is passed on at once', async (t) => {
  let calls = 0
  const failing = async () => {
    calls += 1
    throw new Error('NOPERM')
  }
  await t.rejects(inTime(failing, 50), { message: 'NOPERM' })
  t.equal(calls, 1)
})
