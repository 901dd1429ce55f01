/** Runs a command that a provider brings. */
import Fastify from 'fastify'
import upstream from '../../../plugins/upstream/index.ts'
import { proxySettings } from '../../config/proxy.ts'
import { upstreamSettingsOf } from '../../config/upstream-settings.ts'
import { systemClock } from '../../contract/clock.ts'
import type { ProviderCommand, Settings } from '../../contract/provider.ts'
import { type Fault, SettingsError, withoutEmpty } from '../../contract/settings.ts'
import { version } from '../../version.ts'
import type { CommandTerminal } from '../output/terminal.ts'
import { toFile } from './result-file.ts'

export interface RunOptions {
  readonly command: ProviderCommand
  readonly options: Readonly<Record<string, string | undefined>>
  readonly env: Settings
  readonly terminal: CommandTerminal
  /** Where to write the result; standard output when it is not given. */
  readonly output?: string | undefined
}

export async function runProviderCommand({ command, options, env, terminal, output }: RunOptions): Promise<boolean> {
  const app = Fastify()
  const faults: Fault[] = []
  const way = { proxy: proxySettings(env), ...upstreamSettingsOf(withoutEmpty(env), faults) }
  if (faults.length > 0) throw new SettingsError(faults)
  await app.register(upstream, { clock: systemClock, ...way, userAgent: `edge-exporter/${version}` })
  try {
    await app.ready()
    const settings = withoutEmpty(env)
    const file = output === undefined ? undefined : toFile(terminal, output)
    const isDone = await command.run({
      options,
      settings,
      ask: app.upstream.request,
      clock: systemClock,
      terminal: file?.terminal ?? terminal
    })
    if (isDone) await file?.write()
    return isDone
  } finally {
    terminal.close()
    await app.close()
  }
}
