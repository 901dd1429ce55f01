import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { providers } from '../../providers/index.ts'
import {
  createSimulator,
  type Site24x7Simulator,
  type Site24x7SimulatorOptions
} from '../../providers/site24x7/simulator/index.ts'
import { type AppOptions, buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/config.ts'
import { type LogSink, logSink } from '../support/log-sink.ts'
import { type ManualClock, manualClock } from '../support/manual-clock.ts'
import { onlyMonitors } from '../support/only-monitors.ts'
import { type Exposition, parseExposition } from '../support/parse-exposition.ts'

export interface RunningApp {
  readonly app: FastifyInstance
  readonly clock: ManualClock
  readonly logs: LogSink
  /** Where it listens. */
  readonly origin: string
  scrape(): Promise<Exposition>
  /** A metric of the one source that these tests run. */
  own(name: string, labels?: Record<string, string>): Promise<number | undefined>
}

export interface RunningOptions extends AppOptions {
  readonly settings?: Record<string, string>
  readonly clock: ManualClock
}

export const source = { provider: 'site24x7', source: 'current_status' }

/** The whole program but for its command line, against whatever `settings` point it at. */
export async function runApp(t: Test, { settings = {}, clock, ...options }: RunningOptions): Promise<RunningApp> {
  const logs = logSink()
  const config = loadConfig({ providers, env: settings })
  // Real sockets need real time, so what a failing request waits for is kept short.
  const app = await buildApp(config, { logger: logs.log, clock, random: () => 0.5, retryDelay: 1, ...options })
  t.teardown(() => app.close())
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })

  async function scrape(): Promise<Exposition> {
    const { body } = await app.inject('/metrics')
    return parseExposition(body, 'text')
  }
  const own: RunningApp['own'] = async (name, labels = {}) => {
    return (await scrape()).value(`edge_exporter_${name}`, { ...source, ...labels })
  }
  return { app, clock, logs, origin, scrape, own }
}

export interface SimulatedApp extends RunningApp {
  readonly simulator: Site24x7Simulator
  /** Authorization headers that the simulator was sent. */
  readonly seen: ReadonlySet<string>
}

/** The whole program against a simulated account, with its first data. */
export async function runSimulated(
  t: Test,
  { world = {}, settings = {}, ...options }: Partial<RunningOptions> & { world?: Site24x7SimulatorOptions } = {}
): Promise<SimulatedApp> {
  const clock = options.clock ?? manualClock()
  const simulator = await createSimulator({ clock, size: 12, ...world })
  const seen = new Set<string>()
  simulator.app.server.on('request', ({ headers }) => seen.add(String(headers.authorization)))
  const origin = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
  const running = await runApp(t, {
    ...options,
    clock,
    settings: { ...simulator.settings(origin), ...onlyMonitors, ...settings }
  })
  t.teardown(() => simulator.app.close())
  return { ...running, simulator, seen }
}

/** Waits for the running refresh, or for a new one where none is running. */
export async function refreshed({ app }: RunningApp): Promise<void> {
  await app.snapshots.refreshAll()
}

/** Turns the clock until the program has refreshed its source by itself, and waits for the outcome. */
export async function nextRefresh({ app, clock }: RunningApp): Promise<void> {
  const state = () => {
    const [status] = app.snapshots.statuses()
    const failed = Object.values(status?.failures ?? {}).reduce((sum, count) => sum + count, 0)
    return { attempt: status?.lastAttempt, outcome: `${status?.lastSuccess} ${failed}` }
  }
  const before = state()
  for (let i = 0; i < 200 && state().attempt === before.attempt; i++) await clock.advance(20_000)
  // The answer comes over a real socket, so it is real time that has to pass.
  for (let i = 0; i < 5000 && state().outcome === before.outcome; i++) await setTimeout(1)
  // What is kept goes to a real disk before the next turn is arranged.
  for (let i = 0; i < 5000 && app.snapshots.statuses()[0]?.refreshing; i++) await setTimeout(1)
}
