/** What documents say of each metric family, read from the families themselves as the simulators bring them up. */

import type { TSchema } from 'typebox'
import { reloadFamilies } from '../plugins/accounts/config-file.ts'
import { selectionFamilies, sourceFamilies } from '../plugins/metrics/self-metrics.ts'
import { statusOf, unknownState } from '../plugins/snapshots/source-state.ts'
import { webFamilies } from '../plugins/web-access/web-metrics.ts'
import { providers } from '../providers/index.ts'
import { buildApp } from '../src/app.ts'
import { loadConfig } from '../src/config/config.ts'
import type { Clock } from '../src/contract/clock.ts'
import { Failure } from '../src/contract/failure.ts'
import { contentTypes, expose } from '../src/exposition/exposition.ts'

export interface MetricRow {
  readonly name: string
  readonly type: string
  /** Empty where the name has no unit. */
  readonly unit: string
  readonly labels: readonly string[]
  readonly help: string
}

/** The families of one provider, or of the exporter itself. */
export interface Chapter {
  readonly name: string
  readonly rows: readonly MetricRow[]
}

const own = 'edge_exporter'
const nothing = { families: [], series: 0 }
const aSnapshot = { families: [], places: [], series: 0, mergedSeries: 0, overview: undefined }
const aSource = statusOf(unknownState, {
  provider: 'site24x7',
  account: 'shop',
  source: { name: 'current_status', ttl: 60_000, callsPerRefresh: 1 },
  calls: 1,
  refreshing: false,
  interval: 60_000,
  maxAge: 300_000,
  nextAttempt: undefined
})

/** All families, by whose they are: each provider in its turn, then the exporter itself. */
export async function metricChapters(clock: Clock): Promise<Chapter[]> {
  const rows = await metricRows(clock)
  const names = [...providers.map(({ name }) => name), own]
  return names.map((name) => ({
    name,
    rows: rows.filter((row) => row.name.toLowerCase().startsWith(`${name}_`))
  }))
}

async function metricRows(clock: Clock): Promise<MetricRow[]> {
  const simulators = await Promise.all(providers.map((provider) => provider.simulator({ clock, seed: 1, size: 120 })))
  const origins = await Promise.all(simulators.map(({ app }) => app.listen({ host: '127.0.0.1', port: 0 })))
  const env = Object.assign({}, ...simulators.map((simulator, i) => simulator.settings(origins[i] as string)))
  const app = await buildApp(loadConfig({ providers, env: { ...allSources(), ...env } }), { clock, random: () => 0 })
  try {
    await app.ready()
    await app.snapshots.refreshAll()
    // A machine that is busy may need long for the first data, which both answers have to have.
    const patience = { 'x-prometheus-scrape-timeout-seconds': '100' }
    const scrape = async (accept: string) =>
      (await app.inject({ url: '/metrics', headers: { accept, ...patience } })).body
    const units = readUnits(
      (await scrape(contentTypes.openmetrics)) + expose([...familiesOfDoors, ...familiesOfFile], 'openmetrics')
    )
    const rows = readRows(
      (await scrape(contentTypes.text)) + expose([...familiesOfDoors, ...familiesOfFile], 'text'),
      units
    )
    // The doors have a part of their families in any case.
    return [...new Map(rows.map((row) => [row.name, row])).values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  } finally {
    await app.close()
    await Promise.all(simulators.map((simulator) => simulator.app.close()))
  }
}

/** Settings that turn on what is off by default. */
function allSources(): Record<string, string> {
  const settings = providers.flatMap((provider) => Object.entries<TSchema>(provider.settings.properties))
  const isSwitch = ({ default: usual, examples = [], enum: values = [] }: Switch) =>
    usual === 'off' && [...examples, ...values].includes('on')
  return Object.fromEntries(settings.flatMap(([name, schema]) => (isSwitch(schema as Switch) ? [[name, 'on']] : [])))
}

interface Switch {
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly enum?: readonly unknown[]
}

/** As they are with a configuration file, and with a source that is off. */
const familiesOfFile = [
  ...sourceFamilies([{ ...aSource, off: new Failure('auth', 'not permitted') }]).filter(({ name }) =>
    /forbidden/.test(name)
  ),
  ...reloadFamilies(true, 0),
  ...selectionFamilies([
    { ...aSource, snapshot: { ...aSnapshot, filtered: 0, filteredFamilies: nothing, beyondLimit: nothing } }
  ])
]

/** As they are with a web configuration file that has a certificate. */
const familiesOfDoors = webFamilies({
  refused: { certificate: 0, credentials: 0, busy: 0, rate: 0 },
  reloads: { success: 0, failure: 0, isGood: true },
  expiry: 0
})

/** Families of an exposition with the labels of their first sample. */
function readRows(text: string, units: ReadonlyMap<string, string>): MetricRow[] {
  const blocks = text.split(/^(?=# HELP )/m)
  return blocks.flatMap((block) => {
    const [, name, help = ''] = /^# HELP (\S+) (.*)$/m.exec(block) ?? []
    if (name === undefined) return []
    const type = /^# TYPE \S+ (\S+)$/m.exec(block)?.[1] ?? ''
    const pairs = /^[^#\n{]+\{(.*)\} \S+$/m.exec(block)?.[1] ?? ''
    const labels = [...pairs.matchAll(/([a-zA-Z_]\w*)="(?:[^"\\]|\\.)*"/g)].map((match) => match[1] as string)
    const unit = units.get(type === 'counter' ? name.replace(/_total$/, '') : name) ?? ''
    return [{ name, type, unit, help, labels: labels.filter((label) => label !== 'le') }]
  })
}

/** Only OpenMetrics says them. */
function readUnits(text: string): Map<string, string> {
  return new Map([...text.matchAll(/^# UNIT (\S+) (\S+)$/gm)].map(([, name, unit]) => [name as string, unit as string]))
}

export interface Meaning {
  /** As a cell of a table shows them. */
  readonly names: string
  /** Empty where they differ. */
  readonly unit: string
  readonly row: MetricRow
}

/** Families that differ in nothing but name and unit are one row of a table: those of the monitors' attributes. */
export function rowsByMeaning(rows: readonly MetricRow[]): Meaning[] {
  const groups = Map.groupBy(rows, ({ labels, help }) => `${labels.join()} ${help}`)
  return [...groups.values()].map((group) => {
    const [row] = group as [MetricRow]
    const names = group.slice(0, 3).map(({ name }) => code(name))
    const isOneUnit = group.every(({ unit }) => unit === row.unit)
    return { names: `${names.join(', ')}${group.length > 3 ? ' ...' : ''}`, unit: isOneUnit ? row.unit : '', row }
  })
}

/** The field of the provider's answer that a family comes from, as its help says; empty where it says none. */
export function fieldOf(help: string): string {
  const call = /\(([^()]+ of \w+)\)/.exec(help) ?? /^(.+ of get\w+),/.exec(help)
  const field = /\bfrom ((?:[\w.[\]]*(?:\[\]|_)[\w.[\]]*(?: and )?)+)/.exec(help)
  return (call ?? field)?.[1]?.replace(/\.$| and $/, '') ?? ''
}

export function code(text: string): string {
  return `\`${text}\``
}

export function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|')
}
