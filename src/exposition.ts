/**
 * Families to the wire, in text 0.0.4 and OpenMetrics 1.0. Pure.
 *
 * The two formats differ in the head of a family alone, so the sample lines, which are nearly all of the bytes,
 * are made once for both.
 */
import type { Family, Labels, Sample } from './contract.ts'

export type Format = 'text' | 'openmetrics'

export const contentTypes: Readonly<Record<Format, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8'
}

/** A family ready to send: `head` is its HELP, TYPE and UNIT lines, `body` its sample lines. */
export interface RenderedFamily {
  readonly name: string
  readonly head: Readonly<Record<Format, string>>
  readonly body: string
  readonly series: number
  readonly labelNames: readonly string[]
}

/** Renders families and sorts them by name. A family without samples is left out. */
export function render(families: readonly Family[]): RenderedFamily[] {
  return families
    .filter(({ samples }) => samples.length > 0)
    .map(renderFamily)
    .sort(byName)
}

/** Joins families of the same name from several sources, in the order given, and sorts by name. */
export function merge(parts: readonly (readonly RenderedFamily[])[]): RenderedFamily[] {
  const merged = new Map<string, RenderedFamily>()
  for (const family of parts.flat()) {
    const first = merged.get(family.name)
    merged.set(
      family.name,
      first === undefined ? family : { ...first, body: first.body + family.body, series: first.series + family.series }
    )
  }
  return [...merged.values()].sort(byName)
}

/** The text of a list of families without the end marker, so that parts can follow each other. */
export function concatenate(families: readonly RenderedFamily[], format: Format): string {
  let text = ''
  for (const { head, body } of families) text += head[format] + body
  return text
}

/** What closes an answer: OpenMetrics wants to know that it is complete. */
export function end(format: Format): string {
  return format === 'openmetrics' ? '# EOF\n' : ''
}

/** A whole answer. */
export function expose(families: readonly Family[], format: Format): string {
  return concatenate(render(families), format) + end(format)
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

function renderFamily(family: Family): RenderedFamily {
  let body = ''
  for (const sample of family.samples) body += renderSample(family.name, sample)
  return {
    name: family.name,
    head: { text: textHead(family), openmetrics: openMetricsHead(family) },
    body,
    series: family.samples.length,
    labelNames: Object.keys(family.samples[0]?.labels ?? {})
  }
}

function renderSample(name: string, { labels, value, suffix }: Sample): string {
  return `${suffix === undefined ? name : name + suffix}${renderLabels(labels)} ${renderValue(value)}\n`
}

function renderLabels(labels: Labels): string {
  let text = ''
  for (const name in labels) {
    text += `${text === '' ? '{' : ','}${name}="${escapeLabelValue(labels[name] as string)}"`
  }
  return text === '' ? '' : `${text}}`
}

function renderValue(value: number): string {
  if (Number.isFinite(value)) return String(value)
  if (Number.isNaN(value)) return 'NaN'
  return value > 0 ? '+Inf' : '-Inf'
}

function textHead({ name, help, type }: Family): string {
  return `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n`
}

function openMetricsHead({ name, help, type, unit }: Family): string {
  const base = type === 'counter' ? name.replace(/_total$/, '') : name
  const unitLine = unit === undefined || !base.endsWith(`_${unit}`) ? '' : `# UNIT ${base} ${unit}\n`
  return `# HELP ${base} ${escapeHelp(help).replaceAll('"', '\\"')}\n# TYPE ${base} ${type}\n${unitLine}`
}

const special = /["\\\n]/
const loneSurrogate = /\p{Surrogate}/u

/**
 * Backslash, quote and newline escaped as both formats ask. A half of a surrogate pair, which JSON can carry
 * and UTF-8 cannot, becomes U+FFFD here as it would in the encoder.
 */
export function escapeLabelValue(value: string): string {
  const text = loneSurrogate.test(value) ? value.toWellFormed() : value
  if (!special.test(text)) return text
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

function escapeHelp(help: string): string {
  return help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}
