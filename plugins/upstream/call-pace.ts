/** Holds calls back that would be more than an account may make in a minute or an hour. */
import type { Clock } from '../../src/contract/clock.ts'
import { keyOfOwner, type UpstreamRequest } from '../../src/contract/upstream.ts'
import type { CallWindow } from '../../src/scheduling/schedule.ts'
import type { Usage } from './usage.ts'

export function createCallPace(clock: Pick<Clock, 'elapsed'>) {
  const windows = new Map<string, () => readonly CallWindow[]>()
  /** By account, when its last calls are made; the newest last. */
  const times = new Map<string, number[]>()

  /** Takes the next place for a call, `after` milliseconds or later. Returns the milliseconds until it may be made. */
  function takePlace(account: string, after = 0): number {
    const allowed = windows.get(account)?.() ?? []
    const now = clock.elapsed()
    if (allowed.length === 0) return after
    const before = times.get(account) ?? []
    // The call that is as many places before this one has to be a whole period away.
    const free = allowed.map(({ calls, period }) => (before.at(-calls) ?? Number.NEGATIVE_INFINITY) + period)
    const at = Math.max(now + after, before.at(-1) ?? 0, ...free)
    const most = Math.max(...allowed.map(({ calls }) => calls))
    times.set(account, [...before, at].slice(-most))
    return at - now
  }

  return {
    takePlace,

    /** Milliseconds until an attempt may be made, which would be made after `after`. What it waits more is told to `usage`. */
    holdBack(wanted: UpstreamRequest, usage: Usage, after = 0): number {
      if (wanted.counted !== true) return after
      const pause = takePlace(keyOfOwner(wanted), after)
      usage.heldBack += pause - after
      return pause
    },

    /** Says what an account may call. */
    paceCalls(account: string, allowed: () => readonly CallWindow[]): void {
      windows.set(account, allowed)
    }
  }
}
