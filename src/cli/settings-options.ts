/** Settings as command-line flags, and the flags given back as settings. */
import { type Command, Option } from 'commander'
import { coreFlags, settingsSchema } from '../config.ts'
import type { AnyProvider, Flag, Settings } from '../contract.ts'

interface SettingSchema {
  readonly description?: string
  readonly default?: string
  readonly enum?: readonly string[]
}

/** Adds a flag for each setting that has one. Its description, default and choices come from the setting's schema. */
export function addSettingOptions(command: Command, providers: readonly AnyProvider[]): Command {
  const { properties } = settingsSchema(providers)
  for (const { flags, setting } of allFlags(providers)) {
    const schema = properties[setting] as SettingSchema
    const notes = [
      ...(schema.enum === undefined ? [] : [`one of ${schema.enum.join(', ')}`]),
      ...(schema.default === undefined ? [] : [`default: ${schema.default}`]),
      `env: ${setting}`
    ]
    command.addOption(new Option(flags, `${schema.description} (${notes.join('; ')})`))
  }
  return command
}

/** Setting name -> value of the flags given. */
export function settingsOfFlags(command: Command, providers: readonly AnyProvider[]): Settings {
  const values = command.opts<Record<string, string | undefined>>()
  const entries = allFlags(providers).map(({ flags, setting }) => [setting, values[new Option(flags).attributeName()]])
  return Object.fromEntries(entries)
}

export function allFlags(providers: readonly AnyProvider[]): Flag[] {
  return [...providers.flatMap(({ flags = [] }) => flags), ...coreFlags]
}
