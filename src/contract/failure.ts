/**
 * Why a refresh failed. The set is closed: it is used as a label value and in logs.
 *
 * - `auth`     the provider refused the credentials or their scope
 * - `quota`    429, a throttle or a lock period
 * - `timeout`  an attempt or the whole refresh took too long
 * - `network`  no connection, DNS, TLS, reset, proxy
 * - `server`   5xx
 * - `client`   any other status that is not a success, redirects included
 * - `parse`    not JSON, cut off, too large, wrong content
 * - `schema`   JSON of another shape
 * - `internal` a fault of this program
 */
export const failureReasons = [
  'auth',
  'quota',
  'timeout',
  'network',
  'server',
  'client',
  'parse',
  'schema',
  'internal'
] as const

export type FailureReason = (typeof failureReasons)[number]

export interface FailureDetails {
  /** Milliseconds the provider asked to wait, from `Retry-After`. */
  retryAfter?: number | undefined
  /** A sentence of what to do, where the usual one of its class does not fit. */
  remedy?: string | undefined
  /** The credentials work, and do not allow what was asked for: see `Source.isOptional`. */
  isForbidden?: boolean | undefined
}

/**
 * A failure that is safe to log and to show: its message holds neither a secret nor a URL's query,
 * and it never has a `cause`, because the errors of HTTP clients carry headers and URLs.
 */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly reason: FailureReason
  readonly retryAfter: number | undefined
  readonly remedy: string | undefined
  readonly isForbidden: boolean

  constructor(reason: FailureReason, message: string, details: FailureDetails = {}) {
    super(message)
    this.reason = reason
    this.retryAfter = details.retryAfter
    this.remedy = details.remedy
    this.isForbidden = details.isForbidden === true
  }
}

/**
 * Any thrown value as a `Failure`. A foreign error becomes `internal` and keeps only its name and the place
 * in the code, since its message may quote data.
 */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown
  if (!(thrown instanceof Error)) return new Failure('internal', 'a value that is no error was thrown')
  // The message comes first in the stack and may itself look like a place.
  const place = thrown.stack
    ?.replace(thrown.message, '')
    .split('\n')
    .find((line) => line.startsWith('    at '))
  return new Failure('internal', `${thrown.name}${place === undefined ? '' : ` ${place.trim()}`}`)
}

/** The code of a system error, such as `ENOENT`; what another error says of itself. */
export function causeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return code ?? message ?? String(error)
}
