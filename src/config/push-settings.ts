/** Settings of the push to a Pushgateway: where to, under which group, how often. */
import querystring from 'node:querystring'
import { Type } from 'typebox'
import { Failure } from '../contract/failure.ts'
import type { AnyProvider, Flag, Secrets, Settings } from '../contract/provider.ts'
import { durationSetting, type Fault, milliseconds, shortestTtl, tooShort } from '../contract/settings.ts'

export const pushSettings = {
  PUSHGATEWAY: Type.Optional(
    Type.String({ description: 'URL of the Pushgateway; a path prefix and user:password@ are allowed' })
  ),
  PUSH_INTERVAL: Type.Optional(durationSetting({ description: 'Time from one push to the next; not set: push once' })),
  PUSH_JOB: Type.Optional(Type.String({ description: "Job name of the group, instead of each provider's own" })),
  PUSH_GROUPING: Type.Optional(
    Type.String({
      description: 'More grouping labels: key=value, separated by commas',
      pattern: '^[a-zA-Z_][a-zA-Z0-9_]*=[^]*$',
      examples: ['site=shop', 'site=shop,team=edge']
    })
  ),
  PUSH_METHOD: Type.Enum(['post', 'put'], {
    description:
      'put: replace the whole group, so that what is gone is gone; post: replace the families that are pushed, and leave the rest',
    default: 'put'
  }),
  PUSH_DELETE_ON_EXIT: Type.Enum(['auto', 'true', 'false'], {
    description: 'Delete the group at the end; auto: no, as a pusher that takes over may have pushed to it',
    default: 'auto'
  })
}

export const pushSecrets = ['PUSHGATEWAY'] as const

export const pushFlags: readonly Flag[] = [
  { flags: '--interval <duration>', setting: 'PUSH_INTERVAL' },
  { flags: '--job <name>', setting: 'PUSH_JOB' },
  { flags: '--grouping <key=value>', setting: 'PUSH_GROUPING', isList: true }
]

/** Where to push: the base URL without credentials and without a slash at the end. */
export interface PushTarget {
  readonly url: string
  readonly authorization: string | undefined
  /** What an answer must not repeat into a message: the password in each of its forms. */
  readonly secrets: readonly string[]
}

export interface PushConfig {
  /** Read at each push, so that a rotated password is taken up. */
  readonly target: () => PushTarget
  readonly method: 'POST' | 'PUT'
  readonly grouping: Readonly<Record<string, string>>
  readonly jobOf: (provider: AnyProvider) => string
  /** Milliseconds; undefined: once. */
  readonly interval: number | undefined
  readonly deleteOnExit: boolean
}

/** Undefined when no Pushgateway is set. Adds to `faults`. */
export function pushConfig(
  settings: Settings,
  secrets: Secrets,
  providers: readonly AnyProvider[],
  faults: Fault[]
): PushConfig | undefined {
  const secret = secrets.PUSHGATEWAY
  if (secret === undefined) return undefined
  const target = () => {
    const parsed = parseTarget(secret.read())
    if (parsed === undefined) throw new Failure('client', `PUSHGATEWAY ${notUrl}`)
    return parsed
  }
  if (parseTarget(secret.read()) === undefined) faults.push({ setting: 'PUSHGATEWAY', message: notUrl })
  const interval = pushInterval(settings, providers, faults)
  return {
    target,
    method: settings.PUSH_METHOD === 'post' ? 'POST' : 'PUT',
    grouping: parseGrouping(settings.PUSH_GROUPING, faults),
    jobOf: (provider) => settings.PUSH_JOB ?? provider.pushJob ?? provider.name,
    interval,
    deleteOnExit: settings.PUSH_DELETE_ON_EXIT === 'true'
  }
}

const notUrl =
  'is no http(s) URL; write it like http://host:9091 or https://user:password@host/prefix, ' +
  'with special characters of user and password percent-encoded'

/** A host and port without a scheme means http, as it did for the replaced pusher. */
export function parseTarget(text: string): PushTarget | undefined {
  const [, scheme, rest] = /^([a-z][a-z\d+.-]*):\/\/(.*)$/is.exec(text) ?? [text, 'http', text]
  // An unencoded / ? or # in a password would end the host early, and what is left of it would be shown as the host.
  const isWhole = !/[\s?#\\]/.test(rest) && !/\/.*@/.test(rest) && !/^\/|^https?:\//i.test(rest)
  const url = /^https?$/i.test(scheme) && isWhole ? URL.parse(`${scheme}://${rest}`) : null
  if (url === null) return undefined
  const [user, password] = [querystring.unescape(url.username), querystring.unescape(url.password)]
  const token = user === '' && password === '' ? undefined : Buffer.from(`${user}:${password}`).toString('base64')
  return {
    url: `${url.origin}${url.pathname}`.replace(/\/+$/, ''),
    authorization: token === undefined ? undefined : `Basic ${token}`,
    secrets: [token ?? '', password, url.password].filter((secret) => secret !== '')
  }
}

function pushInterval(settings: Settings, providers: readonly AnyProvider[], faults: Fault[]): number | undefined {
  const names = ['PUSH_INTERVAL', ...providers.flatMap(({ pushIntervalSetting }) => pushIntervalSetting ?? [])]
  const name = names.find((candidate) => settings[candidate] !== undefined)
  if (name === undefined) return undefined
  const interval = milliseconds(settings[name] as string)
  // The replaced pusher pushed once.
  if (interval === 0 && name !== 'PUSH_INTERVAL') return undefined
  if (interval >= shortestTtl) return interval
  const isReported = faults.some(({ setting }) => setting === name)
  if (!isReported) faults.push({ setting: name, message: tooShort })
  return undefined
}

/** A comma splits only where a new key follows, so a value may hold one. */
function parseGrouping(text: string | undefined, faults: Fault[]): Record<string, string> {
  const pairs = text === undefined ? [] : text.split(/,\s*(?=[a-zA-Z_][a-zA-Z0-9_]*=)/)
  const grouping = new Map<string, string>()
  for (const pair of pairs) {
    const key = pair.slice(0, pair.indexOf('='))
    const fault = grouping.has(key) ? 'is given twice' : faultOfKey(key)
    if (fault !== undefined) faults.push({ setting: 'PUSH_GROUPING', message: `the label ${key} ${fault}` })
    grouping.set(key, pair.slice(key.length + 1))
  }
  return Object.fromEntries(grouping)
}

function faultOfKey(key: string): string | undefined {
  if (key === 'job') return 'cannot be a grouping label; set PUSH_JOB (--job) instead'
  return key.startsWith('__') ? 'cannot be a grouping label; choose another name' : undefined
}
