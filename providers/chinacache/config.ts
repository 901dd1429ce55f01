/** The settings of ChinaCache, and their typed form. */
import { Type } from 'typebox'
import type { FileForm, Secrets, Settings } from '../../src/contract/provider.ts'
import type { Secret } from '../../src/contract/secret.ts'
import {
  defaultMaxAge,
  durationSetting,
  type Fault,
  milliseconds,
  SettingsError,
  shortestTtl,
  tooShort,
  urlSetting
} from '../../src/contract/settings.ts'

export interface ChinaCacheConfig {
  readonly user: Secret
  readonly pass: Secret
  /** Distinct and in the order given. */
  readonly channels: readonly string[]
  /** Base of both path families; its own path, if any, ends without a slash. */
  readonly apiUrl: URL
  /** Minutes of the window that hit rate and totals are asked for. */
  readonly queryMinutes: number
  /** Milliseconds by which that window ends before now. */
  readonly lag: number
  readonly traffic: Times
  readonly breakdown: Times
  readonly statusCodes: Times
}

/** Milliseconds. */
export interface Times {
  readonly ttl: number
  readonly maxAge: number
}

export const settings = Type.Object({
  CHINACACHE_USER: Type.String({ description: 'User name of the ChinaCache API' }),
  CHINACACHE_PASS: Type.String({
    description: 'API password of that user, which is not the password of the portal'
  }),
  CHINACACHE_CHANNEL_IDS: Type.String({
    description: 'Ids of the channels to report, separated by commas'
  }),
  CHINACACHE_API_URL: urlSetting({
    description: 'Base URL of the ChinaCache portal API; both path families hang under it',
    default: 'https://portal-api.chinacache.com:444'
  }),
  CHINACACHE_TTL: durationSetting({ description: 'How often hit rate and totals are asked for', default: '5m' }),
  CHINACACHE_MAX_AGE: durationSetting({
    description: 'Age at which hit rate, totals and status codes are withdrawn; five times their TTL if not set'
  }),
  CHINACACHE_BREAKDOWN_TTL: durationSetting({
    description: 'How often the shares by ISP and region are asked for, which ChinaCache renews once a day',
    default: '1h'
  }),
  CHINACACHE_STATUS_CODES_TTL: durationSetting({
    description: 'How often the status codes of the day are asked for; CHINACACHE_TTL if not set'
  }),
  CHINACACHE_LAG: durationSetting({
    description: 'How far behind now the window of hit rate and totals ends, as ChinaCache counts late',
    default: '10m'
  }),
  CHINACACHE_INTERVAL: durationSetting({
    description: 'Time from one push to a Pushgateway to the next; PUSH_INTERVAL goes before it'
  }),
  QUERYTIME: Type.String({
    description: 'Minutes of that window; both its ends are rounded down to five minutes',
    default: '5',
    pattern: '^\\d{1,9}$',
    examples: ['5', '60']
  })
})

export const secrets = ['CHINACACHE_USER', 'CHINACACHE_PASS'] as const
export const credentials = ['CHINACACHE_USER', 'CHINACACHE_PASS', 'CHINACACHE_CHANNEL_IDS'] as const

export const file: FileForm = {
  keys: { CHINACACHE_PASS: 'password', QUERYTIME: 'query_minutes' },
  lists: ['CHINACACHE_CHANNEL_IDS']
}

/** A week. */
const longestQueryMinutes = 7 * 24 * 60

type Name = keyof typeof settings.properties
type Report = (setting: Name, message: string) => void

/** Whose channels are asked about, and how. */
export function identityOf({ apiUrl, user, channels, queryMinutes, lag }: ChinaCacheConfig): string {
  return JSON.stringify([apiUrl.href, user.read(), channels, queryMinutes, lag])
}

/** Settings that the schema has let through to typed configuration. Pure. Throws `SettingsError` with every fault. */
export function configure(given: Settings, secretsGiven: Secrets): ChinaCacheConfig {
  const faults: Fault[] = []
  const fault: Report = (setting, message) => faults.push({ setting, message })
  const text = (name: Name) => given[name] ?? (settings.properties[name] as { default?: string }).default ?? ''

  const { CHINACACHE_USER: user, CHINACACHE_PASS: pass } = secretsGiven
  for (const name of secrets) {
    if (secretsGiven[name] === undefined) fault(name, `must be set, here or as ${name}_FILE`)
  }
  const channels = channelIds(text('CHINACACHE_CHANNEL_IDS'))
  if (channels.length === 0) fault('CHINACACHE_CHANNEL_IDS', 'names no channel; write one id or more, as in 1234,5678')
  const queryMinutes = Number(text('QUERYTIME'))
  if (!(queryMinutes >= 1 && queryMinutes <= longestQueryMinutes)) {
    fault('QUERYTIME', `must be a number of minutes from 1 to ${longestQueryMinutes}`)
  }
  const apiUrl = baseUrl(text('CHINACACHE_API_URL'), fault)
  const maxAge = given.CHINACACHE_MAX_AGE === undefined ? undefined : milliseconds(given.CHINACACHE_MAX_AGE)
  const traffic = times('CHINACACHE_TTL', text('CHINACACHE_TTL'), maxAge, fault)
  const breakdown = times('CHINACACHE_BREAKDOWN_TTL', text('CHINACACHE_BREAKDOWN_TTL'), undefined, fault)
  const ownTtl = given.CHINACACHE_STATUS_CODES_TTL
  const statusCodes = ownTtl === undefined ? traffic : times('CHINACACHE_STATUS_CODES_TTL', ownTtl, maxAge, fault)

  if (faults.length > 0 || user === undefined || pass === undefined || apiUrl === null) throw new SettingsError(faults)
  const lag = milliseconds(text('CHINACACHE_LAG'))
  return { user, pass, channels, apiUrl, queryMinutes, lag, traffic, breakdown, statusCodes }
}

function channelIds(list: string): string[] {
  const ids = list.split(',').map((id) => id.trim())
  return [...new Set(ids.filter((id) => id !== ''))]
}

function baseUrl(text: string, fault: Report): URL | null {
  const url = URL.parse(text)
  if (url === null) fault('CHINACACHE_API_URL', 'is no URL; write it like https://host:443/path')
  else if (url.username !== '' || url.password !== '') {
    fault('CHINACACHE_API_URL', 'must not hold a user or password; set CHINACACHE_USER and CHINACACHE_PASS instead')
  } else url.pathname = url.pathname.replace(/\/+$/, '')
  return url
}

function times(setting: Name, ttlText: string, maxAge: number | undefined, fault: Report): Times {
  const ttl = milliseconds(ttlText)
  if (ttl < shortestTtl) fault(setting, tooShort)
  if (maxAge !== undefined && maxAge < ttl) {
    fault('CHINACACHE_MAX_AGE', `must not be shorter than ${setting} (${ttlText})`)
  }
  return { ttl, maxAge: maxAge ?? defaultMaxAge(ttl) }
}
