/** `edge-exporter demo`: the exporter against the simulators of all providers, with no account. */
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import { loadConfig } from '../config.ts'
import type { AnyProvider, Settings, Simulator } from '../contract.ts'
import { createLogger } from '../log.ts'
import { closeOnSignal } from './serve.ts'

export interface DemoOptions {
  readonly providers: readonly AnyProvider[]
  readonly flags: Settings
  readonly write: (text: string) => void
}

/** Starts one simulator for each provider on a free loopback port, and the exporter against them. */
export async function demo({ providers, flags, write }: DemoOptions): Promise<FastifyInstance> {
  const simulators = await Promise.all(providers.map((provider) => provider.simulator()))
  const origins = await Promise.all(simulators.map(({ app }) => app.listen({ host: '127.0.0.1', port: 0 })))
  const stop = async () => {
    await Promise.all(simulators.map(({ app }) => app.close()))
  }
  try {
    const env = Object.assign(
      {},
      ...simulators.map((simulator: Simulator, i) => simulator.settings(origins[i] as string))
    )
    const config = loadConfig({ providers, env, flags: { LOG_LEVEL: 'warn', ...definedOf(flags) } })
    const app = await buildApp(config, { logger: createLogger(config.settings.LOG_LEVEL as string) })
    closeOnSignal(app, stop)
    await app.listen({ host: config.host, port: config.port })
    write(invitation(config.port, config.settings, providers, origins))
    return app
  } catch (error) {
    await stop()
    throw error
  }
}

function definedOf(flags: Settings): Settings {
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined))
}

function invitation(
  port: number,
  settings: Settings,
  providers: readonly AnyProvider[],
  origins: readonly string[]
): string {
  const at = `http://127.0.0.1:${port}`
  const worlds = providers.map(({ title }, i) => `  ${title} is simulated at ${origins[i]}`)
  return `edge-exporter runs on simulators; nothing it shows is real.

  ${at}${settings.TELEMETRY_PATH}       the metrics
  ${at}${settings.GEOLOCATION_PATH}   places, for maps
  ${at}/              all paths

${worlds.join('\n')}
  make it fail:   curl -X PUT '${origins[0]}/_faults/*' -d fault=500
  and mend it:    curl -X DELETE '${origins[0]}/_faults'

Ctrl-C ends it.
`
}
