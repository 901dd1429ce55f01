import { type TString, Type } from 'typebox'
import type { Secret } from './secret.ts'

/** The settings of all providers and of the core: name -> validated text, defaults applied, no secret. */
export type Settings = Readonly<Record<string, string | undefined>>

/** Secrets by setting name; a name is missing where the setting is not set. */
export type Secrets = Readonly<Record<string, Secret | undefined>>

/** A command-line flag that is another way to give a setting. */
export interface Flag {
  /** As commander writes it: `--acme-endpoint <host>`. */
  readonly flags: string
  readonly setting: string
  /** True when the flag may be repeated. */
  readonly isList?: boolean
}

/** One thing wrong with the settings: which, what, and what is allowed. Never holds a secret's value. */
export interface Fault {
  readonly setting: string
  readonly message: string
}

/** All that is wrong with the settings, so that they can be mended in one go. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super(faults.map(({ setting, message }) => `${setting}: ${message}`).join('\n'))
    this.faults = faults
  }
}

/** The values that are set. An empty one is not, nor is one of white space alone. */
export function withoutEmpty(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const isSet = (entry: [string, string | undefined]): entry is [string, string] => (entry[1] ?? '').trim() !== ''
  return Object.fromEntries(Object.entries(values).filter(isSet))
}

interface Description {
  description: string
  default?: string
}

/** Milliseconds of each unit that Go knows. Micro has two code points, and Go takes both. */
const units: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ns: 1e-6
}

/** A regular expression, without its ends. */
export const durationForm = '\\+?(?:0|(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:ns|us|µs|μs|ms|s|m|h))+)'

/** A length of time as Go's `time.ParseDuration` takes it, but not below zero. `examples` is what an error message offers. */
export function durationSetting(options: Description): TString {
  return Type.String({
    ...options,
    pattern: `^${durationForm}$`,
    examples: ['90s', '1h30m', '500ms']
  })
}

/** An absolute http(s) URL, with or without a path, and without user info, as messages show whom they are about. */
export function urlSetting(options: Description): TString {
  return Type.String({
    ...options,
    pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
    examples: ['https://host:443/path']
  })
}

/** A whole number above zero. */
export function countSetting(options: Description): TString {
  return Type.String({ ...options, pattern: '^[1-9]\\d{0,8}$', examples: ['1', '60'] })
}

/** Milliseconds of a text that `durationSetting` has let through. */
export function milliseconds(duration: string): number {
  const parts = [...duration.matchAll(/([\d.]+)([a-zµμ]+)/g)]
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (units[unit as string] ?? 0), 0)
}

/** `MAX_AGE` where it is not set: five times the TTL, at least five minutes. */
export function defaultMaxAge(ttl: number): number {
  return Math.max(5 * ttl, 300_000)
}

/** Below this, a slip of the finger would keep a provider busy all the time. Milliseconds. */
export const shortestTtl = 100
export const tooShort = `must be longer than zero, at least ${shortestTtl}ms, for example 60s`

/** The two durations every source has, checked against each other. */
export function sourceTimes(
  prefix: string,
  ttlText: string,
  maxAgeText: string | undefined
): { ttl: number; maxAge: number } {
  const ttl = milliseconds(ttlText)
  if (ttl < shortestTtl) throw new SettingsError([{ setting: `${prefix}_TTL`, message: tooShort }])
  const maxAge = maxAgeText === undefined ? defaultMaxAge(ttl) : milliseconds(maxAgeText)
  if (maxAge < ttl) {
    throw new SettingsError([
      { setting: `${prefix}_MAX_AGE`, message: `must not be shorter than ${prefix}_TTL (${ttlText})` }
    ])
  }
  return { ttl, maxAge }
}
