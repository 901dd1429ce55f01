/** All settings of the program: flags over environment over `.env`, checked in one go. */
import { readFileSync } from 'node:fs'
import { type TObject, Type } from 'typebox'
import type { AnyProvider, CustomerChoice, ItemFilter, Secrets, Settings } from '../contract/provider.ts'
import { type Fault, SettingsError, withoutEmpty } from '../contract/settings.ts'
import type { NameFilter } from '../parsing/patterns.ts'
import { coreSchema, coreSecrets, enabledSetting, settingsSchema } from './core-settings.ts'
import { type Limits, limitsOf } from './limits.ts'
import { type Listening, listeningOf } from './listen-address.ts'
import { type ProxySettings, proxySettings } from './proxy.ts'
import { type PushConfig, pushConfig } from './push-settings.ts'
import { readSecrets, textOf } from './read-secrets.ts'
import { isInShard, type Shard, shardOf } from './shard.ts'
import { type StoreLocation, storeOf } from './store/store-url.ts'
import { type UpstreamSettings, upstreamSettingsOf } from './upstream-settings.ts'
import { quoter, validate } from './validate-settings.ts'
import { type WebSettings, webAccessOf } from './web-settings.ts'

export interface EnabledProvider {
  readonly provider: AnyProvider
  readonly config: unknown
  /** Undefined for the one account of a provider that comes from variables. */
  readonly account?: AccountSettings
}

/** What the configuration file says of an account, beside what its provider is given. */
export interface AccountSettings {
  /** The label `account`; unique among the accounts of a provider. */
  readonly name: string
  readonly families: NameFilter
  readonly filter: ItemFilter | undefined
  readonly customers: CustomerChoice | undefined
  readonly seriesLimit: number | undefined
  /** The same while nothing of it has changed. Holds no secret. */
  readonly fingerprint: string
}

export interface Config {
  /** Every setting that is no secret, validated, with defaults: what `@fastify/env` puts at `fastify.config`. */
  readonly settings: Settings
  /** The schema of `settings`. */
  readonly schema: TObject
  /** Every secret there is, those that are not set included. */
  readonly secrets: Secrets
  readonly listening: Listening
  readonly web: WebSettings
  /** What clients may take of the server. */
  readonly limits: Limits
  readonly proxy: ProxySettings
  readonly upstream: UpstreamSettings
  readonly providers: readonly EnabledProvider[]
  /** Reads the accounts of the configuration file anew; throws a `SettingsError`. Undefined where there is no file. */
  readonly readAccounts: ReadAccounts | undefined
  /** Where snapshots, tokens and spent calls are kept. */
  readonly store: StoreLocation
  /** Undefined when no Pushgateway is set. */
  readonly push: PushConfig | undefined
}

export interface ConfigSources {
  readonly providers: readonly AnyProvider[]
  /** Setting name -> value, from the command line. */
  readonly flags?: Settings
  readonly env: Settings
  /** Reads a secret's file. */
  readonly readFile?: (path: string) => string
  /** Settings that go before those of every account of the configuration file. */
  readonly override?: Settings
  /** Reads the accounts of the configuration file, in place of those that variables tell: see `configuration`. */
  readonly readAccounts?: ReadAccounts
}

/** `readFile` reads the file, and those of secrets. */
export type ReadAccounts = (readFile: (path: string) => string) => EnabledProvider[]

/** Paths that the program answers itself. */
const takenPaths = ['/healthz', '/-/healthy', '/readyz', '/-/ready', '/-/reload', '/sd', '/api/status']

/**
 * The configuration, or a `SettingsError` with every fault found. Pure but for `readFile`.
 * An empty value counts as not set, as container tools cannot unset a variable.
 */
export function loadConfig(sources: ConfigSources): Config {
  const { flags = {}, env, readFile = readText, readAccounts } = sources
  // With a file, no variable is a provider's.
  const providers = readAccounts === undefined ? sources.providers : []
  const given = inOurWords({ ...withoutEmpty(env), ...withoutEmpty(flags) })
  const faults: Fault[] = []

  const secretNames = [...coreSecrets, ...providers.flatMap(({ secrets }) => secrets)]
  const secrets = readSecrets(secretNames, given, readFile, faults)
  const plain = Object.fromEntries(Object.entries(given).filter(([name]) => !secretNames.includes(name)))
  const schema = withoutProperties(settingsSchema(providers), secretNames)
  const quote = quoter(secretNames.flatMap((name) => [given[name], given[`${name}_FILE`], textOf(secrets[name])]))
  const settings = validate(schema, plain, quote, faults)
  const listening = listeningOf(settings, faults)
  faults.push(...faultsOfPaths(settings, faults, quote))
  const limits = limitsOf(settings, faults)
  const upstream = upstreamSettingsOf(settings, faults)
  const proxy = collect(faults, () => proxySettings(env)) ?? {}

  const enabled = providers.filter((provider) => isEnabled(provider, settings, secrets, faults))
  const shard = shardOf(settings, faults)
  const readOwn: ReadAccounts | undefined =
    readAccounts === undefined ? undefined : (read) => readAccounts(read).filter((each) => isOwn(each, shard))
  const configured =
    collect(faults, () => readOwn?.(readFile)) ??
    enabled.flatMap((provider) => configure(provider, settings, secrets, faults))
  const isNothingWished = enabled.length === 0 && !providers.some((provider) => hasFault(provider, faults))
  if (isNothingWished && readAccounts === undefined) faults.push(nothingEnabled(providers))
  if (readAccounts !== undefined) faults.push(...flagsOfProviders(sources))
  const web = webAccessOf(settings, secrets, faults)
  const push = pushConfig(settings, secrets, enabled, faults)
  const store = collect(faults, () => storeOf(secrets.CACHE_URL?.read() ?? 'memory:', settings, env)) ?? {
    kind: 'memory'
  }
  if (faults.length > 0) throw new SettingsError(faults.map((fault) => withHistory(fault, flags, providers)))
  const base = { settings, schema, secrets, listening, limits, web, proxy, upstream, push, store }
  return { ...base, providers: configured, readAccounts: readOwn }
}

function isOwn({ provider, account }: EnabledProvider, shard: Shard | undefined): boolean {
  return shard === undefined || isInShard(`${provider.name}/${account?.name}`, shard)
}

/** What a flag says of a provider nobody would read. */
function flagsOfProviders({ providers, flags = {} }: ConfigSources): Fault[] {
  const names = new Set(providers.flatMap(({ settings }) => Object.keys(settings.properties)))
  const given = Object.keys(flags).filter((name) => names.has(name) && (flags[name] ?? '') !== '')
  return given.map((setting) => ({
    setting,
    message: 'cannot be given beside CONFIG_FILE; write it into the account that it is for'
  }))
}

/** A variable of the core that a host had for something else while the replaced exporter did not read it. */
function withHistory({ setting, message }: Fault, flags: Settings, providers: readonly AnyProvider[]): Fault {
  const variable = setting.replace(/_FILE$/, '')
  const replaced = providers.flatMap(({ replaces }) => replaces ?? [])
  const isOurs = Object.hasOwn(coreSchema.properties, variable) && flags[setting] === undefined
  const isNew = isOurs && replaced.length > 0 && !replaced.some(({ variables }) => variables.includes(variable))
  if (!isNew) return { setting, message }
  const names = replaced.map(({ name }) => name).join(' and ')
  return { setting, message: `${message}; ${names} did not read this variable, so it may be meant for another program` }
}

/** Levels and paths in the forms that the replaced exporter takes too, as those that this program uses. */
function inOurWords(given: Record<string, string>): Record<string, string> {
  const { LOG_LEVEL: level, TELEMETRY_PATH: metrics, GEOLOCATION_PATH: geolocation } = given
  return {
    ...given,
    ...(level === undefined ? {} : { LOG_LEVEL: level.toLowerCase().replace(/^off$/, 'silent') }),
    ...(metrics === undefined ? {} : { TELEMETRY_PATH: withFirstSlash(metrics) }),
    ...(geolocation === undefined ? {} : { GEOLOCATION_PATH: withFirstSlash(geolocation) })
  }
}

function withFirstSlash(path: string): string {
  return path.startsWith('/') ? path : `/${path}`
}

function readText(path: string): string {
  return readFileSync(path, 'utf8')
}

function withoutProperties(schema: TObject, names: readonly string[]): TObject {
  return Type.Object(Object.fromEntries(Object.entries(schema.properties).filter(([name]) => !names.includes(name))))
}

function isEnabled(provider: AnyProvider, settings: Settings, secrets: Secrets, faults: Fault[]): boolean {
  const wish = settings[enabledSetting(provider)]
  if (wish === 'false') return false
  const missing = provider.credentials.filter((name) => settings[name] === undefined && secrets[name] === undefined)
  const reported = new Set(faults.map(({ setting }) => setting.replace(/_FILE$/, '')))
  const someSet = missing.length < provider.credentials.length || missing.some((name) => reported.has(name))
  if (missing.length > 0 && (someSet || wish === 'true')) {
    const message = `is missing; ${provider.title} needs ${provider.credentials.join(', ')}`
    faults.push(...missing.filter((name) => !reported.has(name)).map((setting) => ({ setting, message })))
  }
  return missing.length === 0
}

function configure(provider: AnyProvider, settings: Settings, secrets: Secrets, faults: Fault[]): EnabledProvider[] {
  if (hasFault(provider, faults)) return []
  const config = collect(faults, (): unknown => provider.configure(settings, secrets))
  if (config instanceof Promise) {
    // Whatever it comes to, nobody will look.
    config.catch(() => {})
    faults.push({ setting: `provider ${provider.name}`, message: 'its configure must not be async' })
    return []
  }
  return config === undefined ? [] : [{ provider, config }]
}

/** Whether a setting of the provider is among the faults, so that what follows from it is not reported as well. */
function hasFault(provider: AnyProvider, faults: readonly Fault[]): boolean {
  const own = new Set([enabledSetting(provider), ...Object.keys(provider.settings.properties)])
  return faults.some(({ setting }) => own.has(setting.replace(/_FILE$/, '')))
}

/** The result of `make`; undefined when it throws faults, which are added to `faults`. */
function collect<Result>(faults: Fault[], make: () => Result): Result | undefined {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    faults.push(...error.faults)
    return undefined
  }
}

function faultsOfPaths(settings: Settings, faults: readonly Fault[], quote: (text: string) => string): Fault[] {
  const metrics = comparable(settings.TELEMETRY_PATH)
  const geolocation = comparable(settings.GEOLOCATION_PATH)
  return Object.entries({ TELEMETRY_PATH: metrics, GEOLOCATION_PATH: geolocation }).flatMap(([setting, path]) => {
    const isReported = faults.some((fault) => fault.setting === setting)
    if (path === '')
      return isReported
        ? []
        : [{ setting, message: 'has a % that is not followed by the hexadecimal digits of a character' }]
    if (setting === 'GEOLOCATION_PATH' && path === metrics) {
      // Both may be meant, and only one of them was said.
      const message = `${quote(settings.TELEMETRY_PATH ?? '')} is both TELEMETRY_PATH and GEOLOCATION_PATH; change one of them`
      return [{ setting, message }]
    }
    return takenPaths.includes(path)
      ? [{ setting, message: `${path} is a page of the program; choose another path` }]
      : []
  })
}

/** The form in which the router compares paths. */
function comparable(path = ''): string {
  try {
    return decodeURI(path).replace(/(?<=.)\/$/, '')
  } catch {
    return ''
  }
}

function nothingEnabled(providers: readonly AnyProvider[]): Fault {
  const ways = providers.map(({ title, credentials }) => `${credentials.join(', ')} for ${title}`)
  return { setting: 'credentials', message: `no provider is enabled; set ${ways.join(', or ')}` }
}
