import type { Clock } from '../contract/clock.ts'

export interface ManualClock extends Clock {
  /** Moves both clocks and runs what became due, in order; lets promises settle after each task. */
  advance(ms: number): Promise<void>
  /** Milliseconds until the next task; undefined when none waits. */
  dueIn(): number | undefined
  /** Sets the wall clock alone, as an administrator would. */
  set(now: number): void
}

/** Lets everything that is ready to run run, I/O callbacks included. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve))
}

export function manualClock(start = Date.UTC(2026, 0, 2, 3, 4, 5)): ManualClock {
  let wall = start
  let elapsed = 0
  const tasks = new Set<{ due: number; task: () => void }>()

  return {
    now: () => wall,
    elapsed: () => elapsed,
    after(ms, task) {
      const entry = { due: elapsed + ms, task }
      tasks.add(entry)
      return () => tasks.delete(entry)
    },
    async advance(ms) {
      // What has just begun may call off a task that would be due on the way.
      await settle()
      const end = elapsed + ms
      for (;;) {
        const next = [...tasks].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0]
        if (next === undefined) break
        tasks.delete(next)
        wall += Math.max(0, next.due - elapsed)
        elapsed = Math.max(elapsed, next.due)
        next.task()
        await settle()
      }
      wall += end - elapsed
      elapsed = end
      await settle()
    },
    dueIn() {
      return tasks.size === 0 ? undefined : Math.min(...[...tasks].map(({ due }) => due)) - elapsed
    },
    set(now) {
      wall = now
    }
  }
}
