/** `CACHE_URL`: where the store is. */
import { fileURLToPath } from 'node:url'
import { SettingsError } from '../contract/settings.ts'

export type StoreLocation =
  | { readonly kind: 'memory' }
  | { readonly kind: 'file'; readonly folder: string }
  | { readonly kind: 'redis'; readonly url: string }

/** Reads `CACHE_URL`. Throws a `SettingsError` that does not show the URL, as it may hold a password. */
export function parseStoreUrl(text: string): StoreLocation {
  const url = URL.parse(text)
  if (url?.protocol === 'memory:') return { kind: 'memory' }
  const folder = url === null ? undefined : folderOf(url)
  if (folder !== undefined) return { kind: 'file', folder }
  const isRedis = url?.protocol === 'redis:' || url?.protocol === 'rediss:'
  if (isRedis && url.hostname !== '' && /^\/?\d*$/.test(url.pathname) && isReadable(url))
    return { kind: 'redis', url: text }
  throw new SettingsError([
    {
      setting: 'CACHE_URL',
      message: 'is not valid; write it like memory: or file:///var/lib/edge-exporter or redis://host:6379/0'
    }
  ])
}

/** A per cent sign that is part of a password has to be written as %25. */
function isReadable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password)
    return true
  } catch {
    return false
  }
}

/** Of `file://var/lib`, which names a host by a slip of the finger, there is none. */
function folderOf(url: URL): string | undefined {
  if (url.protocol !== 'file:' || url.pathname.length < 2) return undefined
  try {
    return fileURLToPath(url)
  } catch {
    return undefined
  }
}
