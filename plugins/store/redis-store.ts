/** A store in Redis or Valkey, which replicas share. Its client fails fast, as a refresh must not wait for it. */
import { hash, randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { FastifyBaseLogger } from 'fastify'
import { type ChainableCommander, Redis } from 'ioredis'
import { type RedisLocation, redisTarget } from '../../src/config/store/store-url.ts'
import type { Counts, Store } from '../../src/contract/store.ts'
import { createOutageLog } from './outage-log.ts'
import { inTime, tooLate } from './patience.ts'
import { createRedisClient } from './redis-client.ts'

/** Milliseconds that a command may take, the stalls of this process not counted. */
const patience = 250
/** Milliseconds for which a Redis that was too slow is not asked, so that a refresh meets it once. */
const rest = 1000
const reconnectAfter = 2000

export async function openRedisStore(location: RedisLocation, log: FastifyBaseLogger): Promise<Store> {
  const reaching = createOutageLog(log, {
    fails: 'the Redis of CACHE_URL cannot be used',
    works: 'the Redis of CACHE_URL can be used again'
  })
  // A Redis that is full still answers what is read.
  const refusing = {
    read: createOutageLog(log, refusalTexts('read')),
    write: createOutageLog(log, refusalTexts('write'))
  }
  const redis = createRedisClient(location)
  // In a cluster, what is changed together must lie together: the lease of a source and what it guards.
  const at = redisTarget(location.url)?.mode === 'cluster' ? inOneSlot : (key: string) => key
  // One that speaks of other nodes will go on doing so.
  let isCluster = false
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
  const connect = () => redis.connect().catch((error) => reaching.begins(causeOf(error)))
  let isClosed = false
  // The client gives up where it cannot even begin, as while a certificate is being replaced.
  redis.on('end', () => {
    if (!isClosed) setTimeout(() => isClosed || void connect(), reconnectAfter).unref()
  })
  await connect()

  let restsUntil = 0
  let timeoutsInARow = 0

  async function attempt<T>(kind: 'read' | 'write', command: () => Promise<T>): Promise<T | undefined> {
    if (redis.status !== 'ready' || !hasDatabase || isCluster || performance.now() < restsUntil) return undefined
    try {
      const result = await inTime(command, patience)
      timeoutsInARow = 0
      reaching.ends()
      refusing[kind].ends()
      return result
    } catch (error) {
      isCluster ||= redis instanceof Redis && /^(MOVED|ASK|CROSSSLOT)\b/.test((error as Error).message)
      if (isCluster) reaching.begins('it is a cluster: write redis+cluster:// in place of redis://')
      else if ((error as Error).name === 'ReplyError') refusing[kind].begins(causeOf(error))
      else giveRest(error)
      return undefined
    }
  }

  let lastTask: Promise<unknown> = Promise.resolve()

  /** One after the other, as what is watched is watched for all that share the connection. */
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const running = lastTask.then(task)
    lastTask = running
    return running
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
    read: async (key) => (await attempt('read', () => redis.getBuffer(at(key)))) ?? undefined,
    async write(key, { buffer, byteOffset, byteLength }, ms) {
      const bytes = Buffer.from(buffer, byteOffset, byteLength)
      await attempt('write', () => redis.set(at(key), bytes, 'PX', Math.ceil(ms)))
    },
    async replace(name, before, { buffer, byteOffset, byteLength }, ms) {
      const key = at(name)
      const bytes = Buffer.from(buffer, byteOffset, byteLength)
      return inTurn(() =>
        attempt('write', async () => {
          await redis.watch(key)
          const current = await redis.getBuffer(key)
          if (current !== null && hash('sha256', current) !== before) {
            await redis.unwatch()
            return false
          }
          return (await execute(redis.multi().set(key, bytes, 'PX', Math.ceil(ms)))) !== undefined
        })
      )
    },
    async count(key, counts, ms) {
      if (Object.keys(counts).length === 0) return numbersIn(await attempt('read', () => redis.hgetall(at(key))))
      const commands = () => redis.multi().hset(at(key), counts).pexpire(at(key), Math.ceil(ms)).hgetall(at(key))
      // In turn, as it would end what is being watched.
      const results = await inTurn(() => attempt('write', () => execute(commands())))
      return numbersIn(results?.[2])
    },
    async lease(name, ms) {
      const key = at(name)
      // Who looks into Redis may wonder who it is; the rest tells processes of one host apart.
      const owner = `${hostname()} ${process.pid} ${randomUUID()}`
      let until = performance.now() + ms
      const set = async () => {
        const answer = await redis.set(key, owner, 'PX', Math.ceil(ms), 'NX')
        // Where the answer to a first attempt was lost, a second one meets its own lease.
        return answer ?? ((await redis.get(key)) === owner ? 'OK' : 'taken')
      }
      const answer = await attempt('write', set)
      if (answer === undefined || answer === 'taken') return answer

      /** Runs commands only while the lease is one's own. True when they were run. Needs no right to run scripts. */
      const whileOwned = (commands: (transaction: ChainableCommander) => ChainableCommander) =>
        inTurn(async () => {
          if (performance.now() >= until) return false
          const done = await attempt('write', async () => {
            await redis.watch(key)
            if ((await redis.get(key)) !== owner) {
              // Ends the watch at the node of the key, where UNWATCH, which has none, may go to any.
              await redis.multi().exists(key).exec()
              return false
            }
            return (await execute(commands(redis.multi()))) !== undefined
          })
          return done === true
        })
      return {
        write: (guarded, { buffer, byteOffset, byteLength }, time) => {
          const bytes = Buffer.from(buffer, byteOffset, byteLength)
          return whileOwned((transaction) => transaction.set(at(guarded), bytes, 'PX', Math.ceil(time)))
        },
        isOwned: async () => performance.now() < until && (await attempt('read', () => redis.get(key))) === owner,
        async renew(time) {
          const renewed = performance.now() + time
          const isRenewed = await whileOwned((transaction) => transaction.pexpire(key, Math.ceil(time)))
          if (isRenewed) until = renewed
          return isRenewed
        },
        release: async () => void (await whileOwned((transaction) => transaction.del(key)))
      }
    },
    async close() {
      isClosed = true
      redis.disconnect()
    }
  }
}

/** `snapshot/acme/stats/x` and `lease/acme/stats/x` share the part that the slot is taken from. */
function inOneSlot(key: string): string {
  const [kind = '', ...name] = key.split('/')
  return `${kind}/{${name.slice(0, 3).join('/')}}${name
    .slice(3)
    .map((part) => `/${part}`)
    .join('')}`
}

function refusalTexts(what: 'read' | 'write') {
  const doing = what === 'read' ? 'to be read' : 'to be written to'
  return {
    fails: `the Redis of CACHE_URL refuses ${doing}`,
    works: `the Redis of CACHE_URL no longer refuses ${doing}`
  }
}

/** Undefined when what was watched has changed. */
async function execute(commands: ChainableCommander): Promise<unknown[] | undefined> {
  const results = await commands.exec()
  return results?.map(([error, result]) => {
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
  OOM: 'its memory is full',
  READONLY: 'it is a replica; with a failover, write redis+sentinel://'
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
  if (message === tooLate || message === 'Command timed out') return 'it does not answer in time'
  const word = name === 'ReplyError' ? (/^[A-Z]+\b/.exec(message)?.[0] ?? name) : 'not connected'
  return word in remedies ? `${word}: ${remedies[word]}` : word
}
