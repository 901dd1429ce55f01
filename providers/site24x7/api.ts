/** The API of Site24x7: one call for the state of every monitor of the account, and one for each report. */

import type { Clock } from '../../src/contract/clock.ts'
import { Failure, toFailure } from '../../src/contract/failure.ts'
import type { Ask, UpstreamResponse } from '../../src/contract/upstream.ts'
import { NotPermitted, readAnswer, restOfForbidden, showable, TokenRefused } from './api-error.ts'
import type { Site24x7Config } from './config.ts'
import { type Asked, type Endpoint, reportsRead } from './endpoint.ts'
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
  /** Of the customer that is asked about. */
  readonly zaaid?: string
  /** Shared by those who share a token: see `createRenewals`. */
  readonly renewals?: Renewals
}

/** When a new token was last refused as the one before. Customers share it as they share the token, which Zoho gives seldom. */
export interface Renewals {
  inVain: number
}

export const createRenewals = (): Renewals => ({ inVain: Number.NEGATIVE_INFINITY })

const currentStatusAsked: Asked = { name: 'current_status', scope: reportsRead }

/** Milliseconds without another renewal after one that did not help: Zoho gives ten tokens in ten minutes. */
const betweenRenewals = 90_000

export type Api = ReturnType<typeof createApi>

export function createApi({ ask, config, token, clock, zaaid, renewals = createRenewals() }: ApiDependencies) {
  /** The last tokens, as an answer may repeat one that it was sent before. */
  let sent: readonly string[] = []

  async function askOnce(endpoint: Endpoint, accessToken: string, signal: AbortSignal): Promise<UpstreamResponse> {
    return await ask({
      provider: 'site24x7',
      endpoint: endpoint.name,
      method: 'GET',
      url: new URL(`${config.apiUrl}/${endpoint.path}`),
      headers: {
        accept: 'application/json; version=2.0',
        authorization: `Zoho-oauthtoken ${accessToken}`,
        ...(zaaid === undefined ? {} : { cookie: `zaaid=${zaaid}` })
      },
      signal,
      hostSetting: 'SITE24X7_ENDPOINT or SITE24X7_API_URL',
      counted: true
    })
  }

  /** What `read` makes of the answer. An access token that is refused is renewed once. Throws a `Failure`. */
  async function call<T>(
    endpoint: Endpoint,
    signal: AbortSignal,
    read: (answer: UpstreamResponse, show: (message: string) => string) => T
  ): Promise<T> {
    const isLongAgo = () => clock.elapsed() - renewals.inVain >= betweenRenewals
    // The token is that of all customers, of whom one that is refused must not take it from the others again and again.
    async function attempt(mayDrop: boolean): Promise<T> {
      const accessToken = await token.get(signal)
      if (!sent.includes(accessToken)) sent = [accessToken, ...sent.slice(0, 3)]
      const answer = await askOnce(endpoint, accessToken, signal)
      try {
        return read(answer, (message) => showable(message, [...sent, ...secretsOf(config)]))
      } catch (error) {
        if (error instanceof TokenRefused && mayDrop) token.drop(accessToken)
        throw error
      }
    }
    try {
      return await attempt(zaaid === undefined || isLongAgo())
    } catch (error) {
      if (!(error instanceof TokenRefused) || !isLongAgo()) throw error
    }
    try {
      return await attempt(zaaid === undefined)
    } catch (error) {
      if (error instanceof TokenRefused) renewals.inVain = clock.elapsed()
      throw error
    }
  }

  return {
    /** The body of a good answer, or of one too long to be an error, which is left to who reads it. */
    currentStatus: (signal: AbortSignal): Promise<Buffer> =>
      call({ ...currentStatusAsked, path: config.currentStatusPath }, signal, (answer, show) => {
        if (!isLong(answer)) readCurrentStatus(answer, clock.now(), show)
        return answer.body
      }),

    /** The `data` of a list. */
    list: (endpoint: Endpoint, signal: AbortSignal): Promise<unknown> =>
      rested(
        call(endpoint, signal, (answer, show) => dataOf(readAnswer(answer, endpoint, clock.now(), show), endpoint.name))
      ),

    /** The body of a report, as `currentStatus` gives it. */
    report: (endpoint: Endpoint, signal: AbortSignal): Promise<Buffer> =>
      rested(
        call(endpoint, signal, (answer, show) => {
          if (!isLong(answer)) dataOf(readAnswer(answer, endpoint, clock.now(), show), endpoint.name)
          return answer.body
        })
      )
  }
}

/** What is not permitted is to be left alone for hours. */
async function rested<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (!(error instanceof NotPermitted)) throw error
    throw new NotPermitted(error.message, { retryAfter: restOfForbidden })
  }
}

/** Those that can be read, for being taken out of what is shown. */
function secretsOf({ clientId, clientSecret, refreshToken }: Site24x7Config): string[] {
  return [clientId, clientSecret, refreshToken].flatMap((secret) => {
    try {
      return [secret.read()]
    } catch {
      return []
    }
  })
}

/** Errors are short. To look for one in a body of many megabytes would hold up the main thread for nothing. */
const longestError = 64 * 1024

function isLong({ status, body }: UpstreamResponse): boolean {
  return status >= 200 && status < 300 && body.length > longestError
}

/** The `data` of `{ code, message, data }`; the whole where there is no envelope and it is a list. */
export function dataOf(body: unknown, name: string): unknown {
  if (Array.isArray(body)) return body
  const { data } = assertObject(body, 'the answer', name)
  if (data === undefined || data === null) throw anotherShape('/data is missing', name)
  return data
}

/** The data of an answer of current_status. */
export function readCurrentStatus(
  answer: UpstreamResponse,
  now: number,
  show?: (message: string) => string
): CurrentStatus {
  return assertShape(readAnswer(answer, currentStatusAsked, now, show))
}

function assertShape(body: unknown): CurrentStatus {
  const { name } = currentStatusAsked
  const { code, data } = assertObject(body, 'the answer', name)
  // So says an account without monitors.
  if (code === 0 && Array.isArray(data) && data.length === 0) return {}
  const { monitors, monitor_groups: groups } = assertObject(data, '/data', name)
  for (const [list, value] of Object.entries({ monitors, monitor_groups: groups })) {
    if (value !== undefined && !Array.isArray(value)) throw anotherShape(`/data/${list} must be an array`, name)
  }
  return data as CurrentStatus
}

function assertObject(value: unknown, where: string, endpoint: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw anotherShape(`${where} must be an object`, endpoint)
}

function anotherShape(what: string, endpoint: string): Failure {
  return new Failure('schema', `${endpoint} was answered with JSON of another shape: ${what}`)
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
