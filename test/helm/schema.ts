/** The chart's values: their schema and their defaults. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { chart, type Rendered } from './helm.ts'

export const schema: Rendered = JSON.parse(readFileSync(join(chart, 'values.schema.json'), 'utf8'))
export const defaults: Rendered = parse(readFileSync(join(chart, 'values.yaml'), 'utf8'))

/** The schema of what is at a path, its reference followed. */
export function resolve(node: Rendered): Rendered {
  return node.$ref === undefined ? node : schema.definitions[node.$ref.split('/').at(-1)]
}

/** Paths of the values that the chart itself knows, with their schemas. */
export function leaves(node: Rendered = schema, path: readonly string[] = []): [string, Rendered][] {
  const resolved = resolve(node)
  if (resolved.properties === undefined) return [[path.join('.'), resolved]]
  return Object.entries(resolved.properties).flatMap(([key, child]) => leaves(child, [...path, key]))
}
