/** `CACHE_URL`: where the store is. */
import { accessSync, constants } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { causeOf } from '../../contract/failure.ts'
import type { Settings } from '../../contract/provider.ts'
import { SettingsError } from '../../contract/settings.ts'
import { type KubernetesLocation, kubernetesFolder, kubernetesLocation } from './kubernetes-location.ts'

export type StoreLocation =
  | { readonly kind: 'memory' }
  | { readonly kind: 'file'; readonly folder: string }
  | RedisLocation
  | KubernetesLocation

export interface RedisLocation {
  readonly kind: 'redis'
  /** As it was written, secrets included. */
  readonly url: string
  /** Paths of a client certificate and its key, in PEM, read with each connection. */
  readonly certificate?: { readonly cert: string; readonly key: string }
}

/** What a URL of Redis says. */
export interface RedisTarget {
  /** Whom to ask: the server itself, Sentinels that know where it is, or nodes of a cluster. */
  readonly mode: 'single' | 'sentinel' | 'cluster'
  readonly nodes: readonly { readonly host: string; readonly port: number }[]
  readonly username: string | undefined
  readonly password: string | undefined
  readonly db: number
  readonly isTls: boolean
  /** Sentinel's name of the server. */
  readonly master: string | undefined
}

const forms =
  'memory: or file:///var/lib/edge-exporter or redis://host:6379/0, redis+sentinel://host:26379,host:26379/mymaster/0, redis+cluster://host:6379,host:6379 or kubernetes:'

/** Reads a `CACHE_URL` that needs no other setting. Throws a `SettingsError` that does not show the URL, as it may hold a password. */
export function parseStoreUrl(text: string): StoreLocation {
  if (URL.parse(text)?.protocol === 'memory:') return { kind: 'memory' }
  const folder = folderOf(text)
  if (folder !== undefined) return { kind: 'file', folder }
  if (redisTarget(text) !== undefined) return { kind: 'redis', url: text }
  const message = /^file:/i.test(text)
    ? 'is not valid; a folder is written from the root on, like file:///var/lib/edge-exporter'
    : `is not valid; write it like ${forms}`
  throw new SettingsError([{ setting: 'CACHE_URL', message }])
}

/** The store of these settings; `env` is what the kubelet has told. Throws a `SettingsError`. */
export function storeOf(url: string, settings: Settings, env: Settings = {}): StoreLocation {
  const folder = kubernetesFolder(url)
  const location = folder === undefined ? parseStoreUrl(url) : kubernetesLocation(folder, settings, env)
  const { REDIS_CERT_FILE: cert, REDIS_KEY_FILE: key } = settings
  if (cert === undefined && key === undefined) return location
  const fault = (setting: string, message: string) => new SettingsError([{ setting, message }])
  if (cert === undefined) throw fault('REDIS_CERT_FILE', 'is missing; REDIS_KEY_FILE is the key of a certificate')
  if (key === undefined) throw fault('REDIS_KEY_FILE', 'is missing; REDIS_CERT_FILE has to have its key')
  if (location.kind !== 'redis' || redisTarget(url)?.isTls !== true) {
    throw fault('REDIS_CERT_FILE', 'is for a Redis with TLS; write CACHE_URL with rediss://')
  }
  for (const [setting, path] of Object.entries({ REDIS_CERT_FILE: cert, REDIS_KEY_FILE: key })) {
    try {
      accessSync(path, constants.R_OK)
    } catch (error) {
      throw fault(setting, `cannot be read (${causeOf(error)})`)
    }
  }
  return { ...location, certificate: { cert, key } }
}

const redisForm = /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:([^@/?#]*)@)?([^@/?#]+)((?:\/[^/?#]*){0,2})$/i

/** Undefined for what is no URL of Redis. A per cent sign that is part of a password has to be written as %25. */
export function redisTarget(text: string): RedisTarget | undefined {
  const [, scheme = '', form, userInfo = '', hosts = '', path = ''] = redisForm.exec(text) ?? []
  const mode = (form?.toLowerCase() ?? 'single') as RedisTarget['mode']
  const nodes = hosts.split(',').map((host) => nodeOf(host, mode === 'sentinel' ? 26_379 : 6379))
  const parts = path.split('/').slice(1)
  const master = mode === 'sentinel' ? parts.shift() : undefined
  const [db = ''] = parts
  const [user = '', ...rest] = userInfo.split(':')
  const isWhole = scheme !== '' && parts.length <= 1 && /^\d*$/.test(db) && (mode !== 'sentinel' || Boolean(master))
  if (!isWhole || !nodes.every((node) => node !== undefined) || (mode === 'single' && nodes.length > 1))
    return undefined
  // A cluster has one database.
  if (mode === 'cluster' && Number(db) > 0) return undefined
  try {
    return {
      mode,
      nodes,
      username: decodeURIComponent(user) || undefined,
      password: decodeURIComponent(rest.join(':')) || undefined,
      db: Number(db),
      isTls: scheme.toLowerCase() === 'rediss',
      master: master === undefined ? undefined : decodeURIComponent(master)
    }
  } catch {
    return undefined
  }
}

function nodeOf(text: string, usualPort: number): { host: string; port: number } | undefined {
  const url = URL.parse(`http://${text}`)
  const port = /:(\d+)$/.exec(text.replace(/\[.*\]/, ''))?.[1]
  if (url === null || url.hostname === '') return undefined
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: port === undefined ? usualPort : Number(port) }
}

/** A relative folder would be taken for one at the root, and nobody expands a tilde. */
function folderOf(text: string): string | undefined {
  const url = /^file:\/(\/\/)?(?![/~])./i.test(text) ? URL.parse(text) : null
  if (url === null || url.pathname.length < 2) return undefined
  try {
    return fileURLToPath(url)
  } catch {
    return undefined
  }
}
