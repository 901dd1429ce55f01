/**
 * What outlives the process, or is shared with its replicas: snapshots, sealed tokens, spent calls. A store is a help,
 * never a condition: no method rejects, and each answers within seconds, whatever is wrong.
 */
import { fileURLToPath } from 'node:url'
import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from '../../src/contract/clock.ts'
import { SettingsError } from '../../src/contract/settings.ts'

/** The right to refresh a source, while others wait for the result. */
export interface Lease {
  release(): Promise<void>
}

/** Numbers by who has counted them. They only grow. */
export type Counts = Readonly<Record<string, number>>

export interface Store {
  /** False for a store that keeps nothing, so that nobody makes things ready for it. */
  readonly isKept: boolean
  /** True when other processes may use it at the same time. */
  readonly isShared: boolean
  /** The value, or undefined where there is none or it cannot be had. */
  read(key: string): Promise<Uint8Array | undefined>
  /** Keeps a value for at least `ms` milliseconds. */
  write(key: string, value: Uint8Array, ms: number): Promise<void>
  /** Adds counts to those of others, and returns all; undefined where they cannot be had. */
  count(key: string, counts: Counts, ms: number): Promise<Counts | undefined>
  /** The lease; `taken` while another process holds it; undefined where there is nobody to agree with. */
  lease(key: string, ms: number): Promise<Lease | 'taken' | undefined>
  close(): Promise<void>
}

/** Keeps nothing: what the process knows is enough while it runs. */
export const memoryStore: Store = {
  isKept: false,
  isShared: false,
  read: async () => undefined,
  write: async () => {},
  count: async () => undefined,
  lease: async () => undefined,
  close: async () => {}
}

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

/** The modules of the other kinds are loaded when they are chosen. */
export async function openStore(location: StoreLocation, log: FastifyBaseLogger, clock: Clock): Promise<Store> {
  if (location.kind === 'file') {
    const { openFileStore } = await import('./file-store.ts')
    return openFileStore(location.folder, log, clock)
  }
  if (location.kind === 'redis') {
    const { openRedisStore } = await import('./redis-store.ts')
    return openRedisStore(location.url, log)
  }
  return memoryStore
}
