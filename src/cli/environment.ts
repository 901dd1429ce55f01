import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { Settings } from '../contract/provider.ts'
import { SettingsError, withoutEmpty } from '../contract/settings.ts'

/** What is set in the environment, over the `.env` file of the working directory, where there is one. */
export function readEnvironment(env: Settings = process.env, file = '.env'): Settings {
  return { ...readDotEnv(file), ...withoutEmpty(env) }
}

function readDotEnv(file: string): Settings {
  try {
    return parseEnv(readFileSync(file, 'utf8'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return {}
    throw new SettingsError([{ setting: file, message: `cannot be read (${code ?? 'unknown error'})` }])
  }
}
