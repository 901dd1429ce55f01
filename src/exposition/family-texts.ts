/** Renders families as `render` does, the big ones compressed and with what is known from the refresh before. */
import type { Family, Labels } from '../contract/provider.ts'
import { SampleColumns } from '../contract/sample-columns.ts'
import { byName, type RenderedFamily, render, rendered } from './exposition.ts'
import { FamilyText } from './family-text.ts'
import { labelText } from './label-bytes.ts'

/** Samples from which a family's text is worth keeping. */
const many = 256

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
      const { name, samples } = family
      if (!(samples instanceof SampleColumns) || samples.length < many) {
        small.push(family)
        continue
      }
      const text = known.get(name) ?? new FamilyText(name, labelText(constant))
      texts.set(name, text)
      big.push(rendered(family, text.update(samples), constant))
    }
    this.#texts = texts
    return [...big, ...render(small, constant)].sort(byName)
  }
}
