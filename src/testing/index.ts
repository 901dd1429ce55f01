/**
 * The test kit of a provider that is not built in, imported as `edge-exporter/testing`: the whole program with one
 * provider, its simulator and a clock whose hands a test turns; or one source, run once. It works with any test runner.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import Fastify, { type FastifyInstance } from 'fastify'
import { checkCollection } from '../../plugins/snapshots/check-collection.ts'
import type { SourceStatus } from '../../plugins/snapshots/index.ts'
import upstream from '../../plugins/upstream/index.ts'
import { buildApp } from '../app.ts'
import { type Config, loadConfig } from '../config/config.ts'
import { pluginOf } from '../config/providers/provider-plugin.ts'
import type { Clock } from '../contract/clock.ts'
import type { AnyProvider, Collection, Simulator, SimulatorOptions, Source } from '../contract/provider.ts'
import { memoryStore } from '../contract/store.ts'
import { type ManualClock, manualClock, settle } from './manual-clock.ts'

export { type Faults, faultHeader, genericFaults, simulateFaults } from '../simulation/faults.ts'
export { type ManualClock, manualClock } from './manual-clock.ts'

export interface TestOptions {
  /** Settings by name, as variables have them: they go before those of the simulator. */
  readonly settings?: Readonly<Record<string, string>>
  /** For the provider's own simulator. */
  readonly simulator?: SimulatorOptions
  /** Begins on 2 January 2026, 03:04:05 UTC, where it is not given. */
  readonly clock?: ManualClock
}

export interface RunningProvider {
  readonly app: FastifyInstance
  readonly clock: ManualClock
  readonly simulator: Simulator
  /** The whole of `/metrics`, as text. Throws where the status is not 200. */
  scrape(): Promise<string>
  /** Lets time go on, milliseconds, and waits for the refreshes that are due meanwhile. */
  advance(ms: number): Promise<void>
  /** What is known of a source: the last failure, the snapshot. Throws where it has no such source. */
  status(source: string): SourceStatus
  /** Ends the program and the simulator. */
  close(): Promise<void>
}

/** Real milliseconds for which a refresh is waited for. */
const patience = 10_000

/**
 * Starts the simulator and the program, which talk to each other over 127.0.0.1, and waits for the first refresh of each
 * source. Throws a `SettingsError` for settings that the program would refuse.
 */
export async function startProvider(provider: AnyProvider, options: TestOptions = {}): Promise<RunningProvider> {
  const { clock = manualClock() } = options
  const { simulator, config } = await configured(provider, clock, options)
  const app = await buildApp(config, { clock, random: () => 0, retryDelay: 1 })
  const statuses = () => app.snapshots.statuses()

  async function finished(): Promise<void> {
    const end = performance.now() + patience
    while (statuses().some(({ refreshing }) => refreshing)) {
      if (performance.now() > end) throw new Error('a refresh goes on and on; its deadline comes as the clock advances')
      await sleep(2)
    }
    await settle()
  }

  const running: RunningProvider = {
    app,
    clock,
    simulator,
    async scrape() {
      const { statusCode, body } = await app.inject('/metrics')
      if (statusCode !== 200) throw new Error(`/metrics was answered with ${statusCode}: ${body}`)
      return body
    },
    async advance(ms) {
      // Step by step, as a refresh that is due meanwhile takes real time.
      const step = Math.min(...statuses().map(({ ttl }) => ttl))
      for (let left = ms; left > 0; left -= step) {
        await clock.advance(Math.min(left, step))
        await finished()
      }
    },
    status(source) {
      const found = statuses().find((status) => status.source === source)
      if (found === undefined) {
        throw new Error(`there is no source ${source}; there are: ${statuses().map((status) => status.source)}`)
      }
      return found
    },
    async close() {
      await app.close()
      await simulator.app.close()
    }
  }
  try {
    await app.ready()
    await finished()
  } catch (error) {
    await running.close()
    throw error
  }
  return running
}

export interface RunOptions extends TestOptions {
  /** What the last run has returned, for a source that has a state. */
  readonly state?: unknown
}

export interface RunResult {
  /** What `fetch` has returned. */
  readonly payload: unknown
  /** What `collect` has made of it, checked as it is before it is served. */
  readonly collection: Collection
}

/**
 * Runs one source once against the simulator, without the rest of the program. Throws what `fetch` and `collect` throw,
 * and a `Failure` of the class `schema` for a collection that could not be served.
 */
export async function runSource(provider: AnyProvider, name: string, options: RunOptions = {}): Promise<RunResult> {
  const { clock = manualClock(), state } = options
  const { simulator, config } = await configured(provider, clock, options)
  const app = Fastify()
  try {
    const source = await sourceOf(app, provider, name, config, clock)
    const ask = app.upstream.request
    const signal = AbortSignal.timeout(patience)
    const payload = await source.fetch({ ask, signal, state, now: clock.now(), utcOffset: 0, log: app.log })
    const collection = source.collect(payload, { state, now: clock.now(), memory: undefined })
    const { maxSeries } = config.limits
    checkCollection(collection, { provider: provider.name, maxSeries, isThorough: true })
    return { payload, collection }
  } finally {
    await app.close()
    await simulator.app.close()
  }
}

async function configured(
  provider: AnyProvider,
  clock: Clock,
  { settings = {}, simulator: wanted }: TestOptions
): Promise<{ readonly simulator: Simulator; readonly config: Config }> {
  const simulator = await provider.simulator({ clock, ...wanted })
  try {
    const origin = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
    const config = loadConfig({ providers: [provider], env: { ...simulator.settings(origin), ...settings } })
    return { simulator, config }
  } catch (error) {
    await simulator.app.close()
    throw error
  }
}

async function sourceOf(
  app: FastifyInstance,
  provider: AnyProvider,
  name: string,
  { providers, upstream: way }: Config,
  clock: Clock
): Promise<Source> {
  const sources: Source[] = []
  const add = (_: string, source: Source) => void sources.push(source)
  await app.register(upstream, { clock, proxy: {}, ...way, userAgent: 'edge-exporter/testing', retryDelay: 1 })
  app.decorate('snapshots', { add } as unknown as FastifyInstance['snapshots'])
  app.decorate('store', memoryStore)
  await app.register(pluginOf(provider), { config: providers[0]?.config, clock })
  await app.ready()
  const source = sources.find((candidate) => candidate.name === name)
  if (source === undefined) {
    throw new Error(`there is no source ${name}; there are: ${sources.map((candidate) => candidate.name)}`)
  }
  return source
}
