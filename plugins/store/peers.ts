/**
 * Snapshots between replicas: each keeps the newest ones that it has made or seen, and serves them to whoever knows their
 * digest. They are sealed by who has made them, so a reader without the credentials learns nothing, and can forge nothing.
 */
import { hash } from 'node:crypto'
import { request } from 'node:http'
import { isIP } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import Fastify, { type FastifyInstance } from 'fastify'

/** Milliseconds that a snapshot may take on its way. */
const patience = 5000
/** Milliseconds without a byte: of a node that is gone nobody hears that it is. */
const silence = 1000
/** Milliseconds after which the others are asked beside the first. */
const headStart = 500
/** Milliseconds for which a snapshot that nobody had is not asked for again. */
const rest = 2000
/** Bytes that are taken; a snapshot of more was not written by this program. */
const largest = 2 ** 28
/** Snapshots of one key: others may still be on their way to the one before the newest. */
const copies = 2
const mostConnections = 64

interface Copy {
  readonly digest: string
  readonly bytes: Uint8Array
}

export type Peers = ReturnType<typeof createPeers>

export function createPeers({ host, port }: { readonly host: string; readonly port: number }) {
  const address = isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`
  const kept = new Map<string, readonly Copy[]>()
  const missing = new Map<string, number>()
  let listening: Promise<FastifyInstance | undefined> | undefined

  const copyOf = (digest: string) => [...kept.values()].flat().find((copy) => copy.digest === digest)?.bytes

  /** Not before there is something to serve: a command beside the service has nothing, and needs no port. */
  async function listen(): Promise<FastifyInstance | undefined> {
    const server = Fastify({ logger: false, requestTimeout: patience, connectionTimeout: 2 * patience })
    server.server.maxConnections = mostConnections
    server.get<{ Params: { digest: string } }>('/snapshots/:digest', async ({ params }, reply) => {
      const bytes = copyOf(params.digest)
      if (bytes === undefined) return reply.code(404).send()
      return reply.type('application/octet-stream').send(bytes)
    })
    try {
      await server.listen({ host, port })
      return server
    } catch {
      await server.close()
      return undefined
    }
  }

  return {
    address,

    /** Keeps a snapshot in the place of the one before the last. Returns false where it cannot be served. */
    async keep(key: string, { digest, bytes }: Copy): Promise<boolean> {
      listening ??= listen()
      if ((await listening) === undefined) {
        // Another process may have had the port for a moment.
        listening = undefined
        return false
      }
      const others = (kept.get(key) ?? []).filter((copy) => copy.digest !== digest)
      kept.set(key, [{ digest, bytes }, ...others].slice(0, copies))
      return true
    },

    copyOf,

    /** The snapshot, from the first of `addresses` or from whichever other answers; undefined where none has it. */
    async find(digest: string, addresses: readonly string[]): Promise<Uint8Array | undefined> {
      for (const [other, until] of missing) if (performance.now() >= until) missing.delete(other)
      if (missing.has(digest)) return undefined
      const found = new AbortController()
      const signal = AbortSignal.any([found.signal, AbortSignal.timeout(patience)])
      const others = [...new Set(addresses)].filter(
        (other) => other !== address && /^[\d.]+:\d+$|^\[[\da-f:.]+\]:\d+$/i.test(other)
      )
      const first = others.slice(0, 1).map((other) => download(other, digest, signal))
      const start = Promise.race([sleep(headStart, undefined, { signal }).catch(() => {}), ...first.map(failed)])
      const attempts = others.slice(1).map(async (other) => {
        await start
        return download(other, digest, signal)
      })
      try {
        return await Promise.any([...first, ...attempts])
      } catch {
        missing.set(digest, performance.now() + rest)
        return undefined
      } finally {
        found.abort()
      }
    },

    async close(): Promise<void> {
      const server = await listening
      server?.server.closeAllConnections()
      await server?.close()
    }
  }
}

/** Ends when a promise is rejected. */
function failed(promise: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => void promise.catch(() => resolve()))
}

/** Rejects where it is not there, or not what the digest says. */
function download(address: string, digest: string, signal: AbortSignal): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(`http://${address}`)
    const host = hostname.replace(/^\[|\]$/g, '')
    const options = { host, port, path: `/snapshots/${digest}`, agent: false, signal, timeout: silence }
    const asking = request(options, (answer) => {
      const chunks: Buffer[] = []
      let size = 0
      answer.on('error', reject)
      if (answer.statusCode !== 200) return void answer.destroy(new Error('it is not there'))
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > largest) answer.destroy(new Error('it is too large'))
        else chunks.push(chunk)
      })
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks)
        if (hash('sha256', bytes) === digest) resolve(bytes)
        else reject(new Error('it is another one'))
      })
    })
    asking.on('timeout', () => asking.destroy(new Error('it does not answer')))
    asking.on('error', reject)
    asking.end()
  })
}
