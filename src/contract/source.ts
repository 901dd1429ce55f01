/** A source: one kind of data with its own rhythm. `fetch` asks and validates, `collect` makes families. */
import type { Failure } from './failure.ts'
import type { Family } from './family.ts'
import type { Overview, Place } from './overview.ts'

/** What one refresh yields. Everything but the families is optional. */
export interface Collection<Memory = unknown, Carried = unknown> {
  readonly families: readonly Family[]
  /** Places that appear in this payload, for `/geolocation`. */
  readonly places?: readonly Place[]
  /** What the API sent that this version does not know, by kind: `unknown_status`, `skipped_item` ... */
  readonly drift?: Readonly<Record<string, number>>
  /** How many series were merged into another one because their labels were the same. */
  readonly mergedSeries?: number
  /** How many of what the provider counts (monitors) a filter has left out; undefined where there is no filter. */
  readonly filtered?: number | undefined
  /** Parts of the refresh that failed while others did not (one channel of many). */
  readonly failures?: readonly Failure[]
  /** API calls a day that the account behind this payload may make. */
  readonly dailyCallLimit?: number | undefined
  /** Where the account's days, and so its daily quota, begin: milliseconds east of UTC. UTC when it is not known. */
  readonly utcOffset?: number | undefined
  readonly overview?: Overview
  /**
   * Handed to the next `fetch` and `collect`, over restarts and in replicas too: a cursor, counts. JSON or bytes. Kept
   * together with this collection, never one without the other. Without it the last state goes on.
   */
  readonly state?: Carried
  /** Handed to the next `collect` of this process, to save work. May be lost at any time: no number may depend on it. */
  readonly memory?: Memory
}

/** What `fetch` may know besides its signal. */
export interface FetchContext<Carried = unknown> {
  /** The `state` of the last collection that was served; undefined at the very first. A copy of its own. */
  readonly state: Carried | undefined
  /** Wall clock at the start of the fetch, Unix milliseconds. */
  readonly now: number
  /** Where the account's days begin, as a collection has told: milliseconds east of UTC; 0 before. */
  readonly utcOffset?: number
}

/** What a collector may know besides the payload. It has no clock and no state of its own. */
export interface CollectContext<Memory = unknown, Carried = unknown> {
  /** Wall clock at the end of the fetch, Unix milliseconds. */
  readonly now: number
  /** As `fetch` was given it. */
  readonly state?: Carried | undefined
  /** The `memory` of the last successful collection. */
  readonly memory: Memory | undefined
}

/** Requests are held back that would break it, where they are `counted`. */
export interface CallLimit {
  readonly calls: number
  readonly per: 'minute' | 'hour' | 'day'
  /** The setting that says it, for messages. */
  readonly setting?: string
}

/** One kind of data with its own rhythm. */
export interface Source<Payload = unknown, Memory = unknown, Carried = unknown> {
  /** Lower case, unique within the provider: the `source` label. */
  readonly name: string
  /** Milliseconds from one refresh to the next. */
  readonly ttl: number
  /** Milliseconds after which data that could not be refreshed is withdrawn. */
  readonly maxAge: number
  /**
   * API calls that one refresh costs: a number, or what they are at so many of what the provider counts. That is the sum of
   * the `states` of the last overview, for `plan` the size that is planned, and undefined while nobody knows it.
   */
  readonly callsPerRefresh: number | ((size: number | undefined) => number)
  /** Calls that the account may make, whatever its size. Sources of one provider share them; at most 80 % are used. */
  readonly limits?: readonly CallLimit[]
  /** True for what is refreshed less often first when the quota is short, such as a report: the others come first. */
  readonly yields?: boolean
  /**
   * True for what is on only where the credentials allow it: a `Failure` that `isForbidden` turns it off, without data and
   * without being down, until it is asked for again.
   */
  readonly isOptional?: boolean
  /** Set where the provider counts calls and allows more to a larger account. Sources of one provider share one account and so one quota. */
  readonly quota?: {
    /** Calls a day before the first payload has told better. */
    readonly callsPerDay: number
    /** The setting that overrules it, for messages. */
    readonly setting: string
    /** True when that setting has said it, so that no payload knows better. */
    readonly isFixed?: boolean
  }
  /**
   * Whose data it is and what is asked for, in any words without a secret: data that was stored under another identity
   * is not taken for this one's.
   */
  readonly identity: string
  /**
   * The secrets that the next call will use, as one text: of replicas with other ones, only those are paused whose own were
   * refused. It is not stored.
   */
  readonly credentials?: () => string
  /** Says that collections have a `state`. Counts up when its form changes: a state of another version is dropped. */
  readonly stateVersion?: number
  /**
   * Asks the provider and validates the answer. Throws a `Failure`; must end when `signal` aborts, which it does after
   * 0.9 x `ttl` and no later than after a minute.
   */
  fetch(signal: AbortSignal, context: FetchContext<Carried>): Promise<Payload>
  /** Payload in, families out: no I/O, no clock, no log. May throw a `Failure` for what is no payload after all. */
  collect(payload: Payload, context: CollectContext<Memory, Carried>): Collection<Memory, Carried>
  /**
   * For a source whose payload can be large: where a thread finds the same `collect`. The payload must then be a
   * `Uint8Array`, and the memory something that `structuredClone` can copy.
   */
  readonly offload?: Offload
}

export interface Offload {
  /** URL of a module that is an `OffloadedModule`. */
  readonly module: URL
  /** For its `createCollect`; something that `structuredClone` can copy. */
  readonly options: unknown
}

export interface OffloadedModule {
  createCollect(options: unknown): Source['collect']
}

/** JSON, or bytes. `undefined` and `NaN` are no JSON, nor is what has a class. */
export type CarriedState = JsonValue | Uint8Array

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue | undefined }
