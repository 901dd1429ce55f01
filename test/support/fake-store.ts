import { hash } from 'node:crypto'
import type { Clock } from '../../src/contract/clock.ts'
import type { Store } from '../../src/contract/store.ts'

export interface FakeStore extends Store {
  /** What is kept, by key. */
  readonly values: Map<string, Uint8Array>
  /** While true, nothing can be had or kept, as with a server that is down. */
  isDown: boolean
  /** Holds a lease as another process would, for `ms` milliseconds. */
  take(key: string, ms: number): void
  /** Forgets everything. */
  flush(): void
}

/** A store that several makers of cells can share, by the time of the clock it is given. One that is not shared keeps all. */
export function fakeStore(clock: Pick<Clock, 'now'>, { isShared = true } = {}): FakeStore {
  const values = new Map<string, Uint8Array>()
  const ends = new Map<string, number>()
  const leases = new Map<string, { until: number }>()
  const counters = new Map<string, Record<string, number>>()

  const store: FakeStore = {
    isKept: true,
    isShared,
    values,
    isDown: false,
    take: (key, ms) => void leases.set(key, { until: clock.now() + ms }),
    flush() {
      for (const map of [values, ends, leases, counters]) map.clear()
    },
    async read(key) {
      if (store.isDown || (isShared && clock.now() >= (ends.get(key) ?? 0))) return undefined
      return values.get(key)
    },
    async write(key, value, ms) {
      if (store.isDown) return
      values.set(key, Uint8Array.from(value))
      ends.set(key, clock.now() + ms)
    },
    async replace(key, before, value, ms) {
      const current = await store.read(key)
      if (store.isDown) return undefined
      if (current !== undefined && hash('sha256', current) !== before) return false
      await store.write(key, value, ms)
      return true
    },
    async count(key, counts) {
      if (store.isDown) return undefined
      const all = { ...counters.get(key), ...counts }
      counters.set(key, all)
      return { ...all }
    },
    async lease(key, ms) {
      if (store.isDown || !isShared) return undefined
      if (clock.now() < (leases.get(key)?.until ?? 0)) return 'taken'
      const own = { until: clock.now() + ms }
      leases.set(key, own)
      const isOwned = () => !store.isDown && leases.get(key) === own && clock.now() < own.until
      return {
        isOwned: async () => isOwned(),
        async write(name, value, time) {
          if (!isOwned()) return false
          await store.write(name, value, time)
          return true
        },
        async renew(time) {
          if (!isOwned()) return false
          own.until = clock.now() + time
          return true
        },
        async release() {
          if (leases.get(key) === own) leases.delete(key)
        }
      }
    },
    async close() {}
  }
  return store
}
