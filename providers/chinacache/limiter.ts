import { Failure } from '../../src/contract/failure.ts'

/** Runs a task once there is room for it. A task whose signal aborts before its turn is never run. */
export type Limiter = <T>(signal: AbortSignal, task: () => Promise<T>) => Promise<T>

/** At most `size` tasks at a time; the rest wait in order. */
export function createLimiter(size: number): Limiter {
  const waiting = new Set<() => void>()
  let free = size

  function turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = () => {
        signal.removeEventListener('abort', giveUp)
        waiting.delete(start)
        free -= 1
        resolve()
      }
      const giveUp = () => {
        waiting.delete(start)
        reject(new Failure('timeout', 'its turn did not come within the time a refresh has'))
      }
      if (signal.aborted) giveUp()
      else if (free > 0) start()
      else {
        waiting.add(start)
        signal.addEventListener('abort', giveUp, { once: true })
      }
    })
  }

  return async (signal, task) => {
    await turn(signal)
    try {
      return await task()
    } finally {
      free += 1
      waiting.values().next().value?.()
    }
  }
}
