/** What runs in the collector's thread. It keeps the memory of each source, which so need not cross threads. */
import { move, transferableSymbol, valueSymbol } from 'piscina'
import { type Collected, collectAndRender } from './collect.ts'
import type { OffloadedModule, Source } from './contract.ts'
import { type Failure, type FailureReason, toFailure } from './failure.ts'

export interface Task {
  /** Tells the sources apart. */
  readonly key: string
  /** URL of an `OffloadedModule`, and what its `createCollect` takes. */
  readonly module: string
  readonly options: unknown
  readonly payload: Uint8Array
  readonly now: number
  /** Given with the first task of a key. */
  readonly memory?: unknown
}

/** Failures cross threads as data, since a clone of an error loses its class. */
export interface PlainFailure {
  readonly reason: FailureReason
  readonly message: string
  readonly retryAfter: number | undefined
}

export type Answer =
  | { readonly collected: Omit<Collected, 'failures'>; readonly failures: readonly PlainFailure[] }
  | { readonly failure: PlainFailure }

const memories = new Map<string, unknown>()
const collectors = new Map<string, Source['collect']>()

export default async function run(task: Task): Promise<unknown> {
  try {
    return withBytesMoved(await answerOf(task))
  } catch (error) {
    return { failure: plain(toFailure(error)) } satisfies Answer
  }
}

async function answerOf(task: Task): Promise<Answer & { readonly collected: Omit<Collected, 'failures'> }> {
  const collect = await collectorOf(task)
  const memory = 'memory' in task ? task.memory : memories.get(task.key)
  const all = collectAndRender(collect, task.payload, { now: task.now, memory })
  const { memory: next, failures = [], ...collected } = all
  memories.set(task.key, next)
  return { collected, failures: failures.map(plain) }
}

/** All bodies share one buffer, which moves to the main thread as a whole. */
function withBytesMoved(answer: Answer & { readonly collected: Omit<Collected, 'failures'> }): unknown {
  const bytes = answer.collected.families[0]?.bodies[0]?.buffer
  if (bytes === undefined) return answer
  return move({ [transferableSymbol]: [bytes], [valueSymbol]: answer } as unknown as ArrayBuffer)
}

function plain({ reason, message, retryAfter }: Failure): PlainFailure {
  return { reason, message, retryAfter }
}

async function collectorOf({ key, module, options }: Task): Promise<Source['collect']> {
  const known = collectors.get(key)
  if (known !== undefined) return known
  const { createCollect } = (await import(module)) as OffloadedModule
  const collect = createCollect(options)
  collectors.set(key, collect)
  return collect
}
