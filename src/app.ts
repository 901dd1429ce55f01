/** The whole application: shared plugins, then providers, in one visible order. It does not listen. */
import fastifyEnv from '@fastify/env'
import Fastify, { type FastifyBaseLogger, type FastifyError, type FastifyInstance, LogController } from 'fastify'
import geolocation from '../plugins/geolocation.ts'
import health from '../plugins/health.ts'
import home from '../plugins/home.ts'
import metrics from '../plugins/metrics.ts'
import snapshots from '../plugins/snapshots.ts'
import upstream from '../plugins/upstream.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config.ts'
import type { Settings } from './contract.ts'
import { toFailure } from './failure.ts'
import { version } from './version.ts'

declare module 'fastify' {
  interface FastifyInstance {
    config: Settings
  }
}

export interface AppOptions {
  readonly logger?: FastifyBaseLogger
  readonly clock?: Clock
  readonly random?: () => number
  /** Milliseconds: see `UpstreamOptions`. */
  readonly attemptTimeout?: number
  readonly retryDelay?: number
}

export async function buildApp(config: Config, options: AppOptions = {}): Promise<FastifyInstance> {
  const { clock = systemClock, random = Math.random, logger, ...upstreamOptions } = options
  const app = Fastify({
    ...(logger === undefined ? {} : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true },
    requestTimeout: 60_000,
    keepAliveTimeout: 75_000,
    bodyLimit: 1024
  })
  const { TELEMETRY_PATH: metricsPath = '', GEOLOCATION_PATH: geolocationPath = '' } = config.settings

  await app.register(fastifyEnv, { schema: structuredClone(config.schema), data: config.settings, env: false })
  await app.register(upstream, {
    clock,
    proxy: config.proxy,
    userAgent: `edge-exporter/${version}`,
    ...upstreamOptions
  })
  await app.register(snapshots, { clock, random })
  await app.register(metrics, {
    path: metricsPath,
    providers: config.providers.map(({ provider }) => provider.name),
    version
  })
  await app.register(geolocation, {
    path: geolocationPath,
    places: config.providers.flatMap(({ provider }) => provider.places),
    current: () => app.snapshots.places()
  })
  await app.register(health)
  await app.register(home, {
    version,
    links: {
      [metricsPath]: 'metrics',
      [geolocationPath]: 'places as JSON, for maps',
      '/healthz': 'liveness',
      '/readyz': 'readiness'
    }
  })
  for (const { provider, config: providerConfig } of config.providers) {
    await app.register(provider.plugin, { config: providerConfig, clock })
  }

  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const statusCode = error.statusCode ?? 500
    if (statusCode < 500) return reply.code(statusCode).send({ statusCode, error: error.code, message: error.message })
    request.log.error({ reason: toFailure(error).message }, 'a request failed')
    return reply.code(statusCode).send({ statusCode, error: 'Internal Server Error', message: 'see the log' })
  })
  app.setNotFoundHandler((_request, reply) => {
    reply.code(404).type('text/plain; charset=utf-8').send('Not found\n')
  })
  return app
}
