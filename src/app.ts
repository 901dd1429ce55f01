/** The whole application: shared plugins, then providers, in one visible order. It does not listen. */

import fastifyEnv from '@fastify/env'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyServerOptions,
  LogController
} from 'fastify'
import connections from '../plugins/connections.ts'
import geolocation from '../plugins/geolocation.ts'
import health from '../plugins/health.ts'
import metrics from '../plugins/metrics/index.ts'
import { droppedLinesFamily, unhandledErrorFamily } from '../plugins/metrics/self-metrics.ts'
import push from '../plugins/push/index.ts'
import readOnly from '../plugins/read-only.ts'
import securityHeaders from '../plugins/security-headers.ts'
import snapshots from '../plugins/snapshots/index.ts'
import statusPage from '../plugins/status-page/index.ts'
import store from '../plugins/store/index.ts'
import unhandledErrors from '../plugins/unhandled-errors.ts'
import upstream from '../plugins/upstream/index.ts'
import webAccess from '../plugins/web-access/index.ts'
import { serverOptions } from '../plugins/web-access/web-server.ts'
import type { Config } from './config/config.ts'
import { withLimits } from './config/limits.ts'
import { pluginOf } from './config/providers/provider-plugin.ts'
import { type Clock, systemClock } from './contract/clock.ts'
import { toFailure } from './contract/failure.ts'
import type { AnyProvider, Settings } from './contract/provider.ts'
import { SettingsError } from './contract/settings.ts'
import { answerBadUrl, answerBrokenHttp } from './server/malformed-requests.ts'
import { routePath } from './server/route-path.ts'
import { schemaController } from './server/route-schemas.ts'
import { version } from './version.ts'

declare module 'fastify' {
  interface FastifyInstance {
    config: Settings
  }
}

const documentation = 'https://github.com/edge-exporter/edge-exporter#readme'

export interface AppOptions {
  readonly logger?: FastifyBaseLogger
  /** Log lines that could not be written. */
  readonly droppedLines?: () => number
  readonly clock?: Clock
  readonly random?: () => number
  /** See `SnapshotsOptions`. */
  readonly startOn?: 'ready' | 'listen'
  /** Milliseconds: see `UpstreamOptions`. */
  readonly attemptTimeout?: number
  readonly retryDelay?: number
  /** Bytes. */
  readonly bodyLimit?: number
}

/** What asks the providers, without anything that serves: `upstream`, `snapshots` and the providers' sources. */
export async function buildCollector(
  config: Config,
  options: AppOptions & { readonly background?: boolean } = {}
): Promise<FastifyInstance> {
  const app = await createBase(config, options)
  await addProviders(app, config, options)
  return app
}

/** All of it, to be listened with. */
export async function buildApp(config: Config, options: AppOptions = {}): Promise<FastifyInstance> {
  const { clock = systemClock, droppedLines = () => 0 } = options
  const { TELEMETRY_PATH: metricsPath = '', GEOLOCATION_PATH: geolocationPath = '' } = config.settings
  const { file, token, isHealthInside } = config.web
  // With it comes the parser of YAML, which most do without.
  const files =
    file === undefined ? undefined : (await import('../plugins/web-access/web-files.ts')).watchWebFiles(file)
  const app = await createBase(config, options, serverOptions(files?.value(), isHealthInside))

  await app.register(metrics, {
    clock,
    path: routePath(metricsPath),
    limits: config.limits,
    version,
    hasCreated: config.settings.METRICS_CREATED === 'true',
    more: () => [
      unhandledErrorFamily(app.unhandledErrors.counts),
      droppedLinesFamily(droppedLines()),
      ...app.webAccess.families(),
      ...(config.readAccounts === undefined ? [] : app.accounts.families())
    ]
  })
  await app.register(securityHeaders, { configured: () => files?.value().config.headers ?? {} })
  await app.register(readOnly, {
    // The status has names of monitors, which a page that somebody happens to visit must not read.
    preflights: { [geolocationPath]: { isOpen: true }, '/api/status': { isOpen: false } },
    commands: config.readAccounts === undefined ? [] : ['/-/reload']
  })
  await app.register(webAccess, { clock, files, token, isHealthInside })
  await app.register(geolocation, {
    path: routePath(geolocationPath),
    places: providersOf(config).flatMap((provider) => provider.places ?? []),
    current: () => app.snapshots.places()
  })
  await app.register(health)
  await app.register(statusPage, {
    clock,
    version,
    providers: providersOf(config),
    links: {
      [metricsPath]: 'Metrics',
      [geolocationPath]: 'Places as JSON',
      '/api/status': 'This page as JSON',
      '/healthz': 'Liveness',
      '/readyz': 'Readiness',
      [documentation]: 'Documentation'
    }
  })
  await addProviders(app, config, options, config.settings.ENABLE_LIFECYCLE === 'true')
  if (config.push !== undefined) {
    const current = () => (config.readAccounts === undefined ? config.providers : app.accounts.running())
    await app.register(push, { clock, config: config.push, providers: current })
  }
  // Last, as its end waits for responses that other plugins may have to finish.
  await app.register(connections)
  addErrorHandlers(app)
  return app
}

/** Each once, however many accounts it has. */
function providersOf({ providers }: Config): AnyProvider[] {
  return [...new Set(providers.map(({ provider }) => provider))]
}

/** Milliseconds. */
const keepAliveTimeout = 75_000

async function createBase(
  config: Config,
  options: AppOptions & { readonly background?: boolean },
  server: FastifyServerOptions = {}
): Promise<FastifyInstance> {
  const {
    clock = systemClock,
    random = Math.random,
    background = true,
    startOn = 'ready',
    logger,
    ...upstreamOptions
  } = options
  const app = Fastify({
    ...(logger === undefined ? {} : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    // Requests are not logged, so a logger of its own for each of them would be made for nothing.
    childLoggerFactory: (parent) => parent,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true },
    keepAliveTimeout,
    bodyLimit: 1024,
    schemaController,
    clientErrorHandler: answerBrokenHttp,
    frameworkErrors: answerBadUrl,
    ...withLimits(server, config.limits)
  })
  const { requestTimeout, headersTimeout, maxConnections } = config.limits
  // Fastify leaves the times to Node.js where HTTP/1.1 is served beside HTTP/2.
  Object.assign(app.server, { requestTimeout, headersTimeout, keepAliveTimeout, maxConnections })
  const userAgent = `edge-exporter/${version}`
  await app.register(fastifyEnv, { schema: structuredClone(config.schema), data: config.settings, env: false })
  await app.register(unhandledErrors)
  await app.register(upstream, { clock, proxy: config.proxy, ...config.upstream, userAgent, ...upstreamOptions })
  await app.register(store, { location: config.store, clock })
  await app.register(snapshots, {
    clock,
    store: app.store,
    random,
    background,
    startOn,
    maxSeries: config.limits.maxSeries,
    alignRefreshes: config.settings.ALIGN_REFRESHES === 'true'
  })
  return app
}

/** `isReloadable`: see `AccountsOptions`. */
async function addProviders(
  app: FastifyInstance,
  config: Config,
  { clock = systemClock }: AppOptions,
  isReloadable?: boolean
): Promise<void> {
  for (const { provider, config: providerConfig, account } of config.providers) {
    if (account !== undefined) continue
    await app.register(pluginOf(provider), { config: providerConfig, clock })
    await app.after()
    if (app.snapshots.statuses().some((status) => status.provider === provider.name)) continue
    throw new SettingsError([
      { setting: `provider ${provider.name}`, message: 'its plugin adds no source of its name' }
    ])
  }
  const read = config.readAccounts
  if (read === undefined) return
  // With a file there may be many, and each is more than a plugin.
  const { default: accounts } = await import('../plugins/accounts/index.ts')
  const { TELEMETRY_PATH: metricsPath = '' } = config.settings
  await app.register(accounts, { clock, read, isReloadable, metricsPath })
  await app.after()
  await app.accounts.follow(config.providers)
}

function addErrorHandlers(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const statusCode = error.statusCode ?? 500
    if (statusCode < 500) return reply.code(statusCode).send({ statusCode, error: error.code, message: error.message })
    request.log.error({ reason: toFailure(error).message }, 'a request failed')
    return reply.code(statusCode).send({ statusCode, error: 'Internal Server Error', message: 'see the log' })
  })
  app.setNotFoundHandler((_request, reply) => {
    reply.code(404).type('text/plain; charset=utf-8').send('Not found\n')
  })
}
