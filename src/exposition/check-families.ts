/**
 * Finds what must not get to the wire: one wrong name, type or number makes a whole answer unreadable for Prometheus.
 * Pure. Texts of a fault hold names of families and labels, never the value of a label.
 */
import type { Family, Labels, MetricType, Sample } from '../contract/provider.ts'
import { SampleColumns } from '../contract/sample-columns.ts'
import type { Selection } from './select-families.ts'

export interface FamilyRules extends Selection {
  /** The provider's name: what its families begin with. */
  readonly provider: string
  /** Labels that all series get. A family must not have one of them. */
  readonly constant?: Labels
  /** Series that one source may have. */
  readonly maxSeries: number
  /** Look at every sample of families in columns too, which else are looked at here and there. */
  readonly isThorough?: boolean
}

const metricName = /^[a-zA-Z_]\w*$/
const labelName = /^(?!__)[a-zA-Z_]\w*$/
const types: readonly string[] = ['gauge', 'counter', 'histogram', 'summary'] satisfies MetricType[]

/** What names of samples may end in, by type, and the label that tells the parts of a series apart. */
const suffixes: Readonly<Record<MetricType, readonly string[]>> = {
  gauge: [''],
  counter: [''],
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count']
}
const parted: Readonly<Partial<Record<MetricType, { readonly suffix: string; readonly label: string }>>> = {
  histogram: { suffix: '_bucket', label: 'le' },
  summary: { suffix: '', label: 'quantile' }
}

/** Columns come from this program's own providers, whose tests look at all; here, this many samples of each. */
const looks = 16

/** The first fault as a text that names the family, and the label where it is one of a label; undefined for none. */
export function faultOfFamilies(families: unknown, rules: FamilyRules): string | undefined {
  if (!Array.isArray(families)) return 'families must be an array'
  let series = 0
  /** Names on the wire, and whose they are: a gauge `x_count` is in the way of a histogram `x`. */
  const taken = new Map<string, string>()
  for (const family of families as readonly unknown[]) {
    const fault = faultOfHead(family, rules) ?? faultOfNames(family as Family, taken)
    if (fault !== undefined) return fault
    const { samples } = family as Family
    series += samples.length
    // A limit of the account leaves out what is too much.
    if (series > rules.maxSeries && rules.seriesLimit === undefined) {
      return `it has more than ${rules.maxSeries} series; raise MAX_SERIES if they are wanted`
    }
    const wrong = faultOfSamples(family as Family, rules) ?? faultOfConstant(samples, rules)
    if (wrong !== undefined) return `family ${(family as Family).name}: ${wrong}`
  }
  return undefined
}

function faultOfHead(family: unknown, { provider }: FamilyRules): string | undefined {
  if (typeof family !== 'object' || family === null) return 'families has an entry that is no object'
  const { name, help, type, unit, samples } = family as Record<string, unknown>
  if (typeof name !== 'string') return 'a family has no name'
  const at = `family ${shown(name)}`
  if (!metricName.test(name)) return `${at}: a name has letters, digits and underscores only`
  // In any case, as names that are out there stay as they are.
  if (!name.toLowerCase().startsWith(`${provider}_`)) return `${at}: its name must begin with ${provider}_`
  if (typeof help !== 'string') return `${at}: help must be a text`
  if (!types.includes(type as string)) return `${at}: type must be one of ${types.join(', ')}, not ${shown(type)}`
  if (type === 'counter' && !/._total$/.test(name)) return `${at}: the name of a counter ends in _total`
  if (unit !== undefined && (typeof unit !== 'string' || !/^\w+$/.test(unit))) return `${at}: unit must be one word`
  const { length } = (samples ?? {}) as { length?: unknown }
  const isList = typeof samples === 'object' && samples !== null && Symbol.iterator in samples
  if (!isList || typeof length !== 'number') return `${at}: samples must be an array`
  return undefined
}

function faultOfNames({ name, type }: Family, taken: Map<string, string>): string | undefined {
  const base = type === 'counter' ? name.replace(/_total$/, '') : name
  for (const used of new Set([base, ...suffixes[type].map((suffix) => name + suffix)])) {
    const owner = taken.get(used)
    if (owner !== undefined) {
      return owner === name
        ? `family ${name}: it comes twice`
        : `family ${name}: its name is in the way of the family ${owner}`
    }
    taken.set(used, name)
  }
  return undefined
}

function faultOfSamples(family: Family, { isThorough = false }: FamilyRules): string | undefined {
  const { samples, type } = family
  if (samples instanceof SampleColumns && !isThorough) return faultOfColumns(samples, type)
  const seen = new Set<string>()
  let names: string | undefined
  let known: readonly string[] = []
  for (const sample of samples) {
    const fault = faultOfSample(sample, type)
    if (fault !== undefined) return fault
    const { labels, suffix = '' } = sample
    const own = keysOf(labels, type)
    const joined = own.join()
    if (joined !== names) {
      if (names !== undefined)
        return `${difference(known, own)}; all its samples must have the same labels in the same order`
      const wrong = own.find((name) => !labelName.test(name))
      if (wrong !== undefined)
        return `label ${shown(wrong)}: a name has letters, digits and underscores only, and no two at its start`
      names = joined
      known = own
    }
    const key = `${suffix}\0${Object.values(labels).join('\0')}`
    if (seen.has(key)) return `two samples have the same labels${own.length === 0 ? ', none' : ` (${own.join(', ')})`}`
    seen.add(key)
  }
  return type === 'histogram' ? faultOfBuckets(samples) : undefined
}

function faultOfConstant(samples: Iterable<Sample>, { constant = {} }: FamilyRules): string | undefined {
  const names = Object.keys(constant)
  if (names.length === 0) return undefined
  for (const { labels } of samples) {
    const own = names.find((name) => Object.hasOwn(labels, name))
    return own === undefined ? undefined : `label ${own}: accounts of the configuration file have a label of that name`
  }
  return undefined
}

/** The numbers of columns are numbers by their nature. */
function faultOfColumns({ labels }: SampleColumns, type: MetricType): string | undefined {
  const step = Math.max(1, Math.floor(labels.length / looks))
  for (let i = 0; i < labels.length; i += step) {
    const own = labels[i] as Labels
    const fault = faultOfLabels(own) ?? Object.keys(own).find((name) => !labelName.test(name))
    if (fault !== undefined) return `label ${shown(fault)} is wrong in a family of the type ${type}`
  }
  return undefined
}

function faultOfSample(sample: unknown, type: MetricType): string | undefined {
  if (typeof sample !== 'object' || sample === null) return 'samples has an entry that is no object'
  const { labels, value, suffix = '' } = sample as Partial<Sample>
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) return 'a sample has no labels object'
  const wrong = faultOfLabels(labels)
  if (wrong !== undefined) return wrong
  if (typeof value !== 'number')
    return `the value of a sample is ${value === null ? 'null' : typeof value}, not a number`
  if (type === 'counter' && !(value >= 0)) return 'a counter is below zero or not a number'
  if (!suffixes[type].includes(suffix)) return `a sample of a ${type} cannot have the suffix ${shown(suffix)}`
  const part = parted[type]
  const isPart = part !== undefined && suffix === part.suffix
  const bound = part === undefined ? undefined : labels[part.label]
  if (isPart && (bound === undefined || !/^([+-]?Inf|[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)$/.test(bound))) {
    return `label ${part.label}: a ${suffix === '' ? 'quantile' : 'bucket'} needs a number in it`
  }
  if (!isPart && bound !== undefined)
    return `label ${part?.label}: only samples with the suffix ${shown(part?.suffix)} have it`
  return undefined
}

function faultOfLabels(labels: Labels): string | undefined {
  for (const name in labels) {
    if (typeof labels[name] !== 'string') return `label ${shown(name)}: its value must be a text`
  }
  return undefined
}

/** Label names that all samples of a family share. */
function keysOf(labels: Labels, type: MetricType): string[] {
  const label = parted[type]?.label
  return Object.keys(labels).filter((name) => name !== label)
}

function difference(known: readonly string[], own: readonly string[]): string {
  const name = own.find((each) => !known.includes(each)) ?? known.find((each) => !own.includes(each))
  return name === undefined ? 'labels come in another order' : `label ${shown(name)} is not on every sample`
}

/** Buckets of each series: in ascending order, never fewer than before, the last one `+Inf` and as many as `_count`. */
function faultOfBuckets(samples: Iterable<Sample>): string | undefined {
  interface Histogram {
    bound: number
    count: number
    total?: number
  }
  const histograms = new Map<string, Histogram>()
  for (const { labels, value, suffix } of samples) {
    const { le, ...rest } = labels
    const key = Object.values(rest).join('\0')
    const histogram = histograms.get(key) ?? { bound: Number.NEGATIVE_INFINITY, count: 0 }
    histograms.set(key, histogram)
    if (suffix === '_count') histogram.total = value
    if (suffix !== '_bucket') continue
    const bound = Number((le as string).replace('Inf', 'Infinity'))
    if (!(bound > histogram.bound)) return 'label le: the buckets of a series must come in ascending order'
    if (!(value >= histogram.count)) return 'a bucket has less in it than the one before; buckets are cumulative'
    histogram.bound = bound
    histogram.count = value
  }
  for (const { bound, count, total } of histograms.values()) {
    if (bound !== Number.POSITIVE_INFINITY) return 'label le: the last bucket of a series must be +Inf'
    if (total !== count) return 'the sample with the suffix _count must be there and be as many as the bucket +Inf'
  }
  return undefined
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : typeof value
}
