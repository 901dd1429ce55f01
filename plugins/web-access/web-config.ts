/**
 * The web configuration file of the Prometheus exporter toolkit: its text as checked configuration. Pure. Faults name
 * the line and never quote a value, as that may be a key or the hash of a password.
 */
import { dirname, resolve } from 'node:path'
import type { Static } from 'typebox'
import { Errors } from 'typebox/value'
import { type Fault, milliseconds, SettingsError } from '../../src/contract/settings.ts'
import { readYaml } from '../../src/parsing/yaml-text.ts'
import {
  cipherNames,
  curveNames,
  isTrue,
  type TlsVersion,
  tlsVersions,
  type WebFileSchema,
  webFileSchema
} from './web-config-schema.ts'

/** Where a PEM text is: in the file itself or in another one, by its absolute path. */
export type Pem = { readonly text: string } | { readonly file: string }

export type ClientAuth =
  | 'NoClientCert'
  | 'RequestClientCert'
  | 'RequireAnyClientCert'
  | 'VerifyClientCertIfGiven'
  | 'RequireAndVerifyClientCert'

export interface TlsConfig {
  readonly cert: Pem
  readonly key: Pem
  readonly clientCa: Pem | undefined
  readonly clientAuth: ClientAuth
  /** Undefined: any. */
  readonly allowedSans: readonly string[] | undefined
  readonly minVersion: TlsVersion
  readonly maxVersion: TlsVersion
  /** As OpenSSL names them; undefined: the defaults of Node.js. */
  readonly ciphers: readonly string[] | undefined
  readonly curves: readonly string[] | undefined
  readonly honorCipherOrder: boolean
}

export interface RateLimit {
  /** Milliseconds after which one more request is let in. */
  readonly interval: number
  readonly burst: number
}

export interface WebConfig {
  /** Undefined: plain HTTP. */
  readonly tls: TlsConfig | undefined
  readonly http2: boolean
  /** An empty value stands for no such header. */
  readonly headers: Readonly<Record<string, string>>
  /** User name -> bcrypt hash. */
  readonly users: ReadonlyMap<string, string>
  readonly rateLimit: RateLimit | undefined
}

type Report = (path: readonly string[], message: string) => void
type TlsSection = NonNullable<Static<WebFileSchema>['tls_server_config']>

/** Throws a `SettingsError` with every fault. `path` is where the text comes from: other paths are relative to it. */
export function parseWebConfig(text: string, path: string): WebConfig {
  const yaml = readYaml(text)
  const faults: Fault[] = []
  const add = (line: number, message: string) =>
    faults.push({ setting: 'WEB_CONFIG_FILE', message: `line ${line}: ${message}` })
  const report: Report = (path, message) => add(yaml.lineOf(path), message)

  const value = withoutEmptySections(yaml.value)
  if (yaml.fault !== undefined) add(yaml.fault.line, yaml.fault.message)
  else checkShape(value, report)
  if (faults.length > 0) throw new SettingsError(faults)

  const file = value as Static<WebFileSchema>
  const { tls_server_config: tls = {}, http_server_config: http = {}, basic_auth_users: users = {} } = file
  const config = {
    tls: tlsConfig(tls, dirname(path), report),
    http2: isTrue(http.http2, true),
    headers: http.headers ?? {},
    users: new Map(Object.entries(users).map(([name, hash]) => [name, plainHash(hash)])),
    rateLimit: rateLimit(file.rate_limit, report)
  }
  if (faults.length > 0) throw new SettingsError(faults)
  return config
}

const sections = [
  ...Object.keys(webFileSchema.properties),
  ...['headers', 'cipher_suites', 'curve_preferences', 'client_allowed_sans']
]

/** A section or list without content is none. */
function withoutEmptySections(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const filled = Object.entries(value).filter(([key, content]) => content !== '' || !sections.includes(key))
  return Object.fromEntries(
    filled.map(([key, content]) => [key, key === 'basic_auth_users' ? content : withoutEmptySections(content)])
  )
}

function checkShape(value: unknown, report: Report): void {
  for (const { keyword, instancePath, params } of Errors(webFileSchema, value)) {
    const path = instancePath.split('/').slice(1).map(unescapePointer)
    if (keyword === 'additionalProperties') {
      const { additionalProperties } = params as { additionalProperties: string[] }
      for (const key of additionalProperties) {
        const where = path.length === 0 ? 'at the top' : `in ${path.join('.')}`
        report([...path, key], `unknown key${isShowable(key) ? ` ${key}` : ''} ${where}`)
      }
    } else if (keyword !== 'boolean') report(path, explain(path, keyword, params))
  }
}

const unescapePointer = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~')

/** What is out of place may be anything, a secret included. */
const isShowable = (key: string): boolean => /^[\w-]{1,40}$/.test(key)

const kinds: Readonly<Record<string, string>> = { object: 'keys with values', array: 'a list', string: 'text' }

function explain(path: readonly string[], keyword: string, params: object): string {
  const name = path[0] === 'basic_auth_users' ? 'basic_auth_users' : path.join('.') || 'the file'
  if (path[0] === 'basic_auth_users' && keyword === 'pattern') {
    return 'the password of this user is not hashed with bcrypt; make the hash with: htpasswd -nBC 10 ""'
  }
  if (keyword === 'enum') {
    const { allowedValues } = params as { allowedValues: string[] }
    return `${name} must be one of ${allowedValues.filter((value) => value !== '').join(', ')}`
  }
  if (keyword === 'type') return `${name} must be ${kinds[(params as { type: string }).type] ?? 'of another kind'}`
  return `${name} is not valid`
}

function tlsConfig(section: TlsSection, folder: string, report: Report): TlsConfig | undefined {
  const { client_auth_type: auth = '', client_allowed_sans: allowedSans } = section
  const cert = pem(section.cert, section.cert_file, folder)
  const key = pem(section.key, section.key_file, folder)
  const clientCa = pem(section.client_ca, section.client_ca_file, folder)
  const isEnabled = [cert, key, clientCa].some((part) => part !== undefined) || auth !== ''
  if (!isEnabled) return undefined

  const fault = (message: string, key?: string) =>
    report(['tls_server_config', ...(key === undefined ? [] : [key])], message)
  if (cert === undefined) fault('one of cert and cert_file is missing')
  if (key === undefined) fault('one of key and key_file is missing')
  const clientAuth = (auth === 'RequireClientCert' ? 'RequireAnyClientCert' : auth || 'NoClientCert') as ClientAuth
  if (clientCa !== undefined && clientAuth === 'NoClientCert') {
    fault('a client CA has no effect without client_auth_type: RequireAndVerifyClientCert')
  }
  if (allowedSans !== undefined && !/^Require/.test(clientAuth)) {
    fault('needs client_auth_type RequireAndVerifyClientCert or RequireAnyClientCert', 'client_allowed_sans')
  }
  const { min_version: least = 'TLS12', max_version: most = 'TLS13' } = section
  const [minVersion, maxVersion] = [tlsVersions[least || 'TLS12'], tlsVersions[most || 'TLS13']] as [
    TlsVersion,
    TlsVersion
  ]
  if (minVersion > maxVersion) fault('is above max_version', 'min_version')
  if (cert === undefined || key === undefined) return undefined
  return {
    cert,
    key,
    clientCa,
    clientAuth,
    allowedSans,
    minVersion,
    maxVersion,
    ciphers: namesOf(section.cipher_suites, cipherNames),
    curves: namesOf(section.curve_preferences, curveNames),
    honorCipherOrder: isTrue(section.prefer_server_cipher_suites, true)
  }
}

/** All versions are compared alike, and the library knows this one. */
function plainHash(hash: string): string {
  return hash.trimEnd().replace(/^\$2[a-z]?\$/, '$2b$$')
}

/** An empty list is none. */
function namesOf(chosen: readonly string[] = [], table: Readonly<Record<string, string>>): string[] | undefined {
  return chosen.length === 0 ? undefined : chosen.map((name) => table[name] as string)
}

function pem(text = '', file = '', folder: string): Pem | undefined {
  if (file !== '') return { file: resolve(folder, file) }
  return text === '' ? undefined : { text }
}

function rateLimit({ interval = '', burst = '' }: Static<WebFileSchema>['rate_limit'] = {}, report: Report) {
  // A number alone is nanoseconds, as in Go.
  const pause = /^\d+$/.test(interval) ? Number(interval) / 1e6 : milliseconds(interval || '0s')
  if (pause === 0) return undefined
  if (Number(burst) === 0) report(['rate_limit'], 'burst must be 1 or more, or no request would be let in')
  return { interval: pause, burst: Number(burst) }
}
