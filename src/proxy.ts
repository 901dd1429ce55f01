/** Which proxy the environment asks for. Upper case beats lower case, as documented. */
import type { Settings } from './contract.ts'

/** In the form that the agents of `node:http` take. */
export interface ProxySettings {
  readonly HTTP_PROXY?: string
  readonly HTTPS_PROXY?: string
  readonly NO_PROXY?: string
}

const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'] as const

export function proxySettings(env: Settings): ProxySettings {
  const entries = names.flatMap((name) => {
    const value = env[name] || env[name.toLowerCase()]
    return value ? [[name, value] as const] : []
  })
  return Object.fromEntries(entries)
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
  try {
    const url = new URL(text)
    return `${url.protocol}//${url.host}`
  } catch {
    return '[unreadable]'
  }
}
