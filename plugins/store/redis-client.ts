/** The connection to Redis: one server, one that Sentinels know, or a cluster. Its client fails fast. */
import { readFileSync } from 'node:fs'
import { Redis, type RedisOptions } from 'ioredis'
import { type RedisLocation, type RedisTarget, redisTarget } from '../../src/config/store/store-url.ts'

const prefix = 'edge-exporter:'

/** Milliseconds. The store has a finer patience of its own; this ends what nobody waits for any more. */
const commandTimeout = 5000
const longestReconnect = 2000
const retryStrategy = (times: number) => Math.min(100 * times, longestReconnect)

export type RedisClient = Redis | InstanceType<typeof Redis.Cluster>

export function createRedisClient(location: RedisLocation): RedisClient {
  const target = redisTarget(location.url) as RedisTarget
  const { mode, nodes, username, password, db, isTls } = target
  const tls = isTls ? { tls: tlsOf(location) } : {}
  const server = {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...tls,
    connectTimeout: 500,
    commandTimeout,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    // It asks for more than a user may be allowed, and says so on standard error; what is not ready answers with LOADING.
    enableReadyCheck: false
  } satisfies RedisOptions
  if (mode === 'cluster') {
    const options = {
      keyPrefix: prefix,
      lazyConnect: true,
      enableOfflineQueue: false,
      enableReadyCheck: false,
      redisOptions: server,
      slotsRefreshTimeout: 2000,
      clusterRetryStrategy: retryStrategy
    }
    return new Redis.Cluster([...nodes], options)
  }
  const own = {
    ...server,
    db,
    keyPrefix: prefix,
    lazyConnect: true,
    enableOfflineQueue: false,
    retryStrategy,
    // A primary that has become a replica: another connection finds the new one, by its name or by Sentinel.
    reconnectOnError: ({ message }: Error) => message.startsWith('READONLY')
  }
  if (mode === 'single') return new Redis({ ...own, ...nodes[0] })
  const sentinels = nodes.map((node) => ({ ...node }))
  return new Redis({
    ...own,
    sentinels,
    name: target.master as string,
    sentinelRetryStrategy: retryStrategy,
    enableTLSForSentinelMode: isTls,
    ...(isTls ? { sentinelTLS: tlsOf(location) } : {})
  })
}

/** Read when a connection is made, as certificates are renewed. */
function tlsOf({ certificate }: RedisLocation) {
  if (certificate === undefined) return {}
  return {
    get cert() {
      return readFileSync(certificate.cert)
    },
    get key() {
      return readFileSync(certificate.key)
    }
  }
}
