import t from 'tap'
import { createAccount } from '../../../../plugins/snapshots/quota/account.ts'
import { createAccountRecord } from '../../../../plugins/snapshots/quota/account-record.ts'
import { shareAccount } from '../../../../plugins/snapshots/quota/shared-account.ts'
import { createSpentCalls } from '../../../../plugins/snapshots/quota/spent-calls.ts'
import { createCallCounter } from '../../../../plugins/upstream/call-counter.ts'
import { fakeSource } from '../../../support/fake-source.ts'
import { fakeStore } from '../../../support/fake-store.ts'
import { logSink } from '../../../support/log-sink.ts'
import { manualClock } from '../../../support/manual-clock.ts'

const provider = 'acme'

/** An account of which 80 calls a day may be made, and the processes that use it. */
function setUp(callsPerRefresh: number) {
  const clock = manualClock()
  const store = fakeStore(clock)
  function start() {
    const counter = createCallCounter(clock)
    const account = createAccount({
      clock,
      log: logSink().log,
      callsToday: () => counter.callsToday(provider),
      setZone: (offset) => counter.setZone(provider, offset)
    })
    const source = fakeSource({ callsPerRefresh, quota: { callsPerDay: 100, setting: 'ACME_DAILY_CALL_LIMIT' } })
    account.add(source)
    const spent = createSpentCalls({ store, provider, identity: 'tag', counter })
    const shared = shareAccount(account, spent, createAccountRecord(store, 'account/acme/tag'))
    async function refresh() {
      await shared.begin(source)
      for (let i = 0; i < callsPerRefresh; i++) counter.takeCall(provider)
      await shared.end(source)
    }
    return { ...shared, refresh, counter, source }
  }
  return { clock, store, start }
}

t.test('a refresh that others have left too little for is refused before its first call', async (t) => {
  const { start } = setUp(3)
  const [one, other] = [start(), start()]
  for (let i = 0; i < 26; i++) await one.refresh()
  await t.rejects(other.refresh(), { message: /\(78 of 80 usable, 100 in all\)/ })
  t.equal(other.counter.ownCallsToday(provider), 0)
  await t.rejects(one.refresh(), { message: /\(78 of 80 usable/ })
})

t.test('who asks nothing knows of the calls of those who ask', async (t) => {
  const { start } = setUp(1)
  const [one, other] = [start(), start()]
  for (let i = 0; i < 7; i++) await one.refresh()
  await other.catchUp()
  t.equal(other.counter.callsToday(provider), 7)
})

t.test('what a payload has told is recalled once, and not where a payload has told better', async (t) => {
  const { start } = setUp(1)
  const first = start()
  first.learn({ dailyCallLimit: 1000, utcOffset: 3_600_000 })
  await first.refresh()
  const second = start()
  t.equal(second.limit(), 100)
  await second.refresh()
  t.equal(second.limit(), 1000)
  const third = start()
  third.learn({ dailyCallLimit: 2000 })
  await third.refresh()
  t.equal(third.limit(), 2000)
})
