import t, { type Test } from 'tap'
import type { Account } from '../../../plugins/snapshots/quota/account.ts'
import { createRefreshPermission } from '../../../plugins/snapshots/refresh-permission.ts'
import type { Pause, SnapshotStore } from '../../../plugins/snapshots/snapshot-store.ts'
import { Failure } from '../../../src/contract/failure.ts'
import { fakeSource } from '../../support/fake-source.ts'
import { manualClock } from '../../support/manual-clock.ts'

function permissionOf(_t: Test, { background = true, isSpent = false } = {}) {
  const clock = manualClock()
  const told: Pause[] = []
  const leases: number[] = []
  let pause: Pause | undefined
  const snapshotStore = {
    paused: async () => pause,
    pause: async (made: Pause) => void told.push(made),
    lease: async (ms: number) => {
      leases.push(ms)
      return 'taken' as const
    }
  } as Partial<SnapshotStore> as SnapshotStore
  const account = { isSpent: () => isSpent } as Partial<Account> as Account
  const permission = createRefreshPermission({ source: fakeSource(), account, snapshotStore, clock, background })
  const replicaSays = (reason: 'server' | 'quota', ms: number, since = clock.now()) => {
    pause = { since, until: since + ms, failure: new Failure(reason, 'of a replica') }
  }
  return { clock, permission, told, leases, replicaSays }
}

t.test('the pause of a replica is heeded, and its failure told once', async (t) => {
  const { clock, permission, replicaSays } = permissionOf(t)
  permission.begin()
  t.equal(await permission.paused(60_000), undefined)
  replicaSays('server', 30_000)
  const heeded = await permission.paused(60_000)
  t.equal(heeded?.wait, 30_000)
  t.equal(heeded?.failure?.message, 'of a replica')
  t.match(await permission.paused(60_000), { wait: 30_000, failure: undefined })
  t.equal((await permission.paused(10_000))?.wait, 10_000, 'looked at again after an interval')
  await clock.advance(29_990)
  t.equal((await permission.paused(60_000))?.wait, 200, 'and never at once')
})

t.test('a restart overrules a pause from before, but for the quota', async (t) => {
  const { clock, permission, replicaSays } = permissionOf(t)
  permission.begin()
  replicaSays('server', 30_000, clock.now() - 1000)
  t.equal(await permission.paused(60_000), undefined)
  replicaSays('quota', 30_000, clock.now() - 1000)
  t.equal((await permission.paused(60_000))?.wait, 29_000)
})

t.test('a lease is as long as replicas can wait, and is no use where each refresh is asked for', async (t) => {
  const { permission, leases } = permissionOf(t)
  t.equal(await permission.lease(5000), 'taken')
  t.strictSame(leases.map(Math.round), [4167])
  t.equal(permission.patience(5000), 6600)
  const alone = permissionOf(t, { background: false })
  t.equal(await alone.permission.lease(5000), undefined)
  t.strictSame(alone.leases, [])
})

t.test('replicas are told of a failure, and not that the day is spent', async (t) => {
  const failure = new Failure('auth', 'refused')
  const { clock, permission, told } = permissionOf(t)
  await permission.tell(failure, 120_000)
  t.strictSame(told, [{ since: clock.now(), until: clock.now() + 120_000, failure }])
  t.equal((await permission.paused(60_000))?.failure, undefined)
  for (const options of [{ isSpent: true }, { background: false }]) {
    const silent = permissionOf(t, options)
    await silent.permission.tell(failure, 120_000)
    t.strictSame(silent.told, [])
  }
})
