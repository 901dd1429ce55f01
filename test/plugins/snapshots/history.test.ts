import t from 'tap'
import { failedOnce, noPast, refreshedOnce, servedOnce } from '../../../plugins/snapshots/history.ts'
import { Failure } from '../../../src/contract/failure.ts'

t.test('it remembers the last refreshes and no more', async (t) => {
  t.strictSame(noPast, { refreshes: [], failure: undefined, failedParts: [] })
  let past = noPast
  for (let at = 1; at <= 60; at++) past = refreshedOnce(past, { at, duration: at * 2, ok: true, calls: 1, bytes: at })
  const { refreshes } = past
  t.equal(refreshes.length, 48)
  t.strictSame(
    [refreshes[0], refreshes.at(-1)],
    [
      { at: 13, duration: 26, ok: true, calls: 1, bytes: 13 },
      { at: 60, duration: 120, ok: true, calls: 1, bytes: 60 }
    ]
  )
})

t.test('the newest failure outlives the next success, failed parts do not', async (t) => {
  const [first, second] = [new Failure('server', 'HTTP 500'), new Failure('timeout', 'too late')]
  const parts = Array.from({ length: 9 }, (_, i) => new Failure('client', `part ${i}`))
  let past = failedOnce(servedOnce(failedOnce(noPast, 1, first), parts), 2, second)
  t.strictSame(past.failedParts, [], 'where all has failed, no part has')
  past = servedOnce(past, parts)
  t.strictSame(past.failure, { at: 2, failure: second })
  t.strictSame(past.failedParts, parts.slice(0, 5))
  t.strictSame(servedOnce(past, []).failedParts, [])
})
