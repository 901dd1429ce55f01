/** The tables of the README, from the schemas and the families themselves. `npm run docs` writes them. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { providers } from '../providers/index.ts'
import { buildApp } from '../src/app.ts'
import { allFlags } from '../src/cli/settings-options.ts'
import type { Clock } from '../src/clock.ts'
import { coreSecrets, loadConfig, settingsSchema } from '../src/config.ts'
import { pushFlags } from '../src/push-config.ts'

interface Row {
  readonly name: string
  readonly labels: string
  readonly help: string
}

interface SettingSchema {
  readonly description?: string
  readonly default?: string
  readonly enum?: readonly string[]
}

/** Markdown table of all settings: name, default, meaning. */
export function settingsTable(): string {
  const secrets = new Set([...coreSecrets, ...providers.flatMap((provider) => provider.secrets)])
  const flags = new Map([...allFlags(providers), ...pushFlags].map((flag) => [flag.setting, flag.flags.split(' ')[0]]))
  const rows = Object.entries(settingsSchema(providers).properties).map(([name, property]) => {
    const { description = '', default: value, enum: choices = [] } = property as SettingSchema
    const notes = [
      ...(choices.length > 0 ? [`one of ${choices.map(code).join(', ')}`] : []),
      ...(secrets.has(name) ? ['secret'] : []),
      ...(flags.has(name) ? [`flag ${code(flags.get(name) as string)}`] : [])
    ]
    const meaning = notes.length === 0 ? description : `${description} (${notes.join('; ')})`
    return `| ${code(name)} | ${value === undefined ? '' : code(value)} | ${escapeCell(meaning)} |`
  })
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n')
}

/** Markdown table of all families of the providers and of the exporter itself, as the simulators bring them up. */
export async function metricsTable(clock: Clock): Promise<string> {
  const rows = await metricRows(clock)
  // Families that differ in nothing but the name are one row: those of the monitors' attributes.
  const byMeaning = Map.groupBy(rows, ({ labels, help }) => `${labels} ${help}`)
  const lines = [...byMeaning.values()].map((group) => {
    const [{ labels, help }] = group as [Row]
    const names = group.slice(0, 3).map(({ name }) => code(name))
    return `| ${names.join(', ')}${group.length > 3 ? ' ...' : ''} | ${labels} | ${escapeCell(help)} |`
  })
  return ['| family | labels | meaning |', '|---|---|---|', ...lines].join('\n')
}

const documented = /^(edge_exporter|site24x7|chinacache|ChinaCache)_/

async function metricRows(clock: Clock): Promise<Row[]> {
  const simulators = await Promise.all(providers.map((provider) => provider.simulator({ clock, seed: 1, size: 120 })))
  const origins = await Promise.all(simulators.map(({ app }) => app.listen({ host: '127.0.0.1', port: 0 })))
  const env = Object.assign({}, ...simulators.map((simulator, i) => simulator.settings(origins[i] as string)))
  const app = await buildApp(loadConfig({ providers, env }), { clock, random: () => 0 })
  try {
    const { body } = await app.inject({ url: '/metrics' })
    return readRows(body).filter(({ name }) => documented.test(name))
  } finally {
    await app.close()
    await Promise.all(simulators.map((simulator) => simulator.app.close()))
  }
}

/** Families of an exposition with the labels of their first sample. */
function readRows(text: string): Row[] {
  const blocks = text.split(/^(?=# HELP )/m)
  return blocks.flatMap((block) => {
    const [, name = '', help = ''] = /^# HELP (\S+) (.*)$/m.exec(block) ?? []
    const labels = /^[^#\n{]+\{(.*)\} \S+$/m.exec(block)?.[1] ?? ''
    const names = [...labels.matchAll(/([a-zA-Z_]\w*)="(?:[^"\\]|\\.)*"/g)].map((match) => match[1] as string)
    return name === ''
      ? []
      : [
          {
            name,
            help,
            labels: names
              .filter((label) => label !== 'le')
              .map(code)
              .join(', ')
          }
        ]
  })
}

function code(text: string): string {
  return `\`${text}\``
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|')
}

/** A document with the text between `<!-- name -->` and `<!-- /name -->` replaced. */
export function insert(document: string, name: string, content: string): string {
  const [before, rest] = document.split(`<!-- ${name} -->\n`)
  const after = rest?.split(`<!-- /${name} -->`)[1]
  if (before === undefined || after === undefined) throw new Error(`the document has no place marked ${name}`)
  return `${before}<!-- ${name} -->\n${content}\n<!-- /${name} -->${after}`
}

/** The day on which the simulators stand while the tables are made. */
export const tableDay = Date.UTC(2026, 0, 2, 3, 4, 5)

export const readmePath = fileURLToPath(new URL('../README.md', import.meta.url))

export async function readmeWithTables(clock: Clock): Promise<string> {
  const readme = readFileSync(readmePath, 'utf8')
  return insert(insert(readme, 'settings', settingsTable()), 'metrics', await metricsTable(clock))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { systemClock } = await import('../src/clock.ts')
  writeFileSync(readmePath, await readmeWithTables({ ...systemClock, now: () => tableDay }))
  // Loaded here alone, as it prepares this process for tests.
  const { reliabilityPath, reliabilityWithTable } = await import('./faults.ts')
  writeFileSync(reliabilityPath, reliabilityWithTable(insert))
}
