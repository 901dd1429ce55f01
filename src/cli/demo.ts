/** `edge-exporter demo`: the exporter against the simulators of all providers, with no account. */
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import { loadConfig } from '../config/config.ts'
import { coreFlags } from '../config/core-settings.ts'
import type { AnyProvider, Settings, Simulator } from '../contract/provider.ts'
import { withoutEmpty } from '../contract/settings.ts'
import { listen } from './listen.ts'
import { loggerOf } from './output/log.ts'
import { closeOnSignal } from './serve.ts'

export interface DemoOptions {
  readonly providers: readonly AnyProvider[]
  readonly flags: Settings
  /** Only the settings of the core are taken from it: the simulators bring those of the providers. */
  readonly env: Settings
  readonly write: (text: string) => void
}

/** Starts one simulator for each provider on a free loopback port, and the exporter against them. */
export async function demo({ providers, flags, env, write }: DemoOptions): Promise<FastifyInstance> {
  const simulators = await Promise.all(providers.map((provider) => provider.simulator()))
  const origins = await Promise.all(simulators.map(({ app }) => app.listen({ host: '127.0.0.1', port: 0 })))
  const stop = async () => {
    await Promise.all(simulators.map(({ app }) => app.close()))
  }
  try {
    const simulated = simulators.map((simulator: Simulator, i) => simulator.settings(origins[i] as string))
    const config = loadConfig({
      providers,
      env: Object.assign({ LOG_LEVEL: 'warn' }, coreSettingsOf(env), ...simulated),
      flags
    })
    const app = await buildApp(config, { startOn: 'listen', logger: loggerOf(config.settings) })
    try {
      closeOnSignal(app, stop)
      await listen(app, config.listening, env)
      write(invitation(originOf(app), config.settings, providers, origins))
    } catch (error) {
      await app.close()
      throw error
    }
    return app
  } catch (error) {
    await stop()
    throw error
  }
}

function coreSettingsOf(env: Settings): Settings {
  return withoutEmpty(Object.fromEntries(coreFlags.map(({ setting }) => [setting, env[setting]])))
}

/** Where a browser on this machine finds the exporter. */
function originOf({ server, initialConfig }: FastifyInstance): string {
  const scheme = initialConfig.https === undefined ? 'http' : 'https'
  const { address, family, port } = server.address() as AddressInfo
  if (address === '0.0.0.0' || address === '::') return `${scheme}://127.0.0.1:${port}`
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

function invitation(
  at: string,
  settings: Settings,
  providers: readonly AnyProvider[],
  origins: readonly string[]
): string {
  const worlds = providers.map(({ title }, i) => `  ${title} is simulated at ${origins[i]}`)
  return `edge-exporter runs on simulators; nothing it shows is real.

  ${at}${settings.TELEMETRY_PATH}       the metrics
  ${at}${settings.GEOLOCATION_PATH}   places, for maps
  ${at}/              the status page

${worlds.join('\n')}
  make it fail:   curl -X PUT '${origins[0]}/_faults/*' -d fault=500
  and mend it:    curl -X DELETE '${origins[0]}/_faults'

Ctrl-C ends it.
`
}
