/**
 * What a provider is, to be read in three minutes. All else is optional and has files of its own: `provider-options.ts`,
 * `source-options.ts`, `overview.ts` (page and maps), `command.ts`, `settings.ts`.
 *
 *     HTTP answer -> source.fetch (I/O: ask, validate) -> source.collect (pure: payload -> families)
 *       -> checked, rendered once, kept, aged -> GET /metrics
 */
import type { FastifyBaseLogger } from 'fastify'
import type { TObject } from 'typebox'
import type { Family } from './family.ts'
import type { ProviderExtras, ProviderOptions, Simulator, SimulatorOptions } from './provider-options.ts'
import type { Secrets, Settings } from './settings.ts'
import type { CollectionOptions, SourceOptions } from './source-options.ts'
import type { Ask } from './upstream.ts'

export interface Provider<Config = unknown> extends ProviderExtras<Config> {
  /** Lower case, one word: metric prefix and `provider` label. Its upper case is the prefix of `_ENABLED`. */
  readonly name: string
  readonly title: string
  /** TypeBox schema of all its settings but `<NAME>_ENABLED`. Every property is a string with a `description`. */
  readonly settings: TObject
  /** Settings that are secret: each may also be given as `<NAME>_FILE`. */
  readonly secrets: readonly string[]
  /** Settings without which it cannot work: all set turns it on, some set is a fault. */
  readonly credentials: readonly string[]
  /** Settings to typed configuration. Pure. Throws `SettingsError` for what a schema cannot say. */
  configure(settings: Settings, secrets: Secrets): Config
  /** What it asks for. Pure. */
  sources?(options: ProviderOptions<Config>): readonly AnySource[]
  simulator(options?: SimulatorOptions): Promise<Simulator>
}

/** One kind of data with its own rhythm. */
export interface Source<Payload = unknown, Memory = unknown, State = unknown> extends SourceOptions {
  /** Lower case, unique within the provider: the `source` label. */
  readonly name: string
  /** Milliseconds from one refresh to the next, and after which data that could not be refreshed is withdrawn. */
  readonly ttl: number
  readonly maxAge: number
  /** API calls that a refresh costs; of a size (the sum of the `states` of the overview) that may not be known yet. */
  readonly callsPerRefresh: number | ((size: number | undefined) => number)
  /** Whose data it is and what is asked for, without a secret: data stored under another identity is not taken. */
  readonly identity: string
  /** Asks and validates the answer. Throws a `Failure`. Must end when `signal` aborts: after 0.9 x `ttl`, a minute at most. */
  fetch(context: FetchContext<State>): Promise<Payload>
  /** Payload in, families out: no I/O, no clock, no log. May throw a `Failure` for what is no payload after all. */
  collect(payload: Payload, context: CollectContext<Memory, State>): Collection<Memory, State>
}

export interface FetchContext<State = unknown> {
  /** The one way out. Throws a `Failure` for every error; an answer of any status is returned. */
  readonly ask: Ask
  readonly signal: AbortSignal
  /** The `state` of the last collection that was served, a copy of its own; undefined at the very first. */
  readonly state: State | undefined
  /** Wall clock at the start of the fetch, Unix milliseconds, and where the account's days begin, milliseconds east of UTC. */
  readonly now: number
  readonly utcOffset: number
  /** Never for what was answered or what is secret. */
  readonly log: FastifyBaseLogger
}

export interface CollectContext<Memory = unknown, State = unknown> {
  /** Wall clock at the end of the fetch, Unix milliseconds. */
  readonly now: number
  /** As `fetch` was given it. */
  readonly state?: State | undefined
  /** The `memory` of the last successful collection. */
  readonly memory: Memory | undefined
}

/** What one refresh yields. */
export interface Collection<Memory = unknown, State = unknown> extends CollectionOptions<Memory> {
  readonly families: readonly Family[]
  /** Handed to the next `fetch` and `collect`, over restarts and in replicas too. JSON or bytes; without it the last goes on. */
  readonly state?: State
}

// biome-ignore lint/suspicious/noExplicitAny: only the source itself knows the types of its payload, memory and state
export type AnySource = Source<any, any, any>

/** A provider of whatever configuration, as the core handles it. */
// biome-ignore lint/suspicious/noExplicitAny: only the provider itself knows the type of its configuration
export type AnyProvider = Provider<any>

/** The module of an `offload`. */
export interface OffloadedModule {
  createCollect(options: unknown): Source['collect']
}

export type * from './command.ts'
export type * from './family.ts'
export * from './overview.ts'
export type * from './provider-options.ts'
export type { Flag, Secrets, Settings } from './settings.ts'
export type * from './source-options.ts'
