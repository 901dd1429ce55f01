/** A request to a provider and its answer, free of any HTTP client, and the classes of what can be wrong with it. */
import { Failure, type FailureReason } from './failure.ts'
import { parseJsonText } from './json-text.ts'

export interface UpstreamRequest {
  readonly provider: string
  /** The account that asks, where a provider has several: the `account` label. A provider need not give it. */
  readonly account?: string
  /** The customer of that account on whose quota it is. */
  readonly customer?: string
  /** Short constant name of what is asked for: the `endpoint` label. Never an id, a path or a query. */
  readonly endpoint: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string>>
  /** Sent as it is, for a POST or PUT that is not a form. */
  readonly body?: Uint8Array
  /** Ends the request, its retries and the reading of its body. */
  readonly signal: AbortSignal
  /** The setting that names the host, for the message when the host is wrong. */
  readonly hostSetting: string
  /** Bytes the answer may have, compressed or not, where it is known to be small. */
  readonly bodyLimit?: number
  /** Milliseconds one attempt may take, for a call that is known to be slow or quick; that of the program if not given. */
  readonly timeout?: number
  /** Whether it may be heard twice, and so be tried again. If not given, a GET may, and nothing else. */
  readonly idempotent?: boolean
  /** True when each attempt counts against the provider's daily quota and the source's `limits`. */
  readonly counted?: boolean
}

/** Whose calls they are: a provider's one account from variables, an account of the configuration file, or its customer. */
export interface Owner {
  readonly provider: string
  readonly account?: string | undefined
  readonly customer?: string | undefined
}

/** One for each owner. A customer may be named in any way. */
export function keyOfOwner({ provider, account, customer }: Owner): string {
  return [provider, account, customer]
    .flatMap((name, i) => (name === undefined ? [] : [i < 2 ? name : encodeURIComponent(name.toWellFormed())]))
    .join('/')
}

/** Any answer that is not a redirect, whatever its status, with its body decompressed. */
export interface UpstreamResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** Throws a `Failure` when there is no answer: `timeout`, `network`, `parse` (too large), `client` (redirect). */
export type Ask = (request: UpstreamRequest) => Promise<UpstreamResponse>

export function reasonOfStatus(status: number): FailureReason {
  if (status === 401 || status === 403) return 'auth'
  if (status === 429) return 'quota'
  if (status === 407) return 'network'
  if (status === 408) return 'timeout'
  return status >= 500 ? 'server' : 'client'
}

/** For messages: the status, and what it means where few know. */
export function describeStatus(status: number): string {
  const proxy = 'a proxy on the way wants a user and a password, which HTTPS_PROXY or HTTP_PROXY can carry'
  return status === 407 ? `HTTP 407: ${proxy}` : `HTTP ${status}`
}

const longestRetryAfter = 24 * 3_600_000

/**
 * Milliseconds of a `Retry-After` header in either form. Undefined when it is missing, unreadable, in the past,
 * or more than a day away, which no provider means.
 */
export function retryAfter(headers: UpstreamResponse['headers'], now: number): number | undefined {
  const value = headers['retry-after']
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now
  return ms > 0 && ms <= longestRetryAfter ? ms : undefined
}

/** Throws the `Failure` of an answer whose status is not 2xx. `what` names the call: `current_status`. */
export function assertSuccess(answer: UpstreamResponse, what: string, now: number): void {
  if (answer.status >= 200 && answer.status < 300) return
  throw new Failure(reasonOfStatus(answer.status), `${what} was answered with ${describeStatus(answer.status)}`, {
    retryAfter: retryAfter(answer.headers, now)
  })
}

/** The JSON value of an answer's body. Throws `parse`, and says what came instead without quoting it. */
export function parseJson(answer: UpstreamResponse, what: string): unknown {
  if (answer.body.length === 0) throw new Failure('parse', `${what} was answered with an empty body`)
  try {
    // Leaves out a byte order mark, which JSON.parse would stumble over.
    return parseJsonText(new TextDecoder().decode(answer.body))
  } catch {
    throw new Failure('parse', `${what} was answered with ${describeBody(answer)}, not with JSON`)
  }
}

/** The types that may be named: a header is written by the other side, which may write back what it was sent. */
const namedTypes = [
  'application/json',
  'application/xml',
  'application/octet-stream',
  'text/plain',
  'text/html',
  'text/xml'
]

function describeBody({ headers, body }: UpstreamResponse): string {
  const start = body.subarray(0, 256).toString('latin1').trimStart()
  const size = `${body.length} bytes`
  if (/^<(!doctype|html|head|body)/i.test(start)) return `an HTML page (${size})`
  if (/^[[{]/.test(start)) return `cut-off or damaged JSON (${size})`
  const given = headers['content-type']
  if (given === undefined) return `content of no type (${size})`
  const type = namedTypes.find((name) => String(given).toLowerCase().startsWith(name))
  return `${type ?? 'content of another type'} (${size})`
}
