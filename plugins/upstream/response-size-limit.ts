import { totalmem } from 'node:os'
import { getHeapStatistics } from 'node:v8'

const mebibyte = 2 ** 20
/** Bytes. The largest answer that is known, ten thousand monitors at eight locations, has thirteen million. */
const usual = 32 * mebibyte
/** Bytes. A hundred thousand monitors at eight locations take half of it. */
const most = 256 * mebibyte

/**
 * Bytes that an answer may have where this process may take `memory` bytes: an eighth, as an endless answer must not
 * take all that a container is given, but never less than real accounts need, nor more than any of them can have.
 */
export function responseSizeLimit(memory = memoryOfProcess()): number {
  return Math.min(Math.max(Math.floor(memory / 8), usual), most)
}

/**
 * Bytes: what the container is given, or all of the machine where nothing is set. Node.js gives its heap about half of
 * it, so a smaller heap (`--max-old-space-size`) says that there is less.
 */
export function memoryOfProcess(heap = getHeapStatistics().heap_size_limit): number {
  const constrained = process.constrainedMemory()
  return Math.min(constrained > 0 ? constrained : Infinity, totalmem(), 2 * heap)
}
