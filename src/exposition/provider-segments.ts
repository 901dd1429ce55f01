/** What each provider adds to an answer, made once for each state of its sources. */
import { type Format, merge, type RenderedFamily } from './exposition.ts'
import { createSegments, type Segment } from './segment.ts'

/** The families of each of a provider's sources that has data. */
export type Parts = readonly (readonly RenderedFamily[])[]

interface Entry {
  readonly parts: Parts
  readonly segments: readonly Segment[]
}

/** Sets of accounts whose segments are kept; more of them are asked for by nobody who scrapes. */
const mostKept = 1000

/** By name, which is that of a provider or of accounts. */
export function createProviderSegments() {
  const current = new Map<string, Entry>()
  const prepared = new Map<string, Entry>()
  const formats = new Set<Format>()

  return {
    of(provider: string, parts: Parts): readonly Segment[] {
      for (const entry of [current.get(provider), prepared.get(provider)]) {
        if (entry === undefined || !isSame(entry.parts, parts)) continue
        current.set(provider, entry)
        return entry.segments
      }
      const entry = { parts, segments: createSegments(merge(parts)) }
      if (current.size >= mostKept) current.delete(current.keys().next().value as string)
      current.set(provider, entry)
      return entry.segments
    },

    /** Makes and compresses what the next scrapes will ask for, so that none of them has to wait for it. */
    async prepare(provider: string, parts: Parts): Promise<void> {
      const segments = createSegments(merge(parts))
      await Promise.all(segments.flatMap((segment) => [...formats].map((format) => segment.compressed(format))))
      prepared.set(provider, { parts, segments })
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
