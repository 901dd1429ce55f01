/** The exporter that a provider replaces: what it read, and what its users find to be another here. */
import type { Finding, Flag, Settings } from './provider.ts'

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
