/** The JSON Schema of the configuration file, made from the settings of the providers. Pure. */
import type { AnyProvider } from '../../contract/provider.ts'

/** The part of JSON Schema that the file needs. */
export interface FileSchema {
  readonly $schema?: string
  readonly title?: string
  readonly description?: string
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly type?: 'object' | 'array' | 'string' | 'integer'
  readonly properties?: Readonly<Record<string, FileSchema>>
  readonly additionalProperties?: false
  readonly required?: readonly string[]
  readonly minProperties?: number
  readonly items?: FileSchema
  readonly minItems?: number
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly anyOf?: readonly FileSchema[]
  /** Of an object: groups of keys of which exactly one is given, or at most one. */
  readonly allOf?: readonly (OneOfKeys | NotBoth)[]
}

export interface OneOfKeys {
  readonly oneOf: readonly { readonly required: readonly [string] }[]
}

export interface NotBoth {
  readonly not: { readonly required: readonly [string, string] }
}

/** What a setting's schema says, and whether the file has a list where a variable separates by commas. */
export interface SettingSchema {
  readonly description?: string
  readonly default?: string
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly examples?: readonly string[]
  readonly isList: boolean
}

/** Keys of an account that are no settings of a provider. */
const ownKeys = ['name', 'families', 'series_limit', 'customers']

/** The settings that an account may have, by their keys. How often is pushed is said once, for all accounts. */
export function keysOf(
  provider: Pick<AnyProvider, 'name' | 'file' | 'settings'> & Partial<Pick<AnyProvider, 'pushIntervalSetting'>>
): ReadonlyMap<string, string> {
  const prefix = `${provider.name.toUpperCase()}_`
  const { keys = {}, filter } = provider.file ?? {}
  const reserved = [...ownKeys, filter?.key]
  const names = Object.keys(provider.settings.properties).filter((name) => name !== provider.pushIntervalSetting)
  return new Map(
    names.map((setting) => {
      const short = keys[setting] ?? (setting.startsWith(prefix) ? setting.slice(prefix.length) : setting).toLowerCase()
      return [reserved.includes(short) ? setting.toLowerCase() : short, setting]
    })
  )
}

/** The ways to give a secret: in the file itself, or the name of a file or of a variable that holds it. */
export const secretWays = (key: string) => [key, `${key}_file`, `${key}_env`] as const

export function fileSchema(providers: readonly AnyProvider[]): FileSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration file of edge-exporter',
    description: 'The accounts whose metrics are exported, by provider.',
    type: 'object',
    additionalProperties: false,
    required: ['providers'],
    properties: {
      providers: {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        properties: Object.fromEntries(
          providers.map((provider) => [
            provider.name,
            { description: `Accounts of ${provider.title}`, type: 'array', minItems: 1, items: accountSchema(provider) }
          ])
        )
      }
    }
  }
}

/** Also a part of file names and of paths at a Pushgateway. */
const accountName = '^[a-zA-Z0-9][a-zA-Z0-9_.-]*$'

function accountSchema(provider: AnyProvider): FileSchema {
  const keys = [...keysOf(provider)]
  const isSecret = (setting: string) => provider.secrets.includes(setting)
  const isNeeded = (setting: string) => provider.credentials.includes(setting)
  const plain = keys.filter(([, setting]) => !isSecret(setting))
  const secrets = keys.filter(([, setting]) => isSecret(setting))
  return {
    type: 'object',
    additionalProperties: false,
    required: ['name', ...plain.flatMap(([key, setting]) => (isNeeded(setting) ? [key] : []))],
    properties: {
      name: {
        description: 'Name of the account: the label account of all that it exports',
        type: 'string',
        pattern: accountName,
        maxLength: 63
      },
      ...inSections(plain.map(([key, setting]) => [key, valueSchema(settingOf(provider, setting))])),
      ...Object.assign({}, ...secrets.map(([key, setting]) => secretSchema(key, settingOf(provider, setting)))),
      ...filterSchema(provider),
      ...(provider.file?.hasCustomers ? { customers: customersSchema } : {}),
      families: {
        description: 'Metric families by their names: those to export, and those to leave out',
        type: 'object',
        additionalProperties: false,
        properties: { include: patterns('Names to export; all if not set'), exclude: patterns('Names to leave out') }
      },
      series_limit: {
        description: 'Series that the account may export; beyond it, its biggest families are left out whole',
        type: 'integer',
        minimum: 1,
        maximum: 100_000_000
      }
    },
    allOf: secrets.flatMap(([key, setting]) => rulesOfSecret(key, isNeeded(setting)))
  }
}

/** The key of its own value in what is also a section: `availability: 1h` is `availability: { ttl: 1h }`. */
export const ownValue = 'ttl'

/** Keys with a dot are in an object of their own. */
function inSections(entries: readonly (readonly [key: string, schema: FileSchema])[]): Record<string, FileSchema> {
  const sections = Map.groupBy(entries, ([key]) => key.split('.')[0] as string)
  return Object.fromEntries(
    [...sections].map(([name, members]) => {
      const own = members.find(([key]) => key === name)?.[1]
      const inner = members.flatMap(([key, schema]) =>
        key === name ? [] : [[key.slice(name.length + 1), schema] as const]
      )
      if (own !== undefined && inner.length === 0) return [name, own]
      const properties = { ...(own === undefined ? {} : { [ownValue]: own }), ...inSections(inner) }
      const section: FileSchema = { type: 'object', additionalProperties: false, properties }
      return [name, own === undefined ? section : { ...own, anyOf: [...(own.anyOf ?? []), section] }]
    })
  )
}

export function settingOf({ settings, file }: AnyProvider, name: string): SettingSchema {
  return { ...settings.properties[name], isList: file?.lists?.includes(name) ?? false }
}

function secretSchema(key: string, { description = '' }: SettingSchema): Record<string, FileSchema> {
  const [inline, file, env] = secretWays(key)
  return {
    [inline]: text(description),
    [file]: text(`Path of a file with: ${description}; relative to this file`),
    [env]: { ...text(`Name of an environment variable with: ${description}`), pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }
  }
}

function rulesOfSecret(key: string, isNeeded: boolean): (OneOfKeys | NotBoth)[] {
  const ways = secretWays(key)
  if (isNeeded) return [{ oneOf: ways.map((way) => ({ required: [way] })) }]
  return ways.flatMap((one, i) => ways.slice(i + 1).map((other): NotBoth => ({ not: { required: [one, other] } })))
}

const text = (description: string): FileSchema => ({ description, type: 'string', pattern: '\\S' })

/** A setting as its variable takes it; what is a number or a truth value for YAML needs no quotes. */
function valueSchema({ description = '', default: value, ...rule }: SettingSchema): FileSchema {
  const notes = { description, ...(value === undefined ? {} : { default: value }) }
  if (rule.isList) {
    // A comma would be the end of an entry.
    const item: FileSchema = {
      anyOf: [
        { type: 'string', pattern: '^[^,]*[^,\\s][^,]*$' },
        { type: 'integer', minimum: 0 }
      ]
    }
    return { ...notes, type: 'array', minItems: 1, items: item }
  }
  if (rule.enum !== undefined) {
    const truths = rule.enum.flatMap((word) => (word === 'true' ? [true] : word === 'false' ? [false] : []))
    return { ...notes, enum: [...rule.enum, ...truths] }
  }
  const examples = rule.examples === undefined ? {} : { examples: rule.examples }
  const string: FileSchema = { type: 'string', pattern: rule.pattern ?? '\\S' }
  const isTaken = (word: string) => rule.pattern !== undefined && new RegExp(rule.pattern).test(word)
  // YAML of an older version has `on` and `off` as truth values.
  if (isTaken('true')) return { ...notes, ...examples, anyOf: [string, { enum: [true, false] }] }
  if (!isTaken('1')) return { ...notes, ...string, ...examples }
  const maximum = isTaken('9'.repeat(9)) ? 999_999_999 : 999_999
  return { ...notes, ...examples, anyOf: [string, { type: 'integer', minimum: isTaken('0') ? 0 : 1, maximum }] }
}

/** RE2 has a syntax of its own, which `filter-rules.ts` checks. */
const pattern: FileSchema = { type: 'string', pattern: '\\S', maxLength: 1000 }

function patterns(description: string): FileSchema {
  return { description, type: 'array', items: pattern }
}

const customersSchema: FileSchema = {
  description: 'Exports the customers of the account in place of the account itself; label customer',
  type: 'object',
  additionalProperties: false,
  properties: {
    kind: {
      description: 'Customers of an MSP account, or business units',
      default: 'msp',
      enum: ['msp', 'business_units']
    },
    include: patterns('Names to export; all if not set'),
    exclude: patterns('Names to leave out')
  }
}

function filterSchema({ file: { filter } = {} }: AnyProvider): Record<string, FileSchema> {
  if (filter === undefined) return {}
  const { key, fields } = filter
  const rule: FileSchema = {
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    properties: Object.fromEntries(
      fields.map((field) => [field, { anyOf: [pattern, { type: 'array', minItems: 1, items: pattern }] }])
    )
  }
  const rules = (description: string): FileSchema => ({ description, type: 'array', items: rule })
  return {
    [key]: {
      description: `Which ${key} to export. A rule is met where all its fields are; patterns are RE2 and match the whole`,
      type: 'object',
      additionalProperties: false,
      properties: {
        include: rules(`Rules of which one must be met; all ${key} if not set`),
        exclude: rules('Rules of which none may be met')
      }
    }
  }
}
