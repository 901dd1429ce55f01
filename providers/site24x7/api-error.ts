/** What the API says is wrong, by its own codes, and what is to be done about it. */
import { Failure, type FailureDetails } from '../../src/contract/failure.ts'
import { assertSuccess, parseJson, type UpstreamResponse } from '../../src/contract/upstream.ts'
import type { Asked } from './endpoint.ts'

/** The API refuses the token, which a new one may mend. */
export class TokenRefused extends Failure {}

/** The token is good, and what was asked for is not allowed: a new token of the same kind would be refused, too. */
export class NotPermitted extends Failure {
  constructor(message: string, details: FailureDetails = {}) {
    super('auth', message, { ...details, isForbidden: true })
  }
}

/** Milliseconds. Permissions are changed by hand, and each look costs a call. */
export const restOfForbidden = 6 * 3_600_000

const resourceMissing = 1001
const roleForbids = new Set([1010, 1100])
const tokenExpired = 1120
const scopeMissing = 1121

/** `show` makes the API's own words fit to be shown; without it they are left out. */
export type Show = (message: string) => string

/** The JSON of a good answer. An error may come with any status, HTTP 200 included. Throws a `Failure`. */
export function readAnswer(answer: UpstreamResponse, asked: Asked, now: number, show?: Show): unknown {
  const isSuccess = answer.status >= 200 && answer.status < 300
  const body = isSuccess ? parseJson(answer, asked.name) : jsonOrNothing(answer)
  const error = errorOf(body)
  const code = error === undefined ? '' : `, error_code ${error.code}`
  const how = `HTTP ${answer.status}${code}`

  if (error !== undefined && isForbidden(error.code)) throw new NotPermitted(forbidden(asked, error.code, how))
  const isAboutToken = error?.code === tokenExpired || /OAuth Access Token|authtoken/i.test(error?.message ?? '')
  if (answer.status === 401 || answer.status === 403 || isAboutToken) {
    throw new TokenRefused('auth', `${asked.name} refused the access token (${how})`)
  }
  if (error?.code === resourceMissing) {
    throw new Failure('client', `${asked.name} does not exist for this account (${how})`)
  }
  const words = error === undefined || show === undefined ? '' : show(error.message)
  const said = error === undefined || error.code === answer.status ? '' : ` (${how})${words === '' ? '' : `: ${words}`}`
  if (said === '' || answer.status === 429 || answer.status >= 500) assertSuccess(answer, asked.name, now)
  if (error === undefined) return body
  // A 4xx keeps the class of its status.
  try {
    assertSuccess(answer, asked.name, now)
  } catch (thrown) {
    const { reason, retryAfter } = thrown as Failure
    throw new Failure(reason, `${asked.name} was answered with an error${said}`, { retryAfter })
  }
  throw new Failure('client', `${asked.name} was answered with an error${said}`)
}

function isForbidden(code: number): boolean {
  return code === scopeMissing || roleForbids.has(code)
}

function forbidden({ name, scope }: Asked, code: number, how: string): string {
  return code === scopeMissing
    ? `${name} is not permitted (${how}): the refresh token lacks the scope ${scope}; make a new ZOHO_REFRESH_TOKEN with it`
    : `${name} is not permitted (${how}): the role of the user or the plan of the account does not allow what the scope ${scope} opens`
}

interface ApiError {
  readonly code: number
  readonly message: string
}

/** `{ error_code, message }`, or `{ code, message }` with a code that is not 0. */
function errorOf(body: unknown): ApiError | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const { error_code: errorCode, code, message } = body as Record<string, unknown>
  const found = errorCode ?? code
  if (!isErrorCode(found)) return undefined
  return { code: Number(found), message: typeof message === 'string' ? message : '' }
}

/** What is no number at all is no code. */
export function isErrorCode(code: unknown): boolean {
  const number = typeof code === 'string' ? Number(code) : code
  return typeof number === 'number' && !Number.isNaN(number) && number !== 0
}

function jsonOrNothing({ body }: UpstreamResponse): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

const longestMessage = 200

/**
 * Words of the API as they may be logged: without mark-up, control characters, addresses of mail, long keys and the
 * secrets that are given, and no longer than a line.
 */
export function showable(message: string, secrets: readonly string[]): string {
  let text = message
  for (const secret of secrets) if (secret !== '') text = text.replaceAll(secret, '[redacted]')
  return text
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\S+@\S+/g, '[redacted]')
    .replaceAll(/[\w.-]{32,}/g, '[redacted]')
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, longestMessage)
}
