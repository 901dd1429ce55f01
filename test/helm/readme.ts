/** The table of values in the chart's README, from the comments in values.yaml. `node test/helm/readme.ts` writes it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml'

export const readmePath = 'helm/edge-exporter/README.md'
const valuesPath = 'helm/edge-exporter/values.yaml'
const marks = ['<!-- values -->\n', '<!-- end of values -->'] as const

interface Value {
  readonly path: string
  readonly description: string
  readonly value: unknown
}

/** Every value that has a comment `# -- ...`. A value without one, outside such a value, is an error. */
export function values(): Value[] {
  const document = parseDocument(readFileSync(valuesPath, 'utf8'))
  return valuesOf(document.contents as YAMLMap, '', document.commentBefore)
}

/** The comment before the first pair of a map hangs at the map, or at the document. */
function valuesOf(map: YAMLMap, prefix: string, firstComment?: string | null): Value[] {
  return map.items.flatMap((pair: Pair, i) => {
    const key = isScalar(pair.key) ? pair.key : undefined
    const path = `${prefix}${key?.value}`
    const comment = key?.commentBefore ?? (i === 0 ? firstComment : undefined)
    const description = /^ -- (.+)$/.exec(comment ?? '')?.[1]
    const node = pair.value
    if (description !== undefined) {
      const value = isMap(node) || isScalar(node) || node !== null ? (node as { toJSON(): unknown }).toJSON() : null
      return [{ path, description, value }]
    }
    if (!isMap(node)) throw new Error(`${valuesPath}: ${path} has no comment of one line that begins with "# -- "`)
    return valuesOf(node, `${path}.`, node.commentBefore)
  })
}

function table(): string {
  const rows = values().map(({ path, description, value }) => {
    const shown = value === '' ? '' : `\`${JSON.stringify(value)}\``
    return `| \`${path}\` | ${shown} | ${description} |`
  })
  return ['| value | default | meaning |', '|---|---|---|', ...rows].map((line) => `${line}\n`).join('')
}

export function readmeWithTable(): string {
  const text = readFileSync(readmePath, 'utf8')
  const [before, rest] = text.split(marks[0])
  const after = rest?.split(marks[1])[1]
  if (before === undefined || after === undefined) throw new Error(`${readmePath} lacks the marks around its table`)
  return [before, marks[0], '\n', table(), '\n', marks[1], after].join('')
}

if (import.meta.main) writeFileSync(readmePath, readmeWithTable())
