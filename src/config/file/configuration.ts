/** All of the configuration: variables and flags, and the accounts of the configuration file where there is one. */
import { type Config, type ConfigSources, loadConfig } from '../config.ts'

/** Throws a `SettingsError` with every fault of both. The parser of YAML is loaded only where it is needed. */
export async function configuration(sources: ConfigSources): Promise<Config> {
  const path = (sources.flags?.CONFIG_FILE || sources.env.CONFIG_FILE || '').trim()
  if (path === '') return loadConfig(sources)
  const { readAccounts } = await import('./read-accounts.ts')
  return loadConfig({ ...sources, readAccounts: (readFile) => readAccounts({ ...sources, path, readFile }) })
}
