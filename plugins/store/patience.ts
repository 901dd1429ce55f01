/** Patience with a server that counts the server's time, and not that for which this process itself stood still. */

export const tooLate = 'no answer in time'

/** The result of `command`, tried once more where `ms` milliseconds are over. It must do no harm done twice. */
export async function inTime<Result>(command: () => Promise<Result>, ms: number): Promise<Result> {
  const first = await attempt(command, ms)
  if (first !== undefined) return first.result
  const second = await attempt(command, ms)
  if (second !== undefined) return second.result
  throw new Error(tooLate)
}

async function attempt<Result>(command: () => Promise<Result>, ms: number): Promise<{ result: Result } | undefined> {
  const late = Promise.withResolvers<undefined>()
  // After a stall the timer is due before what has arrived meanwhile is read, which the next rounds of the loop do.
  const timer = setTimeout(() => setImmediate(() => setTimeout(() => late.resolve(undefined), 1)), ms)
  try {
    return await Promise.race([command().then((result) => ({ result })), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
