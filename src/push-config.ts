/** Settings of the push to a Pushgateway: where to, under which group, how often. */
import { Type } from 'typebox'
import type { AnyProvider, Flag, Secrets, Settings } from './contract.ts'
import { durationSetting, type Fault, milliseconds } from './settings.ts'

export const pushSettings = {
  PUSHGATEWAY: Type.Optional(
    Type.String({ description: 'URL of the Pushgateway; a path prefix and user:password@ are allowed' })
  ),
  PUSH_INTERVAL: Type.Optional(durationSetting({ description: 'Time from one push to the next; not set: push once' })),
  PUSH_JOB: Type.Optional(Type.String({ description: "Job name of the group, in place of each provider's own" })),
  PUSH_GROUPING: Type.Optional(
    Type.String({
      description: 'More grouping labels: key=value, separated by commas',
      pattern: '^[a-zA-Z_][a-zA-Z0-9_]*=[^]*$',
      examples: ['site=shop', 'site=shop,team=edge']
    })
  ),
  PUSH_METHOD: Type.Enum(['post', 'put'], {
    description: 'post: replace the families that are pushed; put: replace the whole group',
    default: 'post'
  }),
  PUSH_DELETE_ON_EXIT: Type.Enum(['auto', 'true', 'false'], {
    description: 'Delete the group at the end; auto: when pushing on an interval',
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
  if (parseTarget(secret.read()) === undefined) {
    faults.push({ setting: 'PUSHGATEWAY', message: 'is no http(s) URL; write it like http://host:9091' })
  }
  const interval = pushInterval(settings, providers, faults)
  const deletion = settings.PUSH_DELETE_ON_EXIT
  return {
    target: () => parseTarget(secret.read()) ?? { url: '', authorization: undefined },
    method: settings.PUSH_METHOD === 'put' ? 'PUT' : 'POST',
    grouping: parseGrouping(settings.PUSH_GROUPING, faults),
    jobOf: (provider) => settings.PUSH_JOB ?? provider.pushJob,
    interval,
    deleteOnExit: deletion === 'auto' ? interval !== undefined : deletion === 'true'
  }
}

/** A host and port without a scheme means http, as it did for the replaced pusher. */
export function parseTarget(text: string): PushTarget | undefined {
  if (/\s/.test(text)) return undefined
  const url = URL.parse(/^https?:\/\//.test(text) ? text : `http://${text}`)
  if (url === null || url.hostname === '') return undefined
  const { username, password } = url
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return {
    url: `${url.origin}${url.pathname}`.replace(/\/+$/, ''),
    authorization: username === '' && password === '' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`
  }
}

function pushInterval(settings: Settings, providers: readonly AnyProvider[], faults: Fault[]): number | undefined {
  const names = ['PUSH_INTERVAL', ...providers.flatMap(({ pushIntervalSetting }) => pushIntervalSetting ?? [])]
  const name = names.find((candidate) => settings[candidate] !== undefined)
  if (name === undefined) return undefined
  const interval = milliseconds(settings[name] as string)
  if (interval > 0) return interval
  faults.push({ setting: name, message: 'must be longer than zero, for example 5m' })
  return undefined
}

/** A comma splits only where a new key follows, so a value may hold one. */
function parseGrouping(text: string | undefined, faults: Fault[]): Record<string, string> {
  const pairs = text === undefined ? [] : text.split(/,(?=[a-zA-Z_][a-zA-Z0-9_]*=)/)
  const entries = pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const)
  for (const [key] of entries) {
    if (key === 'job' || key.startsWith('__')) {
      faults.push({
        setting: 'PUSH_GROUPING',
        message: `the label ${key} cannot be a grouping label; choose another name`
      })
    }
  }
  return Object.fromEntries(entries)
}
