/**
 * Writes the rules as JSON beside the mixin: `node helm/mixin/generate.ts`. The C++ jsonnet of Debian cannot read texts of
 * several lines with std.parseYaml.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'yaml'

const rules = new URL('../edge-exporter/rules/', import.meta.url)

export const rulesFile = new URL('rules.json', import.meta.url)

/** All rule files of the chart by name, without their ending. */
export function rulesText(): string {
  const files = readdirSync(rules).filter((name) => name.endsWith('.yaml'))
  const byName = files.map((name) => [name.replace('.yaml', ''), parse(readFileSync(new URL(name, rules), 'utf8'))])
  return `${JSON.stringify(Object.fromEntries(byName), null, 2)}\n`
}

if (import.meta.main) writeFileSync(rulesFile, rulesText())
