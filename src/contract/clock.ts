/** Time as the program sees it, so that a test can turn the hands. */
export interface Clock {
  /** Wall clock, Unix milliseconds: for what is shown and for a provider's calendar. */
  now(): number
  /** Monotonic milliseconds: for ages and pauses, which a clock set by hand must not change. */
  elapsed(): number
  /** Runs `task` once after `ms` milliseconds and returns a function that calls it off. */
  after(ms: number, task: () => void): () => void
}

// A longer delay overflows in setTimeout and would run at once.
const longestTimeout = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(ms, task) {
    let timer: NodeJS.Timeout
    const arm = (remaining: number) => {
      const step = Math.min(remaining, longestTimeout)
      timer = setTimeout(() => (remaining > step ? arm(remaining - step) : task()), step)
      timer.unref()
    }
    arm(ms)
    return () => clearTimeout(timer)
  }
}
