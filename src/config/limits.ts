/** What clients may take of the server: time, memory, connections. Defaults that no honest scraper meets. */
import type { FastifyServerOptions } from 'fastify'
import { Type } from 'typebox'
import type { Settings } from '../contract/provider.ts'
import { countSetting, durationSetting, type Fault, milliseconds } from '../contract/settings.ts'

export const limitSettings = {
  HEADERS_TIMEOUT: durationSetting({
    description: 'Time a client has to send the head of a request, counted from the connection for the first one',
    default: '10s'
  }),
  REQUEST_TIMEOUT: durationSetting({ description: 'Time a client has to send a whole request', default: '30s' }),
  RESPONSE_TIMEOUT: durationSetting({
    description: 'Time a scraper has to take its answer, the wait for the first data included',
    default: '1m'
  }),
  MAX_HEADER_SIZE: countSetting({ description: 'Bytes that the head of a request may have', default: '16384' }),
  MAX_CONNECTIONS: countSetting({
    description: 'Connections that may be open at a time; one more is closed at once',
    default: '4096'
  }),
  MAX_SCRAPES: Type.String({
    description: 'Scrapes that may be answered at a time; one more gets 503. 0: no limit',
    default: '40',
    pattern: '^\\d{1,6}$',
    examples: ['40', '0']
  }),
  MAX_SERIES: countSetting({
    description: 'Series that one source may have; a refresh with more fails, and the data before it stays',
    default: '1000000'
  })
}

/** Times are milliseconds. */
export interface Limits {
  readonly headersTimeout: number
  readonly requestTimeout: number
  readonly responseTimeout: number
  readonly maxHeaderSize: number
  readonly maxConnections: number
  /** Infinity: no limit. */
  readonly maxScrapes: number
  /** Of one source. */
  readonly maxSeries: number
}

/** Adds to `faults`. */
export function limitsOf(settings: Settings, faults: Fault[]): Limits {
  const time = (name: keyof typeof limitSettings) => {
    const ms = milliseconds(settings[name] ?? '')
    if (ms < shortestTime) faults.push({ setting: name, message: 'must be at least 100ms' })
    return Math.round(ms)
  }
  const limits: Limits = {
    headersTimeout: time('HEADERS_TIMEOUT'),
    requestTimeout: time('REQUEST_TIMEOUT'),
    responseTimeout: time('RESPONSE_TIMEOUT'),
    maxHeaderSize: Number(settings.MAX_HEADER_SIZE),
    maxConnections: Number(settings.MAX_CONNECTIONS),
    maxScrapes: Number(settings.MAX_SCRAPES) || Number.POSITIVE_INFINITY,
    maxSeries: Number(settings.MAX_SERIES)
  }
  if (limits.maxHeaderSize < smallestHeader) {
    faults.push({
      setting: 'MAX_HEADER_SIZE',
      message: `must be at least ${smallestHeader}, as no request fits into less`
    })
  }
  if (limits.headersTimeout > limits.requestTimeout) {
    faults.push({ setting: 'HEADERS_TIMEOUT', message: 'must not be longer than REQUEST_TIMEOUT' })
  }
  return limits
}

const shortestTime = 100
/** Bytes. A scrape of Prometheus has some 500. */
const smallestHeader = 1024

/** Requests that one HTTP/2 connection may have open at a time. */
const maxConcurrentStreams = 100

/** Options of a server, TLS or not, with the limits. */
export function withLimits(server: FastifyServerOptions, limits: Limits): FastifyServerOptions {
  const { headersTimeout, requestTimeout, maxHeaderSize } = limits
  const own = {
    headersTimeout,
    requestTimeout,
    maxHeaderSize,
    // No body is ever read, so what streams do for one that is not there would be done for nothing.
    optimizeEmptyRequests: true,
    // Node looks for clients that take too long only now and then, by default twice a minute.
    connectionsCheckingInterval: Math.ceil(Math.min(headersTimeout, requestTimeout, 10_000) / 4)
  }
  const { https } = server as { https?: object }
  // HTTP/2 has names of its own, and without them no limit at all.
  const settings = { maxConcurrentStreams, maxHeaderListSize: maxHeaderSize }
  const ofKind =
    https === undefined ? { http: own } : { https: { ...https, ...own, settings, handshakeTimeout: headersTimeout } }
  return { ...server, requestTimeout, ...ofKind }
}
