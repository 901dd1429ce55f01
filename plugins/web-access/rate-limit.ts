import type { Clock } from '../../src/contract/clock.ts'
import type { RateLimit } from './web-config.ts'

/** A bucket that holds `burst` requests and gains one each `interval`. */
export function createBucket(clock: Pick<Clock, 'elapsed'>) {
  let level: number | undefined
  let at = 0

  /** False when the bucket is empty. */
  return ({ interval, burst }: RateLimit): boolean => {
    const now = clock.elapsed()
    level = Math.min(burst, level === undefined ? burst : level + (now - at) / interval)
    at = now
    if (level < 1) return false
    level -= 1
    return true
  }
}
