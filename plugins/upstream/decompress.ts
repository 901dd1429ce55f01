/** The body of an answer, unpacked. */
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Failure } from '../../src/contract/failure.ts'
import type { UpstreamRequest } from '../../src/contract/upstream.ts'
import { nameOf, oversized } from './upstream-failure.ts'

interface PackedResponse {
  readonly ok: boolean
  readonly headers: { readonly 'content-encoding'?: string | undefined }
  readonly rawBody: Uint8Array
}

const unzip = promisify(gunzip)
/** Bytes: with the usual 16 KiB, a big answer would come back to the main thread in a thousand pieces. */
const chunkSize = 256 * 1024

/** Throws a `Failure` for what cannot be unpacked, or has more bytes than `bodyLimit`. */
export async function decompress(
  wanted: UpstreamRequest,
  response: PackedResponse,
  bodyLimit: number
): Promise<Buffer> {
  const encoding = response.headers['content-encoding']?.toLowerCase() ?? 'identity'
  if (encoding === 'identity' || response.rawBody.length === 0) return asBuffer(response.rawBody)
  // The status of an error says more than its body.
  if (!response.ok) return unzip(response.rawBody, { maxOutputLength: bodyLimit }).catch(() => Buffer.alloc(0))
  if (encoding !== 'gzip')
    throw new Failure('parse', `${nameOf(wanted)} was answered in an encoding that was not asked for`)
  try {
    return await unzip(response.rawBody, { maxOutputLength: bodyLimit, chunkSize })
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw tooLarge
      ? oversized(wanted, bodyLimit)
      : new Failure('parse', `${nameOf(wanted)} was answered with damaged gzip`)
  }
}

/** The same bytes, not a copy of them. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
