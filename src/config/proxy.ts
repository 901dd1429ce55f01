/** Which proxy the environment asks for. Upper case beats lower case, as documented. */
import type { Settings } from '../contract/provider.ts'
import { type Fault, SettingsError, withoutEmpty } from '../contract/settings.ts'

/** In the form that the agents of `node:http` take. */
export interface ProxySettings {
  readonly HTTP_PROXY?: string
  readonly HTTPS_PROXY?: string
  readonly NO_PROXY?: string
}

const urlNames = ['HTTP_PROXY', 'HTTPS_PROXY'] as const

/** Throws a `SettingsError` for what is no proxy, as the agents would, but without quoting the password. */
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
    else faults.push({ setting: variable, message: 'is no proxy; write it like http://host:3128 or https://host:3128' })
  }
  if (faults.length > 0) throw new SettingsError(faults)
  const exceptions = given[chosen('NO_PROXY') ?? '']
  return exceptions === undefined ? proxy : { ...proxy, NO_PROXY: exceptions }
}

/** A proxy may be given without `http://`, as curl and Go take it. */
function proxyUrl(text: string): string | undefined {
  const trimmed = text.trim()
  const url = URL.parse(trimmed.includes('://') ? trimmed : `http://${trimmed}`)
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined
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

/** A URL without its user info. Text that is no URL is not shown at all, as it may hold a password. */
export function withoutPassword(text: string): string {
  const url = URL.parse(text)
  return url === null ? '[unreadable]' : `${url.protocol}//${url.host}`
}
