import type { Clock } from '../contract/clock.ts'
import { Failure } from '../contract/failure.ts'

/**
 * Runs `task` for at most `ms` milliseconds, even when it ignores its signal. The signal aborts at the deadline with a
 * `TimeoutError`, or as soon as `stopped` does. A task that heeds its signal may then say itself what came of it; `last`
 * may know better than "too late" why there was no success in time. Milliseconds for which the task was `heldBack` do not
 * count, as it could do nothing meanwhile.
 */
export async function withDeadline<T>(
  clock: Clock,
  ms: number,
  stopped: AbortSignal,
  task: (signal: AbortSignal) => Promise<T>,
  last: () => Failure | undefined = () => undefined,
  heldBack: () => number = () => 0
): Promise<T> {
  const late = new AbortController()
  let added = 0
  const end = () => {
    const more = heldBack() - added
    added += more
    if (more > 0) callOff = clock.after(more, end)
    else late.abort(new DOMException('the time is over', 'TimeoutError'))
  }
  let callOff = clock.after(ms, end)
  const signal = AbortSignal.any([late.signal, stopped])
  let giveUp = () => {}
  const aborted = new Promise<never>((_, reject) => {
    const fail = () => reject(stopped.aborted ? stopping() : (last() ?? tooLate(ms)))
    // Two rounds of the event loop: what the signal ends has its errors in the next one.
    giveUp = () => void setImmediate(() => setImmediate(fail))
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
