import type { Clock } from '../contract/clock.ts'
import { Failure } from '../contract/failure.ts'

/**
 * Runs `task` for at most `ms` milliseconds, even when it ignores its signal. The signal aborts at the deadline with a
 * `TimeoutError`, or as soon as `stopped` does. A task that heeds its signal may then say itself what came of it; `last`
 * may know better than "too late" why there was no success in time.
 */
export async function withDeadline<T>(
  clock: Clock,
  ms: number,
  stopped: AbortSignal,
  task: (signal: AbortSignal) => Promise<T>,
  last: () => Failure | undefined = () => undefined
): Promise<T> {
  const late = new AbortController()
  const callOff = clock.after(ms, () => late.abort(new DOMException('the time is over', 'TimeoutError')))
  const signal = AbortSignal.any([late.signal, stopped])
  let giveUp = () => {}
  const aborted = new Promise<never>((_, reject) => {
    const end = () => reject(stopped.aborted ? stopping() : (last() ?? tooLate(ms)))
    // Two rounds of the event loop: what the signal ends has its errors in the next one.
    giveUp = () => void setImmediate(() => setImmediate(end))
    if (signal.aborted) giveUp()
    else signal.addEventListener('abort', giveUp, { once: true })
  })
  // Nobody waits for it when the task throws at once.
  aborted.catch(() => {})
  try {
    return await Promise.race([task(signal), aborted])
  } finally {
    callOff()
    // Node keeps a combined signal for as long as somebody listens to it.
    signal.removeEventListener('abort', giveUp)
  }
}

function stopping(): Failure {
  return new Failure('network', 'called off, as the program is stopping')
}

function tooLate(ms: number): Failure {
  return new Failure('timeout', `not done within ${ms / 1000} s`)
}
