/** A store in Redis or Valkey, which replicas share. Its client fails fast, as a refresh must not wait for it. */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { FastifyBaseLogger } from 'fastify'
import { type ChainableCommander, Redis } from 'ioredis'
import type { Counts, Store } from '../../src/contract/store.ts'
import { createOutageLog } from './outage-log.ts'

const prefix = 'edge-exporter:'

/** Milliseconds. */
const commandTimeout = 250
const longestReconnect = 2000
/** Milliseconds for which a Redis that was too slow is not asked, so that a refresh meets it once. */
const rest = 1000

/** Deletes a lease only while it is still one's own. */
const releaseScript = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`

/** Writes unless the value is another one than the caller has seen. */
const replaceScript = `local value = redis.call('get', KEYS[1])
if value and redis.sha1hex(value) ~= ARGV[1] then return 0 end
redis.call('set', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`

export async function openRedisStore(url: string, log: FastifyBaseLogger): Promise<Store> {
  const reaching = createOutageLog(log, {
    fails: 'the Redis of CACHE_URL cannot be used',
    works: 'the Redis of CACHE_URL can be used again'
  })
  // A Redis that is full still answers what is read.
  const refusing = {
    read: createOutageLog(log, refusalTexts('read')),
    write: createOutageLog(log, refusalTexts('write'))
  }
  const redis = new Redis(url, {
    keyPrefix: prefix,
    lazyConnect: true,
    connectTimeout: 500,
    commandTimeout,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (times) => Math.min(100 * times, longestReconnect)
  })
  // The client would go on in another database, which belongs to somebody else.
  let hasDatabase = true
  redis.on('connect', () => {
    hasDatabase = true
  })
  redis.on('error', (error) => {
    if (isOfDatabase(error)) hasDatabase = false
    reaching.begins(causeOf(error))
  })
  redis.on('ready', () => {
    if (hasDatabase) reaching.ends()
  })
  await redis.connect().catch((error) => reaching.begins(causeOf(error)))

  let restsUntil = 0
  let timeoutsInARow = 0

  async function attempt<T>(kind: 'read' | 'write', command: () => Promise<T>): Promise<T | undefined> {
    if (redis.status !== 'ready' || !hasDatabase || performance.now() < restsUntil) return undefined
    try {
      const result = await command()
      timeoutsInARow = 0
      reaching.ends()
      refusing[kind].ends()
      return result
    } catch (error) {
      if ((error as Error).name === 'ReplyError') refusing[kind].begins(causeOf(error))
      else giveRest(error)
      return undefined
    }
  }

  function giveRest(error: unknown): void {
    reaching.begins(causeOf(error))
    restsUntil = performance.now() + rest
    timeoutsInARow += 1
    // The other side of the connection may be gone without a word, which TCP would take minutes to find out.
    if (timeoutsInARow % 2 === 0) redis.disconnect(true)
  }

  return {
    isKept: true,
    isShared: true,
    read: async (key) => (await attempt('read', () => redis.getBuffer(key))) ?? undefined,
    async write(key, { buffer, byteOffset, byteLength }, ms) {
      const bytes = Buffer.from(buffer, byteOffset, byteLength)
      await attempt('write', () => redis.set(key, bytes, 'PX', Math.ceil(ms)))
    },
    async replace(key, before, { buffer, byteOffset, byteLength }, ms) {
      const bytes = Buffer.from(buffer, byteOffset, byteLength)
      const answer = await attempt('write', () =>
        redis.eval(replaceScript, 1, key, before ?? '', bytes, String(Math.ceil(ms)))
      )
      return answer === undefined ? undefined : answer === 1
    },
    async count(key, counts, ms) {
      if (Object.keys(counts).length === 0) return numbersIn(await attempt('read', () => redis.hgetall(key)))
      const commands = () => redis.multi().hset(key, counts).pexpire(key, Math.ceil(ms)).hgetall(key)
      const results = await attempt('write', () => execute(commands()))
      return numbersIn(results?.[2])
    },
    async lease(key, ms) {
      // Who looks into Redis may wonder who it is; the rest tells processes of one host apart.
      const owner = `${hostname()} ${process.pid} ${randomUUID()}`
      const set = async () => (await redis.set(key, owner, 'PX', Math.ceil(ms), 'NX')) ?? 'taken'
      const answer = await attempt('write', set)
      if (answer === undefined || answer === 'taken') return answer
      return {
        async release() {
          await attempt('write', () => redis.eval(releaseScript, 1, key, owner))
        }
      }
    },
    async close() {
      redis.disconnect()
    }
  }
}

function refusalTexts(what: 'read' | 'write') {
  const doing = what === 'read' ? 'to be read' : 'to be written to'
  return {
    fails: `the Redis of CACHE_URL refuses ${doing}`,
    works: `the Redis of CACHE_URL no longer refuses ${doing}`
  }
}

async function execute(commands: ChainableCommander): Promise<unknown[]> {
  const results = (await commands.exec()) ?? []
  return results.map(([error, result]) => {
    if (error !== null) throw error
    return result
  })
}

/** What is no whole number was not written by this program. */
function numbersIn(hash: unknown): Counts | undefined {
  if (typeof hash !== 'object' || hash === null) return undefined
  const entries = Object.entries(hash).map(([who, text]) => [who, Number(text)] as const)
  return Object.fromEntries(entries.filter(([, count]) => Number.isSafeInteger(count) && count >= 0))
}

const remedies: Readonly<Record<string, string>> = {
  WRONGPASS: 'check its user and password',
  NOAUTH: 'check its user and password',
  NOPERM: 'its user may not do that',
  OOM: 'its memory is full'
}

/** That the number of the database is none of this Redis, or is one that a cluster does not have. */
function isOfDatabase({ name, message }: Error): boolean {
  return name === 'ReplyError' && /DB index|SELECT/.test(message)
}

/** A code, as the messages may hold what was sent. Redis begins its own with one: `WRONGPASS invalid ...`. */
function causeOf(error: unknown): string {
  const { code, name, message } = error as NodeJS.ErrnoException
  if (isOfDatabase(error as Error)) return 'it has no database of this number'
  if (code !== undefined) return code
  if (message === 'Command timed out') return 'it does not answer in time'
  const word = name === 'ReplyError' ? (/^[A-Z]+\b/.exec(message)?.[0] ?? name) : 'not connected'
  return word in remedies ? `${word}: ${remedies[word]}` : word
}
