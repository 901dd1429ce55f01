/** `edge-exporter check --from NAME`: what becomes of a deployment of a replaced exporter. Asks nobody. */
import { readFileSync } from 'node:fs'
import { stringify } from 'yaml'
import { chartValues } from '../config/chart-values.ts'
import { loadConfig } from '../config/config.ts'
import { settingsSchema } from '../config/core-settings.ts'
import { type FoundDeployment, findDeployments } from '../config/old-deployment.ts'
import type {
  AnyProvider,
  Finding,
  Migration,
  OldDeployment,
  ReplacedExporter,
  Settings
} from '../contract/provider.ts'
import { type Fault, SettingsError } from '../contract/settings.ts'
import type { CommandTerminal } from './output/terminal.ts'
import { settingsOfArguments } from './settings-options.ts'
import { name as program } from './subcommand.ts'

export interface CheckFromOptions {
  readonly providers: readonly AnyProvider[]
  /** The replaced exporter's name. */
  readonly from: string
  /** Its arguments. */
  readonly args: readonly string[]
  readonly env: Settings
  /** A Kubernetes manifest or compose file, to be read in place of arguments and environment. */
  readonly manifest?: string | undefined
  readonly terminal: CommandTerminal
  readonly json?: boolean | undefined
}

interface Reviewed {
  readonly deployment: OldDeployment
  readonly same: readonly Finding[]
  readonly different: readonly Finding[]
}

/** True when the settings can be used as they are. Throws a `SettingsError` for what cannot be read. */
export async function checkFrom(options: CheckFromOptions): Promise<boolean> {
  const { providers, from, terminal, json } = options
  const provider = providers.find(({ replaces }) => replaces?.name === from)
  const migration = await provider?.replaces?.migration?.()
  if (provider?.replaces === undefined || migration === undefined) throw new SettingsError([unknown(providers)])
  const deployments = read(options, provider.replaces)
  const reviewed = deployments.map((deployment) => review(provider, migration, deployment, providers))
  const isFine = reviewed.every(({ different }) => different.every(({ mark }) => mark !== 'failed'))
  const notes = (provider.replaces.notes ?? []).map((message): Finding => ({ name: from, mark: 'warning', message }))
  const reports = reviewed.map((each) => ({
    title: each.deployment.title ?? from,
    same: each.same,
    different: [...each.different, ...notes],
    command: [program, migration.command(each.deployment), ...flagsOf(each.deployment, provider.replaces)]
      .filter((word) => word !== '')
      .join(' '),
    ...(options.manifest === undefined ? {} : chartValues(provider, migration, withoutFailed(each)))
  }))
  if (json) terminal.print(JSON.stringify({ ok: isFine, deployments: reports }, undefined, 2))
  else for (const report of reports) print(report, terminal)
  return isFine
}

type Report = Pick<Reviewed, 'same' | 'different'> & {
  readonly title: string
  readonly command: string
  readonly values?: object
  readonly secrets?: Readonly<Record<string, readonly string[]>>
}

/** Helm's values go where they can be caught in a file, everything else beside it. */
function print({ title, same, different, command, values, secrets = {} }: Report, terminal: CommandTerminal): void {
  const write = values === undefined ? terminal.print : terminal.note
  const list = (heading: string, findings: readonly Finding[], sign: string) => {
    if (findings.length === 0) return
    write(heading)
    for (const { name, message, remedy, mark } of findings) {
      write(`  ${mark === 'failed' ? '✘' : sign} ${name}: ${message}`)
      if (remedy !== undefined) write(`      → ${remedy}`)
    }
  }
  write(terminal.paint('bold', title))
  list('The same:', same, '✔')
  list('Different:', different, '!')
  write(`The new command: ${command}`)
  for (const [name, variables] of Object.entries(secrets)) {
    const literals = variables.map((variable) => `--from-literal=${variable}=...`).join(' ')
    write(`First: kubectl create secret generic ${name} ${literals}`)
  }
  if (values !== undefined) terminal.print(stringify(values).trimEnd())
}

function unknown(providers: readonly AnyProvider[]): Fault {
  const names = providers.flatMap(({ replaces }) => (replaces?.migration === undefined ? [] : [replaces.name]))
  return { setting: '--from', message: `is none of ${names.join(', ')}` }
}

function read({ manifest, args, env, providers }: CheckFromOptions, replaced: ReplacedExporter): OldDeployment[] {
  const found: FoundDeployment[] =
    manifest === undefined
      ? [{ title: undefined, args, env, references: {}, secrets: [], schedule: undefined }]
      : findDeployments(readText(manifest), replaced, manifest)
  return found.map(({ args: given, ...deployment }) => {
    const { settings, rest } = settingsOfArguments(given, providers, replaced.flags ?? [])
    return { ...deployment, flags: settings, arguments: rest }
  })
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new SettingsError([{ setting: '--manifest', message: `${path} cannot be read (${code ?? message})` }])
  }
}

function review(
  provider: AnyProvider,
  migration: Migration,
  deployment: OldDeployment,
  providers: readonly AnyProvider[]
): Reviewed {
  const { name: old, variables, flags = [] } = provider.replaces as ReplacedExporter
  const faults = faultsOf(provider, deployment, providers)
  const isWrong = new Set(faults.map(({ setting }) => setting))
  const given = [...Object.keys(deployment.env), ...Object.keys(deployment.references)]
  const isOurs = (name: string) => Object.hasOwn(settingsSchema(providers).properties, name.replace(/_FILE$/, ''))
  const sameVariables = given.filter((name) => variables.includes(name) && !isWrong.has(name))
  const sameFlags = flags.filter(({ setting }) => deployment.flags[setting] !== undefined && !isWrong.has(setting))
  const newlyRead = given.filter((name) => isOurs(name) && !variables.includes(name) && !isWrong.has(name))
  const found = migration.review(deployment)
  const told = new Set(found.map(({ name }) => name))
  const ok = (name: string, message: string): Finding => ({ name, mark: 'ok', message })
  return {
    deployment,
    same: [
      ...sameVariables.filter((name) => !told.has(name)).map((name) => ok(name, 'is read as before')),
      ...sameFlags.map(({ flags: text }) => ok(text, 'is taken as before')),
      ...found.filter(({ mark, name }) => mark === 'ok' && !isWrong.has(name))
    ],
    different: [
      ...found.filter(({ mark }) => mark !== 'ok'),
      ...faults
        .filter(({ setting }) => !found.some(({ name, mark }) => mark === 'failed' && name === setting))
        .map(({ setting, message }): Finding => ({ name: setting, mark: 'failed', message })),
      ...newlyRead.map((name): Finding => {
        const message = `${old} did not read this variable, and here it is a setting`
        return { name, mark: 'warning', message, remedy: `unset it for ${program} where another program needs it` }
      }),
      ...deployment.arguments.map((name): Finding => {
        return { name, mark: 'failed', message: `is no flag of ${old}`, remedy: 'leave it out' }
      })
    ]
  }
}

/** What cannot be used has no place in the values. */
function withoutFailed({ deployment, different }: Reviewed): OldDeployment {
  const failed = new Set(different.filter(({ mark }) => mark === 'failed').map(({ name }) => name))
  const good = (settings: Settings) =>
    Object.fromEntries(Object.entries(settings).filter(([name]) => !failed.has(name)))
  return { ...deployment, env: good(deployment.env), flags: good(deployment.flags) }
}

/** The faults with which the program would not start, but for values that are not here to be looked at. */
function faultsOf(provider: AnyProvider, deployment: OldDeployment, providers: readonly AnyProvider[]): Fault[] {
  const { env, references, secrets, flags } = deployment
  const isThere = (name: string) => references[name] !== undefined || secrets.length > 0
  const placeholders = provider.secrets.filter(isThere).map((name) => [name, 'elsewhere'])
  try {
    loadConfig({ providers, flags, env: { ...Object.fromEntries(placeholders), ...env } })
    return []
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    // Of several faults of one setting, the first says what to do.
    const first = error.faults.filter(({ setting }, i, all) => all.findIndex((each) => each.setting === setting) === i)
    const faults = first.filter(({ setting }) => env[setting] !== undefined || !isThere(setting))
    const wrong = faults.map(({ setting }) => setting).filter((setting) => env[setting] !== undefined)
    if (wrong.length === 0) return faults
    // One fault can hide another.
    const rest = Object.fromEntries(Object.entries(env).filter(([name]) => !wrong.includes(name)))
    const hidden = faultsOf(provider, { ...deployment, env: rest }, providers)
    return [
      ...faults,
      ...hidden.filter(({ setting }) => deployment.env[setting] !== undefined && !wrong.includes(setting))
    ]
  }
}

function flagsOf({ flags }: OldDeployment, replaced: ReplacedExporter | undefined): string[] {
  return (replaced?.flags ?? []).flatMap(({ flags: text, setting }) => {
    const value = flags[setting]
    return value === undefined ? [] : [text.split(' ')[0] as string, value]
  })
}
