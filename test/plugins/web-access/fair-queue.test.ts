import t from 'tap'
import { createFairQueue } from '../../../plugins/web-access/fair-queue.ts'
import { settle } from '../../support/manual-clock.ts'

t.test('one task at a time, in turns among the askers', async (t) => {
  const ask = createFairQueue()
  const began: string[] = []
  const ends: (() => void)[] = []
  const task = (name: string) => () => {
    began.push(name)
    return new Promise<string>((resolve) => ends.push(() => resolve(name)))
  }
  const results = ['a1', 'a2', 'a3'].map((name) => ask('a', task(name)))
  results.push(ask('b', task('b1')), ask('c', task('c1')))
  for (let i = 0; i < 5; i++) {
    await settle()
    t.equal(began.length, i + 1, 'one at a time')
    ends[i]?.()
  }
  t.strictSame(began, ['a1', 'a2', 'b1', 'c1', 'a3'])
  t.strictSame(await Promise.all(results), ['a1', 'a2', 'a3', 'b1', 'c1'])
})

t.test('a task that fails does not hold up the others', async (t) => {
  const ask = createFairQueue()
  const failing = ask('a', () => Promise.reject(new Error('no'))) as Promise<never>
  const next = ask('a', async () => 'yes')
  await t.rejects(failing, { message: 'no' })
  t.equal(await next, 'yes')
  t.equal(await ask('a', async () => 'later'), 'later')
})

t.test('nobody waits where too many do', async (t) => {
  const ask = createFairQueue({ perAsker: 2, total: 3 })
  let end = () => {}
  const first = ask('a', () => new Promise<void>((resolve) => (end = resolve)))
  const waiting = [ask('a', async () => 1), ask('a', async () => 2)]
  t.equal(
    ask('a', async () => 3),
    undefined,
    'more than two of one'
  )
  waiting.push(ask('b', async () => 4))
  t.equal(
    ask('c', async () => 5),
    undefined,
    'more than three of all'
  )
  end()
  await first
  t.strictSame(await Promise.all(waiting), [1, 2, 4])
  t.equal(await ask('c', async () => 6), 6)
})
