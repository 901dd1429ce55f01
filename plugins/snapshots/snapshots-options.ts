/** What the sources of all providers have in common. */
import type { Clock } from '../../src/contract/clock.ts'
import type { Store } from '../../src/contract/store.ts'

export interface SnapshotsOptions {
  readonly clock: Clock
  /** Where snapshots and spent calls outlive the process, or are shared. Closed by who opened it. */
  readonly store?: Store
  /** In [0, 1): the jitter of pauses. */
  readonly random?: () => number
  /** When the first refreshes begin: a server that cannot have its port must not have asked anybody. */
  readonly startOn?: 'ready' | 'listen'
  /** False for a program that asks for each refresh itself (`refreshAll`): nothing renews by itself. */
  readonly background?: boolean
  /** Series that one source may have. */
  readonly maxSeries?: number
  /** Whether refreshes wait for scrapes. */
  readonly alignRefreshes?: boolean
}
