/**
 * Renders families of which some count since a start: counters, histograms, summaries. Each format says in its own way
 * when they began, text 0.0.4 not at all; and OpenMetrics 2.0 has one line for a whole histogram or summary. Pure.
 */
import type { Family, Labels, Sample } from '../contract/provider.ts'
import { numberText } from './byte-writer.ts'
import { byName, type Format, type RenderedFamily, render, rendered } from './exposition.ts'
import { labelText } from './label-text.ts'

export interface Start {
  /** Unix time in seconds at which all of them began. */
  readonly seconds: number
  /** Whether OpenMetrics 1.0 says so, by series whose names end in `_created`. */
  readonly asSeries: boolean
}

/** As `render` does, with the lines that this format has for them. */
export function renderCumulative(
  families: readonly Family[],
  format: Format,
  start: Start
): RenderedFamily<Uint8Array>[] {
  const isPlain = format === 'text' || (format === 'openmetrics' && !start.asSeries)
  if (isPlain) return render(families)
  const linesOf = format === 'openmetrics' ? withCreated : valuesOf
  const gauges = families.filter(({ type }) => type === 'gauge')
  const cumulative = families.filter(({ type, samples }) => type !== 'gauge' && samples.length > 0)
  return [...render(gauges), ...cumulative.map((family) => rendered(family, linesOf(family, start)))].sort(byName)
}

/** OpenMetrics 1.0: the start of a series follows its lines, as those of one series may not be apart. */
function withCreated({ name, samples, type }: Family, { seconds }: Start): Uint8Array {
  const base = type === 'counter' ? name.replace(/_total$/, '') : name
  const lines = [...groups(samples)].flatMap(([group, own]) => [
    ...own.map(({ labels, value, suffix = '' }) => `${name}${suffix}${labelText(labels)} ${numberText(value)}\n`),
    `${base}_created${group} ${numberText(seconds)}\n`
  ])
  return Buffer.from(lines.join(''))
}

/** OpenMetrics 2.0. */
function valuesOf(family: Family, { seconds }: Start): Uint8Array {
  const lines = [...groups(family.samples)].map(([labels, samples]) => {
    const value = family.type === 'counter' ? numberText(samples[0]?.value ?? 0) : composite(family, samples)
    return `${family.name}${labels} ${value} st@${numberText(seconds)}\n`
  })
  return Buffer.from(lines.join(''))
}

/** The labels by which one sample of a histogram or summary differs from the next. */
const parts = { histogram: ['bucket', 'le'], summary: ['quantile', 'quantile'] } as const

function composite({ type }: Family, samples: readonly Sample[]): string {
  const [list, label] = parts[type as keyof typeof parts]
  const part = (suffix: string) => numberText(samples.find((sample) => sample.suffix === suffix)?.value ?? 0)
  const entries = samples.flatMap(({ labels, value }) =>
    labels[label] === undefined ? [] : [`${labels[label]}:${numberText(value)}`]
  )
  return `{count:${part('_count')},sum:${part('_sum')},${list}:[${entries.join(',')}]}`
}

/** The samples of each series of the family, which is one line or the lines of a histogram, by the text of its labels. */
function groups(samples: Iterable<Sample>): Map<string, Sample[]> {
  return Map.groupBy(samples, ({ labels }) => labelText(withoutParts(labels)))
}

function withoutParts({ le: _le, quantile: _quantile, ...rest }: Labels): Labels {
  return rest
}
