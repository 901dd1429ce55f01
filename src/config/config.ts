/** All settings of the program: flags over environment over `.env`, checked in one go. */
import { readFileSync } from 'node:fs'
import { type TObject, type TSchema, Type } from 'typebox'
import { Errors } from 'typebox/schema'
import { Failure } from '../contract/failure.ts'
import type { AnyProvider, Flag, Secrets, Settings } from '../contract/provider.ts'
import { Secret } from '../contract/secret.ts'
import { type Fault, SettingsError, withoutEmpty } from '../contract/settings.ts'
import { type Limits, limitSettings, limitsOf } from './limits.ts'
import { type ProxySettings, proxySettings } from './proxy.ts'
import { type PushConfig, pushConfig, pushSecrets, pushSettings } from './push-settings.ts'
import { parseStoreUrl, type StoreLocation } from './store-url.ts'
import { type WebSettings, webAccessOf, webSecrets, webSettings } from './web-settings.ts'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const path = (description: string, value: string) =>
  Type.String({ description, default: value, pattern: '^(/|(/[\\w.~-]+)+/?)$', examples: [value] })

const coreSchema = Type.Object({
  LISTEN_ADDRESS: Type.String({
    description: 'Address to listen on; an IPv6 address is written in brackets, an empty host means all of them',
    default: '0.0.0.0:9803',
    pattern: '^(\\[[0-9a-fA-F:.]+\\]|[^\\s:/]*):\\d{1,5}$',
    examples: ['0.0.0.0:9803', '127.0.0.1:9803', '[::]:9803', ':9803']
  }),
  TELEMETRY_PATH: path('Path of the metrics', '/metrics'),
  GEOLOCATION_PATH: path('Path of the geolocation list', '/geolocation'),
  METRICS_CREATED: Type.Enum(['false', 'true'], {
    description:
      "Whether OpenMetrics 1.0 has a _created series for each counter and histogram of the exporter's own; turn it on where Prometheus runs with --enable-feature=created-timestamp-zero-ingestion or st-storage, which read them: without, it stores them",
    default: 'false'
  }),
  LOG_LEVEL: Type.Enum([...logLevels], { description: 'Least severity that is logged', default: 'info' }),
  CACHE_URL: Type.Optional(
    Type.String({
      description:
        'What keeps snapshots, tokens and spent calls over restarts: file:///folder, or redis://host:6379/0, which replicas share; memory: if not set'
    })
  ),
  ...webSettings,
  ...limitSettings,
  ...pushSettings
})

/** Settings of the core that are secret: each may also be given as `<NAME>_FILE`. */
export const coreSecrets: readonly string[] = ['CACHE_URL', ...webSecrets, ...pushSecrets]

export const coreFlags: readonly Flag[] = [
  { flags: '--web.listen-address <address>', setting: 'LISTEN_ADDRESS' },
  { flags: '--web.telemetry-path <path>', setting: 'TELEMETRY_PATH' },
  { flags: '--web.geolocation-path <path>', setting: 'GEOLOCATION_PATH' },
  { flags: '--web.config.file <file>', setting: 'WEB_CONFIG_FILE' },
  { flags: '--log.level <level>', setting: 'LOG_LEVEL' }
]

export interface EnabledProvider {
  readonly provider: AnyProvider
  readonly config: unknown
}

export interface Config {
  /** Every setting that is no secret, validated, with defaults: what `@fastify/env` puts at `fastify.config`. */
  readonly settings: Settings
  /** The schema of `settings`. */
  readonly schema: TObject
  /** Every secret there is, those that are not set included. */
  readonly secrets: Secrets
  readonly host: string
  readonly port: number
  readonly web: WebSettings
  /** What clients may take of the server. */
  readonly limits: Limits
  readonly proxy: ProxySettings
  readonly providers: readonly EnabledProvider[]
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
}

/** Paths that the program answers itself. */
const takenPaths = ['/healthz', '/readyz', '/api/status']

const schemas = new WeakMap<readonly AnyProvider[], TObject>()

/** The schema of all settings, secrets included, of the core and of `providers`. Made once, as each command asks. */
export function settingsSchema(providers: readonly AnyProvider[]): TObject {
  const known = schemas.get(providers)
  if (known !== undefined) return known
  const schema = Type.Object({
    ...coreSchema.properties,
    ...Object.assign({}, ...providers.map(providerProperties))
  })
  schemas.set(providers, schema)
  return schema
}

function providerProperties(provider: AnyProvider): Record<string, TSchema> {
  const optional = Object.entries(provider.settings.properties).map(([name, schema]) => [name, Type.Optional(schema)])
  return {
    [enabledSetting(provider)]: Type.Enum(['auto', 'true', 'false'], {
      description: `Whether ${provider.title} is on; auto: when its credentials are set`,
      default: 'auto'
    }),
    ...Object.fromEntries(optional)
  }
}

function enabledSetting({ name }: AnyProvider): string {
  return `${name.toUpperCase()}_ENABLED`
}

/**
 * The configuration, or a `SettingsError` with every fault found. Pure but for `readFile`.
 * An empty value counts as not set, as container tools cannot unset a variable.
 */
export function loadConfig({ providers, flags = {}, env, readFile = readText }: ConfigSources): Config {
  const given = { ...withoutEmpty(env), ...withoutEmpty(flags) }
  const faults: Fault[] = []

  const secretNames = [...coreSecrets, ...providers.flatMap(({ secrets }) => secrets)]
  const secrets = readSecrets(secretNames, given, readFile, faults)
  const plain = Object.fromEntries(Object.entries(given).filter(([name]) => !secretNames.includes(name)))
  const schema = withoutProperties(settingsSchema(providers), secretNames)
  const quote = quoter(secretNames.flatMap((name) => [given[name], given[`${name}_FILE`], textOf(secrets[name])]))
  const settings = validate(schema, plain, quote, faults)
  const address = listenAddress(settings.LISTEN_ADDRESS as string)
  if (address.port > 65_535) faults.push({ setting: 'LISTEN_ADDRESS', message: `port ${address.port} is above 65535` })
  faults.push(...faultsOfPaths(settings))
  const limits = limitsOf(settings, faults)
  const proxy = collect(faults, () => proxySettings(env)) ?? {}

  const enabled = providers.filter((provider) => isEnabled(provider, settings, secrets, faults))
  const configured = enabled.flatMap((provider) => configure(provider, settings, secrets, faults))
  const isNothingWished = enabled.length === 0 && !providers.some((provider) => hasFault(provider, faults))
  if (isNothingWished) faults.push(nothingEnabled(providers))
  const web = webAccessOf(settings, secrets, faults)
  const push = pushConfig(settings, secrets, enabled, faults)
  const store = collect(faults, () => parseStoreUrl(secrets.CACHE_URL?.read() ?? 'memory:')) ?? { kind: 'memory' }
  if (faults.length > 0) throw new SettingsError(faults)
  return { settings, schema, secrets, ...address, limits, web, proxy, providers: configured, push, store }
}

function readText(path: string): string {
  return readFileSync(path, 'utf8')
}

function withoutProperties(schema: TObject, names: readonly string[]): TObject {
  return Type.Object(Object.fromEntries(Object.entries(schema.properties).filter(([name]) => !names.includes(name))))
}

function readSecrets(
  names: readonly string[],
  given: Settings,
  readFile: (path: string) => string,
  faults: Fault[]
): Secrets {
  const secrets: Record<string, Secret | undefined> = {}
  for (const name of names) {
    secrets[name] = undefined
    const value = given[name]
    const path = given[`${name}_FILE`]
    if (value !== undefined && path !== undefined) {
      faults.push({ setting: name, message: `set ${name} or ${name}_FILE, not both` })
    } else if (path !== undefined) {
      const secret = new Secret(() => readSecret(name, () => readFile(path)))
      const message = faultOfFile(secret)
      if (message === undefined) secrets[name] = secret
      else faults.push({ setting: `${name}_FILE`, message })
    } else if (value !== undefined) {
      secrets[name] = new Secret(() => value)
    }
  }
  return secrets
}

/** The path is not shown: by mistake it may be the secret itself. */
function readSecret(name: string, read: () => string): string {
  let text: string
  try {
    text = read()
  } catch (error) {
    throw new Failure(
      'auth',
      `cannot read the file of ${name} (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`
    )
  }
  if (text.trim() === '') throw new Failure('auth', `the file of ${name} is empty`)
  return text
}

function faultOfFile(secret: Secret): string | undefined {
  try {
    secret.read()
    return undefined
  } catch (error) {
    return (error as Failure).message
  }
}

function textOf(secret: Secret | undefined): string | undefined {
  return secret?.read()
}

const longestQuote = 60

type Quote = (text: string | undefined) => string

/** Quotes a value in a message, unless a secret, or the user info or the query of a URL, may be part of it. */
function quoter(secrets: readonly (string | undefined)[]): Quote {
  const known = secrets.flatMap((secret) => secret?.trim() || [])
  return (text = '') => {
    const isSafe = !/[@?]/.test(text) && !known.some((secret) => text.includes(secret))
    if (!isSafe) return 'the value'
    return JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)}...` : text)
  }
}

interface SchemaFault {
  readonly instancePath: string
  readonly message: string
}

/** The settings that there are, with defaults. What is wrong with them is added to `faults`. */
function validate(schema: TObject, given: Settings, quote: Quote, faults: Fault[]): Settings {
  const known = Object.entries(given).filter(([name]) => Object.hasOwn(schema.properties, name))
  const settings = { ...defaultsOf(schema), ...Object.fromEntries(known) }
  const [, found] = Errors(schema, settings)
  for (const fault of found) faults.push(explain(schema, given, quote, fault))
  return settings
}

function defaultsOf(schema: TObject): Settings {
  const all = Object.entries(schema.properties).map(([name, property]) => [name, (property as Settings).default])
  return Object.fromEntries(all.filter(([, value]) => value !== undefined))
}

function explain(schema: TObject, given: Settings, quote: Quote, fault: SchemaFault): Fault {
  const setting = fault.instancePath.slice(1)
  const rule = schema.properties[setting] as { enum?: string[]; examples?: string[] } | undefined
  const quoted = quote(given[setting])
  if (rule?.enum !== undefined) return { setting, message: `${quoted} is not one of ${rule.enum.join(', ')}` }
  if (rule?.examples !== undefined) {
    return { setting, message: `${quoted} is not valid; write it like ${rule.examples.join(' or ')}` }
  }
  return { setting, message: `${quoted} ${fault.message}` }
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

function faultsOfPaths(settings: Settings): Fault[] {
  const metrics = withoutSlash(settings.TELEMETRY_PATH)
  const geolocation = withoutSlash(settings.GEOLOCATION_PATH)
  const taken = { TELEMETRY_PATH: takenPaths, GEOLOCATION_PATH: [...takenPaths, metrics] }
  return Object.entries({ TELEMETRY_PATH: metrics, GEOLOCATION_PATH: geolocation }).flatMap(([setting, path]) => {
    const isTaken = taken[setting as keyof typeof taken].includes(path)
    return isTaken ? [{ setting, message: 'is taken by another page; choose another path' }] : []
  })
}

/** The form in which the router compares paths. */
function withoutSlash(path = ''): string {
  return path.replace(/(?<=.)\/$/, '')
}

function nothingEnabled(providers: readonly AnyProvider[]): Fault {
  const ways = providers.map(({ title, credentials }) => `${credentials.join(', ')} for ${title}`)
  return { setting: 'credentials', message: `no provider is on; set ${ways.join(', or ')}` }
}

function listenAddress(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':')
  const host = address.slice(0, colon).replace(/^\[|\]$/g, '')
  return { host: host === '' ? '::' : host, port: Number(address.slice(colon + 1)) }
}
