/** Which proxy the environment asks for, and which way a URL goes. Upper case beats lower case, as documented. */
import type { Settings } from '../contract/provider.ts'
import { type Fault, SettingsError, withoutEmpty } from '../contract/settings.ts'
import { isLoopback, parseNoProxy } from './no-proxy.ts'

export interface ProxySettings {
  readonly HTTP_PROXY?: string
  readonly HTTPS_PROXY?: string
  /** For what has no proxy of its own. */
  readonly ALL_PROXY?: string
  readonly NO_PROXY?: string
}

const urlNames = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'] as const
const examples = 'http://host:3128, https://host:3128 or socks5h://host:1080'

/** Throws a `SettingsError` for what is no proxy, without quoting the password. */
export function proxySettings(env: Settings): ProxySettings {
  const given = withoutEmpty(env)
  const chosen = (name: string) => [name, name.toLowerCase()].find((variant) => given[variant] !== undefined)
  const faults: Fault[] = []
  const proxy: Record<string, string> = {}

  for (const name of urlNames) {
    const variable = chosen(name)
    if (variable === undefined) continue
    const url = proxyUrl(given[variable] as string)
    if (url !== undefined) proxy[name] = url
    else faults.push({ setting: variable, message: `is not a proxy URL; write it like ${examples}` })
  }
  if (faults.length > 0) throw new SettingsError(faults)
  const exceptions = given[chosen('NO_PROXY') ?? '']
  return exceptions === undefined ? proxy : { ...proxy, NO_PROXY: exceptions }
}

/** A proxy may be given without `http://`, as curl and Go take it. */
function proxyUrl(text: string): string | undefined {
  const trimmed = text.trim()
  const url = URL.parse(trimmed.includes('://') ? trimmed : `http://${trimmed}`)
  const isProxy = url !== null && url.hostname !== '' && /^(https?|socks[45]?|socks4a|socks5h):$/.test(url.protocol)
  return isProxy ? url.href : undefined
}

/** How a request gets out. */
export interface Way {
  /** Undefined: straight. */
  readonly proxy: { readonly variable: string; readonly url: string } | undefined
  /** Why, in a few words, without a password. */
  readonly why: string
}

/** The ways under these settings. */
export function waysOut(settings: ProxySettings): { to(url: URL): Way; readonly unreadable: readonly string[] } {
  const { entryFor, unreadable } = parseNoProxy(settings.NO_PROXY)
  return {
    to(url) {
      const own = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
      const variable = settings[own] === undefined ? 'ALL_PROXY' : own
      const proxy = settings[variable]
      if (proxy === undefined) return { proxy: undefined, why: `straight, as neither ${own} nor ALL_PROXY is set` }
      if (isLoopback(url)) return { proxy: undefined, why: 'straight, as it is on this machine' }
      const entry = entryFor(url)
      if (entry !== undefined) return { proxy: undefined, why: `straight, as NO_PROXY has ${entry}` }
      return { proxy: { variable, url: proxy }, why: `by ${variable}, ${withoutPassword(proxy)}` }
    },
    unreadable
  }
}

/** For the log: the proxies without user and password. */
export function describeProxy(proxy: ProxySettings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(proxy).map(([name, value]: [string, string]) => [
      name,
      name === 'NO_PROXY' ? value : withoutPassword(value)
    ])
  )
}

/** What the start of the program says of `NO_PROXY`; undefined when all of it is understood. */
export function complaintOfNoProxy({ NO_PROXY }: ProxySettings): string | undefined {
  const { unreadable } = parseNoProxy(NO_PROXY)
  if (unreadable.length === 0) return undefined
  return `NO_PROXY has entries that are no host, no address and no subnet, and stand for nothing: ${unreadable.join(', ')}`
}

/** A URL without its user info. Text that is no URL is not shown at all, as it may hold a password. */
export function withoutPassword(text: string): string {
  const url = URL.parse(text)
  return url === null ? '[unreadable]' : `${url.protocol}//${url.host}`
}
