import type { Labels, Sample } from './contract.ts'

/** Samples in two columns, for families with very many: an object for each would be most of a refresh's garbage. */
export class SampleColumns implements Iterable<Sample> {
  readonly labels: Labels[] = []
  readonly values: number[] = []

  get length(): number {
    return this.labels.length
  }

  add(labels: Labels, value: number): void {
    this.labels.push(labels)
    this.values.push(value)
  }

  *[Symbol.iterator](): Generator<Sample> {
    for (let i = 0; i < this.length; i++) yield { labels: this.labels[i] as Labels, value: this.values[i] as number }
  }
}
