/**
 * What a provider is. This is the one file that a provider's author has to read: a provider is a folder
 * under `providers/` that exports a {@link Provider}, and a line in `providers/index.ts`.
 *
 * The way of the data, in one direction:
 *
 *     HTTP answer -> source.fetch (I/O: ask, validate) -> source.collect (pure: payload -> families)
 *       -> fastify.snapshots (render once, keep, age) -> GET /metrics
 */
import type { FastifyInstance, FastifyPluginAsync, FastifyPluginCallback } from 'fastify'
import type { TObject } from 'typebox'
import type { Clock } from './clock.ts'
import type { Failure } from './failure.ts'
import type { Secret } from './secret.ts'
import type { Ask } from './upstream.ts'

export type MetricType = 'gauge' | 'counter' | 'histogram' | 'summary'

/**
 * Label names and values. The order of the keys is the order on the wire. A collector with very many series keeps these
 * objects in its memory and hands the same ones out again: an object's text is made once.
 */
export type Labels = Readonly<Record<string, string>>

/** One series. `suffix` is for the parts of histograms and summaries: `_bucket`, `_sum`, `_count`. */
export interface Sample {
  readonly labels: Labels
  readonly value: number
  readonly suffix?: string
}

/**
 * A metric family of const samples, built anew at every refresh.
 *
 * - `name` starts with the provider's name and an underscore, and ends in `unit` where there is one;
 *   a counter ends in `_total`
 * - `help` says which field of the provider's API the value comes from
 * - no two samples of a family have the same labels, and all have the same label names in the same order
 */
export interface Family {
  readonly name: string
  readonly help: string
  readonly type: MetricType
  readonly unit?: string
  /** An array, or the `SampleColumns` of `src/contract/sample-columns.ts` where there are very many. */
  readonly samples: Iterable<Sample> & { readonly length: number }
}

/** A dot on a map: `key` is the label value that dashboards join on. Degrees, WGS 84. */
export interface Place {
  readonly key: string
  readonly name: string
  readonly latitude: number
  readonly longitude: number
}

/** How bad something is, for colours and order. `idle` is what rests on purpose: suspended, in maintenance. */
export type Severity = 'ok' | 'idle' | 'warning' | 'critical'

/** What a person sees first: for the status page, `/api/status` and the commands. Everything in it is optional. */
export interface Overview {
  /** What the provider watches, in the plural: `monitors`. */
  readonly noun?: string
  /** How many of them are in which state, the provider's word for it being the name. */
  readonly states?: readonly State[]
  /** What is seen from which place. */
  readonly sights?: readonly Sight[]
  /** What is not as it should be: the worst first, then the newest, and no more than `mostTroubles`. */
  readonly troubles?: readonly Trouble[]
  /** Which part of the traffic goes where. */
  readonly regions?: readonly Region[]
  /** Names of places that have no position, so that somebody can tell where they are. */
  readonly unplaced?: readonly string[]
}

/** As many as people search in; `states` has the whole number. */
export const mostTroubles = 5000

export interface State {
  readonly name: string
  readonly severity: Severity
  readonly count: number
}

export interface Sight {
  /** The `key` of a place. */
  readonly place: string
  /** How many are watched from there. */
  readonly count: number
  /** How many of them are not as they should be; one where `severity` says so and this is left out. */
  readonly notUp?: number
  /** The worst that is seen from there. */
  readonly severity: Severity
}

export interface Trouble {
  readonly name: string
  /** The provider's word: `down`. */
  readonly state: string
  readonly severity: Severity
  /** Milliseconds for which it had lasted when it was collected, where the provider tells. */
  readonly lasting?: number | undefined
  /** Places, or whatever tells where. */
  readonly where?: readonly string[]
  /** Why, in the provider's words. */
  readonly reason?: string | undefined
  /** `https` URL of its page at the provider. */
  readonly link?: string | undefined
}

export interface Region {
  /** ISO 3166-1 alpha-2 (`JP`) or ISO 3166-2 (`CN-GD`). */
  readonly code: string
  readonly name: string
  /** 0 to 1, of all traffic of the provider. */
  readonly share: number
}

/** What one refresh yields. Everything but the families is optional. */
export interface Collection<Memory = unknown> {
  readonly families: readonly Family[]
  /** Places that appear in this payload, for `/geolocation`. */
  readonly places?: readonly Place[]
  /** What the API sent that this version does not know, by kind: `unknown_status`, `skipped_item` ... */
  readonly drift?: Readonly<Record<string, number>>
  /** How many series were merged into another one because their labels were the same. */
  readonly mergedSeries?: number
  /** Parts of the refresh that failed while others did not (one channel of many). */
  readonly failures?: readonly Failure[]
  /** API calls a day that the account behind this payload may make. */
  readonly dailyCallLimit?: number | undefined
  /** Where the account's days, and so its daily quota, begin: milliseconds east of UTC. UTC when it is not known. */
  readonly utcOffset?: number | undefined
  readonly overview?: Overview
  /** Handed to the next `collect`, for values that outlive one payload. */
  readonly memory?: Memory
}

/** What a collector may know besides the payload. It has no clock and no state of its own. */
export interface CollectContext<Memory = unknown> {
  /** Wall clock at the end of the fetch, Unix milliseconds. */
  readonly now: number
  /** The `memory` of the last successful collection. */
  readonly memory: Memory | undefined
}

/** One kind of data with its own rhythm. */
export interface Source<Payload = unknown, Memory = unknown> {
  /** Lower case, unique within the provider: the `source` label. */
  readonly name: string
  /** Milliseconds from one refresh to the next. */
  readonly ttl: number
  /** Milliseconds after which data that could not be refreshed is withdrawn. */
  readonly maxAge: number
  /** API calls that one refresh costs. */
  readonly callsPerRefresh: number
  /** Set where the provider counts calls. Sources of one provider share one account and so one quota. */
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
  /** Asks the provider and validates the answer. Throws a `Failure`; must end when `signal` aborts. */
  fetch(signal: AbortSignal): Promise<Payload>
  /** Payload in, families out: no I/O, no clock, no log. May throw a `Failure` for what is no payload after all. */
  collect(payload: Payload, context: CollectContext<Memory>): Collection<Memory>
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

/** The settings of all providers and of the core: name -> validated text, defaults applied, no secret. */
export type Settings = Readonly<Record<string, string | undefined>>

/** Secrets by setting name; a name is missing where the setting is not set. */
export type Secrets = Readonly<Record<string, Secret | undefined>>

/** A command-line flag that is another way to give a setting. */
export interface Flag {
  /** As commander writes it: `--acme-endpoint <host>`. */
  readonly flags: string
  readonly setting: string
  /** True when the flag may be repeated. */
  readonly isList?: boolean
}

export interface SimulatorOptions {
  /** The same seed gives the same world. */
  readonly seed?: number
  readonly clock?: Clock
  /** How many of what the provider counts (monitors, channels). */
  readonly size?: number
}

/** A small server that speaks the provider's API: for the demo, the tests and the bench. */
export interface Simulator {
  readonly app: FastifyInstance
  /** Settings that point the provider at this server once it listens at `origin` (`http://127.0.0.1:4711`). */
  settings(origin: string): Record<string, string>
}

/** What a provider has more or fewer of, and what calls and series grow with: monitors, channels. */
export interface Size {
  /** In the plural, one word: also the flag of `edge-exporter plan`, `--monitors`. */
  readonly noun: string
  /** A comma-separated setting that lists them; where there is none, only the provider knows how many there are. */
  readonly setting?: string
  /** What to plan for when nobody tells. */
  readonly usual: number
}

export interface CheckContext<Config> {
  readonly config: Config
  readonly ask: Ask
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** One line of `edge-exporter check`. */
export interface Finding {
  readonly name: string
  readonly mark: 'ok' | 'warning' | 'failed'
  readonly message: string
  readonly remedy?: string
}

/** A command of the provider's own: `edge-exporter <provider> <name>`. */
export interface ProviderCommand {
  readonly name: string
  readonly description: string
  /** Options of an example, without the program's and the command's name. */
  readonly example: string
  readonly options: readonly CommandOption[]
  /** True when all went well, and the exit code is 0. Throws a `Failure`, or a `SettingsError` for what the user gave. */
  run(context: CommandContext): Promise<boolean>
}

export interface CommandOption {
  /** As commander writes it: `--client-id <id>`. */
  readonly flags: string
  readonly description: string
  readonly choices?: readonly string[]
  readonly default?: string
}

export interface CommandContext {
  /** By name in camel case: `clientId`. */
  readonly options: Readonly<Record<string, string | undefined>>
  /** What the environment and `.env` say, unchecked. */
  readonly settings: Settings
  readonly ask: Ask
  readonly clock: Clock
  readonly terminal: Terminal
}

export interface Terminal {
  /** Whether what is printed is seen by a person, and not written to a file or read by a program. */
  readonly isSeen: boolean
  /** The result, on standard output. */
  print(text: string): void
  /** What is no result, on standard error. */
  note(text: string): void
  /** Asks for a line; a hidden one is not shown while it is typed. Throws where nobody can answer. */
  question(text: string, options?: { readonly hidden?: boolean }): Promise<string>
  /** Shows what is being waited for once it takes longer than a second. */
  progress<T>(text: string, work: Promise<T>): Promise<T>
}

/** The exporter that a provider replaces: what it read, and what its users find to be another here. */
export interface ReplacedExporter {
  /** Also how its image and its program are called. */
  readonly name: string
  /** The variables that it read. */
  readonly variables: readonly string[]
  /** Its command-line flags, as the settings that they are here. It ignored or refused any other argument. */
  readonly flags?: readonly Flag[]
  /** What is another here for everybody, a sentence each. The program tells it at each start. */
  readonly notes?: readonly string[]
  /** Loaded when somebody asks for it. */
  migration?(): Promise<Migration>
}

export interface Migration {
  /** What is another here for this one deployment, besides what the notes and faults of the settings say. Pure. */
  review(deployment: OldDeployment): readonly Finding[]
  /** The command that does what the deployment did, without the program's name: `push`; empty for serving. */
  command(deployment: OldDeployment): string
  readonly chart: ChartNames
}

/** How the Helm chart calls the settings of the provider: keys under `providers.<name>`. */
export interface ChartNames {
  /** Setting -> key. Settings that are a whole number or a list there are named again in the next two. */
  readonly values: Readonly<Record<string, string>>
  readonly numbers?: readonly string[]
  readonly lists?: readonly string[]
  /** Secret setting -> key under `existingSecretKeys`. */
  readonly secrets: Readonly<Record<string, string>>
}

/** One deployment of a replaced exporter, as an environment or a manifest shows it. */
export interface OldDeployment {
  /** Kind and name; undefined for this environment. */
  readonly title: string | undefined
  /** Flags given as arguments, as settings. */
  readonly flags: Settings
  /** Variables with their values. */
  readonly env: Settings
  /** Variables whose values are elsewhere: in a Secret, or in another file. */
  readonly references: Readonly<Record<string, Reference>>
  /** Secrets whose keys are all variables. */
  readonly secrets: readonly string[]
  /** Arguments that are no flag of it. */
  readonly arguments: readonly string[]
  /** As cron writes it, for a CronJob. */
  readonly schedule: string | undefined
}

export interface Reference {
  /** Name of the Kubernetes Secret; undefined where it is something else. */
  readonly secret: string | undefined
  readonly key: string
}

export interface Provider<Config = unknown> {
  /** Lower case, one word: metric prefix and `provider` label. Its upper case is the prefix of `_ENABLED`. */
  readonly name: string
  readonly title: string
  /**
   * TypeBox schema of all its settings, `<NAME>_ENABLED` excepted, which every provider gets. Every property
   * is a string with a `description`; see `src/contract/settings.ts` for durations, URLs and counts.
   */
  readonly settings: TObject
  /** Settings that are secret: each may also be given as `<NAME>_FILE`. */
  readonly secrets: readonly string[]
  /** Settings without which the provider cannot work: all set turns it on, some set is a fault. */
  readonly credentials: readonly string[]
  readonly flags?: readonly Flag[]
  /** Places known without asking anybody. */
  readonly places: readonly Place[]
  /** Job name under which its metrics are pushed to a Pushgateway. */
  readonly pushJob: string
  /** A duration setting of its own that says how often to push. */
  readonly pushIntervalSetting?: string
  /** Settings to typed configuration. Pure. Throws `SettingsError` for what a schema cannot say. */
  configure(settings: Settings, secrets: Secrets): Config
  /** Registers the sources with `fastify.snapshots`. */
  readonly plugin: FastifyPluginAsync<ProviderOptions<Config>> | FastifyPluginCallback<ProviderOptions<Config>>
  readonly size?: Size
  readonly replaces?: ReplacedExporter
  /**
   * Finds out with few calls whether the settings work, for `edge-exporter check`. Where a provider has none, each of
   * its sources is refreshed once in its place.
   */
  check?(context: CheckContext<Config>): Promise<readonly Finding[]>
  readonly commands?: readonly ProviderCommand[]
  simulator(options?: SimulatorOptions): Promise<Simulator>
}

/** A provider of whatever configuration, as the core handles it. */
// biome-ignore lint/suspicious/noExplicitAny: only the provider itself knows the type of its configuration
export type AnyProvider = Provider<any>

export interface ProviderOptions<Config> {
  readonly config: Config
  readonly clock: Clock
}
