/** What a provider may add to the command line, and what it says to the users of an exporter that it replaces. */
import type { Clock } from './clock.ts'
import type { Flag, Settings } from './settings.ts'
import type { Ask } from './upstream.ts'

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
export interface ProviderCommand<Config = unknown> {
  readonly name: string
  readonly description: string
  /** Options of an example, without the program's and the command's name. */
  readonly example: string
  readonly options: readonly CommandOption[]
  /** True when all went well, and the exit code is 0. Throws a `Failure`, or a `SettingsError` for what the user gave. */
  run(context: CommandContext<Config>): Promise<boolean>
}

export interface CommandOption {
  /** As commander writes it: `--client-id <id>`. */
  readonly flags: string
  readonly description: string
  readonly choices?: readonly string[]
  readonly default?: string
}

export interface CommandContext<Config = unknown> {
  /** By name in camel case: `clientId`. */
  readonly options: Readonly<Record<string, string | undefined>>
  /** What the environment and `.env` say, unchecked. */
  readonly settings: Settings
  /**
   * What `configure` makes of them, as for serving: defaults applied, secrets from their files too. Throws a `SettingsError`
   * with all that is wrong or missing, so a command that needs no whole configuration does not ask for it.
   */
  config(): Config
  /** Aborts when the program is told to stop (SIGINT, SIGTERM). Who is not done a second later is called off. */
  readonly signal: AbortSignal
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
