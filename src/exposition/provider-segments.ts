/** What each provider adds to an answer, made once for each state of its sources. */
import { type Format, merge, type RenderedFamily } from './exposition.ts'
import { createRuns, type Run } from './segment.ts'

/** The families of each of a provider's sources that has data. */
export type Parts = readonly (readonly RenderedFamily[])[]

interface Entry {
  readonly parts: Parts
  readonly runs: readonly Run[]
}

export function createProviderRuns() {
  const current = new Map<string, Entry>()
  const prepared = new Map<string, Entry>()
  const formats = new Set<Format>()

  return {
    of(provider: string, parts: Parts): readonly Run[] {
      for (const entry of [current.get(provider), prepared.get(provider)]) {
        if (entry === undefined || !isSame(entry.parts, parts)) continue
        current.set(provider, entry)
        return entry.runs
      }
      const entry = { parts, runs: createRuns(merge(parts)) }
      current.set(provider, entry)
      return entry.runs
    },

    /** Makes and compresses what the next scrapes will ask for, so that none of them has to wait for it. */
    async prepare(provider: string, parts: Parts): Promise<void> {
      const runs = createRuns(merge(parts))
      await Promise.all(runs.flatMap((run) => [...formats].map((format) => run.compressed(format))))
      prepared.set(provider, { parts, runs })
    },

    /** Tells that scrapes ask for this format compressed. */
    expect(format: Format): void {
      formats.add(format)
    }
  }
}

function isSame(a: Parts, b: Parts): boolean {
  return a.length === b.length && a.every((families, i) => families === b[i])
}
