/** What a provider may have besides its core in `provider.ts`, and what it is given. Everything here is optional. */
import type { FastifyInstance, FastifyPluginAsync, FastifyPluginCallback } from 'fastify'
import type { Clock } from './clock.ts'
import type { CheckContext, Finding, ProviderCommand, ReplacedExporter } from './command.ts'
import type { Place } from './overview.ts'
import type { Flag } from './settings.ts'

/** What a provider may bring. */
export interface ProviderExtras<Config> {
  /** In the place of `sources`, for one that needs more of Fastify: registers the sources with `fastify.snapshots`. */
  readonly plugin?: FastifyPluginAsync<ProviderOptions<Config>> | FastifyPluginCallback<ProviderOptions<Config>>
  readonly flags?: readonly Flag[]
  /** Places known without asking anybody. */
  readonly places?: readonly Place[]
  /** Job name under which its metrics are pushed to a Pushgateway; its name if not given. */
  readonly pushJob?: string
  /** A duration setting of its own that says how often to push. */
  readonly pushIntervalSetting?: string
  readonly size?: Size
  readonly file?: FileForm
  readonly replaces?: ReplacedExporter
  /**
   * Finds out with few calls whether the settings work, for `edge-exporter check`. Where a provider has none, each of
   * its sources is refreshed once in its place.
   */
  check?(context: CheckContext<Config>): AsyncIterable<Finding>
  readonly commands?: readonly ProviderCommand<Config>[]
}

export interface ProviderOptions<Config> {
  readonly config: Config
  /** Undefined where all is exported. For `createItemFilter` of `src/parsing/item-filter.ts`. */
  readonly filter?: ItemFilter | undefined
  /** Undefined where the account is asked itself, and not for its customers. */
  readonly customers?: CustomerChoice | undefined
  readonly clock: Clock
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

/** Which of what a provider has many of is exported. */
export interface ItemFilter {
  /** One must be met, where there are any. */
  readonly include: readonly ItemRule[]
  /** None may be met. */
  readonly exclude: readonly ItemRule[]
}

/** Field -> patterns of RE2, of which one must match the whole value. Met where all fields are. */
export type ItemRule = Readonly<Record<string, readonly string[]>>

/** Which customers of an account are exported, where it has customers. */
export interface CustomerChoice {
  readonly kind: 'msp' | 'business_units'
  /** Patterns of RE2 that a name must match, where there are any; and those that it must not. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

/** What an account of the configuration file looks like, where that does not follow from the settings. */
export interface FileForm {
  /** Setting -> key, where it is not the setting without the provider's name, in lower case. `sources.sla` is `sla` in `sources`. */
  readonly keys?: Readonly<Record<string, string>>
  /** Settings that are lists, which a variable separates by commas. */
  readonly lists?: readonly string[]
  /** What accounts can filter: its key, as `monitors`, and the fields that rules may name. */
  readonly filter?: { readonly key: string; readonly fields: readonly string[] }
  /** Whether an account may have customers. */
  readonly hasCustomers?: boolean
}
