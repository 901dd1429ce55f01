/**
 * A week of an account, with the whole machinery that asks but for the network: refreshes, budget, counter, store. What
 * is asserted is counted by the provider's side.
 */
import type { Test } from 'tap'
import { createSnapshots } from '../../plugins/snapshots/index.ts'
import { createCallCounter } from '../../plugins/upstream/call-counter.ts'
import { Failure } from '../../src/contract/failure.ts'
import { memoryStore, type Store } from '../../src/contract/store.ts'
import { fakeSource } from '../support/fake-source.ts'
import { fakeStore } from '../support/fake-store.ts'
import { logSink } from '../support/log-sink.ts'
import { manualClock } from '../support/manual-clock.ts'

export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

export const india = 5.5 * hour
const attempts = 3

export interface Week {
  readonly monitors: number
  /** Milliseconds east of UTC of the account. */
  readonly zone?: number
  readonly isShared?: boolean
  readonly isKept?: boolean
  readonly ttl?: number
}

/** The same numbers in each run. */
function dice(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** An account of so many monitors, its provider, and the processes that ask about it. */
export function setUp(t: Test, { monitors, zone = india, isShared = true, isKept = true, ttl = minute }: Week) {
  // Eight hours into a day of the account.
  const clock = manualClock(Date.UTC(2026, 0, 5, 8) - zone)
  const store = isKept ? fakeStore(clock, { isShared }) : memoryStore
  const random = dice(monitors)
  const quota = 200 * monitors
  const provider = {
    /** Calls of each day of the account. */
    calls: new Map<number, number>(),
    refreshed: [] as number[],
    isUp: true,
    /** Never answers: for who is killed meanwhile. */
    isSilent: false
  }
  const today = () => Math.floor((clock.now() + zone) / day)

  function start() {
    const sink = logSink()
    const counter = createCallCounter(clock)
    const life = { isOver: false }
    const mortal = isOver(store, life)
    const host = { log: sink.log, upstream: { ...counter, paceCalls() {} } } as unknown as Parameters<
      typeof createSnapshots
    >[0]
    const snapshots = createSnapshots(host, { clock, store: mortal, random })
    snapshots.add(
      'acme',
      fakeSource({
        ttl,
        maxAge: 5 * ttl,
        quota: { callsPerDay: 200, setting: 'ACME_DAILY_CALL_LIMIT' },
        collect: () => ({ families: [], dailyCallLimit: quota, utcOffset: zone }),
        // As the upstream does: attempt by attempt, each being counted before it is made.
        async fetch() {
          for (let attempt = 1; attempt <= attempts; attempt++) {
            if (!counter.takeCall('acme')) throw counter.refused('acme', 'the state')
            provider.calls.set(today(), (provider.calls.get(today()) ?? 0) + 1)
            if (provider.isSilent) await new Promise(() => {})
            if (provider.isUp) return provider.refreshed.push(clock.now())
          }
          throw new Failure('server', 'HTTP 503')
        }
      })
    )
    snapshots.start()
    const close = () => snapshots.close()
    t.teardown(close)
    return {
      snapshots,
      sink,
      close,
      /** As `kill -9` does: from now on nothing it says reaches the store. */
      async kill() {
        life.isOver = true
        await close()
      }
    }
  }

  /** Lets days of the account be over, that of the start included. */
  async function days(count: number, between = async () => {}) {
    const end = (today() + count) * day - zone
    while (clock.now() < end) {
      await clock.advance(Math.min(hour, end - clock.now()))
      await between()
    }
  }

  const most = () => Math.max(...provider.calls.values())
  return { clock, store, provider, random, quota, usable: 0.8 * quota, start, days, today, most }
}

function isOver(store: Store, life: { readonly isOver: boolean }): Store {
  return {
    ...store,
    read: async (key) => (life.isOver ? undefined : store.read(key)),
    write: async (...given) => void (life.isOver || (await store.write(...given))),
    count: async (...given) => (life.isOver ? undefined : store.count(...given)),
    async lease(...given) {
      const lease = await store.lease(...given)
      if (typeof lease !== 'object') return lease
      return {
        isOwned: async () => !life.isOver && (await lease.isOwned()),
        write: async (...given) => !life.isOver && (await lease.write(...given)),
        renew: async (ms) => !life.isOver && (await lease.renew(ms)),
        release: async () => void (life.isOver || (await lease.release()))
      }
    }
  }
}
