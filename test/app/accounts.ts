/** The whole program with a configuration file, and a simulator for each account. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { providers } from '../../providers/index.ts'
import { createSimulator, type Site24x7Simulator } from '../../providers/site24x7/simulator/index.ts'
import { type AppOptions, buildApp } from '../../src/app.ts'
import { configuration } from '../../src/config/file/configuration.ts'
import { type LogSink, logSink } from '../support/log-sink.ts'
import { type ManualClock, manualClock } from '../support/manual-clock.ts'
import { type Exposition, parseExposition } from '../support/parse-exposition.ts'

export interface SimulatedAccount {
  readonly simulator: Site24x7Simulator
  /** As the file has them. */
  readonly settings: Readonly<Record<string, unknown>>
  /** Calls so far, those for tokens included. */
  readonly calls: () => number
}

export async function simulateAccount(
  t: Test,
  options: { readonly seed?: number; readonly size?: number; readonly clock?: ManualClock } = {}
): Promise<SimulatedAccount> {
  const simulator = await createSimulator({ size: 12, ...options })
  let calls = 0
  simulator.app.server.on('request', () => {
    calls++
  })
  const origin = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => simulator.app.close())
  const given = simulator.settings(origin)
  const settings = {
    client_id: given.ZOHO_CLIENT_ID as string,
    client_secret: given.ZOHO_CLIENT_SECRET as string,
    refresh_token: given.ZOHO_REFRESH_TOKEN as string,
    accounts_url: given.ZOHO_ACCOUNTS_URL as string,
    api_url: given.SITE24X7_API_URL as string,
    sources: { availability: 'off', certificates: 'off', maintenance: 'off' }
  }
  return { simulator, settings, calls: () => calls }
}

/** An account as the file has it. JSON is YAML. */
export function accountIn({ settings }: SimulatedAccount, name: string, more: object = {}): object {
  return { name, ...settings, ...more }
}

export interface RunningAccounts {
  readonly app: FastifyInstance
  readonly clock: ManualClock
  readonly logs: LogSink
  readonly path: string
  scrape(query?: string): Promise<Exposition>
  /** Writes the file anew, with these accounts. */
  write(accounts: readonly object[]): void
}

export async function runAccounts(
  t: Test,
  accounts: readonly object[],
  {
    env = {},
    clock = manualClock(),
    ...options
  }: AppOptions & { env?: Record<string, string>; clock?: ManualClock } = {}
): Promise<RunningAccounts> {
  const path = env.CONFIG_FILE ?? join(t.testdir(), 'config.yml')
  const write = (list: readonly object[]) => writeFileSync(path, JSON.stringify({ providers: { site24x7: list } }))
  if (env.CONFIG_FILE === undefined) write(accounts)
  const logs = logSink()
  const config = await configuration({ providers, env: { CONFIG_FILE: path, ...env } })
  const app = await buildApp(config, { logger: logs.log, clock, random: () => 0.5, retryDelay: 1, ...options })
  t.teardown(() => app.close())
  await app.ready()
  const scrape = async (query = '') => {
    const { body } = await app.inject(`/metrics${query}`)
    return parseExposition(body, 'text')
  }
  return { app, clock, logs, path, scrape, write }
}
