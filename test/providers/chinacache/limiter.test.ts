import t from 'tap'
import { createLimiter } from '../../../providers/chinacache/limiter.ts'
import { settle } from '../../support/manual-clock.ts'

const never = new AbortController().signal

/** Tasks that end when told. */
function tasks() {
  const ends: (() => void)[] = []
  return { ends, task: () => new Promise<void>((resolve) => ends.push(resolve)) }
}

t.test('so many at a time, the rest in order', async (t) => {
  const limit = createLimiter(2)
  const { ends, task } = tasks()
  const order: number[] = []
  const all = Promise.all([0, 1, 2, 3].map((i) => limit(never, task).then(() => order.push(i))))
  await settle()
  t.equal(ends.length, 2)
  for (let i = 0; i < 4; i++) {
    ends[i]?.()
    await settle()
  }
  await all
  t.same(order, [0, 1, 2, 3])
})

t.test('a failed task makes room', async (t) => {
  const limit = createLimiter(1)
  await t.rejects(
    limit(never, () => Promise.reject(new Error('no'))),
    { message: 'no' }
  )
  t.equal(await limit(never, async () => 7), 7)
})

t.test('who gives up before its turn, or had given up before it came, is never run', async (t) => {
  const limit = createLimiter(1)
  const { ends, task } = tasks()
  const first = limit(never, task)
  const impatient = new AbortController()
  let ran = false
  const second = limit(impatient.signal, async () => {
    ran = true
  })
  const third = limit(never, async () => 'third')
  impatient.abort()
  await t.rejects(second, { name: 'Failure', reason: 'timeout' })
  ends[0]?.()
  await first
  t.equal(await third, 'third')
  t.notOk(ran)
  await t.rejects(limit(impatient.signal, task), { name: 'Failure', reason: 'timeout' })
})
