/** The access token of the Zoho accounts server: fetched when needed, kept while it is good, renewed before it ends. */

import type { Clock } from '../../../src/contract/clock.ts'
import { Failure, toFailure } from '../../../src/contract/failure.ts'
import type { Secret } from '../../../src/contract/secret.ts'
import type { Store } from '../../../src/contract/store.ts'
import {
  type Ask,
  describeStatus,
  parseJson,
  reasonOfStatus,
  retryAfter,
  type UpstreamResponse
} from '../../../src/contract/upstream.ts'
import type { Site24x7Config } from '../config.ts'
import { createTokenVault, type Token } from './token-vault.ts'

const second = 1000

/** Bytes; a real one has a few hundred. */
const longestTokenAnswer = 64 * 1024
const minute = 60 * second

/** Zoho blocks an account for the rest of ten minutes after its tenth token. */
const callsPerWindow = 10
const window = 10 * minute

/**
 * It is given to nobody this long before its end, so that no API call meets an expired one. A new one is asked for well
 * before, as Zoho may give none for ten minutes, and the old one is good meanwhile.
 */
const lastUse = 90 * second
const renewal = 13 * minute
/** Between two attempts to renew a token that is still good. */
const betweenAttempts = minute
/** Some answers give `expires_in` in milliseconds; no token lives longer than an hour. */
const longestLife = 3600 * second

export interface TokenDependencies {
  readonly ask: Ask
  readonly config: Site24x7Config
  readonly clock: Clock
  /** Where the token outlives the process, or is shared with replicas. */
  readonly store: Store
  /** Told after each attempt to renew a token that is still good, and after each new one. */
  readonly onRenewal?: (isRenewed: boolean) => void
}

export type TokenCell = ReturnType<typeof createToken>

export function createToken({ ask, config, clock, store, onRenewal = () => {} }: TokenDependencies) {
  let current: { value: string; goodUntil: number; renewAt: number } | undefined
  let refused: string | undefined
  let flight: Promise<string> | undefined
  let calls: number[] = []

  function readSecrets() {
    return {
      clientId: readSecret(config.clientId, 'ZOHO_CLIENT_ID'),
      clientSecret: readSecret(config.clientSecret, 'ZOHO_CLIENT_SECRET'),
      refreshToken: readSecret(config.refreshToken, 'ZOHO_REFRESH_TOKEN')
    }
  }

  async function renew(signal: AbortSignal): Promise<string> {
    const secrets = readSecrets()
    const vault = createTokenVault({ store, clock, accountsUrl: config.accountsUrl, ...secrets })
    const stored = await vault.load(refused)
    // The one in hand, which is to be renewed, is in the store as well.
    const isNews = stored !== undefined && stored.value !== current?.value
    return isNews ? keep(stored) : keep(await fetchToken(secrets, signal), vault.save)
  }

  async function keep({ value, life }: Token, save?: (token: Token) => Promise<void>): Promise<string> {
    const goodUntil = clock.elapsed() + life
    current = { value, goodUntil, renewAt: goodUntil - Math.min(renewal - lastUse, life / 2) }
    onRenewal(true)
    await save?.({ value, life })
    return value
  }

  /** A new one, which is good for the `life` that is given. */
  async function fetchToken(secrets: ReturnType<typeof readSecrets>, signal: AbortSignal): Promise<Token> {
    calls = calls.filter((at) => clock.elapsed() - at < window)
    const oldest = calls[0]
    if (calls.length >= callsPerWindow && oldest !== undefined) {
      throw new Failure('quota', 'no more than 10 access tokens are asked for in 10 minutes', {
        retryAfter: window - (clock.elapsed() - oldest)
      })
    }
    calls.push(clock.elapsed())
    const answer = await ask({
      provider: 'site24x7',
      endpoint: 'token',
      method: 'POST',
      url: new URL(`${config.accountsUrl}/oauth/v2/token`),
      headers: { accept: 'application/json' },
      form: {
        client_id: secrets.clientId,
        client_secret: secrets.clientSecret,
        refresh_token: secrets.refreshToken,
        grant_type: 'refresh_token'
      },
      signal,
      bodyLimit: longestTokenAnswer,
      hostSetting: 'SITE24X7_ENDPOINT or ZOHO_ACCOUNTS_URL'
    })
    const { value, life } = readToken(answer, clock.now())
    return { value, life: Math.max(life - lastUse, life / 2) }
  }

  /** Parallel callers share one request. */
  function renewTogether(signal: AbortSignal): Promise<string> {
    flight ??= renew(signal).finally(() => {
      flight = undefined
    })
    return flight
  }

  /** A new token, or the old one, which is still good, where there is none to be had now. */
  async function renewEarly(signal: AbortSignal, old: NonNullable<typeof current>): Promise<string> {
    try {
      return await renewTogether(signal)
    } catch (error) {
      const { retryAfter = 0 } = toFailure(error)
      if (signal.aborted || current !== old) throw error
      onRenewal(false)
      current = { ...old, renewAt: clock.elapsed() + Math.max(betweenAttempts, retryAfter) }
      return old.value
    }
  }

  return {
    /** A token that is good now. Throws a `Failure`. */
    get(signal: AbortSignal): Promise<string> {
      const now = clock.elapsed()
      if (current === undefined || now >= current.goodUntil) return renewTogether(signal)
      return now < current.renewAt ? Promise.resolve(current.value) : renewEarly(signal, current)
    },
    /** Forgets the token, which the API has refused; not one that has taken its place meanwhile. */
    drop(value: string | undefined = current?.value): void {
      if (value === undefined) return
      refused = value
      if (current?.value === value) current = undefined
    }
  }
}

/** A secret kept in a file may have gone since the start. */
function readSecret(secret: Secret, setting: string): string {
  try {
    return secret.read()
  } catch {
    throw new Failure('auth', `the file of ${setting}_FILE can no longer be read`)
  }
}

/** Success is a non-empty `access_token`, whatever the status: errors come with HTTP 200 too. Life in milliseconds. */
export function readToken(answer: UpstreamResponse, now: number): { value: string; life: number } {
  if (answer.status >= 500 || answer.status === 429 || answer.status === 407 || answer.status === 404) {
    const message = `the token request was answered with ${describeStatus(answer.status)}`
    throw new Failure(reasonOfStatus(answer.status), message, { retryAfter: retryAfter(answer.headers, now) })
  }
  const body = parseJson(answer, 'the token request') as Record<string, unknown> | null
  const value = body?.access_token
  if (typeof value === 'string' && value !== '') {
    // Kept, a token that no header can hold would fail every call until its end.
    if (!/^[\x21-\x7e]+$/.test(value)) {
      throw new Failure('schema', 'the token request was answered with a token of unreadable characters')
    }
    return { value, life: lifeOf(body?.expires_in) }
  }
  throw refusal(body, answer, now)
}

/** Milliseconds of `expires_in`, which comes as a number or as text. */
function lifeOf(expiresIn: unknown): number {
  const seconds = typeof expiresIn === 'string' ? Number(expiresIn) : expiresIn
  const isLife = typeof seconds === 'number' && seconds > 0
  return isLife ? Math.min(seconds * second, longestLife) : longestLife
}

/** A fault of Zoho's, which passes. */
const passing: ReadonlySet<unknown> = new Set(['server_error', 'general_error', 'temporarily_unavailable'])

const remedies: Readonly<Record<string, string>> = {
  access_denied:
    'the consent for ZOHO_REFRESH_TOKEN was refused or taken back, or the user may not give it: sign in as an administrator of the account and make a new one',
  unauthorized_client:
    'the client of ZOHO_CLIENT_ID may not be used in this way: make a Self Client in the API console of the data centre of SITE24X7_ENDPOINT',
  invalid_code:
    'ZOHO_REFRESH_TOKEN is wrong, revoked, or belongs to another data centre than SITE24X7_ENDPOINT: make a new one',
  invalid_client: 'ZOHO_CLIENT_ID is wrong, or belongs to another data centre than SITE24X7_ENDPOINT',
  invalid_client_secret: 'ZOHO_CLIENT_SECRET is wrong, or belongs to another data centre than SITE24X7_ENDPOINT'
}

/** The texts are localised, so a throttle is known by its `status: "failure"` and a refusal by its constant code. */
function refusal(body: Record<string, unknown> | null, { status, headers }: UpstreamResponse, now: number): Failure {
  const code = body?.error
  if (typeof code === 'string' && Object.hasOwn(remedies, code)) {
    return new Failure('auth', `Zoho refused the token request (${code}): ${remedies[code]}`)
  }
  if (body?.status === 'failure' || code === 'Access Denied') {
    return new Failure('quota', 'Zoho has throttled token requests; it lets them through again after some minutes', {
      retryAfter: retryAfter(headers, now) ?? window
    })
  }
  if (passing.has(code)) {
    return new Failure('server', `Zoho cannot answer the token request now (${code}): it is tried again by itself`)
  }
  if (typeof code === 'string') {
    const named = /^[a-z_]{1,40}$/.test(code) ? `${code}, HTTP ${status}` : `HTTP ${status}`
    return new Failure('auth', `Zoho refused the token request (${named}): check the ZOHO_ settings`)
  }
  if (status >= 400) return new Failure(reasonOfStatus(status), `the token request was answered with HTTP ${status}`)
  return new Failure('schema', 'the token request was answered with JSON that holds neither a token nor an error')
}
