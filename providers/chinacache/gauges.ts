/** Gathers gauges into families. Pure. */
import type { Family, Labels, Sample } from '../../src/contract/provider.ts'
import { addDecimals } from '../../src/parsing/decimal.ts'
import { compatible, type Definition } from './families.ts'

export type Gauges = ReturnType<typeof createGauges>

/** Values with equal labels are added up, as two Chinese names can have one English one. */
export function createGauges() {
  const gathered = new Map<Definition, Map<string, Sample>>()
  let mergedSeries = 0

  return {
    /** No value, no series. */
    add(definition: Definition, labels: Labels, value: number | undefined): void {
      if (value === undefined) return
      const samples = gathered.get(definition) ?? new Map<string, Sample>()
      gathered.set(definition, samples)
      const key = seriesKey(labels)
      const before = samples.get(key)
      if (before !== undefined) mergedSeries += 1
      samples.set(key, { labels, value: before === undefined ? value : addDecimals(before.value, value) })
    },

    /** The families, with their samples in the order of arrival, and how many values were added to another. */
    end(): { families: Family[]; mergedSeries: number } {
      const families = [...gathered].map(([definition, samples]) => ({
        ...definition,
        isKept: isCompatible(definition),
        type: 'gauge' as const,
        samples: [...samples.values()].filter(({ value }) => Number.isFinite(value))
      }))
      return { families, mergedSeries }
    }
  }
}

/** Those of the replaced exporter are left out last. */
function isCompatible(definition: Definition): boolean {
  return Object.values<Definition>(compatible).includes(definition)
}

/** Label values as UTF-8 tells them apart: it has one form for all the halves of surrogate pairs JSON can hold. */
function seriesKey(labels: Labels): string {
  return JSON.stringify(Object.values(labels).map((value) => value.toWellFormed()))
}
