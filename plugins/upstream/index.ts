/**
 * `fastify.upstream`: the one way out. Everything this program asks of others goes through `request`, which bounds
 * time and size, retries what is safe to retry, uses the proxy, and reports each attempt.
 *
 * No error of the HTTP client leaves this file: its properties hold the headers and the URL with their secrets.
 */
import { EventEmitter } from 'node:events'
import type { ClientRequest } from 'node:http'
import type { LookupFunction } from 'node:net'
import fp from 'fastify-plugin'
import got, { HTTPError, type OptionsInit, type Response } from 'got'
import { type ProxySettings, waysOut } from '../../src/config/proxy.ts'
import type { Clock } from '../../src/contract/clock.ts'
import { keyOfOwner, type UpstreamRequest, type UpstreamResponse } from '../../src/contract/upstream.ts'
import { wait } from '../../src/scheduling/wait.ts'
import { trustFile } from './authorities.ts'
import { createCallCounter } from './call-counter.ts'
import { createCallPace } from './call-pace.ts'
import { createConnections } from './connections.ts'
import { decompress } from './decompress.ts'
import { createRenewals } from './renewals.ts'
import { responseSizeLimit } from './response-size-limit.ts'
import {
  calledOff,
  codeOf,
  isLate,
  isStale,
  isTimeout,
  isUnsent,
  nameOf,
  oversized,
  passing,
  redirected,
  translate
} from './upstream-failure.ts'
import { usageNow } from './usage.ts'

export type { CallCounter } from './call-counter.ts'
export type { Renewal } from './renewals.ts'
export { measure, type Usage } from './usage.ts'

type UpstreamOfAll = ReturnType<typeof createUpstream>

declare module '../../src/contract/services.ts' {
  interface Upstream extends UpstreamOfAll {}
}

/** One attempt over the network, retries being attempts of their own. */
export interface Attempt {
  readonly provider: string
  readonly account?: string | undefined
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
  /** Milliseconds after which a connection is not used again. */
  readonly connectionAge?: number
  /** Finds the addresses of a name; the system does where it is not given. */
  readonly lookup?: LookupFunction
  /** Looks after what a connection needs. */
  readonly beforeRequest?: () => void
}

/** Milliseconds: what big accounts need, and short enough for a second attempt within the usual refresh. */
export const defaultAttemptTimeout = 25_000

/** Attempts after the first one. */
const retries = 2
/** Kept connections that the server may have closed: what was sent there is sent again, and is no attempt. */
const staleConnections = 2

export function createUpstream({
  clock,
  proxy,
  userAgent,
  attemptTimeout = defaultAttemptTimeout,
  retryDelay = 1000,
  bodyLimit = responseSizeLimit(),
  connectionAge = 60_000,
  lookup,
  beforeRequest = () => {}
}: UpstreamOptions) {
  const connections = createConnections({ clock, connectionAge, attemptTimeout, lookup })
  const ways = waysOut(proxy)
  /** By host: which way its requests went, and why. */
  const taken = new Map<string, string>()
  const events = new EventEmitter<{ attempt: [Attempt] }>()
  const { takeCall, refused, ...counter } = createCallCounter(clock)
  const { holdBack, paceCalls } = createCallPace(clock)
  const isAffordable = (wanted: UpstreamRequest) => wanted.counted !== true || takeCall(keyOfOwner(wanted))

  const client = got.extend({
    decompress: false,
    followRedirect: false,
    responseType: 'buffer',
    timeout: { request: attemptTimeout },
    headers: { 'user-agent': userAgent, 'accept-encoding': 'gzip' },
    retry: {
      limit: retries + staleConnections,
      // What must not be heard twice is told apart below.
      methods: ['GET', 'POST', 'PUT', 'DELETE'],
      statusCodes: [500, 502, 503, 504],
      errorCodes: passing,
      maxRetryAfter: 2 * retryDelay
    }
  })

  /**
   * Asks and reads the whole answer. GETs, and what is said to be idempotent, are tried up to three times on network errors
   * and 5xx, and what was never sent whatever its method. A call that counts is not repeated when it was slow. Throws a
   * `Failure`: see `Ask`.
   */
  async function request(wanted: UpstreamRequest): Promise<UpstreamResponse> {
    if (!isAffordable(wanted)) throw refused(keyOfOwner(wanted), nameOf(wanted))
    const usage = usageNow()
    const pause = holdBack(wanted, usage)
    if (pause > 0) await wait(clock, pause, wanted.signal)
    if (pause > 0 && wanted.signal.aborted) throw calledOff(wanted)
    beforeRequest()
    const limit = new AbortController()
    const largest = Math.min(bodyLimit, wanted.bodyLimit ?? bodyLimit)
    const way = ways.to(wanted.url)
    taken.set(wanted.url.host, way.why)
    let started: number | undefined
    let sending: ClientRequest | undefined
    /** What the attempt before a pause came to, for the time that ends in the pause. */
    let last: unknown
    let stale = 0
    /** Once for each attempt. */
    const report = (code: string): void => {
      if (started === undefined) return
      const seconds = (clock.elapsed() - started) / 1000
      started = undefined
      const { provider, account, endpoint } = wanted
      events.emit('attempt', { provider, ...(account === undefined ? {} : { account }), endpoint, code, seconds })
    }

    const mayBeHeardTwice = wanted.idempotent ?? wanted.method === 'GET'
    const mayRepeat = (error: unknown): boolean => {
      if (isUnsent(error, sending)) return true
      if (!mayBeHeardTwice || (wanted.counted === true && isTimeout(error))) return false
      return isAffordable(wanted)
    }

    const options: OptionsInit = {
      agent: await connections.by(way, wanted.method !== 'POST'),
      method: wanted.method,
      headers: { ...wanted.headers },
      signal: AbortSignal.any([wanted.signal, limit.signal]),
      retry: {
        // Asked only about failed attempts that another one may mend, and before the pause.
        calculateDelay({ attemptCount, error }) {
          if (isStale(error, sending)) stale += 1
          if (attemptCount - stale > retries || !mayRepeat(error)) return 0
          last = error
          report(codeOf(error))
          if (isStale(error, sending)) return 1
          return holdBack(
            wanted,
            usage,
            Math.max(1, retryDelay * 2 ** (attemptCount - stale - 1) * (0.5 + Math.random()))
          )
        }
      },
      hooks: {
        beforeRequest: [
          () => {
            started = clock.elapsed()
            last = undefined
            usage.calls += 1
          }
        ]
      }
    }
    if (wanted.timeout !== undefined) options.timeout = { request: wanted.timeout }
    if (wanted.form !== undefined) options.form = { ...wanted.form }
    if (wanted.body !== undefined) options.body = wanted.body

    let response: Response<Buffer>
    try {
      const pending = client(wanted.url, options as OptionsInit & { responseType: 'buffer' })
      pending.on('request', (request) => {
        sending = request
      })
      pending.on('downloadProgress', ({ transferred }) => {
        if (transferred > largest) limit.abort()
      })
      response = (await pending) as unknown as Response<Buffer>
    } catch (thrown) {
      const known = isLate(wanted) ? last : undefined
      const error = known ?? thrown
      if (error instanceof HTTPError) {
        response = error.response as Response<Buffer>
      } else {
        const isCalledOff = known === undefined && wanted.signal.aborted
        const failure = limit.signal.aborted
          ? oversized(wanted, largest)
          : isCalledOff
            ? calledOff(wanted)
            : translate(error, wanted, way)
        report(failure.reason)
        throw failure
      }
    }
    report(String(response.statusCode))

    if (response.statusCode >= 300 && response.statusCode < 400) throw redirected(wanted, response.statusCode)
    const body = await decompress(wanted, response, largest)
    usage.bytes += body.length
    return { status: response.statusCode, headers: response.headers, body }
  }

  return {
    request,
    /** `attempt` is emitted once for each attempt, with its outcome. */
    events,
    ...counter,
    /** Holds an account's counted calls back, so that they stay within the windows. */
    paceCalls,
    ...createRenewals(),
    /** Which way each host was asked, and why: `host:port` and a few words. */
    waysTaken: (): ReadonlyMap<string, string> => taken,
    /** Reads again what is read again when it changes, as it does before each request. */
    reload: beforeRequest,
    close: (): void => connections.close()
  }
}

export default fp<Omit<UpstreamOptions, 'beforeRequest'> & { readonly caFile?: string | undefined }>(
  async (fastify, { caFile, ...options }) => {
    const beforeRequest = caFile === undefined ? () => {} : trustFile(caFile, fastify.log)
    const upstream = createUpstream({ ...options, beforeRequest })
    fastify.decorate('upstream', upstream)
    fastify.addHook('onClose', async () => upstream.close())
  },
  { name: 'upstream', fastify: '5.x' }
)
