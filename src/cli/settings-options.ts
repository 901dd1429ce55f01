/** Settings as command-line flags, and the flags given back as settings. */
import { Command, Option } from 'commander'
import { coreFlags, settingsSchema } from '../config/core-settings.ts'
import type { AnyProvider, Flag, Settings } from '../contract/provider.ts'

interface SettingSchema {
  readonly description?: string
  readonly default?: string
  readonly enum?: readonly string[]
}

/** Adds flags for settings. Their description, default and choices come from the settings' schema. */
export function addSettingOptions(
  command: Command,
  providers: readonly AnyProvider[],
  flags: readonly Flag[] = allFlags(providers)
): Command {
  const { properties } = settingsSchema(providers)
  for (const flag of flags) {
    const schema = properties[flag.setting] as SettingSchema
    const notes = [...(schema.default === undefined ? [] : [`default: ${schema.default}`]), `env: ${flag.setting}`]
    const option = new Option(flag.flags, `${schema.description} (${notes.join('; ')})`)
    // Only shown and completed: a wrong value is told by the check of all settings.
    if (schema.enum !== undefined) option.argChoices = [...schema.enum]
    if (flag.isList === true) option.argParser(append)
    command.addOption(option)
  }
  return command
}

/** A flag that may be repeated gives the comma-separated form of its setting. */
function append(value: string, before: string | undefined): string {
  return before === undefined ? value : `${before},${value}`
}

/** Setting name -> value of the flags given, before the command's name or, which goes first, after it. */
export function settingsOfFlags(
  command: Command,
  providers: readonly AnyProvider[],
  flags: readonly Flag[] = allFlags(providers)
): Settings {
  const values: Record<string, string | boolean | undefined> = { ...command.parent?.opts(), ...command.opts() }
  // A flag without a value is one that switches on.
  const entries = flags.map(({ flags: text, setting }) => [
    setting,
    values[new Option(text).attributeName()]?.toString()
  ])
  return Object.fromEntries(entries)
}

/** The flags of a command that serves. */
export function allFlags(providers: readonly AnyProvider[]): Flag[] {
  return [...providerFlags(providers), ...coreFlags]
}

/** The flags of a command that collects without serving. */
export function collectorFlags(providers: readonly AnyProvider[]): Flag[] {
  return [
    ...providerFlags(providers),
    ...coreFlags.filter(({ setting }) => setting.startsWith('LOG_') || ['CONFIG_FILE', 'SHARD'].includes(setting))
  ]
}

function providerFlags(providers: readonly AnyProvider[]): Flag[] {
  return providers.flatMap(({ flags = [] }) => flags)
}

/** Arguments that came from elsewhere as settings, and those that are none of `flags`. */
export function settingsOfArguments(
  args: readonly string[],
  providers: readonly AnyProvider[],
  flags: readonly Flag[]
): { readonly settings: Settings; readonly rest: readonly string[] } {
  const command = new Command().helpOption(false).allowUnknownOption().allowExcessArguments()
  addSettingOptions(command, providers, flags)
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
  command.parse([...args], { from: 'user' })
  return { settings: settingsOfFlags(command, providers, flags), rest: command.args }
}
