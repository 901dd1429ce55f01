/**
 * Who gets in: client certificates, passwords and the rate limit of the web configuration file, and bearer tokens.
 * Files are looked at with each connection and request, so that a change counts at once; a change that is no good is
 * logged and counted, and what was in force stays.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { createBearer } from '../src/bearer.ts'
import { faultOfClient, type PeerSocket } from '../src/client-certificate.ts'
import type { Clock } from '../src/clock.ts'
import type { Family } from '../src/contract.ts'
import { parseCredentials } from '../src/credentials.ts'
import { toFailure } from '../src/failure.ts'
import { createPasswordThread } from '../src/password-thread.ts'
import { createPasswords } from '../src/passwords.ts'
import { createBucket } from '../src/rate-limit.ts'
import type { Reloading } from '../src/reloading.ts'
import type { Secret } from '../src/secret.ts'
import { SettingsError } from '../src/settings.ts'
import type { WebFiles } from '../src/web-files.ts'
import { type RefusalReason, webFamilies } from '../src/web-metrics.ts'
import { renewServer } from '../src/web-server.ts'

declare module 'fastify' {
  interface FastifyInstance {
    webAccess: { families(): Family[] }
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
      : createBearer({
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

  async function refusalOf({ headers, socket, ip }: FastifyRequest): Promise<Refusal | undefined> {
    const config = files?.value().config
    if (config?.rateLimit !== undefined && !takeFromBucket(config.rateLimit)) {
      return { status: 429, reason: 'rate', message: 'too many requests' }
    }
    const fault = config?.tls && faultOfClient(socket as PeerSocket, config.tls)
    if (fault !== undefined) {
      // A new connection may show another certificate.
      return { status: 403, reason: 'certificate', message: fault, headers: { connection: 'close' } }
    }
    const users = config?.users ?? new Map<string, string>()
    if (bearer === undefined && users.size === 0) return undefined

    const given = parseCredentials(headers.authorization)
    if (given?.scheme === 'bearer' && bearer?.accepts(given.token) === true) return undefined
    if (given?.scheme === 'basic' && users.size > 0) {
      const verdict = await passwords.verify(users, { ...given, from: ip })
      if (verdict === 'right') return undefined
      if (verdict === 'busy') {
        const message = 'too many passwords wait to be checked'
        return { status: 429, reason: 'busy', message, headers: { 'retry-after': '1' } }
      }
    }
    const challenges = [
      ...(users.size > 0 ? ['Basic realm="edge-exporter", charset="UTF-8"'] : []),
      ...(bearer === undefined ? [] : ['Bearer realm="edge-exporter"'])
    ]
    const message = given === undefined ? 'credentials are needed' : 'these credentials are not accepted'
    return { status: 401, reason: 'credentials', message, headers: { 'www-authenticate': challenges } }
  }

  return {
    refresh,

    /** Answers requests that are not let in. */
    async guard(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
      refresh()
      if (!isHealthInside && request.routeOptions.config.isHealth === true) return undefined
      const refusal = await refusalOf(request)
      if (refusal === undefined) return undefined
      const { status, reason, message, headers = {} } = refusal
      refused[reason]++
      for (const [name, value] of Object.entries(headers)) {
        const isForbidden = name === 'connection' && request.raw.httpVersionMajor === 2
        if (!isForbidden) reply.header(name, value)
      }
      return reply.code(status).send({ statusCode: status, error: errorOf[status], message })
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
    fastify.decorate('webAccess', { families: access.families })
    // Before the handshake begins, so that this very connection is served with the new certificate.
    fastify.server.prependListener('connection', access.refresh)
    fastify.addHook('onRequest', access.guard)
    fastify.addHook('onClose', access.close)
  },
  { name: 'web-access', fastify: '5.x' }
)
