/** Families that follow each other in an answer, as one piece that is compressed once. */
import { type Format, pieces, type RenderedFamily } from './exposition.ts'
import { type Deflated, deflate, inflate } from './gzip-join.ts'

export interface Segment {
  /** The name of its first family, for its place in the answer. */
  readonly name: string
  plain(format: Format): Promise<readonly Uint8Array[]>
  /** Compressed at the first call; later calls get the same bytes. */
  compressed(format: Format): Promise<readonly Deflated[]>
}

/**
 * Splits families that are sorted by name where the first word of the name changes. Names of one owner have one first
 * word, so the segments of several owners sort by the names of their first families.
 */
export function createSegments(families: readonly RenderedFamily[]): Segment[] {
  return [...Map.groupBy(families, ({ name }) => firstWord(name)).values()].map(createSegment)
}

function firstWord(name: string): string {
  return name.slice(0, name.indexOf('_'))
}

function createSegment(families: readonly RenderedFamily[]): Segment {
  const made = new Map<Format, Promise<readonly Deflated[]>>()
  return {
    name: (families[0] as RenderedFamily).name,
    plain: (format) => Promise.all(pieces(families, format).map(inflate)),
    compressed(format) {
      const known = made.get(format)
      if (known !== undefined) return known
      const compressing = deflate(pieces(families, format))
      made.set(format, compressing)
      return compressing
    }
  }
}
