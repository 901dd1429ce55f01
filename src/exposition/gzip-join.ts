/**
 * One gzip file from parts that were compressed apart. Several gzip members in a row would be simpler, but browsers,
 * curl and wget stop after the first one. So each part is a run of deflate blocks that ends on a byte and does not say
 * that it is the last, and the checksum of the whole is worked out from those of the parts.
 */
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { constants, crc32, createDeflateRaw, deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib'

export interface Deflated {
  readonly bytes: Uint8Array
  /** CRC-32 of the plain bytes. */
  readonly crc: number
  /** How many plain bytes there are. */
  readonly length: number
}

/** Bytes as they are, or compressed: either tells in `length` how many plain bytes there are. */
export type Body = Uint8Array | Deflated

const deflateWhole = promisify(deflateRaw)
const inflateWhole = promisify(inflateRaw)
// A full flush forgets what came before, so that the parts can stand in any order.
const options = { level: constants.Z_BEST_SPEED, finishFlush: constants.Z_FULL_FLUSH }
/** Bytes up to which joining the pieces first costs less than handing them over one by one. */
const small = 1 << 20
/** Bytes up to which compressing takes less time than handing it over to another thread. */
const little = 1 << 16
/** Bytes from which a body is compressed by itself. */
const worthwhile = 1 << 10

/** Compresses what is not yet, off this thread. Plain pieces that follow each other become one part. */
export async function deflate(bodies: readonly Body[]): Promise<Deflated[]> {
  const parts: Promise<Deflated>[] = []
  let plain: Uint8Array[] = []
  const endOfPlain = () => {
    if (plain.length > 0) parts.push(deflateTogether(plain))
    plain = []
  }
  for (const body of bodies) {
    if (body instanceof Uint8Array) {
      plain.push(body)
      continue
    }
    endOfPlain()
    parts.push(Promise.resolve(body))
  }
  endOfPlain()
  return Promise.all(parts)
}

/** Compresses on this thread. */
export function deflateNow(bytes: Uint8Array): Deflated {
  // A copy, as zlib's own buffer has room for 64 KB, and this may be kept.
  return { bytes: new Uint8Array(deflateRawSync(bytes, options)), crc: crc32(bytes), length: bytes.length }
}

/** The plain bytes of one part, on this thread, in memory of their own. */
export function inflateNow({ bytes, length }: Deflated): Buffer<ArrayBuffer> {
  const plain = inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: Math.max(length, 64) })
  // A copy, as a small one lies in the pool that all buffers share.
  return Buffer.from(new Uint8Array(plain).buffer)
}

/** Compresses a body of its own, off this thread where it is big. One that is compressed stays. */
export async function packed(body: Body): Promise<Body> {
  if (!(body instanceof Uint8Array)) return body
  // A copy of what is not worth it, as it may be a small part of a buffer that nobody else needs any more.
  if (body.length < worthwhile) return new Uint8Array(body)
  return deflateTogether([body])
}

/** The plain bytes. */
export async function inflate(body: Body): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body
  return inflateWhole(body.bytes, { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: Math.max(body.length, 64) })
}

/** Parts that follow each other as one. */
export function joinDeflated(parts: readonly Deflated[]): Deflated {
  const [first, ...others] = parts
  if (first !== undefined && others.length === 0) return first
  return {
    // A copy, as a small one lies in the pool that all buffers share, all of which would stay with it.
    bytes: new Uint8Array(Buffer.concat(parts.map(({ bytes }) => bytes))),
    crc: parts.reduce((crc, part) => combine(crc, part.crc, part.length), 0),
    length: parts.reduce((sum, { length }) => sum + length, 0)
  }
}

async function deflateTogether(pieces: readonly Uint8Array[]): Promise<Deflated> {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  if (length > small) return { ...(await deflatePieces(pieces)), length }
  if (length < little) return deflateNow(Buffer.concat(pieces))
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
  const { bytes, crc, length } = joinDeflated(parts)
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(crc, 0)
  trailer.writeUInt32LE(length % 2 ** 32, 4)
  return Buffer.concat([header, bytes, lastBlock, trailer])
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
