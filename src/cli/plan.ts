/** `edge-exporter plan`: what the settings will cost, before they do. */

import { isWanted, keyOf, type SourceStatus } from '../../plugins/snapshots/index.ts'
import { buildCollector } from '../app.ts'
import type { Config, ConfigSources } from '../config/config.ts'
import { configuration } from '../config/file/configuration.ts'
import type { AnyProvider, Settings, Simulator } from '../contract/provider.ts'
import type { Snapshots } from '../contract/services.ts'
import { SettingsError } from '../contract/settings.ts'
import { sizeOf as sizeOfOverview } from '../scheduling/schedule.ts'
import { createLogger } from './output/log.ts'
import type { CommandTerminal } from './output/terminal.ts'
import { printPlans } from './plan-table.ts'
import { memoryFor, type Plan, planOf, scrapeBytes } from './planning.ts'

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
  const work = options.live ? planLive({ ...options, terminal }) : planWithoutAsking({ ...options, terminal })
  const plans = await terminal.progress(options.live ? 'Asking' : 'Planning', work)
  const bytes = scrapeBytes(plans)
  const memory = memoryFor(bytes)
  if (json) terminal.print(JSON.stringify({ plans, bytes_per_scrape: bytes, memory_bytes: memory }, undefined, 2))
  else printPlans(plans, bytes, memory, terminal)
  return plans.every(({ exceeds_quota: exceeds }) => !exceeds)
}

type Asked = Pick<PlanOptions, 'providers' | 'flags' | 'env' | 'counts' | 'terminal'>

/** One refresh of the real accounts. */
async function planLive(asked: Asked): Promise<Plan[]> {
  const config = await configuration(asked)
  return withSnapshots({ ...config, store: { kind: 'memory' } }, async (snapshots) => {
    await snapshots.refreshAll()
    return plansOf(config, snapshots, (provider, statuses) => {
      const failed = statuses.find(({ lastFailure }) => lastFailure !== undefined)
      if (failed !== undefined) throw new Error(`${provider.title} cannot be asked: ${failed.lastFailure?.message}`)
      return realSize(provider, statuses, config, asked)
    })
  })
}

/** From what the store has of the real accounts; else simulated. */
async function planWithoutAsking(asked: Asked): Promise<Plan[]> {
  return (await planStored(asked)) ?? planSimulated(asked)
}

/** Undefined where the store lacks a source that comes first, or the settings are not whole. */
async function planStored(asked: Asked): Promise<Plan[] | undefined> {
  const config = await configOf(asked)
  if (config === undefined || config.store.kind === 'memory') return undefined
  return withSnapshots(config, async (snapshots) => {
    await snapshots.restoreAll()
    if (snapshots.statuses().some(({ snapshot, yields }) => snapshot === undefined && !yields)) return undefined
    asked.terminal.note('The plan is for the account as the store knows it.\n')
    return plansOf(config, snapshots, (provider, statuses) => realSize(provider, statuses, config, asked))
  })
}

async function configOf(asked: Asked): Promise<Config | undefined> {
  try {
    return await configuration(asked)
  } catch (error) {
    if (error instanceof SettingsError) return undefined
    throw error
  }
}

function realSize(
  provider: AnyProvider,
  statuses: readonly SourceStatus[],
  { settings }: Config,
  { counts }: Asked
): { readonly seen: number; readonly count: number } {
  const seen = countIn(statuses) ?? countInSettings(provider, settings) ?? 1
  return { seen, count: counts[provider.name] ?? seen }
}

/** The settings as they are, with the simulators in the place of the providers. No account is needed. */
async function planSimulated({ providers, flags, env, counts, terminal }: Asked): Promise<Plan[]> {
  const given = { ...env, ...flags }
  const wished = isFileGiven(given) ? providers : providers.filter((provider) => isWished(provider, given))
  const planned = wished.length > 0 ? wished : providers
  if (wished.length === 0) terminal.note('No provider is enabled, so the plan is for all of them.\n')
  const sizes = new Map(
    planned.map((provider) => {
      if (wished.length > 0 && counts[provider.name] === undefined) noteUnknownSize(provider, given, terminal)
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
    return await withSnapshots({ ...config, store: { kind: 'memory' } }, async (snapshots) => {
      await snapshots.refreshAll()
      return plansOf(config, snapshots, (provider, statuses) => {
        const { count, seen } = sizes.get(provider.name) as { count: number; seen: number }
        // Of the monitors of an account, the API does not tell of all.
        return { count, seen: countIn(statuses) ?? seen }
      })
    })
  } finally {
    await Promise.all(simulators.map(({ app }) => app.close()))
  }
}

function noteUnknownSize(provider: AnyProvider, given: Settings, terminal: CommandTerminal): void {
  if (provider.size === undefined || countInSettings(provider, given) !== undefined) return
  const { noun, usual } = provider.size
  terminal.note(
    `How many ${noun} the account of ${provider.title} has is not known here, so the plan is for ${usual}: --live asks it, --${noun} says it.\n`
  )
}

/** What the simulators say goes before what the user does, and files of secrets and proxies play no part. */
function simulatedSources(
  providers: readonly AnyProvider[],
  { flags, env }: Pick<PlanOptions, 'flags' | 'env'>,
  simulated: Settings
): ConfigSources {
  if (isFileGiven({ ...env, ...flags })) return { providers, flags, env, override: simulated }
  const replaced = Object.keys(simulated)
  const leftOut = new Set([...replaced.map((name) => `${name}_FILE`), ...proxyNames, 'CACHE_URL', 'CACHE_URL_FILE'])
  const kept = Object.entries(env).filter(([name]) => !leftOut.has(name))
  return { providers, flags: { ...flags, ...simulated }, env: Object.fromEntries(kept) }
}

const proxyNames = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()])

function isFileGiven({ CONFIG_FILE: file = '' }: Settings): boolean {
  return file.trim() !== ''
}

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
  return sizeOfOverview({ states: statuses.flatMap(({ snapshot }) => snapshot?.overview?.states ?? []) })
}

type SizeOf = (
  provider: AnyProvider,
  statuses: readonly SourceStatus[]
) => { readonly seen: number; readonly count: number }

async function withSnapshots<Result>(config: Config, work: (snapshots: Snapshots) => Promise<Result>): Promise<Result> {
  const logger = createLogger('silent', process.stderr)
  const app = await buildCollector(config, { logger, background: false })
  try {
    await app.ready()
    return await work(app.snapshots)
  } finally {
    await app.close()
  }
}

/** A plan for each account. */
function plansOf({ providers }: Config, snapshots: Snapshots, sizeOf: SizeOf): Plan[] {
  return providers.map(({ provider, account: { name } = {} }) => {
    const key = keyOf({ provider: provider.name, account: name })
    const statuses = snapshots.statuses().filter((status) => isWanted(status, [key]))
    const account = snapshots.accounts().find((status) => keyOf(status) === key)
    const size = sizeOf(provider, statuses)
    return planOf({
      provider: provider.name,
      account: name,
      title: name === undefined ? provider.title : `${provider.title} ${name}`,
      noun: provider.size?.noun ?? 'accounts',
      ...size,
      limits: statuses.flatMap(({ limits }) => limits),
      sources: statuses.map(({ source, ttl, callsAt, yields, snapshot }) => ({
        source,
        ttl,
        callsPerRefresh: callsAt(size.count),
        yields,
        series: snapshot?.series ?? 0,
        bytes: bytesOf(snapshot)
      })),
      dailyCallLimit: account?.dailyCallLimit,
      isLimitFixed: account?.isFixed ?? false
    })
  })
}

function bytesOf(snapshot: SourceStatus['snapshot']): number {
  return (snapshot?.families ?? []).reduce(
    (sum, { head, bodies }) => sum + head.text.length + bodies.reduce((bytes, { length: size }) => bytes + size, 0),
    0
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
