/** When a source's data is withdrawn. Lengths are milliseconds. */
import type { Clock } from '../contract/clock.ts'
import type { Failure } from '../contract/failure.ts'

/** By how much the pauses that a provider asks for may lengthen the life of data. */
const longestAskedPause = 20 * 60_000

export function createExpiry(clock: Clock, withdraw: () => void) {
  let callOff = () => {}
  let maxAge: number | undefined
  let age = { at: 0, was: 0 }
  let longest = 0

  function arm(until: number): void {
    callOff()
    maxAge = until
    callOff = clock.after(Math.max(0, until - ageNow()), withdraw)
  }
  const ageNow = () => age.was + clock.elapsed() - age.at

  return {
    /** New data of that age, and the age at which it is withdrawn. */
    start(until: number, ageOfData: number): void {
      age = { at: clock.elapsed(), was: ageOfData }
      longest = until + longestAskedPause
      arm(until)
    },
    /** A pause that the provider has asked for costs no data, as nobody could have newer: it lasts `margin` longer. */
    outlast({ reason, retryAfter }: Failure, pause: number, margin: number): void {
      if (reason !== 'quota' || retryAfter === undefined || maxAge === undefined || ageNow() >= maxAge) return
      const needed = ageNow() + pause + margin
      if (needed > maxAge && needed <= longest) arm(needed)
    },
    /** The age at which the data is withdrawn; undefined before the first data. */
    maxAge: (): number | undefined => maxAge,
    /** Until the data is withdrawn; 0 without data. */
    remaining: (): number => (maxAge === undefined ? 0 : Math.max(0, maxAge - ageNow())),
    stop: () => callOff()
  }
}
