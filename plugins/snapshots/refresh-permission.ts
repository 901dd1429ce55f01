/** Who may ask the provider now: replicas take turns by a lease, heed each other's pauses and share a daily quota. */
import type { Clock } from '../../src/contract/clock.ts'
import type { Failure } from '../../src/contract/failure.ts'
import type { Source } from '../../src/contract/provider.ts'
import type { Lease } from '../../src/contract/store.ts'
import { leaseLength } from '../../src/scheduling/schedule.ts'
import type { Account } from './quota/account.ts'
import type { SnapshotStore } from './snapshot-store.ts'

/** Milliseconds for which a lease outlives the refresh, for saving the result. */
const leaseMargin = 1000
/** A lease outlives a renewal that came too late. */
const renewalsPerLease = 3
/** Milliseconds between looks at whether a replica has finished. */
const lookAgain = 200

export interface RefreshPermissionOptions {
  readonly source: Source
  readonly account: Account
  readonly snapshotStore: SnapshotStore
  readonly clock: Clock
  /** Off: each refresh is asked for and stands alone, whatever other processes do. */
  readonly background: boolean
}

/** A pause that a replica has told. */
export interface HeededPause {
  /** Milliseconds until the next turn. */
  readonly wait: number
  /** The replica's failure, the first time that it is heard of. */
  readonly failure: Failure | undefined
}

/** A lease that is renewed until it is released. One that is lost is not taken back. */
function keptUp(lease: Lease, length: number, clock: Clock): Lease {
  let callOff = clock.after(length / renewalsPerLease, renew)
  function renew(): void {
    void lease.renew(length).then((isRenewed) => {
      if (isRenewed && !isReleased) callOff = clock.after(length / renewalsPerLease, renew)
    })
  }
  let isReleased = false
  return {
    ...lease,
    release() {
      isReleased = true
      callOff()
      return lease.release()
    }
  }
}

export type RefreshPermission = ReturnType<typeof createRefreshPermission>

export function createRefreshPermission(options: RefreshPermissionOptions) {
  const { source, account, snapshotStore, clock, background } = options
  /** Unix milliseconds: when the first turn began, and since when the last pause was that was heeded. */
  let born: number | undefined
  let heeded: number | undefined

  return {
    /** A turn begins. */
    begin(): void {
      born ??= clock.now()
    },

    /** A replica has failed, and nobody asks for a while; undefined where none has. */
    async paused(interval: number): Promise<HeededPause | undefined> {
      const pause = await snapshotStore.paused(clock.now())
      if (pause === undefined) return undefined
      const { since, until, failure } = pause
      // A restart is how an operator says that something is mended, which does not make a quota larger; a command that is
      // run again and again says nothing, and what is forbidden stays so for the same credentials.
      const isLasting = failure.reason === 'quota' || (failure.isForbidden && !background)
      if (since < (born ?? 0) && !isLasting) return undefined
      const isNews = since !== heeded
      heeded = since
      // Looked at again after an interval, as the clock of a replica may be wrong; and never at once, as clocks are coarse.
      const wait = Math.max(lookAgain, Math.min(until - clock.now(), interval))
      return { wait, failure: isNews ? failure : undefined }
    },

    /** The right to refresh; `taken` while a replica has it; undefined where nobody else wants it. */
    async lease(deadline: number): Promise<Lease | 'taken' | undefined> {
      if (!background) return undefined
      const length = leaseLength(deadline)
      const lease = await snapshotStore.lease(length)
      return lease === undefined || lease === 'taken' ? lease : keptUp(lease, length, clock)
    },

    /** Milliseconds for which a lease of others is waited for. One that outlives its time is nobody's. */
    patience: (deadline: number): number => deadline + leaseMargin + 3 * lookAgain,

    /** Milliseconds until it is looked again whether a replica has finished. */
    lookAgain: (interval: number): number => Math.min(lookAgain, interval / 10),

    /** Takes the calls of a refresh from the quota. Throws a `quota` failure when they would overspend the day. */
    takeCalls: (): Promise<void> => account.begin(source),

    /** Counts those calls. Once for each `takeCalls` that did not throw. */
    countCalls: (): Promise<void> => account.end(source),

    /**
     * Tells replicas of a failure and the pause after it. That the day's calls are spent each finds out by itself, and
     * one of other settings may find otherwise.
     */
    async tell(failure: Failure, pause: number, lease?: Lease): Promise<void> {
      if (!(background || failure.isForbidden) || account.isSpent()) return
      const since = clock.now()
      heeded = since
      await snapshotStore.pause({ since, until: since + pause, failure }, lease)
    }
  }
}
