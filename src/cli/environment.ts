/** What is set: the environment, over a `.env` file. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseDotEnv } from '../config/dot-env.ts'
import type { Settings } from '../contract/provider.ts'
import { type Fault, SettingsError, withoutEmpty } from '../contract/settings.ts'

export interface Environment {
  readonly env: Settings
  /** The file that was read; undefined where there is none. */
  readonly envFile: string | undefined
  /** What is right and may still not be what was meant. */
  readonly hints: readonly Fault[]
}

/** The file is the `.env` of the folder, or of the nearest folder above that has one. Throws a `SettingsError`. */
export function readEnvironment(env: Settings = process.env, folder = process.cwd()): Environment {
  const given = withoutEmpty(env)
  const file = findDotEnv(folder)
  if (file === undefined) return { env: given, envFile: undefined, hints: [] }
  const { values, hints, faults } = parseDotEnv(file.text, given, file.path)
  if (faults.length > 0) throw new SettingsError(faults)
  return { env: { ...values, ...given }, envFile: file.path, hints }
}

function findDotEnv(folder: string): { readonly path: string; readonly text: string } | undefined {
  const path = join(folder, '.env')
  try {
    return { path, text: decode(readFileSync(path)) }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      throw new SettingsError([{ setting: path, message: `cannot be read (${code ?? message})` }])
    }
  }
  const above = dirname(folder)
  return above === folder ? undefined : findDotEnv(above)
}

/** Editors and shells of Windows write a byte order mark, or UTF-16, which always has one. */
function decode(bytes: Uint8Array): string {
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff
  return new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8').decode(bytes)
}
