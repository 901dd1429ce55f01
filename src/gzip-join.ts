/**
 * One gzip file from parts that were compressed apart. Several gzip members in a row would be simpler, but browsers,
 * curl and wget stop after the first one. So each part is a run of deflate blocks that ends on a byte and does not say
 * that it is the last, and the checksum of the whole is worked out from those of the parts.
 */
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { constants, crc32, createDeflateRaw, deflateRaw } from 'node:zlib'

export interface Deflated {
  readonly bytes: Uint8Array
  /** CRC-32 of the plain bytes. */
  readonly crc: number
  /** How many plain bytes there are. */
  readonly length: number
}

const deflateWhole = promisify(deflateRaw)
// A full flush forgets what came before, so that the parts can stand in any order.
const options = { level: constants.Z_BEST_SPEED, finishFlush: constants.Z_FULL_FLUSH }
/** Bytes up to which joining the pieces first costs less than handing them over one by one. */
const small = 1 << 20

/** Compresses off the main thread. */
export async function deflate(pieces: readonly Uint8Array[]): Promise<Deflated> {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  if (length > small) return { ...(await deflatePieces(pieces)), length }
  const crc = pieces.reduce((sum, piece) => crc32(piece, sum), 0)
  return { bytes: await deflateWhole(Buffer.concat(pieces), options), crc, length }
}

async function deflatePieces(pieces: readonly Uint8Array[]): Promise<Pick<Deflated, 'bytes' | 'crc'>> {
  const stream = createDeflateRaw({ ...options, chunkSize: small })
  const done = chunksOf(stream)
  let crc = 0
  for (const piece of pieces) {
    stream.write(piece)
    crc = crc32(piece, crc)
    // Checksums of many megabytes take a while, so that others get their turn in between.
    await setImmediate()
  }
  stream.end()
  return { bytes: Buffer.concat(await done), crc }
}

async function chunksOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return chunks
}

/** RFC 1952: deflate, no name, no time, fastest, unknown system. */
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255])
/** A block without content that says it is the last. */
const lastBlock = Buffer.from([3, 0])

/** A gzip file of one member that holds the plain bytes of all parts in their order. */
export function joinGzip(parts: readonly Deflated[]): Buffer {
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(
    parts.reduce((crc, part) => combine(crc, part.crc, part.length), 0),
    0
  )
  trailer.writeUInt32LE(parts.reduce((sum, { length }) => sum + length, 0) % 2 ** 32, 4)
  return Buffer.concat([header, ...parts.map(({ bytes }) => bytes), lastBlock, trailer])
}

/** The reversed polynomial of CRC-32. */
const polynomial = 0xedb88320

/**
 * The checksum of two texts in a row from those of each: that of the first is moved on by as many zero bytes as the
 * second is long, which is a multiplication by a power of x, and the two are added (both modulo the polynomial).
 */
function combine(first: number, second: number, secondLength: number): number {
  return (multiply(powerOfX(secondLength), first) ^ second) >>> 0
}

/** x to the power of 8 times `bytes`, by squaring. The highest bit stands for 1. */
function powerOfX(bytes: number): number {
  let power = 0x80000000
  // x to the 8: one byte.
  let factor = 0x00800000
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = multiply(power, factor)
    factor = multiply(factor, factor)
  }
  return power
}

function multiply(a: number, b: number): number {
  let product = 0
  let shifted = b
  for (let bit = 31; bit >= 0; bit--) {
    if (((a >>> bit) & 1) === 1) product ^= shifted
    shifted = (shifted & 1) === 1 ? (shifted >>> 1) ^ polynomial : shifted >>> 1
  }
  return product >>> 0
}
