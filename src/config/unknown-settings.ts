/** Variables that look like settings and are none, so that a slip of the pen is noticed. Pure. */
import { closestMatch } from 'leven'
import type { AnyProvider, Settings } from '../contract/provider.ts'
import type { Fault } from '../contract/settings.ts'
import type { Config } from './config.ts'
import { coreSecrets, settingsSchema } from './core-settings.ts'

/** Letters by which a name may differ from a setting that it is taken for. */
const mostDifferent = 2

/** What Kubernetes and Docker set for a service of that name. */
const ofServices = /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT(_\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)?$/

/**
 * One hint for each variable that begins as the settings of a provider do, or nearly has the name of a setting, and is
 * none. No value is quoted.
 */
export function unknownSettings(env: Settings, providers: readonly AnyProvider[]): Fault[] {
  const secrets = [...coreSecrets, ...providers.flatMap(({ secrets }) => secrets)]
  const known = [...Object.keys(settingsSchema(providers).properties), ...secrets.map((name) => `${name}_FILE`)]
  const isKnown = new Set(known)
  const prefixes = new Set(providers.flatMap(({ name, secrets }) => [name.toUpperCase(), ...secrets]).map(firstWord))
  return Object.keys(env).flatMap((name) => {
    if (isKnown.has(name) || isKnown.has(name.toUpperCase()) || ofServices.test(name)) return []
    const nearest = closestMatch(name, known, { maxDistance: mostDifferent + 1 })
    const isNear = nearest !== undefined && closestMatch(name, [nearest], { maxDistance: mostDifferent }) !== undefined
    if (isNear) return [{ setting: name, message: `is not a setting; did you mean ${nearest}?` }]
    return prefixes.has(firstWord(name)) && name.includes('_') ? [{ setting: name, message: 'is not a setting' }] : []
  })
}

/**
 * Variables of providers beside a configuration file, which nobody reads. Those of secrets are left out, as the file may
 * name them by a key that ends in `_env`.
 */
export function unreadSettings(
  { readAccounts }: Pick<Config, 'readAccounts'>,
  env: Settings,
  providers: readonly AnyProvider[]
): Fault[] {
  if (readAccounts === undefined) return []
  const remedyOf = (setting: string, interval: string | undefined) =>
    setting === interval ? 'set PUSH_INTERVAL' : 'write it into the accounts that it is for'
  return providers.flatMap(({ settings, secrets, pushIntervalSetting }) =>
    Object.keys(settings.properties)
      .filter((name) => !secrets.includes(name) && (env[name] ?? '') !== '')
      .map((setting) => {
        const remedy = remedyOf(setting, pushIntervalSetting)
        return { setting, message: `is not read, as CONFIG_FILE has the accounts; ${remedy}` }
      })
  )
}

function firstWord(name: string): string {
  return name.slice(0, name.indexOf('_') >>> 0)
}
