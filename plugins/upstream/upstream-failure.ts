/** What the errors of the HTTP client mean, without what they hold: their properties have headers, URLs and secrets. */
import { HTTPError, RequestError } from 'got'
import type { ProxySettings } from '../../src/config/proxy.ts'
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

const timeoutCodes = new Set(['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ERR_PROXY_TUNNEL_TIMEOUT'])

function isTimeout(error: RequestError): boolean {
  return error.name === 'TimeoutError' || timeoutCodes.has(error.code)
}

/** The HTTP status of a failed attempt, or its failure class. */
export function codeOf(error: unknown): string {
  if (error instanceof HTTPError) return String(error.response.statusCode)
  return error instanceof RequestError && isTimeout(error) ? 'timeout' : 'network'
}

/** The `Failure` of an error of the client. `exceeded`: bytes that an answer had no room for. */
export function translate(
  error: unknown,
  wanted: UpstreamRequest,
  exceeded: number | undefined,
  proxy: ProxySettings
): Failure {
  if (exceeded !== undefined) return oversized(wanted, exceeded)
  const name = nameOf(wanted)
  if (wanted.signal.aborted) {
    const timedOut = (wanted.signal.reason as Error | undefined)?.name === 'TimeoutError'
    return timedOut
      ? new Failure('timeout', `${name} did not answer within the time a refresh has`)
      : new Failure('network', `${name} was called off, as the program is stopping`)
  }
  if (!(error instanceof RequestError)) return new Failure('internal', `${name} failed in the HTTP client`)
  if (isTimeout(error)) return new Failure('timeout', `${name} did not answer in time`)
  const variable = wanted.url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const way = proxy[variable] === undefined ? '' : `, with a proxy on the way: check ${variable}`
  return new Failure('network', `${name} could not be reached (${explain(error.code)})${way}`)
}

/** A sentence for the codes that have a usual remedy; the bare code for the rest. */
function explain(code: string): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `${code}: the host name does not resolve`
  if (code === 'ECONNREFUSED') return `${code}: nothing listens there`
  if (code === 'ERR_INVALID_CHAR') return `${code}: a secret has a character that no header can carry`
  if (code.startsWith('ERR_PROXY')) return `${code}: the proxy refused or failed`
  if (/CERT|SIGNATURE|SELF_SIGNED|ALTNAME|SSL|TLS|EPROTO/.test(code)) return `${code}: TLS`
  return code
}
