/** What the cache of a source is given. */
import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from '../../src/contract/clock.ts'
import type { Source } from '../../src/contract/provider.ts'
import type { Ask, Owner } from '../../src/contract/upstream.ts'
import type { FamilyRules } from '../../src/exposition/check-families.ts'
import type { Collected } from './collect.ts'
import type { CollectorThread } from './collector-thread.ts'
import type { Account } from './quota/account.ts'
import type { SnapshotStore } from './snapshot-store.ts'

export interface SourceCacheOptions {
  readonly provider: string
  /** Whose source it is; that of the provider's one account from variables if not given. */
  readonly owner?: Owner
  readonly source: Source
  readonly account: Account
  readonly clock: Clock
  readonly random: () => number
  readonly log: FastifyBaseLogger
  /** Calls of its account. */
  readonly ask: Ask
  /** Aborts when the program stops. */
  readonly stopped: AbortSignal
  /** Renews by itself and remembers from one collection to the next. Off: each refresh is asked for and stands alone. */
  readonly background: boolean
  readonly snapshotStore: SnapshotStore
  /** When the next scrape is expected: see `RefreshTimerOptions`. */
  readonly nextScrape: (at: number) => number | undefined
  readonly slot: number
  /** What its families have to keep. */
  readonly rules: FamilyRules
  /** Series that the account has room for in this source; undefined where there is no limit. */
  readonly room?: () => number | undefined
  /** Where big payloads are collected. */
  readonly thread: CollectorThread
  /** Prepares what scrapes will be sent, before the new data takes the place of the old. Returns it as it is to be kept. */
  readonly publish: (collected: Collected) => Promise<Collected>
}
