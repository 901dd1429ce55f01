/** Golden files: what a render looks like, and how it differs from the default. `TAP_SNAPSHOT=1` writes them anew. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rendered } from './helm.ts'

const folder = 'test/helm/golden'

/** The golden text of that name: what the file holds, or, when golden files are written anew, `found` itself. */
export function golden(name: string, found: string): string {
  const file = join(folder, name)
  if (process.env.TAP_SNAPSHOT === '1') writeFileSync(file, found)
  return existsSync(file) ? readFileSync(file, 'utf8') : `there is no ${file}; write it with TAP_SNAPSHOT=1`
}

/** One line for each value of each object: `Deployment/rel spec.replicas = 1`. Members of lists go by their names. */
export function lines(objects: readonly Rendered[]): string[] {
  return objects.flatMap((object) => linesOf(object, `${object.kind}/${object.metadata.name} `))
}

function linesOf(value: Rendered, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [`${path} = ${JSON.stringify(value)}`]
  const entries = Object.entries<Rendered>(value)
  if (entries.length === 0) return [`${path} = ${JSON.stringify(value)}`]
  return entries.flatMap(([key, child]) => {
    if (!Array.isArray(value)) return linesOf(child, path.endsWith(' ') ? `${path}${key}` : `${path}.${key}`)
    return linesOf(child, `${path}[${child?.name ?? key}]`)
  })
}

/** What `after` lacks and what it has more, against `before`. */
export function difference(before: readonly string[], after: readonly string[]): string {
  const old = new Set(before)
  const now = new Set(after)
  const gone = before.filter((line) => !now.has(line)).map((line) => `- ${line}`)
  const come = after.filter((line) => !old.has(line)).map((line) => `+ ${line}`)
  return [...gone, ...come].map((line) => `${line}\n`).join('')
}
