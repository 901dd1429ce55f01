import { type ConfigSources, loadConfig } from '../../src/config/config.ts'
import { type Fault, SettingsError } from '../../src/contract/settings.ts'

/** What `loadConfig` finds wrong; nothing when it finds nothing. */
export function faultsOf(sources: ConfigSources): readonly Fault[] {
  return faultsFrom(() => loadConfig(sources))
}

/** What is wrong with the settings according to `check`. */
export function faultsFrom(check: () => unknown): readonly Fault[] {
  try {
    check()
    return []
  } catch (error) {
    if (error instanceof SettingsError) return error.faults
    throw error
  }
}
