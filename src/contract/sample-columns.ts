import { NumberList } from './number-list.ts'
import type { Labels, Sample } from './provider.ts'

const none: readonly Labels[] = []

/**
 * Samples in two columns, for families with very many: an object for each would be most of a refresh's garbage. Where
 * the labels are those of the refresh before, the same objects in the same order, the two share their column.
 */
export class SampleColumns implements Iterable<Sample> {
  readonly #before: readonly Labels[]
  /** Undefined as long as all are those of `before`. */
  #own: Labels[] | undefined
  readonly values: NumberList

  constructor(before?: SampleColumns) {
    this.#before = before?.labels ?? none
    this.values = new NumberList(this.#before.length)
  }

  get length(): number {
    return this.values.length
  }

  get labels(): readonly Labels[] {
    if (this.#own !== undefined) return this.#own
    if (this.length < this.#before.length) this.#own = this.#before.slice(0, this.length)
    return this.#own ?? this.#before
  }

  add(labels: Labels, value: number): void {
    const at = this.length
    if (this.#own !== undefined) this.#own.push(labels)
    else if (this.#before[at] !== labels) this.#own = [...this.#before.slice(0, at), labels]
    this.values.add(value)
  }

  *[Symbol.iterator](): Generator<Sample> {
    const { labels } = this
    for (let i = 0; i < labels.length; i++) yield { labels: labels[i] as Labels, value: this.values.at(i) }
  }
}

/** Columns by the names of their families. */
export type Columns = ReadonlyMap<string, SampleColumns>

/** Gives out empty columns, a family's with what is known from the refresh before. `columns` are those given out. */
export function createColumns(before: Columns | undefined) {
  const columns = new Map<string, SampleColumns>()
  const columnOf = (name: string): SampleColumns => {
    const known = columns.get(name)
    if (known !== undefined) return known
    const made = new SampleColumns(before?.get(name))
    columns.set(name, made)
    return made
  }
  return { columns, columnOf }
}
