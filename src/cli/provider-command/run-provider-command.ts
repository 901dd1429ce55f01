/** Runs a command that a provider brings. */
import Fastify from 'fastify'
import upstream from '../../../plugins/upstream/index.ts'
import { loadConfig } from '../../config/config.ts'
import { proxySettings } from '../../config/proxy.ts'
import { upstreamSettingsOf } from '../../config/upstream-settings.ts'
import { systemClock } from '../../contract/clock.ts'
import type { AnyProvider, ProviderCommand, Settings } from '../../contract/provider.ts'
import { type Fault, SettingsError, withoutEmpty } from '../../contract/settings.ts'
import { version } from '../../version.ts'
import type { CommandTerminal } from '../output/terminal.ts'
import { toFile } from './result-file.ts'

export interface RunOptions {
  /** Whose command it is. */
  readonly provider: AnyProvider
  readonly command: ProviderCommand
  readonly options: Readonly<Record<string, string | undefined>>
  readonly env: Settings
  readonly terminal: CommandTerminal
  /** Where to write the result; standard output when it is not given. */
  readonly output?: string | undefined
  /** Ends the command. The signals of the process do where it is not given. */
  readonly signal?: AbortSignal
}

/** Milliseconds that a command has for what it wants to bring to an end. */
const grace = 1000

export async function runProviderCommand(given: RunOptions): Promise<boolean> {
  const { provider, command, options, env, terminal, output } = given
  const app = Fastify()
  const stop = given.signal === undefined ? stopOnSignals() : { signal: given.signal, end() {} }
  const faults: Fault[] = []
  const way = { proxy: proxySettings(env), ...upstreamSettingsOf(withoutEmpty(env), faults) }
  if (faults.length > 0) throw new SettingsError(faults)
  await app.register(upstream, { clock: systemClock, ...way, userAgent: `edge-exporter/${version}` })
  try {
    await app.ready()
    const settings = withoutEmpty(env)
    const file = output === undefined ? undefined : toFile(terminal, output)
    const work = command.run({
      options,
      settings,
      config: () => loadConfig({ providers: [provider], env: settings }).providers[0]?.config,
      signal: stop.signal,
      ask: app.upstream.request,
      clock: systemClock,
      terminal: file?.terminal ?? terminal
    })
    const isDone = await Promise.race([work, stopped(stop.signal)])
    if (isDone) await file?.write()
    return isDone
  } finally {
    stop.end()
    terminal.close()
    await app.close()
  }
}

/** The first signal aborts; a second one ends the process, as ever. */
function stopOnSignals(): { readonly signal: AbortSignal; end(): void } {
  const stop = new AbortController()
  const signals = ['SIGINT', 'SIGTERM'] as const
  const abort = () => {
    end()
    stop.abort(new Error('the program was told to stop'))
  }
  const end = () => {
    for (const signal of signals) process.removeListener(signal, abort)
  }
  for (const signal of signals) process.on(signal, abort)
  return { signal: stop.signal, end }
}

/** Rejects a while after the signal aborts, for a command that does not heed it. */
function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => setTimeout(() => reject(new Error('called off, as the program was told to stop')), grace)
    if (signal.aborted) fail()
    else signal.addEventListener('abort', fail, { once: true })
  })
}
