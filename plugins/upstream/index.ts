/**
 * `fastify.upstream`: the one way out. Everything this program asks of others goes through `request`, which bounds
 * time and size, retries what is safe to retry, uses the proxy, and reports each attempt.
 *
 * No error of the HTTP client leaves this file: its properties hold the headers and the URL with their secrets.
 */
import { EventEmitter } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import fp from 'fastify-plugin'
import got, { HTTPError, type OptionsInit, type Response } from 'got'
import type { ProxySettings } from '../../src/config/proxy.ts'
import type { Clock } from '../../src/contract/clock.ts'
import { Failure } from '../../src/contract/failure.ts'
import type { UpstreamRequest, UpstreamResponse } from '../../src/contract/upstream.ts'
import { createCallCounter } from './call-counter.ts'
import { responseSizeLimit } from './response-size-limit.ts'
import { codeOf, nameOf, oversized, redirected, translate } from './upstream-failure.ts'

export type { CallCounter } from './call-counter.ts'

type UpstreamOfAll = ReturnType<typeof createUpstream>

declare module '../../src/contract/services.ts' {
  interface Upstream extends UpstreamOfAll {}
}

/** One attempt over the network, retries being attempts of their own. */
export interface Attempt {
  readonly provider: string
  readonly endpoint: string
  /** The HTTP status as text, or the failure class where no status came. */
  readonly code: string
  readonly seconds: number
}

export interface UpstreamOptions {
  readonly clock: Clock
  readonly proxy: ProxySettings
  readonly userAgent: string
  /** Milliseconds one attempt may take, connecting and reading the body included. */
  readonly attemptTimeout?: number
  /** Milliseconds before the second attempt, doubled before the third; jitter comes on top. */
  readonly retryDelay?: number
  /** Bytes an answer may have, compressed or not: see `responseSizeLimit`. */
  readonly bodyLimit?: number
}

const unzip = promisify(gunzip)
/** Bytes: with the usual 16 KiB, a big answer would come back to the main thread in a thousand pieces. */
const chunkSize = 256 * 1024

/** Errors of the network that another attempt may not meet. */
const passing = [
  'EADDRINUSE',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ERR_HTTP_CONTENT_LENGTH_MISMATCH',
  'ETIMEDOUT'
]

export function createUpstream({
  clock,
  proxy,
  userAgent,
  attemptTimeout = 10_000,
  retryDelay = 1000,
  bodyLimit = responseSizeLimit()
}: UpstreamOptions) {
  const agentOptions = { keepAlive: true, proxyEnv: { ...proxy } }
  const agent = { http: new http.Agent(agentOptions), https: new https.Agent(agentOptions) }
  const events = new EventEmitter<{ attempt: [Attempt] }>()
  const { takeCall, refused, ...counter } = createCallCounter(clock)
  const isAffordable = ({ provider, counted }: UpstreamRequest) => counted !== true || takeCall(provider)

  const client = got.extend({
    agent,
    decompress: false,
    followRedirect: false,
    responseType: 'buffer',
    timeout: { request: attemptTimeout },
    headers: { 'user-agent': userAgent, 'accept-encoding': 'gzip' },
    retry: {
      limit: 2,
      methods: ['GET'],
      statusCodes: [500, 502, 503, 504],
      errorCodes: passing,
      maxRetryAfter: 2 * retryDelay
    }
  })

  /**
   * Asks and reads the whole answer. GETs are tried up to three times on network errors and 5xx.
   * Throws a `Failure`: see `Ask`.
   */
  async function request(wanted: UpstreamRequest): Promise<UpstreamResponse> {
    if (!isAffordable(wanted)) throw refused(wanted.provider, nameOf(wanted))
    const limit = new AbortController()
    const largest = Math.min(bodyLimit, wanted.bodyLimit ?? bodyLimit)
    let started: number | undefined
    /** Once for each attempt. */
    const report = (code: string): void => {
      if (started === undefined) return
      const seconds = (clock.elapsed() - started) / 1000
      started = undefined
      events.emit('attempt', { provider: wanted.provider, endpoint: wanted.endpoint, code, seconds })
    }

    const options: OptionsInit = {
      method: wanted.method,
      headers: { ...wanted.headers },
      signal: AbortSignal.any([wanted.signal, limit.signal]),
      retry: {
        // Asked only about failed attempts that may be retried, and before the pause.
        calculateDelay({ attemptCount, error }) {
          if (!isAffordable(wanted)) return 0
          report(codeOf(error))
          return Math.max(1, retryDelay * 2 ** (attemptCount - 1) * (0.5 + Math.random()))
        }
      },
      hooks: {
        beforeRequest: [
          () => {
            started = clock.elapsed()
          }
        ]
      }
    }
    if (wanted.form !== undefined) options.form = { ...wanted.form }
    if (wanted.body !== undefined) options.body = wanted.body

    let response: Response<Buffer>
    try {
      const pending = client(wanted.url, options as OptionsInit & { responseType: 'buffer' })
      pending.on('downloadProgress', ({ transferred }) => {
        if (transferred > largest) limit.abort()
      })
      response = (await pending) as unknown as Response<Buffer>
    } catch (error) {
      if (error instanceof HTTPError) {
        response = error.response as Response<Buffer>
      } else {
        const failure = translate(error, wanted, limit.signal.aborted ? largest : undefined, proxy)
        report(failure.reason)
        throw failure
      }
    }
    report(String(response.statusCode))

    if (response.statusCode >= 300 && response.statusCode < 400) throw redirected(wanted, response.statusCode)
    return {
      status: response.statusCode,
      headers: response.headers,
      body: await decompress(wanted, response, largest)
    }
  }

  return {
    request,
    /** `attempt` is emitted once for each attempt, with its outcome. */
    events,
    ...counter,
    close(): void {
      agent.http.destroy()
      agent.https.destroy()
    }
  }
}

async function decompress(wanted: UpstreamRequest, response: Response<Buffer>, bodyLimit: number): Promise<Buffer> {
  const encoding = response.headers['content-encoding']?.toLowerCase() ?? 'identity'
  if (encoding === 'identity' || response.rawBody.length === 0) return asBuffer(response.rawBody)
  // The status of an error says more than its body.
  if (!response.ok) return unzip(response.rawBody, { maxOutputLength: bodyLimit }).catch(() => Buffer.alloc(0))
  if (encoding !== 'gzip')
    throw new Failure('parse', `${nameOf(wanted)} was answered in an encoding that was not asked for`)
  try {
    return await unzip(response.rawBody, { maxOutputLength: bodyLimit, chunkSize })
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw tooLarge
      ? oversized(wanted, bodyLimit)
      : new Failure('parse', `${nameOf(wanted)} was answered with damaged gzip`)
  }
}

/** The same bytes, not a copy of them. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

export default fp<UpstreamOptions>(
  async (fastify, options) => {
    const upstream = createUpstream(options)
    fastify.decorate('upstream', upstream)
    fastify.addHook('onClose', async () => upstream.close())
  },
  { name: 'upstream', fastify: '5.x' }
)
