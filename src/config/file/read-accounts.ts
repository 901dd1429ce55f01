/** The configuration file as accounts that are ready to run, or a fault with a line for all that is wrong. */
import { dirname, resolve } from 'node:path'
import { Type } from 'typebox'
import { causeOf } from '../../contract/failure.ts'
import { identityTag } from '../../contract/identity.ts'
import type { AnyProvider, CustomerChoice, ItemFilter, Settings } from '../../contract/provider.ts'
import { type Fault, SettingsError } from '../../contract/settings.ts'
import { faultOfPattern, type NameFilter } from '../../parsing/patterns.ts'
import { readYaml, type YamlText } from '../../parsing/yaml-text.ts'
import type { EnabledProvider } from '../config.ts'
import { readSecrets, textOf } from '../read-secrets.ts'
import { quoter, validate } from '../validate-settings.ts'
import { checkFile, type Path } from './check-file.ts'
import { fileSchema, keysOf, ownValue, secretWays, settingOf } from './file-schema.ts'
import { inKeys } from './file-words.ts'

export interface FileSources {
  readonly path: string
  readonly providers: readonly AnyProvider[]
  readonly env: Settings
  readonly readFile: (path: string) => string
  /** Settings that go before those of every account. */
  readonly override?: Settings
}

type AccountValue = Readonly<Record<string, unknown>> & { readonly name: string }
type FileValue = { readonly providers: Readonly<Record<string, readonly AccountValue[]>> }

/** Throws a `SettingsError` with every fault. */
export function readAccounts({ path, providers, env, readFile, override = {} }: FileSources): EnabledProvider[] {
  const yaml = readYaml(readWhole(path, readFile), 'core')
  const faults: Fault[] = []
  const report = (where: Path, message: string) => addFault(faults, yaml.lineOf(where), message)
  if (yaml.fault === undefined) checkFile(fileSchema(providers), yaml.value, report)
  else addFault(faults, yaml.fault.line, yaml.fault.message)
  if (faults.length > 0) throw new SettingsError(inOrder(faults))

  const { providers: sections } = yaml.value as FileValue
  const folder = dirname(path)
  const accounts = Object.entries(sections).flatMap(([name, values]) => {
    const provider = providers.find((candidate) => candidate.name === name) as AnyProvider
    return values.flatMap((value, i) => {
      const where = ['providers', name, String(i)]
      if (values.slice(0, i).some((other) => other.name === value.name)) {
        report([...where, 'name'], `${name} has two accounts of the name ${value.name}`)
      }
      return readAccount({ provider, value, where, yaml, env, folder, readFile, override, report })
    })
  })
  if (faults.length > 0) throw new SettingsError(inOrder(faults))
  return accounts
}

interface AccountSources {
  readonly provider: AnyProvider
  readonly value: AccountValue
  readonly where: Path
  readonly yaml: YamlText
  readonly env: Settings
  /** Paths are relative to it. */
  readonly folder: string
  readonly readFile: (path: string) => string
  readonly override: Settings
  readonly report: (where: Path, message: string) => void
}

function readAccount(sources: AccountSources): EnabledProvider[] {
  const { provider, value, where, env, readFile, override, report } = sources
  const keys = keysOf(provider)
  const title = `${provider.name} ${value.name}`
  const isSecret = (setting: string) => provider.secrets.includes(setting)
  const faults: Fault[] = []
  const given: Record<string, string> = {}
  for (const [key, setting] of keys) {
    const first = override[setting]
    if (first !== undefined) given[setting] = first
    else if (isSecret(setting)) Object.assign(given, secretOf(sources, key, setting))
    else if (valueAt(value, key) !== undefined) given[setting] = textAt(sources, key, setting)
  }
  const secrets = readSecrets(provider.secrets, given, readFile, faults)
  const quote = quoter(provider.secrets.flatMap((name) => [given[name], textOf(secrets[name])]))
  const settings = validate(withoutSecrets(provider), given, quote, faults)
  const filters = filtersOf(sources)
  const config = faults.length > 0 ? undefined : configured(provider, settings, secrets, faults)
  for (const { setting, message } of faults) {
    const [key, words] = [inKeys(keys, setting), inKeys(keys, message)]
    report([...where, ...key.split('.')], `${title}: ${key}: ${words}`)
  }
  if (faults.length > 0) return []
  const account = {
    name: value.name,
    ...filters,
    seriesLimit: value.series_limit as number | undefined,
    // What a variable holds counts as well; what is in a file is followed while the account runs.
    fingerprint: identityTag(JSON.stringify(value), ...envsOf(provider, value).map((name) => env[name] ?? ''))
  }
  return [{ provider, config, account }]
}

/** The variable of the setting or of its file, from the way that the secret is given. */
function secretOf({ provider, value, where, env, folder, report }: AccountSources, key: string, setting: string) {
  const [inline, file, variable] = secretWays(key).map((way) => value[way] as string | undefined)
  if (inline !== undefined) return { [setting]: inline }
  if (file !== undefined) return { [`${setting}_FILE`]: resolve(folder, file) }
  if (variable === undefined) return {}
  const secret = env[variable] ?? ''
  if (secret.trim() !== '') return { [setting]: secret }
  report([...where, `${key}_env`], `${provider.name} ${value.name}: the variable of ${key}_env is not set`)
  // So that it is not missing as well.
  return { [setting]: '-' }
}

function envsOf(provider: AnyProvider, value: AccountValue): string[] {
  const keys = [...keysOf(provider)].filter(([, setting]) => provider.secrets.includes(setting))
  return keys.flatMap(([key]) => (value[`${key}_env`] as string | undefined) ?? [])
}

/** What is at a key, which may be in a section. */
function valueAt(value: AccountValue, key: string): unknown {
  const found = key.split('.').reduce<unknown>((inner, name) => (isSection(inner) ? inner[name] : undefined), value)
  return isSection(found) ? found[ownValue] : found
}

function isSection(value: unknown): value is AccountValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A setting as its variable would have it. */
function textAt({ provider, value, where, yaml }: AccountSources, key: string, setting: string): string {
  const { isList } = settingOf(provider, setting)
  const textOf = (item: unknown, ...rest: string[]) => {
    if (typeof item !== 'number') return String(item)
    // `007` is an id; an exponent is the doing of a template that has read the file before.
    const source = yaml.sourceOf([...where, ...key.split('.'), ...rest]) ?? ''
    return /^\d+$/.test(source) ? source : String(item)
  }
  const content = valueAt(value, key)
  return isList ? (content as unknown[]).map((item, i) => textOf(item, String(i))).join(',') : textOf(content)
}

interface Filters {
  readonly families: NameFilter
  readonly customers: CustomerChoice | undefined
  readonly filter: ItemFilter | undefined
}

function filtersOf({ provider, value, where, report }: AccountSources): Filters {
  const check = (pattern: string, at: Path) => {
    const fault = faultOfPattern(pattern)
    if (fault !== undefined) report([...where, ...at], `${at.join('.')} is no pattern of RE2: ${fault}`)
    return pattern
  }
  const namesOf = (section: 'families' | 'customers'): NameFilter => {
    const names = (value[section] ?? {}) as Partial<NameFilter>
    const checked = (list: 'include' | 'exclude') =>
      (names[list] ?? []).map((pattern, i) => check(pattern, [section, list, String(i)]))
    return { include: checked('include'), exclude: checked('exclude') }
  }
  const families = namesOf('families')
  const { kind = 'msp' } = (value.customers ?? {}) as Partial<CustomerChoice>
  const customers = value.customers === undefined ? undefined : { kind, ...namesOf('customers') }
  const key = provider.file?.filter?.key
  if (key === undefined || value[key] === undefined) return { families, customers, filter: undefined }
  const rules = value[key] as Partial<Record<'include' | 'exclude', Record<string, string | string[]>[]>>
  const rulesOf = (list: 'include' | 'exclude') =>
    (rules[list] ?? []).map((rule, i) =>
      Object.fromEntries(
        Object.entries(rule).map(([field, patterns]) => {
          const at = [key, list, String(i), field]
          return [field, [patterns].flat().map((pattern) => check(pattern, at))]
        })
      )
    )
  return { families, customers, filter: { include: rulesOf('include'), exclude: rulesOf('exclude') } }
}

function configured(provider: AnyProvider, settings: Settings, secrets: object, faults: Fault[]): unknown {
  try {
    return provider.configure(settings, secrets as Parameters<AnyProvider['configure']>[1])
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    faults.push(...error.faults)
    return undefined
  }
}

/** The schema of what is no secret. Which of it is needed, the schema of the file has told. */
function withoutSecrets({ settings, secrets }: AnyProvider): AnyProvider['settings'] {
  const plain = Object.entries(settings.properties).filter(([name]) => !secrets.includes(name))
  return Type.Object(Object.fromEntries(plain.map(([name, property]) => [name, Type.Optional(property)])))
}

function addFault(faults: Fault[], line: number, message: string): void {
  faults.push({ setting: 'CONFIG_FILE', message: `line ${line}: ${message}` })
}

function inOrder(faults: readonly Fault[]): Fault[] {
  const lineOf = ({ message }: Fault) => Number(/^line (\d+)/.exec(message)?.[1])
  return faults.toSorted((a, b) => lineOf(a) - lineOf(b))
}

function readWhole(path: string, readFile: (path: string) => string): string {
  try {
    return readFile(path)
  } catch (error) {
    throw new SettingsError([{ setting: 'CONFIG_FILE', message: `cannot be read (${causeOf(error)})` }])
  }
}
