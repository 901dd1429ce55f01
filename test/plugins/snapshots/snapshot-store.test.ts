import t, { type Test } from 'tap'
import { collectAndRender } from '../../../plugins/snapshots/collect.ts'
import { createSnapshotStore } from '../../../plugins/snapshots/snapshot-store.ts'
import { Failure, failureReasons } from '../../../src/contract/failure.ts'
import { memoryStore } from '../../../src/contract/store.ts'
import { fakeSource } from '../../support/fake-source.ts'
import { type FakeStore, fakeStore } from '../../support/fake-store.ts'
import { logSink } from '../../support/log-sink.ts'
import { manualClock } from '../../support/manual-clock.ts'

const minute = 60_000

function setUp(_: Test, options: { readonly isShared?: boolean } = {}) {
  const clock = manualClock()
  const store = fakeStore(clock, options)
  const sink = logSink()
  const snapshotStore = (identity = 'an account', source = 'numbers') =>
    createSnapshotStore({ store, provider: 'acme', source, identity, log: sink.log })
  const { collect } = fakeSource()
  const snapshot = (savedAt: number, series: string[] = ['a']) => ({
    savedAt,
    collected: collectAndRender(collect, series, { now: savedAt, memory: undefined })
  })
  return { clock, store, sink, snapshotStore, snapshot }
}

const keysOf = ({ values }: FakeStore, kind: string) => [...values.keys()].filter((key) => key.startsWith(`${kind}/`))

t.test('what one keeps another one takes, if it is newer than its own', async (t) => {
  const { snapshotStore, snapshot, clock } = setUp(t)
  t.equal(await snapshotStore().load(undefined), undefined)
  const now = clock.now()
  await snapshotStore().save(snapshot(now), minute)
  t.match(await snapshotStore().load(undefined), {
    savedAt: now,
    collected: { families: [{ name: 'acme_numbers', series: 1 }] }
  })
  t.ok(await snapshotStore().load(now - 1))
  t.equal(await snapshotStore().load(now), undefined)
})

t.test('in a shared store each account, source and setting has data of its own', async (t) => {
  const { snapshotStore, snapshot, store, sink } = setUp(t)
  await snapshotStore('one').save(snapshot(1), minute)
  await snapshotStore('two').save(snapshot(2), minute)
  await snapshotStore('one', 'other').save(snapshot(3), minute)
  t.equal(keysOf(store, 'snapshot').length, 3)
  t.equal((await snapshotStore('one').load(undefined))?.savedAt, 1)
  t.equal((await snapshotStore('two').load(undefined))?.savedAt, 2)
  t.equal(await snapshotStore('three').load(undefined), undefined)
  t.strictSame(sink.lines, [], 'the data of others is no fault')
  t.notMatch([...store.values.keys()].join(), /one|two|account/, 'a key does not tell whose it is')
})

t.test('in a folder the data of other settings is replaced, with a line that says so', async (t) => {
  const { snapshotStore, snapshot, store, sink } = setUp(t, { isShared: false })
  await snapshotStore('one').save(snapshot(1), minute)
  const two = snapshotStore('two')
  for (let i = 0; i < 3; i++) t.equal(await two.load(undefined), undefined)
  t.match(sink.messages('warn'), [/^the stored snapshot is not used: it was made with other settings$/])
  t.equal(sink.lines.length, 1)
  await two.save(snapshot(2), minute)
  t.strictSame([...store.values.keys()], ['snapshot/acme/numbers'])
})

t.test('what is damaged is a line in the log and no data', async (t) => {
  const { snapshotStore, snapshot, store, sink } = setUp(t)
  await snapshotStore().save(snapshot(1), minute)
  const [key = ''] = store.values.keys()
  for (const damaged of [Buffer.alloc(0), Buffer.from('x'), store.values.get(key)?.subarray(0, 99)]) {
    await store.write(key, damaged ?? Buffer.alloc(0), minute)
    t.equal(await snapshotStore().load(undefined), undefined)
  }
  t.equal(sink.messages('warn').filter((line) => line.includes('damaged')).length, 3, 'one for each who looks')
})

t.test('nobody but the process writes to its folder, so it looks there once', async (t) => {
  const { snapshotStore, snapshot } = setUp(t, { isShared: false })
  await snapshotStore().save(snapshot(2), minute)
  t.ok(await snapshotStore().load(undefined))
  t.equal(await snapshotStore().load(1), undefined)
})

t.test('a pause is told with its class and its words, and ends', async (t) => {
  const { snapshotStore, clock } = setUp(t)
  for (const reason of failureReasons) {
    const since = clock.now()
    await snapshotStore().pause({ since, until: since + minute, failure: new Failure(reason, 'what happened') })
    const heard = await snapshotStore().paused(clock.now())
    t.match(heard, { since, until: since + minute, failure: { reason, message: 'what happened' } })
    t.type(heard?.failure, Failure)
    t.equal(await snapshotStore().paused(since + minute), undefined, 'by the clock of who looks')
    await clock.advance(minute)
    t.equal(await snapshotStore().paused(clock.now()), undefined)
  }
})

t.test('a pause that nobody can read is none', async (t) => {
  const { snapshotStore, clock, store } = setUp(t)
  const now = clock.now()
  await snapshotStore().pause({ since: now, until: now + minute, failure: new Failure('auth', '') })
  const [key = ''] = keysOf(store, 'pause')
  const wrong = ['', '{', 'null', '7', '{"until":9e15}', `{"since":1,"until":"x","reason":"auth","message":""}`]
  for (const text of [...wrong, '{"since":1,"until":9e15,"reason":"bad luck","message":""}']) {
    await store.write(key, Buffer.from(text), minute)
    t.equal(await snapshotStore().paused(now), undefined, text)
  }
})

t.test('a pause of days, or one of tomorrow, is of a clock that was wrong', async (t) => {
  const { snapshotStore, clock } = setUp(t, { isShared: false })
  const now = clock.now()
  const failure = new Failure('quota', '')
  for (const [since, until, isHeeded] of [
    [now, now + 24 * 60 * minute, true],
    [now, now + 26 * 60 * minute, false],
    [now + 5000, now + minute, true],
    [now + 2 * minute, now + 3 * minute, false]
  ] as const) {
    await snapshotStore().pause({ since, until, failure })
    t.equal((await snapshotStore().paused(now)) !== undefined, isHeeded)
  }
})

t.test('who looks again and again finds what is new, and only that', async (t) => {
  const { snapshotStore, snapshot, store } = setUp(t)
  const one = snapshotStore()
  await one.save(snapshot(1), minute)
  t.ok(await one.load(undefined))
  t.equal(await one.load(1), undefined)
  t.ok(await one.load(0), 'and takes it when it has lost its own')
  const [key = ''] = store.values.keys()
  const old = store.values.get(key) as Uint8Array
  await one.save(snapshot(2), minute)
  t.equal((await one.load(1))?.savedAt, 2)
  await store.write(key, old, minute)
  t.equal(await one.load(2), undefined)
})

t.test('a lease is of one source of one account', async (t) => {
  const { snapshotStore, clock } = setUp(t)
  const lease = await snapshotStore().lease(minute)
  t.equal(await snapshotStore().lease(minute), 'taken')
  t.type(await snapshotStore('other').lease(minute), 'object')
  t.type(await snapshotStore(undefined, 'other').lease(minute), 'object')
  if (lease === undefined || lease === 'taken') return t.fail('the first one gets it')
  await lease.release()
  t.type(await snapshotStore().lease(minute), 'object')
  await clock.advance(minute)
  t.type(await snapshotStore().lease(minute), 'object', 'one that was not released ends by itself')
})

t.test('a store of one process agrees with nobody, and one in memory keeps nothing', async (t) => {
  const { snapshotStore, store, clock } = setUp(t, { isShared: false })
  const now = clock.now()
  await snapshotStore().pause({ since: now, until: now + minute, failure: new Failure('auth', '') })
  t.ok(await snapshotStore().paused(now), 'but a restart finds the pause')
  t.equal(await snapshotStore().lease(minute), undefined)
  t.equal(store.values.size, 1)

  const written: string[] = []
  const watched = { ...memoryStore, write: async (key: string) => void written.push(key) }
  const { collect } = fakeSource()
  const collected = collectAndRender(collect, ['a'], { now: 0, memory: undefined })
  const nowhere = createSnapshotStore({
    store: watched,
    provider: 'acme',
    source: 'x',
    identity: '',
    log: logSink().log
  })
  await nowhere.save({ savedAt: 1, collected }, minute)
  t.strictSame(written, [], 'nothing is made ready for it')
})

t.test('where others may reach what is kept, it is for who has the same credentials', async (t) => {
  const { store, sink, snapshot } = setUp(t)
  const sealing: FakeStore = Object.assign(store, { needsSealing: true })
  let secret: string | undefined = 'SENTINEL'
  const options = { store: sealing, provider: 'acme', source: 'numbers', identity: 'an account', log: sink.log }
  const one = createSnapshotStore({ ...options, credentials: () => secret ?? '' })
  await one.save(snapshot(1), minute)
  const [bytes] = store.values.values()
  t.notOk(Buffer.from(bytes ?? '').includes('acme_numbers'))
  t.not(
    Buffer.from(bytes ?? '')
      .subarray(0, 2)
      .toString('hex'),
    '1f8b',
    'it does not even show that it is compressed'
  )
  t.equal((await one.load(undefined))?.savedAt, 1)
  t.equal(await one.commit(snapshot(2), minute), true)
  t.equal(await one.commit(snapshot(3), minute), true, 'which goes on from what it has written')

  const other = createSnapshotStore({ ...options, credentials: () => 'another secret' })
  t.equal(await other.load(undefined), undefined)
  t.match(sink.messages('warn'), ['the stored snapshot is not used: it was sealed with other credentials'])
  t.equal(await other.commit(snapshot(4), minute), true, 'and is replaced')
  secret = undefined
  store.flush()
  const none = createSnapshotStore(options)
  await none.save(snapshot(5), minute)
  t.equal(await none.commit(snapshot(5), minute), true)
  t.equal(store.values.size, 0, 'without a secret nothing is kept')
})
