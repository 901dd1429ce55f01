import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const gc: () => void = runInNewContext('gc')

/**
 * Bytes that are in use, in the heap and beside it, once all garbage is collected. What a finalizer frees is found by
 * the next round only.
 */
export async function bytesInUse(rounds = 3): Promise<number> {
  for (let round = 0; round < rounds; round++) {
    gc()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
