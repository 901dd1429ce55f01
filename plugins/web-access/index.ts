/**
 * Who gets in: client certificates, passwords and the rate limit of the web configuration file, and bearer tokens.
 * Files are looked at with each connection and request, so that a change counts at once; a change that is no good is
 * logged and counted, and what was in force stays.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Reloading } from '../../src/config/reloading.ts'
import type { Clock } from '../../src/contract/clock.ts'
import { toFailure } from '../../src/contract/failure.ts'
import type { Family } from '../../src/contract/provider.ts'
import type { Secret } from '../../src/contract/secret.ts'
import { SettingsError } from '../../src/contract/settings.ts'
import { createBearerToken } from './bearer-token.ts'
import { faultOfClient, type PeerSocket } from './client-certificate.ts'
import { parseCredentials } from './credentials.ts'
import { createPasswordThread } from './password-thread.ts'
import { createPasswords } from './passwords.ts'
import { answerPlainHttpOf } from './plain-http.ts'
import { createBucket } from './rate-limit.ts'
import type { WebConfig } from './web-config.ts'
import type { WebFiles } from './web-files.ts'
import { type RefusalReason, webFamilies } from './web-metrics.ts'
import { renewServer } from './web-server.ts'

declare module 'fastify' {
  interface FastifyInstance {
    webAccess: {
      families(): Family[]
      /** Looks whether the files have changed, as each connection does. */
      refresh(): void
    }
  }
  interface FastifyContextConfig {
    /** A route that tells only whether the program lives: it stays outside authentication. */
    isHealth?: boolean
  }
}

export interface WebAccessOptions {
  readonly clock: Clock
  /** Undefined without a web configuration file. */
  readonly files: Reloading<WebFiles> | undefined
  /** Undefined: no bearer token is known. */
  readonly token: Secret | undefined
  /** Whether the routes that tell of health ask for authentication too. */
  readonly isHealthInside: boolean
}

interface Refusal {
  readonly status: number
  readonly reason: RefusalReason
  readonly message: string
  readonly headers?: Readonly<Record<string, string | string[]>>
}

const nobody: WebConfig['users'] = new Map()

export function createWebAccess(
  { server, log }: Pick<FastifyInstance, 'server' | 'log'>,
  { clock, files, token, isHealthInside }: WebAccessOptions
) {
  const thread = createPasswordThread()
  const passwords = createPasswords({ compare: thread.compare })
  const takeFromBucket = createBucket(clock)
  const refused: Record<RefusalReason, number> = { certificate: 0, credentials: 0, busy: 0, rate: 0 }
  const reloads = { success: 0, failure: 0 }
  let isConfigGood = true

  function succeeded(message: string): void {
    reloads.success++
    log.info(message)
  }

  function failed(error: unknown, message: string): void {
    reloads.failure++
    log.error({ reason: error instanceof SettingsError ? error.message : toFailure(error).message }, message)
  }

  const bearer =
    token === undefined
      ? undefined
      : createBearerToken({
          secret: token,
          onChange: () => succeeded('the changed METRICS_TOKEN is in force'),
          onFault: (error) => failed(error, 'METRICS_TOKEN cannot be read again; the last one goes on')
        })

  function refresh(): void {
    const outcome = files?.refresh()
    if (outcome === undefined || outcome === 'same') return
    isConfigGood = outcome === 'changed'
    if (outcome !== 'changed') {
      failed(outcome.error, 'the changed web configuration cannot be used; the last one goes on')
      return
    }
    renewServer(server, (files as Reloading<WebFiles>).value(), isHealthInside)
    succeeded('the changed web configuration is in force')
  }

  /** Why this request is not let in, whoever sent it. */
  function refusalOfAnyone({ raw: { socket } }: FastifyRequest, config?: WebConfig): Refusal | undefined {
    if (config?.rateLimit !== undefined && !takeFromBucket(config.rateLimit)) {
      return { status: 429, reason: 'rate', message: 'too many requests' }
    }
    const fault = config?.tls && faultOfClient(socket as PeerSocket, config.tls)
    if (fault === undefined) return undefined
    // A new connection may show another certificate.
    return { status: 403, reason: 'certificate', message: fault, headers: { connection: 'close' } }
  }

  async function refusalOfCredentials(
    { headers, ip }: FastifyRequest,
    users: WebConfig['users']
  ): Promise<Refusal | undefined> {
    const given = parseCredentials(headers.authorization)
    if (given?.scheme === 'bearer' && bearer?.accepts(given.token) === true) return undefined
    // Where there are no users, the token is the password of any, so that a person with a browser gets in.
    if (given?.scheme === 'basic' && users.size === 0 && bearer?.accepts(given.password) === true) return undefined
    if (given?.scheme === 'basic' && users.size > 0) {
      const verdict = await passwords.verify(users, { ...given, from: ip })
      if (verdict === 'right') return undefined
      if (verdict === 'busy') {
        const message = 'too many passwords wait to be checked'
        return { status: 429, reason: 'busy', message, headers: { 'retry-after': '1' } }
      }
    }
    const challenges = [
      'Basic realm="edge-exporter", charset="UTF-8"',
      ...(bearer === undefined ? [] : ['Bearer realm="edge-exporter"'])
    ]
    const message = given === undefined ? 'credentials are needed' : 'these credentials are not accepted'
    return { status: 401, reason: 'credentials', message, headers: { 'www-authenticate': challenges } }
  }

  function refuse(
    { raw }: FastifyRequest,
    reply: FastifyReply,
    { status, reason, message, headers = {} }: Refusal
  ): void {
    refused[reason]++
    for (const [name, value] of Object.entries(headers)) {
      const isForbidden = name === 'connection' && raw.httpVersionMajor === 2
      if (!isForbidden) reply.header(name, value)
    }
    reply.code(status).send({ statusCode: status, error: errorOf[status], message })
  }

  return {
    refresh,

    /** Answers requests that are not let in. Only looking at credentials takes a while, and a promise. */
    guard(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
      refresh()
      const config = files?.value().config
      if (config === undefined && bearer === undefined) {
        done()
        return
      }
      const users = config?.users ?? nobody
      const isOutside = !isHealthInside && request.routeOptions.config.isHealth === true
      const refusal = isOutside ? undefined : refusalOfAnyone(request, config)
      if (refusal !== undefined) {
        refuse(request, reply, refusal)
      } else if (isOutside || (bearer === undefined && users.size === 0)) {
        done()
      } else {
        refusalOfCredentials(request, users).then(
          (found) => (found === undefined ? done() : refuse(request, reply, found)),
          done
        )
      }
    },

    families: () => {
      const isConfigured = files !== undefined || token !== undefined
      const isGood = isConfigGood && bearer?.isGood() !== false
      return webFamilies({
        refused,
        reloads: isConfigured ? { ...reloads, isGood } : undefined,
        expiry: files?.value().tls?.expiry
      })
    },

    close: () => thread.close()
  }
}

const errorOf: Readonly<Record<number, string>> = { 401: 'Unauthorized', 403: 'Forbidden', 429: 'Too Many Requests' }

export default fp<WebAccessOptions>(
  async (fastify, options) => {
    const access = createWebAccess(fastify, options)
    fastify.decorate('webAccess', { families: access.families, refresh: access.refresh })
    // Before the handshake begins, so that this very connection is served with the new certificate.
    fastify.server.prependListener('connection', access.refresh)
    if (options.files?.value().tls !== undefined) answerPlainHttpOf(fastify.server)
    fastify.addHook('onRequest', access.guard)
    fastify.addHook('onClose', access.close)
  },
  { name: 'web-access', fastify: '5.x' }
)
