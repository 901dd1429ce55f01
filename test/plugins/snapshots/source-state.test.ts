import t from 'tap'
import type { Collected } from '../../../plugins/snapshots/collect.ts'
import {
  attempted,
  ended,
  failed,
  isSettled,
  served,
  unknownState,
  withdrawn
} from '../../../plugins/snapshots/source-state.ts'
import { Failure } from '../../../src/contract/failure.ts'

const collected = (series: number, more: Partial<Collected> = {}): Collected => ({
  families: [{ name: 'acme_up', series } as Collected['families'][number]],
  ...more
})

t.test('nothing is known before the first refresh, and each change is a new version', async (t) => {
  t.notOk(isSettled(unknownState))
  const begun = attempted(unknownState, 5)
  t.match(begun, { version: 1, lastAttempt: 5, up: false })
  t.notOk(isSettled(begun), 'an attempt is no answer')
  t.equal(unknownState.version, 0, 'a state never changes')
})

t.test('data takes the place of data, and counts what came with it', async (t) => {
  const first = served(unknownState, collected(3, { drift: { odd: 2 } }), 10)
  t.match(first, { up: true, lastSuccess: 10, snapshot: { series: 3, mergedSeries: 0, places: [] }, drift: { odd: 2 } })
  t.ok(isSettled(first))
  const parts = [new Failure('client', 'channel 1'), new Failure('client', 'channel 2')]
  const second = served(first, collected(4, { drift: { odd: 1, new: 1 }, failures: parts }), 20)
  t.match(second, { up: true, lastSuccess: 20, drift: { odd: 3, new: 1 }, failedParts: parts })
  t.equal(second.failures.client, 2)
  t.equal(first.failures.client, 0)
})

t.test('a failure leaves the data, and the next data ends the row of failures', async (t) => {
  const good = served(unknownState, collected(3), 10)
  const bad = failed(failed(good, new Failure('server', '500'), 20), new Failure('timeout', 'late'), 30)
  t.match(bad, { up: false, failuresInARow: 2, lastSuccess: 10, snapshot: { series: 3 } })
  t.equal(bad.lastFailure?.reason, 'timeout')
  t.match(bad.failures, { server: 1, timeout: 1, auth: 0 })
  const again = served(bad, collected(3), 40)
  t.match(again, { up: true, failuresInARow: 0, lastFailure: undefined, failures: { server: 1, timeout: 1 } })
  t.equal(again.past.failure?.at, 30)
})

t.test('how a refresh ended is remembered, and data that is too old goes', async (t) => {
  const spent = { calls: 1, bytes: 100 }
  const good = ended(served(unknownState, collected(3), 10), { at: 11, duration: 7, ...spent })
  const failure = new Failure('parse', 'no JSON')
  const bad = ended(failed(good, failure, 20), { at: 21, duration: 9, ...spent })
  t.equal(bad.lastDuration, 9)
  t.strictSame(bad.past.refreshes, [
    { at: 11, duration: 7, ...spent, ok: true },
    { at: 21, duration: 9, ...spent, ok: false, failure }
  ])
  t.match(withdrawn(bad), { snapshot: undefined, lastSuccess: 10, version: bad.version + 1 })
})
