/**
 * Families to the wire, in text 0.0.4 and 1.0.0, and OpenMetrics 1.0 and 2.0. Pure.
 *
 * The formats differ in the head of a family alone, and in what counts since a start (`cumulative.ts`); so the sample
 * lines, which are nearly all of the bytes, are made once for all. Where there are very many they come compressed: see `family-text.ts`.
 */

import type { Family, Labels } from '../contract/provider.ts'
import { ByteWriter } from './byte-writer.ts'
import { type Body, inflate, packed as pack } from './gzip-join.ts'
import { createLineStart } from './label-text.ts'

export type Format = 'text' | 'openmetrics' | 'openmetrics2'

export const contentTypes: Readonly<Record<Format, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  openmetrics2: 'application/openmetrics-text; version=2.0.0; charset=utf-8; escaping=underscores'
}

/** A family ready to send: `head` is its HELP, TYPE and UNIT lines, `bodies` its sample lines, in one piece or more. */
export interface RenderedFamily<B extends Body = Body> {
  readonly name: string
  readonly head: Readonly<Record<'text' | 'openmetrics', string>>
  readonly bodies: readonly B[]
  readonly series: number
  readonly labelNames: readonly string[]
}

/** Bytes of a usual line, for a buffer that need not grow. */
const usualLine = 144

/**
 * Renders families and sorts them by name. A family without samples is left out. All bodies share one buffer.
 * `constant` are labels that all series have before their own.
 */
export function render(families: readonly Family[], constant: Labels = {}): RenderedFamily<Uint8Array<ArrayBuffer>>[] {
  const filled = families.filter(({ samples }) => samples.length > 0).sort(byName)
  const lines = filled.reduce((sum, { samples }) => sum + samples.length, 0)
  const writer = new ByteWriter(lines * usualLine)
  const startOf = createLineStart(constant)
  const ends = filled.map((family) => {
    for (const { labels, value, suffix = '' } of family.samples)
      writer.line(startOf(family.name + suffix, labels), value)
    return writer.length
  })
  const bytes = writer.bytes()
  return filled.map((family, i) => rendered(family, bytes.subarray(ends[i - 1] ?? 0, ends[i]), constant))
}

/** A family whose sample lines are there. */
export function rendered<B extends Body>(family: Family, body: B, constant: Labels = {}): RenderedFamily<B> {
  return {
    name: family.name,
    head: { text: textHead(family), openmetrics: openMetricsHead(family) },
    bodies: [body],
    series: family.samples.length,
    labelNames: [...Object.keys(constant), ...labelNamesOf(family)]
  }
}

function labelNamesOf({ samples: [first] }: Family): string[] {
  return Object.keys(first?.labels ?? {})
}

/** Joins families of the same name from several sources, in the order given, and sorts by name. */
export function merge<B extends Body>(parts: readonly (readonly RenderedFamily<B>[])[]): RenderedFamily<B>[] {
  const merged = new Map<string, RenderedFamily<B>>()
  for (const family of parts.flat()) {
    const first = merged.get(family.name)
    merged.set(family.name, first === undefined ? family : join(first, family))
  }
  return [...merged.values()].sort(byName)
}

function join<B extends Body>(a: RenderedFamily<B>, b: RenderedFamily<B>): RenderedFamily<B> {
  return { ...a, bodies: [...a.bodies, ...b.bodies], series: a.series + b.series }
}

/** The bytes of families, in pieces and without the end marker, so that parts can follow each other. */
export function pieces<B extends Body>(families: readonly RenderedFamily<B>[], format: Format): (Uint8Array | B)[] {
  return families.flatMap((family) => [Buffer.from(headOf(family, format)), ...family.bodies])
}

/** OpenMetrics 2.0 names a family as its series are named, a counter too. */
function headOf({ name, head }: Pick<RenderedFamily, 'name' | 'head'>, format: Format): string {
  return format === 'openmetrics2' ? head.openmetrics.replaceAll(/^(# [A-Z]+) \S+/gm, `$1 ${name}`) : head[format]
}

/** What closes an answer: OpenMetrics wants to know that it is complete. */
export function end(format: Format): string {
  return format === 'text' ? '' : '# EOF\n'
}

/** Families as text, without the end marker. */
export function concatenate(families: readonly RenderedFamily<Uint8Array>[], format: Format): string {
  return Buffer.concat(pieces(families, format)).toString()
}

/** The same families with nothing compressed. */
export async function inflated(families: readonly RenderedFamily[]): Promise<RenderedFamily<Uint8Array>[]> {
  return Promise.all(
    families.map(async (family) => ({ ...family, bodies: await Promise.all(family.bodies.map(inflate)) }))
  )
}

/** The same families with bodies that are compressed once, for all answers that they are in. */
export async function packed(families: readonly RenderedFamily[]): Promise<RenderedFamily[]> {
  return Promise.all(
    families.map(async (family) => ({ ...family, bodies: await Promise.all(family.bodies.map(pack)) }))
  )
}

/** A whole answer as text. */
export function expose(families: readonly Family[], format: Format): string {
  return concatenate(render(families), format) + end(format)
}

export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

function textHead({ name, help, type }: Family): string {
  return `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n`
}

function openMetricsHead({ name, help, type, unit }: Family): string {
  const base = type === 'counter' ? name.replace(/_total$/, '') : name
  const unitLine = unit === undefined || !base.endsWith(`_${unit}`) ? '' : `# UNIT ${base} ${unit}\n`
  return `# HELP ${base} ${escapeHelp(help).replaceAll('"', '\\"')}\n# TYPE ${base} ${type}\n${unitLine}`
}

function escapeHelp(help: string): string {
  return help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}
