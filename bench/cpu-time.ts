/** CPU time that a process has taken, as Linux counts it. Milliseconds. */
import { readdirSync, readFileSync } from 'node:fs'

/** Milliseconds in a tick of `/proc/PID/stat`. Linux has told programs 100 ticks a second for long. */
const tick = 10

/** Of the thread that runs the event loop. */
export const mainThreadCpu = (pid: number): number => threadCpu(pid, String(pid))

/**
 * Of all threads. The schedules of those that live are exact. The ticks count those that have ended as well, but are
 * rounded down twice. So the greater of the two is right wherever no thread has ended, and within 20 ms where one has.
 */
export function processCpu(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) => threadCpu(pid, thread))
  // The name in brackets may hold spaces. User and system time are the 14th and 15th field, the name is the second.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const ticks = Number(fields[11]) + Number(fields[12])
  return Math.max(
    ticks * tick,
    threads.reduce((sum, each) => sum + each, 0)
  )
}

/** A thread that ends meanwhile counts nothing. */
function threadCpu(pid: number, thread: string): number {
  try {
    const [nanoseconds] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')
    return Number(nanoseconds) / 1e6
  } catch {
    return 0
  }
}
