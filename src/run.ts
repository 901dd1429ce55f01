/**
 * Families that follow each other in an answer, as one piece that is compressed once. Compressed pieces can be joined
 * like plain ones, as a gzip file may have several members (RFC 1952, 2.2).
 */
import { promisify } from 'node:util'
import { constants, createGzip, gzip } from 'node:zlib'
import { type Format, pieces, type RenderedFamily } from './exposition.ts'

export interface Run {
  /** The name of its first family, for its place in the answer. */
  readonly name: string
  plain(format: Format): readonly Uint8Array[]
  /** Compressed at the first call; later calls get the same bytes. */
  compressed(format: Format): Promise<Uint8Array>
}

/**
 * Splits families that are sorted by name where the first word of the name changes. Names of one owner have one first
 * word, so the runs of several owners sort by the names of their first families.
 */
export function createRuns(families: readonly RenderedFamily[]): Run[] {
  return [...Map.groupBy(families, ({ name }) => firstWord(name)).values()].map(createRun)
}

function firstWord(name: string): string {
  return name.slice(0, name.indexOf('_'))
}

function createRun(families: readonly RenderedFamily[]): Run {
  const made = new Map<Format, Promise<Uint8Array>>()
  return {
    name: (families[0] as RenderedFamily).name,
    plain: (format) => pieces(families, format),
    compressed(format) {
      const known = made.get(format)
      if (known !== undefined) return known
      const compressing = compress(pieces(families, format))
      made.set(format, compressing)
      return compressing
    }
  }
}

const compressWhole = promisify(gzip)
const level = constants.Z_BEST_SPEED
/** Bytes up to which joining the pieces first costs less than handing them over one by one. */
const small = 1 << 20

/** Off the main thread in either case. */
export async function compress(parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const size = parts.reduce((sum, { length }) => sum + length, 0)
  if (size <= small) return compressWhole(Buffer.concat(parts), { level })
  const stream = createGzip({ level, chunkSize: small })
  for (const part of parts) stream.write(part)
  stream.end()
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
