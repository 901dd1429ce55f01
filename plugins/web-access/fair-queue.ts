/** One task at a time, in turns among those who ask, so that whoever asks much only delays himself. */
export interface FairQueueOptions {
  /** Tasks that may wait for one asker, and for all. */
  readonly perAsker?: number
  readonly total?: number
}

interface Waiting {
  readonly run: () => Promise<void>
}

export function createFairQueue({ perAsker = 16, total = 256 }: FairQueueOptions = {}) {
  /** In the order of their turns; nobody without a task is in it. */
  const askers = new Map<string, Waiting[]>()
  let waiting = 0
  let isBusy = false

  async function work(): Promise<void> {
    isBusy = true
    for (;;) {
      const [next] = askers
      if (next === undefined) break
      const [asker, tasks] = next
      const task = tasks.shift() as Waiting
      askers.delete(asker)
      if (tasks.length > 0) askers.set(asker, tasks)
      waiting--
      await task.run()
    }
    isBusy = false
  }

  /** The result of the task once it is its turn; undefined when too many wait already. */
  return function ask<Result>(asker: string, task: () => Promise<Result>): Promise<Result> | undefined {
    const tasks = askers.get(asker) ?? []
    if (tasks.length >= perAsker || waiting >= total) return undefined
    return new Promise<Result>((resolve, reject) => {
      tasks.push({ run: () => task().then(resolve, reject) })
      askers.set(asker, tasks)
      waiting++
      if (!isBusy) void work()
    })
  }
}
