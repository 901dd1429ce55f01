/** GET /api/current_status: one call for the state of every monitor of the account. */

import type { Clock } from '../../src/contract/clock.ts'
import { Failure, toFailure } from '../../src/contract/failure.ts'
import { type Ask, assertSuccess, parseJson, type UpstreamResponse } from '../../src/contract/upstream.ts'
import type { Site24x7Config } from './config.ts'
import type { TokenCell } from './token/token.ts'

/** The envelope alone: each monitor is checked by itself in the inventory, so that a bad one costs only itself. */
export interface CurrentStatus {
  readonly monitors?: readonly unknown[]
  readonly monitor_groups?: readonly unknown[]
}

export interface ApiDependencies {
  readonly ask: Ask
  readonly config: Site24x7Config
  readonly token: TokenCell
  readonly clock: Clock
}

export function createApi({ ask, config, token, clock }: ApiDependencies) {
  const url = new URL(`${config.apiUrl}/current_status`)

  async function askOnce(signal: AbortSignal): Promise<Buffer> {
    const accessToken = await token.get(signal)
    const answer = await ask({
      provider: 'site24x7',
      endpoint: 'current_status',
      method: 'GET',
      url,
      headers: { accept: 'application/json; version=2.0', authorization: `Zoho-oauthtoken ${accessToken}` },
      signal,
      hostSetting: 'SITE24X7_ENDPOINT or SITE24X7_API_URL',
      counted: true
    })
    if (!isLong(answer)) readCurrentStatus(answer, clock.now())
    return answer.body
  }

  return {
    /**
     * The body of a good answer, or of one too long to be an error, which is left to who reads it. An access token that
     * is refused is renewed once. Throws a `Failure`.
     */
    async currentStatus(signal: AbortSignal): Promise<Buffer> {
      try {
        return await askOnce(signal)
      } catch (error) {
        if (!(error instanceof TokenRefused)) throw error
        token.drop()
        return await askOnce(signal)
      }
    }
  }
}

/** An `auth` failure that a new access token may mend. */
class TokenRefused extends Failure {}

/** Errors are short. To look for one in a body of many megabytes would hold up the main thread for nothing. */
const longestError = 64 * 1024

function isLong({ status, body }: UpstreamResponse): boolean {
  return status >= 200 && status < 300 && body.length > longestError
}

const scopeMissing = 1121
const tokenExpired = 1120

/** The data of an answer. An error may come with any status, HTTP 200 included. */
export function readCurrentStatus(answer: UpstreamResponse, now: number): CurrentStatus {
  const isSuccess = answer.status >= 200 && answer.status < 300
  const body = isSuccess ? parseJson(answer, 'current_status') : jsonOrNothing(answer)
  const error = errorOf(body)
  const code = error === undefined ? '' : `, error_code ${error.code}`

  if (error?.code === scopeMissing) {
    throw new Failure(
      'auth',
      'the refresh token lacks the scope Site24x7.Reports.Read: make a new ZOHO_REFRESH_TOKEN with it'
    )
  }
  const isAboutToken = error?.code === tokenExpired || /OAuth Access Token/i.test(error?.message ?? '')
  if (answer.status === 401 || answer.status === 403 || isAboutToken) {
    throw new TokenRefused('auth', `current_status refused the access token (HTTP ${answer.status}${code})`)
  }
  assertSuccess(answer, 'current_status', now)
  if (error !== undefined)
    throw new Failure('client', `current_status was answered with an error (HTTP ${answer.status}${code})`)
  return assertShape(body)
}

function assertShape(body: unknown): CurrentStatus {
  const { code, data } = assertObject(body, 'the answer')
  // So says an account without monitors.
  if (code === 0 && Array.isArray(data) && data.length === 0) return {}
  const { monitors, monitor_groups: groups } = assertObject(data, '/data')
  for (const [name, list] of Object.entries({ monitors, monitor_groups: groups })) {
    if (list !== undefined && !Array.isArray(list)) throw anotherShape(`/data/${name} must be an array`)
  }
  return data as CurrentStatus
}

function assertObject(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw anotherShape(`${where} must be an object`)
}

function anotherShape(what: string): Failure {
  return new Failure('schema', `current_status was answered with JSON of another shape: ${what}`)
}

/** What is wrong with the body of an answer in which no inventory could be read. */
export function faultOf({ buffer, byteOffset, byteLength }: Uint8Array): Failure {
  try {
    readCurrentStatus({ status: 200, headers: {}, body: Buffer.from(buffer, byteOffset, byteLength) }, 0)
  } catch (error) {
    return toFailure(error)
  }
  return new Failure('schema', 'current_status was answered with JSON that contradicts itself')
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
