/** Reads an exposition back, strictly: what a scraper could take in two ways is an error here. */

export interface ParsedSample {
  readonly name: string
  readonly labels: Record<string, string>
  readonly value: number
}

export interface ParsedFamily {
  readonly name: string
  readonly help: string
  readonly type: string
  readonly unit?: string
  readonly samples: ParsedSample[]
}

interface ReadSample {
  readonly sample: ParsedSample
  /** The same for the same labels in any order. */
  readonly key: string
}

interface Draft {
  name: string
  help?: string
  type?: string
  unit?: string
  samples: ReadSample[]
}

export interface Exposition {
  readonly families: ParsedFamily[]
  /** The families' names in the order of the text. */
  readonly names: string[]
  /** The value of the series with exactly these labels, in any order; undefined where there is none. */
  value(name: string, labels?: Record<string, string>): number | undefined
  family(name: string): ParsedFamily | undefined
}

const suffixes: Readonly<Record<string, readonly string[]>> = {
  gauge: [''],
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count']
}

/** Throws when the text is not one well-formed answer in `format`. */
export function parseExposition(text: string, format: 'text' | 'openmetrics'): Exposition {
  const lines = text.split('\n')
  if (lines.pop() !== '') throw new Error('the last line does not end')
  if (format === 'openmetrics' && lines.pop() !== '# EOF') throw new Error('no end marker')

  const drafts: Draft[] = []
  for (const line of lines) {
    const meta = /^# (HELP|TYPE|UNIT) ([a-zA-Z_:][\w:]*) (.*)$/s.exec(line)
    if (meta !== null) addMeta(drafts, meta[1] as string, meta[2] as string, meta[3] as string, format)
    else addSample(drafts, knownSample(line), format)
  }
  const families = drafts.map(finish)
  assertUnique(families.map(({ name }) => name))
  const samples = drafts.flatMap((draft) => draft.samples)
  assertUnique(samples.map(({ key }) => key))
  const values = new Map(samples.map(({ key, sample }) => [key, sample.value]))
  return {
    families,
    names: families.map(({ name }) => name),
    value: (name, labels = {}) => values.get(keyOf({ name, labels })),
    family: (name) => families.find((family) => family.name === name)
  }
}

function addMeta(drafts: Draft[], kind: string, name: string, rest: string, format: 'text' | 'openmetrics'): void {
  if (drafts.at(-1)?.name !== name) drafts.push({ name, samples: [] })
  const draft = drafts.at(-1) as Draft
  const key = kind.toLowerCase() as 'help' | 'type' | 'unit'
  if (draft.samples.length > 0 || draft[key] !== undefined) throw new Error(`misplaced ${kind} of ${name}`)
  if (kind === 'UNIT' && format === 'text') throw new Error('text 0.0.4 has no UNIT')
  draft[key] = kind === 'HELP' ? unescaped(rest, format === 'openmetrics') : rest
}

function addSample(drafts: Draft[], read: ReadSample, format: 'text' | 'openmetrics'): void {
  const { name } = read.sample
  const draft = drafts.at(-1)
  if (draft?.type === undefined) throw new Error(`${name} has no family`)
  const counter = format === 'openmetrics' ? ['_total'] : ['']
  const allowed = draft.type === 'counter' ? counter : (suffixes[draft.type] ?? [])
  if (!allowed.some((suffix) => draft.name + suffix === name)) {
    throw new Error(`${name} is no part of the ${draft.type} ${draft.name}`)
  }
  draft.samples.push(read)
}

function finish({ name, help, type, unit, samples }: Draft): ParsedFamily {
  if (help === undefined || type === undefined || samples.length === 0) throw new Error(`${name} is incomplete`)
  return { name, help, type, samples: samples.map(({ sample }) => sample), ...(unit === undefined ? {} : { unit }) }
}

/** Lines that were read before, as most come again with every answer. */
const knownSamples = new Map<string, ReadSample>()
const mostKnown = 20_000

function knownSample(line: string): ReadSample {
  const known = knownSamples.get(line)
  if (known !== undefined) return known
  if (knownSamples.size >= mostKnown) knownSamples.clear()
  const sample = parseSample(line)
  knownSamples.set(line, sample)
  return sample
}

function parseSample(line: string): ReadSample {
  const head = /^([a-zA-Z_:][\w:]*)(\{)?/.exec(line)
  if (head === null) throw new Error(`not a sample: ${line}`)
  const labels: Record<string, string> = {}
  let at = head[0].length
  while (head[2] !== undefined && line[at - 1] !== '}') {
    const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"([,}])/sy
    label.lastIndex = at
    const found = label.exec(line)
    if (found === null) throw new Error(`damaged labels: ${line}`)
    const [, name, value] = found as unknown as [string, string, string]
    if (Object.hasOwn(labels, name)) throw new Error(`label ${name} twice: ${line}`)
    labels[name] = unescaped(value, true)
    at = label.lastIndex
  }
  const value = /^ ([-+]?(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?|Inf)|NaN)$/.exec(line.slice(at))?.[1]
  if (value === undefined) throw new Error(`damaged value: ${line}`)
  const sample = { name: head[1] as string, labels, value: Number(value.replace('Inf', 'Infinity')) }
  return { sample, key: keyOf(sample) }
}

function unescaped(text: string, quotes: boolean): string {
  return text.replaceAll(/\\(.?)/gs, (whole, next) => {
    if (next === 'n') return '\n'
    if (next === '\\' || (quotes && next === '"')) return next
    throw new Error(`unknown escape ${whole}`)
  })
}

function keyOf({ name, labels }: Pick<ParsedSample, 'name' | 'labels'>): string {
  return JSON.stringify([name, ...Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))])
}

function assertUnique(keys: readonly string[]): void {
  const seen = new Set<string>()
  for (const key of keys) {
    if (seen.has(key)) throw new Error(`twice: ${key}`)
    seen.add(key)
  }
}
