/** Renders families as `render` does, the big ones compressed and with what is known from the refresh before. */
import type { Family, Labels } from '../contract/provider.ts'
import { SampleColumns } from '../contract/sample-columns.ts'
import { byName, type RenderedFamily, render, rendered } from './exposition.ts'
import { FamilyText } from './family-text.ts'

/** Samples from which a family's text is worth keeping. */
const many = 64

export class FamilyTexts {
  #texts: ReadonlyMap<string, FamilyText> = new Map()
  readonly #constant: Labels

  /** `constant` are labels that all series have before their own. */
  constructor(constant: Labels = {}) {
    this.#constant = constant
  }

  render(families: readonly Family[]): RenderedFamily[] {
    const small: Family[] = []
    const big: RenderedFamily[] = []
    const texts = new Map<string, FamilyText>()
    const known = this.#texts
    const constant = this.#constant
    // What an exception leaves half-way is not used again.
    this.#texts = new Map()
    for (const family of families) {
      const columns = family.samples.length < many ? undefined : columnsOf(family)
      if (columns === undefined) {
        small.push(family)
        continue
      }
      const text = known.get(family.name) ?? new FamilyText(family.name, constant)
      texts.set(family.name, text)
      big.push(rendered(family, text.update(columns.labels, columns.values), constant))
    }
    this.#texts = texts
    return [...big, ...render(small, constant)].sort(byName)
  }
}

interface Columns {
  readonly labels: readonly Labels[]
  readonly values: Float64Array
}

/** Undefined for samples whose names have suffixes. */
function columnsOf({ samples }: Family): Columns | undefined {
  if (samples instanceof SampleColumns) return { labels: samples.labels, values: samples.values.all() }
  const all = [...samples]
  if (all.some(({ suffix }) => suffix !== undefined)) return undefined
  return { labels: all.map(({ labels }) => labels), values: Float64Array.from(all, ({ value }) => value) }
}
