import type { Config } from './config.ts'
import { describeProxy } from './proxy.ts'

/**
 * The settings in force, for people: name -> value, with secrets as `set` or `not set` and URLs without user and
 * password. Settings that are not set and have no default are left out.
 */
export function describeSettings({ settings, secrets, proxy }: Config): Record<string, string> {
  const plain = Object.entries(settings).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, withoutUserInfo(value)]]
  )
  const hidden = Object.entries(secrets).map(([name, secret]) => [name, secret === undefined ? 'not set' : 'set'])
  return Object.fromEntries([...plain, ...hidden, ...Object.entries(describeProxy(proxy))])
}

/** Up to the last @, as an unencoded slash in a password would end the user info early. */
function withoutUserInfo(text: string): string {
  return text.replace(/:\/\/.*@/s, '://')
}
