/** `edge-exporter serve`: the service. */
import closeWithGrace from 'close-with-grace'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { keyOf } from '../../plugins/snapshots/index.ts'
import { length } from '../../plugins/status-page/words.ts'
import { buildApp } from '../app.ts'
import type { Config } from '../config/config.ts'
import { describeSettings } from '../config/describe-settings.ts'
import { configuration } from '../config/file/configuration.ts'
import { complaintOfNoProxy, describeProxy } from '../config/proxy.ts'
import { unknownSettings, unreadSettings } from '../config/unknown-settings.ts'
import type { AnyProvider, Settings } from '../contract/provider.ts'
import type { Fault } from '../contract/settings.ts'
import { version } from '../version.ts'
import { listen } from './listen.ts'
import { droppedLines, loggerOf } from './output/log.ts'

/** Milliseconds that open responses have to end after a signal. */
const grace = 9000

export interface ServeOptions {
  readonly providers: readonly AnyProvider[]
  readonly flags: Settings
  readonly env: Settings
  /** The `.env` file that was read. */
  readonly envFile?: string | undefined
  /** What may not be meant, in that file. */
  readonly hints?: readonly Fault[]
  /** Bytes: see `UpstreamOptions`. */
  readonly bodyLimit?: number
}

/** Runs until a signal. Rejects with a `SettingsError`, or with the error of a port that cannot be had. */
export async function serve(options: ServeOptions): Promise<FastifyInstance> {
  const { providers, flags, env, envFile, hints = [], ...limits } = options
  const config = await configuration({ providers, flags, env })
  const logger = loggerOf(config.settings)
  logStart(config, logger, envFile)
  logReplaced(config, env, logger)
  for (const { setting, message } of [
    ...hints,
    ...unknownSettings(env, providers),
    ...unreadSettings(config, env, providers)
  ])
    logger.warn(`${setting}: ${message}`)
  const app = await buildApp(config, { startOn: 'listen', logger, droppedLines, ...limits })
  logSources(app)
  closeOnSignal(app)
  try {
    await listen(app, config.listening, env)
  } catch (error) {
    await app.close()
    throw error
  }
  return app
}

/** What matters, as the first line of whatever goes on running; all settings in force are for whoever debugs. */
export function logStart(config: Config, logger: Logger, envFile?: string): void {
  const providers = config.providers.map(({ provider, account }) =>
    keyOf({ provider: provider.name, account: account?.name })
  )
  const settings = describeSettings(config)
  const details = { providers, store: config.store.kind, proxy: describeProxy(config.proxy), envFile }
  logger.info({ version, node: process.version, ...details }, 'edge-exporter starts')
  logger.debug({ settings }, 'settings in force')
  const complaint = complaintOfNoProxy(config.proxy)
  if (complaint !== undefined) logger.warn(complaint)
}

/** How often each source is refreshed; a daily quota may make it less often later. */
function logSources({ snapshots, log }: FastifyInstance): void {
  const sources = snapshots
    .statuses()
    .map(({ provider, source, interval }) => [`${provider} ${source}`, length(interval / 1000)])
  log.info({ refreshed_every: Object.fromEntries(sources) }, 'sources')
}

/** What users of a replaced exporter have to know; `readAnew` are variables that are set, and that it did not read. */
function logReplaced({ schema, secrets, providers }: Config, env: Settings, logger: Logger): void {
  const replaced = [...new Set(providers.map(({ provider }) => provider))].flatMap(({ replaces }) => replaces ?? [])
  const known = new Set(replaced.flatMap(({ variables }) => variables))
  const isRead = (name: string) => Object.hasOwn(schema.properties, name) || Object.hasOwn(secrets, name)
  const readAnew = Object.keys(env).filter((name) => isRead(name) && !known.has(name))
  for (const { name, notes = [] } of replaced) {
    if (notes.length > 0) logger.info({ differences: notes, readAnew }, `in place of ${name}: see check --from ${name}`)
  }
}

/**
 * The first SIGTERM or SIGINT finishes open responses and exits with 0; a second one exits at once. So does an exception
 * that nobody caught, but with 1. A rejection that nobody waited for ends nothing.
 *
 * SIGHUP looks again at what is read again when it changes. Neither it nor SIGUSR2 ends the program, and SIGUSR1 does not
 * open Node's inspector.
 */
export function closeOnSignal(app: FastifyInstance, more: () => Promise<void> = async () => {}): void {
  process.on('unhandledRejection', (thrown) => app.unhandledErrors.note('rejection', thrown))
  // An event loop that has run empty is no reason to call the exit a success.
  const skip = ['beforeExit', 'unhandledRejection', 'SIGHUP', 'SIGUSR2'] as const
  process.on('SIGHUP', () => {
    app.log.info('SIGHUP: files that are read again when they change are looked at')
    app.upstream.reload()
    if (app.hasDecorator('webAccess')) app.webAccess.refresh()
    if (app.hasDecorator('accounts')) void app.accounts.reload()
  })
  for (const signal of ['SIGUSR1', 'SIGUSR2'] as const) {
    process.on(signal, () => app.log.debug({ signal }, 'a signal without a meaning'))
  }
  closeWithGrace({ delay: grace, logger: false, skip: [...skip] }, async ({ signal, err }) => {
    if (err !== undefined) {
      app.unhandledErrors.note('exception', err)
      process.exitCode = 1
    } else app.log.info({ signal }, 'edge-exporter stops')
    await app.close()
    await more()
  })
}
