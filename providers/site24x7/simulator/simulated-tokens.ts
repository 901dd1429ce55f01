/** The simulated Zoho accounts server: grants, access tokens and the throttle. */
import { createHash } from 'node:crypto'
import type { Clock } from '../../../src/contract/clock.ts'

const minute = 60_000

/** Tokens that one refresh token may get in a window, and the window in milliseconds. */
export const tokensPerWindow = 10
export const tokenWindow = 10 * minute
/** One more live token deletes the oldest one. */
const liveTokens = 30
const codeLife = 10 * minute

export interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
  readonly refreshToken: string
  /** For the `authorization_code` grant; good for one use within 10 minutes. */
  readonly code: string
}

export interface TokensOptions {
  readonly seed: number
  readonly clock: Clock
  /** Seconds. */
  readonly lifetime: number
  /** False: as many tokens as are asked for. */
  readonly throttle: boolean
}

export interface TokenAnswer {
  readonly status: number
  readonly body: unknown
}

/** Errors come with HTTP 200, as the real server sends them. */
export const tokenErrors = {
  code: { status: 200, body: { error: 'invalid_code' } },
  client: { status: 200, body: { error: 'invalid_client' } },
  secret: { status: 200, body: { error: 'invalid_client_secret' } },
  grant: { status: 200, body: { error: 'unsupported_grant_type' } }
} as const satisfies Record<string, TokenAnswer>

const throttleBody = {
  error_description: 'You have made too many requests continuously. Please try again after some time.',
  error: 'Access Denied',
  status: 'failure'
}
export const throttled: TokenAnswer = { status: 400, body: throttleBody }
export const throttledWithSuccess: TokenAnswer = { status: 200, body: throttleBody }
export const throttledInChinese: TokenAnswer = {
  status: 400,
  body: { error_description: '您已连续提出过多请求，请稍后再试。', error: '拒绝访问', status: 'failure' }
}

export type Tokens = ReturnType<typeof createTokens>

export function createTokens({ seed, clock, lifetime, throttle }: TokensOptions) {
  const made = clock.elapsed()
  /** Access token -> when it ends, in the clock's elapsed milliseconds; the oldest first. */
  const live = new Map<string, number>()
  let serial = 0
  let isCodeUsed = false
  let window = { start: Number.NEGATIVE_INFINITY, count: 0 }

  const secret = (what: string) => createHash('sha256').update(`${seed} ${what}`).digest('hex')
  const token = (what: string) => `1000.${secret(what).slice(0, 32)}.${secret(what).slice(32)}`

  const credentials: Credentials = {
    clientId: `1000.${secret('client').slice(0, 30).toUpperCase()}`,
    clientSecret: secret('client secret').slice(0, 42),
    refreshToken: token('refresh'),
    code: token('code')
  }

  function grant(extra: Readonly<Record<string, string>>): TokenAnswer {
    const now = clock.elapsed()
    if (now - window.start >= tokenWindow) window = { start: now, count: 0 }
    if (throttle && window.count >= tokensPerWindow) return throttled
    window.count++

    const accessToken = token(`access ${++serial}`)
    live.set(accessToken, now + lifetime * 1000)
    const [oldest] = live.keys()
    if (live.size > liveTokens && oldest !== undefined) live.delete(oldest)
    return {
      status: 200,
      body: {
        access_token: accessToken,
        ...extra,
        api_domain: 'https://www.zohoapis.com',
        token_type: 'Bearer',
        expires_in: lifetime
      }
    }
  }

  return {
    credentials,
    /** Answers `POST /oauth/v2/token`. */
    answer(form: Readonly<Record<string, unknown>>): TokenAnswer {
      if (form.client_id !== credentials.clientId) return tokenErrors.client
      if (form.client_secret !== credentials.clientSecret) return tokenErrors.secret
      if (form.grant_type === 'refresh_token') {
        return form.refresh_token === credentials.refreshToken ? grant({}) : tokenErrors.code
      }
      if (form.grant_type !== 'authorization_code') return tokenErrors.grant
      if (form.code !== credentials.code || isCodeUsed || clock.elapsed() - made > codeLife) return tokenErrors.code
      isCodeUsed = true
      return grant({ refresh_token: credentials.refreshToken })
    },
    isGood(accessToken: string): boolean {
      return clock.elapsed() < (live.get(accessToken) ?? Number.NEGATIVE_INFINITY)
    },
    /** Ends one access token, or all of them, before their time. */
    expire(accessToken?: string): void {
      if (accessToken === undefined) live.clear()
      else live.delete(accessToken)
    }
  }
}
