/** A server that speaks as much of Zoho's accounts server and of the Site24x7 API as the exporter asks for. */
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { systemClock } from '../../../src/contract/clock.ts'
import type { Simulator, SimulatorOptions } from '../../../src/contract/provider.ts'
import { type Faults, faultHeader, type OwnFault, simulateFaults } from '../../../src/simulation/faults.ts'
import { zaaidOf } from './account-lists.ts'
import { simulatedReports } from './reports.ts'
import {
  type Credentials,
  createTokens,
  type TokenAnswer,
  throttled,
  throttledInChinese,
  throttledWithSuccess,
  tokenErrors
} from './simulated-tokens.ts'
import { stamper } from './wire-form.ts'
import { createWorld, type StatusQuery } from './world.ts'

export interface Site24x7SimulatorOptions extends SimulatorOptions {
  /** Monitors; 40 by default. 0 is an empty account. */
  readonly size?: number
  /** Locations of every located monitor, in place of 1 to 8. */
  readonly locations?: number
  /** Minutes east of UTC of the account's time zone; 330 by default. */
  readonly zone?: number
  /** Seconds that an access token lives; 3600 by default. */
  readonly tokenLifetime?: number
  /** Refuses the eleventh token within ten minutes; true by default. */
  readonly throttle?: boolean
  /** Customers of the MSP account, and as many business units; 3 by default. */
  readonly customers?: number
  /** Scopes of the refresh token; all by default. */
  readonly scopes?: readonly string[]
  /** Milliseconds from one byte to the next of the fault `drip`; 1000 by default. */
  readonly dripInterval?: number
}

export interface Site24x7Simulator extends Simulator {
  readonly faults: Faults
  /** Requests so far, by endpoint: `token`, `current_status`, `availability` ... */
  readonly calls: Faults['calls']
  /** Made up from the seed. */
  readonly credentials: Credentials
  /** Ends all access tokens before their time. */
  expireTokens(): void
}

const scopeMissing = { error_code: 1121, message: 'OAuth Scope is not allowed.' }
const notAuthorized = { error_code: 1100, message: 'You are not authorized to perform this operation.' }
const tokenRefused = { error_code: 1120, message: 'OAuth Access Token is invalid or has expired.' }

/** How often the simulated account changes: the shortest interval at which the provider checks. */
const minute = 60_000

/** A simulator of one account. It does not listen yet. */
export async function createSimulator(options: Site24x7SimulatorOptions = {}): Promise<Site24x7Simulator> {
  const { seed = 1, clock = systemClock, size = 40, locations, zone = 330, throttle = true } = options
  const { tokenLifetime = 3600 } = options
  const app = Fastify()
  const tokens = createTokens({ seed, clock, throttle, lifetime: tokenLifetime })
  const own = openAccount(seed)
  /** By the id in the cookie of their calls. */
  const numbers = Array.from({ length: options.customers ?? 3 }, (_, i) => i + 1)
  const customers = new Map(numbers.map((number) => [zaaidOf(seed, number), openAccount(seed + 1000 * number)]))
  const scopes = new Set(options.scopes ?? simulatedReports.map(({ scope }) => scope))

  function openAccount(seed: number) {
    const world = createWorld({ seed, size, locations, zone })
    return { world, currentStatus: statusWriter(world) }
  }

  /** Undefined for a customer that there is not. */
  function accountOf({ headers }: FastifyRequest) {
    const zaaid = /\bzaaid=([^;]*)/.exec(headers.cookie ?? '')?.[1]
    return zaaid === undefined ? own : customers.get(zaaid)
  }

  const faults = simulateFaults(app, {
    clock,
    dripInterval: options.dripInterval,
    errorBody: (code) => (code === 401 ? tokenRefused : { error_code: code, message: `Simulated HTTP ${code}.` }),
    own: {
      ...Object.fromEntries(simulatedReports.map(({ endpoint }) => [endpoint, apiFaults])),
      token: tokenFaults((form) => tokens.answer(form)),
      current_status: {
        ...apiFaults,
        'expired-token'(request) {
          // By the switch all tokens ended once, when it was thrown; a later one is good.
          if (request.headers[faultHeader] !== undefined) tokens.expire(accessTokenOf(request))
          return undefined
        }
      }
    },
    onSet(_endpoint, fault) {
      if (fault === 'expired-token') tokens.expire()
    }
  })

  app.post('/oauth/v2/token', { config: { endpoint: 'token' } }, (request, reply) => {
    sendToken(reply, tokens.answer(formOf(request)))
  })

  /** Undefined where the token is good; else the refusal is sent. */
  function refuse(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
    const accessToken = accessTokenOf(request)
    if (accessToken === undefined) {
      return reply.code(401).send({ ...tokenRefused, message: 'Invalid value passed for authtoken' })
    }
    return tokens.isGood(accessToken) ? undefined : reply.code(401).send(tokenRefused)
  }
  const now = () => Math.floor(clock.now() / minute) * minute

  app.get<{ Querystring: Record<string, unknown> }>(
    '/api/current_status',
    { config: { endpoint: 'current_status' } },
    (request, reply) => {
      const refused = refuse(request, reply)
      if (refused !== undefined) return refused
      const account = accountOf(request)
      if (account === undefined) return reply.code(401).send(notAuthorized)
      return reply.type('application/json;charset=UTF-8').send(account.currentStatus(now(), readQuery(request.query)))
    }
  )

  for (const { path, endpoint, scope, data } of simulatedReports) {
    app.get<{ Querystring: Record<string, unknown> }>(`/api/${path}`, { config: { endpoint } }, (request, reply) => {
      const refused = refuse(request, reply)
      if (refused !== undefined) return refused
      if (!scopes.has(scope)) return reply.code(401).send(scopeMissing)
      const account = accountOf(request)
      if (account === undefined) return reply.code(401).send(notAuthorized)
      const time = now()
      const input = {
        seed,
        customers: numbers,
        monitors: account.world.monitorsAt(time),
        time,
        stamp: stamper(zone),
        query: request.query
      }
      return reply.send({ code: 0, message: 'success', data: data(input) })
    })
  }

  return {
    app,
    faults,
    calls: faults.calls,
    credentials: tokens.credentials,
    expireTokens: () => tokens.expire(),
    settings: (origin) => ({
      ZOHO_CLIENT_ID: tokens.credentials.clientId,
      ZOHO_CLIENT_SECRET: tokens.credentials.clientSecret,
      ZOHO_REFRESH_TOKEN: tokens.credentials.refreshToken,
      ZOHO_ACCOUNTS_URL: origin,
      SITE24X7_API_URL: `${origin}/api`
    })
  }
}

/** Writes each variant of the answer once a minute, because a big account takes seconds. */
function statusWriter(world: ReturnType<typeof createWorld>): (time: number, query: StatusQuery) => Buffer {
  const written = new Map<string, Buffer>()
  let writtenAt = Number.NaN

  return (time, query) => {
    if (time !== writtenAt) written.clear()
    writtenAt = time
    const key = JSON.stringify({ ...query, statuses: query.statuses && [...query.statuses].sort() })
    let body = written.get(key)
    if (body === undefined) {
      body = Buffer.from(`{"code":0,"message":"success","data":${world.dataAt(time, query)}}`)
      written.set(key, body)
    }
    return body
  }
}

function readQuery(query: Readonly<Record<string, unknown>>): StatusQuery {
  const flag = (name: string, otherwise: boolean) => {
    return query[name] === 'true' || (query[name] !== 'false' && otherwise)
  }
  const codes = String(query.status_required ?? '')
    .split(',')
    .filter((code) => /^\s*\d+\s*$/.test(code))
  return {
    groups: flag('group_required', true),
    locations: flag('locations_required', true),
    suspended: flag('suspended_required', false),
    apm: flag('apm_required', false),
    statuses: codes.length === 0 ? undefined : new Set(codes.map(Number))
  }
}

function accessTokenOf({ headers }: FastifyRequest): string | undefined {
  return /^Zoho-oauthtoken (\S+)$/.exec(headers.authorization ?? '')?.[1]
}

/** The parameters may come in the body or in the query. */
function formOf({ body, query }: FastifyRequest): Record<string, unknown> {
  return { ...(query as object), ...(body as object | null) }
}

function sendToken(reply: FastifyReply, { status, body }: TokenAnswer): FastifyReply {
  return reply.code(status).send(body)
}

/** The status is what clients expect; the real body is not known, and neither is whether it says how long to wait. */
const quotaSpent: OwnFault = (_request, reply) => {
  return reply.code(429).send({ error_code: 1122, message: 'The daily limit of API calls is used up.' })
}

const apiFaults: Readonly<Record<string, OwnFault>> = {
  scope: (_request, reply) => reply.code(401).send(scopeMissing),
  'error-200': (_request, reply) => reply.send({ error_code: 1000, message: 'Something went wrong.' }),
  'quota-day': quotaSpent
}

function tokenFaults(
  grant: (form: Readonly<Record<string, unknown>>) => TokenAnswer
): Readonly<Record<string, OwnFault>> {
  const always = (answer: TokenAnswer): OwnFault => {
    return (_request, reply) => sendToken(reply, answer)
  }
  return {
    revoked: always(tokenErrors.code),
    'invalid-client': always(tokenErrors.client),
    'invalid-secret': always(tokenErrors.secret),
    throttled: always(throttled),
    'throttled-cn': always(throttledInChinese),
    'throttled-200': always(throttledWithSuccess),
    'quota-day': quotaSpent,
    'expires-in-millis'(request, reply) {
      const { status, body } = grant(formOf(request))
      const { expires_in: seconds, ...rest } = body as { expires_in?: number }
      return reply.code(status).send(seconds === undefined ? rest : { ...rest, expires_in: seconds * 1000 })
    }
  }
}
