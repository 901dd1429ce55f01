/** What the errors of the HTTP client mean, without what they hold: their properties have headers, URLs and secrets. */
import type { ClientRequest } from 'node:http'
import { HTTPError, RequestError } from 'got'
import type { Way } from '../../src/config/proxy.ts'
import { Failure } from '../../src/contract/failure.ts'
import type { UpstreamRequest } from '../../src/contract/upstream.ts'

/** What is asked for, as messages name it: no path, no query. */
export function nameOf({ endpoint, url }: UpstreamRequest): string {
  return `${endpoint} at ${url.host}`
}

export function oversized(wanted: UpstreamRequest, bodyLimit: number): Failure {
  return new Failure('parse', `${nameOf(wanted)} was answered with more than ${bodyLimit} bytes`)
}

export function redirected(wanted: UpstreamRequest, status: number): Failure {
  return new Failure(
    'client',
    `${nameOf(wanted)} was answered with a redirect (HTTP ${status}), which is not followed: check ${wanted.hostSetting}`
  )
}

/** Errors of a connection that never came to be. */
const unconnected = ['EADDRINUSE', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND']

/** Errors of the network that another attempt may not meet. */
export const passing = [...unconnected, 'ECONNRESET', 'EPIPE', 'ERR_HTTP_CONTENT_LENGTH_MISMATCH', 'ETIMEDOUT']

/** Whether the request cannot have been heard: there was no connection, or the server had closed the one that was kept. */
export function isUnsent(error: unknown, sent: ClientRequest | undefined): boolean {
  if (!(error instanceof RequestError) || error.response !== undefined) return false
  return unconnected.includes(error.code) || isStale(error, sent)
}

/** Whether the server had closed the connection that was kept. */
export function isStale(error: unknown, sent: ClientRequest | undefined): boolean {
  if (!(error instanceof RequestError) || error.response !== undefined) return false
  return sent?.reusedSocket === true && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}

const timeoutCodes = new Set(['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ERR_PROXY_TUNNEL_TIMEOUT'])

export function isTimeout(error: unknown): boolean {
  return error instanceof RequestError && (error.name === 'TimeoutError' || timeoutCodes.has(error.code))
}

/** The HTTP status of a failed attempt, or its failure class. */
export function codeOf(error: unknown): string {
  if (error instanceof HTTPError) return String(error.response.statusCode)
  return isTimeout(error) ? 'timeout' : 'network'
}

/** The `Failure` of a request that its signal has ended. */
export function calledOff(wanted: UpstreamRequest): Failure {
  return isLate(wanted)
    ? new Failure('timeout', `${nameOf(wanted)} did not answer within the time a refresh has`)
    : new Failure('network', `${nameOf(wanted)} was called off, as the program is stopping`)
}

/** Whether the time of the request is over, which is not the same as that the program stops. */
export function isLate({ signal }: UpstreamRequest): boolean {
  return (signal.reason as Error | undefined)?.name === 'TimeoutError'
}

/** The `Failure` of an error of the client. */
export function translate(error: unknown, wanted: UpstreamRequest, way: Way): Failure {
  const name = nameOf(wanted)
  if (!(error instanceof RequestError)) return new Failure('internal', `${name} failed in the HTTP client`)
  if (isTimeout(error)) return new Failure('timeout', `${name} did not answer in time`)
  // An answer had begun, so whoever sent it was reached.
  if (error.response !== undefined)
    return new Failure('network', `the answer to ${name} was cut off: the connection ended before all of it came`, {
      remedy:
        'The API, a proxy or a firewall closed the connection too early. The exporter retries; look for a limit of time or size on the way.'
    })
  const variable = way.proxy?.variable
  const onTheWay = variable === undefined ? '' : `, with a proxy on the way: check ${variable}`
  return new Failure('network', `${name} could not be reached (${explain(error, variable)})${onTheWay}`)
}

/** A sentence for the codes that have a usual remedy; the bare code for the rest. */
function explain(error: RequestError, proxy: string | undefined): string {
  const { code } = error
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `${code}: the host name does not resolve`
  if (code === 'ECONNREFUSED') return `${code}: nothing listens there`
  if (code === 'ERR_INVALID_CHAR') return `${code}: a secret has a character that no header can carry`
  if (code.startsWith('ERR_PROXY')) return `${code}: ${refusalOf(error, proxy)}`
  if (untrusted.test(code)) return `${code}: TLS; an authority of your own is named by CA_FILE`
  if (/CERT|SSL|TLS|EPROTO/.test(code)) return `${code}: TLS`
  return code
}

/** What OpenSSL says of a chain that ends in no authority it knows. */
const untrusted = /^(DEPTH_ZERO_)?SELF_SIGNED_CERT|^UNABLE_TO_(GET_ISSUER_CERT|VERIFY_LEAF_SIGNATURE)/

function refusalOf({ cause }: RequestError, proxy: string | undefined): string {
  const { statusCode } = (cause ?? {}) as { statusCode?: number }
  // tinyproxy answers 401 where the password is wrong, and 407 only where none is sent.
  if (statusCode === 407 || statusCode === 401)
    return `the proxy wants a user and a password, which ${proxy} can carry (HTTP ${statusCode})`
  return statusCode === undefined ? 'the proxy refused or failed' : `the proxy refused with HTTP ${statusCode}`
}
