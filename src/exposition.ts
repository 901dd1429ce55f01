/**
 * Families to the wire, in text 0.0.4 and OpenMetrics 1.0. Pure.
 *
 * The two formats differ in the head of a family alone, so the sample lines, which are nearly all of the bytes,
 * are made once for both.
 */
import { ByteWriter } from './byte-writer.ts'
import type { Family, Labels } from './contract.ts'
import { labelBytes } from './label-bytes.ts'
import { SampleColumns } from './sample-columns.ts'

export type Format = 'text' | 'openmetrics'

export const contentTypes: Readonly<Record<Format, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8'
}

/** A family ready to send: `head` is its HELP, TYPE and UNIT lines, `bodies` its sample lines, in one piece or more. */
export interface RenderedFamily {
  readonly name: string
  readonly head: Readonly<Record<Format, string>>
  readonly bodies: readonly Uint8Array[]
  readonly series: number
  readonly labelNames: readonly string[]
}

/** Bytes of a usual line, for a buffer that need not grow. */
const usualLine = 144

/** Renders families and sorts them by name. A family without samples is left out. All bodies share one buffer. */
export function render(families: readonly Family[]): RenderedFamily[] {
  const filled = families.filter(({ samples }) => samples.length > 0).sort(byName)
  const lines = filled.reduce((sum, { samples }) => sum + samples.length, 0)
  const writer = new ByteWriter(lines * usualLine)
  const ends = filled.map((family) => {
    writeLines(writer, family)
    return writer.length
  })
  const bytes = writer.bytes()
  return filled.map((family, i) => ({
    name: family.name,
    head: { text: textHead(family), openmetrics: openMetricsHead(family) },
    bodies: [bytes.subarray(ends[i - 1] ?? 0, ends[i])],
    series: family.samples.length,
    labelNames: labelNamesOf(family)
  }))
}

function writeLines(writer: ByteWriter, { name, samples }: Family): void {
  const plain = Buffer.from(name)
  if (samples instanceof SampleColumns) {
    const { labels, values, length } = samples
    for (let i = 0; i < length; i++) writer.line(plain, labelBytes(labels[i] as Labels), values[i] as number)
    return
  }
  for (const { labels, value, suffix } of samples) {
    writer.line(suffix === undefined ? plain : Buffer.from(name + suffix), labelBytes(labels), value)
  }
}

function labelNamesOf({ samples: [first] }: Family): string[] {
  return Object.keys(first?.labels ?? {})
}

/** Joins families of the same name from several sources, in the order given, and sorts by name. */
export function merge(parts: readonly (readonly RenderedFamily[])[]): RenderedFamily[] {
  const merged = new Map<string, RenderedFamily>()
  for (const family of parts.flat()) {
    const first = merged.get(family.name)
    merged.set(family.name, first === undefined ? family : join(first, family))
  }
  return [...merged.values()].sort(byName)
}

function join(a: RenderedFamily, b: RenderedFamily): RenderedFamily {
  return { ...a, bodies: [...a.bodies, ...b.bodies], series: a.series + b.series }
}

/** The bytes of families, in pieces and without the end marker, so that parts can follow each other. */
export function pieces(families: readonly RenderedFamily[], format: Format): Uint8Array[] {
  return families.flatMap(({ head, bodies }) => [Buffer.from(head[format]), ...bodies])
}

/** What closes an answer: OpenMetrics wants to know that it is complete. */
export function end(format: Format): string {
  return format === 'openmetrics' ? '# EOF\n' : ''
}

/** Families as text, without the end marker. */
export function concatenate(families: readonly RenderedFamily[], format: Format): string {
  return Buffer.concat(pieces(families, format)).toString()
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
