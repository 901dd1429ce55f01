/** What a provider may add to the command line. */
import type { Clock } from './clock.ts'
import type { Settings } from './settings.ts'
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
