/** `edge-exporter plan`: what the settings will cost, before they do. */

import type { SourceStatus } from '../../plugins/snapshots/index.ts'
import { counted, length, number } from '../../plugins/status-page/words.ts'
import { buildCollector } from '../app.ts'
import type { Config, ConfigSources } from '../config/config.ts'
import { configuration } from '../config/file/configuration.ts'
import type { AnyProvider, Settings, Simulator } from '../contract/provider.ts'
import { SettingsError } from '../contract/settings.ts'
import { createLogger } from './output/log.ts'
import type { CommandTerminal } from './output/terminal.ts'
import { textTable } from './output/text-table.ts'
import { memoryFor, type Plan, type PlanInput, planOf, scrapeBytes } from './planning.ts'

export interface PlanOptions {
  readonly providers: readonly AnyProvider[]
  readonly flags: Settings
  readonly env: Settings
  readonly terminal: CommandTerminal
  /** How many of what a provider counts, by its name. */
  readonly counts: Readonly<Record<string, number | undefined>>
  readonly json?: boolean | undefined
  /** Asks the providers once in place of simulating them. */
  readonly live?: boolean | undefined
}

/** A larger account is reckoned from one of this size, as simulating it would take seconds. */
const mostSimulated = 300

/** True when every plan is within its quota. */
export async function plan({ terminal, json, ...options }: PlanOptions): Promise<boolean> {
  const work = options.live ? planLive({ ...options, terminal }) : planSimulated({ ...options, terminal })
  const plans = await terminal.progress(options.live ? 'Asking' : 'Simulating', work)
  const bytes = scrapeBytes(plans)
  const memory = memoryFor(bytes)
  if (json) terminal.print(JSON.stringify({ plans, bytes_per_scrape: bytes, memory_bytes: memory }, undefined, 2))
  else print(plans, bytes, memory, terminal)
  return plans.every(({ exceeds_quota: exceeds }) => !exceeds)
}

type Asked = Pick<PlanOptions, 'providers' | 'flags' | 'env' | 'counts' | 'terminal'>

/** One refresh of the real accounts. */
async function planLive({ providers, flags, env, counts }: Asked): Promise<Plan[]> {
  const config = await configuration({ providers, flags, env })
  return collectAndPlan(config, (provider, statuses) => {
    const failed = statuses.find(({ lastFailure }) => lastFailure !== undefined)
    if (failed !== undefined) throw new Error(`${provider.title} cannot be asked: ${failed.lastFailure?.message}`)
    const seen = countIn(statuses) ?? countInSettings(provider, config.settings) ?? 1
    return { seen, count: counts[provider.name] ?? seen }
  })
}

/** The settings as they are, with the simulators in the place of the providers. No account is needed. */
async function planSimulated({ providers, flags, env, counts, terminal }: Asked): Promise<Plan[]> {
  const given = { ...env, ...flags }
  const wished = providers.filter((provider) => isWished(provider, given))
  const planned = wished.length > 0 ? wished : providers
  if (wished.length === 0) terminal.note('No provider is enabled, so the plan is for all of them.\n')
  const sizes = new Map(
    planned.map((provider) => {
      const count = counts[provider.name] ?? countInSettings(provider, given) ?? provider.size?.usual ?? 1
      return [provider.name, { count, seen: Math.min(count, mostSimulated) }]
    })
  )
  const simulators = await Promise.all(
    planned.map((provider) => provider.simulator({ size: sizes.get(provider.name)?.seen ?? 1 }))
  )
  try {
    const origins = await Promise.all(simulators.map(({ app }) => app.listen({ host: '127.0.0.1', port: 0 })))
    const simulated = simulators.map((simulator: Simulator, i) => simulator.settings(origins[i] as string))
    const config = await configuration(simulatedSources(planned, { flags, env }, Object.assign({}, ...simulated)))
    return await collectAndPlan(config, (provider, statuses) => {
      const { count, seen } = sizes.get(provider.name) as { count: number; seen: number }
      // Of the monitors of an account, the API does not tell of all.
      return { count, seen: countIn(statuses) ?? seen }
    })
  } finally {
    await Promise.all(simulators.map(({ app }) => app.close()))
  }
}

/** What the simulators say goes before what the user does, and files of secrets and proxies play no part. */
function simulatedSources(
  providers: readonly AnyProvider[],
  { flags, env }: Pick<PlanOptions, 'flags' | 'env'>,
  simulated: Settings
): ConfigSources {
  const replaced = Object.keys(simulated)
  const leftOut = new Set([...replaced.map((name) => `${name}_FILE`), ...proxyNames, 'CACHE_URL', 'CACHE_URL_FILE'])
  const kept = Object.entries(env).filter(([name]) => !leftOut.has(name))
  return { providers, flags: { ...flags, ...simulated }, env: Object.fromEntries(kept) }
}

const proxyNames = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()])

function isWished({ name, credentials }: AnyProvider, given: Settings): boolean {
  const wish = given[`${name.toUpperCase()}_ENABLED`]
  if (wish === 'true' || wish === 'false') return wish === 'true'
  return credentials.some((setting) => (given[setting] ?? given[`${setting}_FILE`] ?? '') !== '')
}

function countInSettings({ size }: AnyProvider, settings: Settings): number | undefined {
  const list = size?.setting === undefined ? undefined : settings[size.setting]
  const entries = new Set(list?.split(',').map((entry) => entry.trim()))
  entries.delete('')
  return entries.size === 0 ? undefined : entries.size
}

function countIn(statuses: readonly SourceStatus[]): number | undefined {
  const states = statuses.flatMap(({ snapshot }) => snapshot?.overview?.states ?? [])
  return states.length === 0 ? undefined : states.reduce((sum, { count }) => sum + count, 0)
}

type SizeOf = (
  provider: AnyProvider,
  statuses: readonly SourceStatus[]
) => { readonly seen: number; readonly count: number }

async function collectAndPlan(config: Config, sizeOf: SizeOf): Promise<Plan[]> {
  const logger = createLogger('silent', process.stderr)
  const app = await buildCollector({ ...config, store: { kind: 'memory' } }, { logger, background: false })
  try {
    await app.ready()
    await app.snapshots.refreshAll()
    const accounts = new Map(app.snapshots.accounts().map((account) => [account.provider, account]))
    return config.providers.map(({ provider }) => {
      const statuses = app.snapshots.statuses().filter((status) => status.provider === provider.name)
      const account = accounts.get(provider.name)
      const input: PlanInput = {
        provider: provider.name,
        title: provider.title,
        noun: provider.size?.noun ?? 'accounts',
        ...sizeOf(provider, statuses),
        sources: statuses.map(({ source, ttl, callsPerRefresh, yields, snapshot }) => ({
          source,
          ttl,
          callsPerRefresh,
          yields,
          series: snapshot?.series ?? 0,
          bytes: bytesOf(snapshot)
        })),
        dailyCallLimit: account?.dailyCallLimit,
        isLimitFixed: account?.isFixed ?? false
      }
      return planOf(input)
    })
  } finally {
    await app.close()
  }
}

function bytesOf(snapshot: SourceStatus['snapshot']): number {
  return (snapshot?.families ?? []).reduce(
    (sum, { head, bodies }) => sum + head.text.length + bodies.reduce((bytes, { length: size }) => bytes + size, 0),
    0
  )
}

function print(plans: readonly Plan[], bytes: number, memory: number, terminal: CommandTerminal): void {
  for (const each of plans) {
    const { title, count, noun, sources, wanted_calls_per_day: wanted, exceeds_quota: exceeds } = each
    terminal.print(terminal.paint('bold', `${title}, ${counted(count, noun)}`))
    const columns = ['source', 'calls a refresh', 'every', 'calls an hour', 'calls a day', 'series', 'bytes a scrape']
    const rows = sources.map((source) => [
      source.source,
      number(source.calls_per_refresh),
      source.interval > source.ttl
        ? `${length(source.interval)} (set: ${length(source.ttl)})`
        : length(source.interval),
      number(source.calls_per_hour),
      number(source.calls_per_day),
      number(source.series),
      number(source.bytes)
    ])
    terminal.print(
      textTable(
        columns.map((name, i) => ({ title: name, align: i === 0 ? 'left' : 'right' })),
        rows
      )
    )
    const { daily_call_limit: limit, usable_calls_per_day: usable } = each
    if (limit === undefined || usable === undefined) terminal.print('No quota is known.\n')
    else {
      const verdict = exceeds
        ? terminal.paint(
            'red',
            `The settings want ${number(wanted)} calls a day, which is more: the refresh interval is made longer.`
          )
        : terminal.paint('green', `The settings want ${number(wanted)} calls a day.`)
      terminal.print(`Quota: ${number(limit)} calls a day; the exporter uses at most ${number(usable)}. ${verdict}\n`)
    }
  }
  terminal.print(
    `A scrape has about ${number(Math.round(bytes / 1024))} KiB before compression. Reserve ${memory / 2 ** 20} MiB of memory.`
  )
}

/** A count as it is given on the command line. */
export function readCount(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text)
  if (/^[1-9]\d*$/.test(text)) {
    throw new SettingsError([
      { setting: flag, message: `${text.slice(0, 20)} is too large; at most 9999999 can be planned for` }
    ])
  }
  throw new SettingsError([
    { setting: flag, message: `${JSON.stringify(text.slice(0, 20))} must be a whole number above zero` }
  ])
}
