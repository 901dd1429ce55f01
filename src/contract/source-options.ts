/** What a source may have besides its core in `provider.ts`. Everything here is optional. */
import type { Failure } from './failure.ts'
import type { Overview, Place } from './overview.ts'

/** What a collection may have besides its families and its state. */
export interface CollectionOptions<Memory = unknown> {
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
  /** Handed to the next `collect` of this process, to save work. May be lost at any time: no number may depend on it. */
  readonly memory?: Memory
}

/** What a source may say of itself. */
export interface SourceOptions {
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
   * The secrets that the next call will use, as one text: of replicas with other ones, only those are paused whose own were
   * refused. It is not stored.
   */
  readonly credentials?: () => string
  /** Says that collections have a `state`. Counts up when its form changes: a state of another version is dropped. */
  readonly stateVersion?: number
  /**
   * For a source whose payload can be large: where a thread finds the same `collect`. The payload must then be a
   * `Uint8Array`, and the memory something that `structuredClone` can copy. The payload's bytes are gone after `collect`.
   */
  readonly offload?: Offload
}

/** Requests are held back that would break it, where they are `counted`. */
export interface CallLimit {
  readonly calls: number
  readonly per: 'minute' | 'hour' | 'day'
  /** The setting that says it, for messages. */
  readonly setting?: string
}

export interface Offload {
  /** URL of a module that is an `OffloadedModule`. */
  readonly module: URL
  /** For its `createCollect`; something that `structuredClone` can copy. */
  readonly options: unknown
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
