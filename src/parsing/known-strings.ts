/**
 * Texts that come again and again, found by their bytes: an answer names the same places and monitors as the one
 * before, and to make a string costs more than to find one. It is a memo and nothing else: one that is pushed out by
 * another is made anew.
 */

/** A power of two. */
const places = 2 ** 15
/** What is longer is hardly a name. */
const mostBytes = 64

const strings: (string | undefined)[] = new Array(places)

/**
 * What the hash of no bytes is; `nextHash` takes one byte after the other (FNV-1a). As a 32-bit integer, since V8
 * would calculate with a larger one in floating point.
 */
export const firstHash = 0x811c9dc5 | 0

export function nextHash(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193)
}

/** The string of the ASCII bytes from `start` to `end`, whose hash is known. */
export function knownString(bytes: Buffer, start: number, end: number, hash: number): string {
  const length = end - start
  if (length > mostBytes) return bytes.toString('latin1', start, end)
  const place = (hash ^ (hash >>> 15)) & (places - 1)
  const known = strings[place]
  if (known !== undefined && known.length === length && isSame(bytes, start, known)) return known
  const made = bytes.toString('latin1', start, end)
  strings[place] = made
  return made
}

function isSame(bytes: Uint8Array, start: number, known: string): boolean {
  for (let i = 0; i < known.length; i++) if (bytes[start + i] !== known.charCodeAt(i)) return false
  return true
}
