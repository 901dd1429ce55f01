/** The tables of the documents, from the schemas and the families themselves. `npm run docs` writes them. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { providers } from '../providers/index.ts'
import { allFlags } from '../src/cli/settings-options.ts'
import { coreSecrets, settingsSchema } from '../src/config/core-settings.ts'
import { fileSchema } from '../src/config/file/file-schema.ts'
import { pushFlags } from '../src/config/push-settings.ts'
import { differencesTable } from '../test/scrapers/web-configs.ts'
import { type Chapter, code, escapeCell, fieldOf, metricChapters, rowsByMeaning } from './metric-rows.ts'

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

/** Markdown table of all families of a provider, with type, unit and, where any has one, the API's field. */
export function referenceTable({ rows }: Chapter): string {
  const hasFields = rows.some(({ help }) => fieldOf(help) !== '')
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const head = ['family', 'type', 'unit', 'labels', ...(hasFields ? ['field of the API'] : []), 'meaning']
  const lines = rowsByMeaning(rows).map(({ names, unit, row: { type, labels, help } }) => {
    const field = fieldOf(help)
    const fields = hasFields ? [field === '' ? '' : code(field)] : []
    return line([names, type, unit, labels.map(code).join(', '), ...fields, escapeCell(help)])
  })
  return [line(head), `|${'---|'.repeat(head.length)}`, ...lines].join('\n')
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

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url))

export const readmePath = pathOf('../README.md')
export const referencePath = pathOf('metrics.md')
export const configurationPath = pathOf('configuration.md')
export const settingsPath = pathOf('settings.md')
export const troubleshootingPath = pathOf('troubleshooting.md')

export function settingsWithTable(): string {
  return insert(readFileSync(settingsPath, 'utf8'), 'settings', settingsTable())
}

export function referenceWithTables(chapters: readonly Chapter[]): string {
  return chapters.reduce(
    (document, chapter) => insert(document, chapter.name, referenceTable(chapter)),
    readFileSync(referencePath, 'utf8')
  )
}

export const guidePath = fileURLToPath(new URL('writing-a-provider.md', import.meta.url))
const examplePath = fileURLToPath(new URL('../examples/statuspage/index.ts', import.meta.url))

/** The guide with the example as it is compiled, run and tested. */
export function guideWithExample(): string {
  const example = `\`\`\`ts\n${readFileSync(examplePath, 'utf8')}\`\`\``
  return insert(readFileSync(guidePath, 'utf8'), 'example', example)
}

export const securityPath = fileURLToPath(new URL('security.md', import.meta.url))

export function securityWithTable(): string {
  return insert(readFileSync(securityPath, 'utf8'), 'web configuration files', differencesTable())
}

export const schemaPath = pathOf('configuration.schema.json')

/** The JSON Schema of the configuration file, for editors. */
export function schemaText(): string {
  return `${JSON.stringify(fileSchema(providers), undefined, 2)}\n`
}

const chartSchemaPath = pathOf('../helm/edge-exporter/values.schema.json')

/** The schema of the chart's values, which has that of the accounts in it. */
function chartSchemaText(): string {
  const schema = JSON.parse(readFileSync(chartSchemaPath, 'utf8'))
  const sections = Object.entries(fileSchema(providers).properties?.providers?.properties ?? {})
  const patternProperties = Object.fromEntries(sections.map(([name, section]) => [`^${name}$`, section]))
  schema.properties.configFile.properties.providers.patternProperties = patternProperties
  return `${JSON.stringify(schema, undefined, 2)}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { systemClock } = await import('../src/contract/clock.ts')
  const chapters = await metricChapters({ ...systemClock, now: () => tableDay })
  writeFileSync(settingsPath, settingsWithTable())
  writeFileSync(referencePath, referenceWithTables(chapters))
  writeFileSync(guidePath, guideWithExample())
  writeFileSync(schemaPath, schemaText())
  writeFileSync(chartSchemaPath, chartSchemaText())
  writeFileSync(securityPath, securityWithTable())
  // Loaded here alone, as it prepares this process for tests.
  const { reliabilityPath, reliabilityWithTable } = await import('./faults.ts')
  writeFileSync(reliabilityPath, reliabilityWithTable(insert))
}
