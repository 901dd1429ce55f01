import t from 'tap'
import { createHistory } from '../../../plugins/snapshots/history.ts'
import { Failure } from '../../../src/contract/failure.ts'

t.test('it remembers the last refreshes and no more', async (t) => {
  const history = createHistory()
  t.strictSame(history.past(), { refreshes: [], failure: undefined, failedParts: [] })
  for (let at = 1; at <= 60; at++) history.ended({ at, duration: at * 2, ok: true })
  const { refreshes } = history.past()
  t.equal(refreshes.length, 48)
  t.strictSame(
    [refreshes[0], refreshes.at(-1)],
    [
      { at: 13, duration: 26, ok: true },
      { at: 60, duration: 120, ok: true }
    ]
  )
})

t.test('the newest failure outlives the next success, failed parts do not', async (t) => {
  const history = createHistory()
  const [first, second] = [new Failure('server', 'HTTP 500'), new Failure('timeout', 'too late')]
  const parts = Array.from({ length: 9 }, (_, i) => new Failure('client', `part ${i}`))
  history.failed(1, first)
  history.served(parts)
  history.failed(2, second)
  t.strictSame(history.past().failedParts, [], 'where all has failed, no part has')
  history.served(parts)
  t.strictSame(history.past().failure, { at: 2, failure: second })
  t.strictSame(history.past().failedParts, parts.slice(0, 5))
  history.served([])
  t.strictSame(history.past().failedParts, [])
})
