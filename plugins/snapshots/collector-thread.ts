/**
 * Does the work of big refreshes in a thread of its own, so that the main thread goes on serving. The thread starts
 * with the first payload that is worth it; small accounts never have one.
 */
import { extname } from 'node:path'
import type { Piscina } from 'piscina'
import { Failure } from '../../src/contract/failure.ts'
import type { CollectContext, Offload, Source } from '../../src/contract/provider.ts'
import type { FamilyRules } from '../../src/exposition/check-families.ts'
import { FamilyTexts } from '../../src/exposition/family-texts.ts'
import { type Collected, collectAndRender } from './collect.ts'
import type { Answer, MoveOut, PlainFailure, Task } from './collector-thread-entry.ts'

/** Bytes of a payload from which the thread is used, which takes 35 MB: less takes the main thread some milliseconds. */
const worthwhile = 2 * 2 ** 20

/** Megabytes for what dies within a refresh, by the size of the first payload: less takes time, more stays resident. */
function youngGenerationFor(bytes: number): number {
  return Math.min(192, Math.max(16, Math.round(bytes / 2 ** 16)))
}

export type CollectorThread = ReturnType<typeof createCollectorThread>

/** `isRepeated`: what is rendered is kept, for the next time. */
export function createCollectorThread({ isRepeated = true }: { readonly isRepeated?: boolean } = {}) {
  let pool: Promise<Piscina> | undefined
  /** Sources whose memory is in the thread. */
  const residents = new Set<string>()
  /** Of those whose memory is here. */
  const texts = new Map<string, FamilyTexts>()

  async function start(size: number): Promise<Piscina> {
    const { Piscina } = await import('piscina')
    const filename = new URL(`./collector-thread-entry${extname(import.meta.url)}`, import.meta.url).href
    return new Piscina({
      filename,
      minThreads: 1,
      maxThreads: 1,
      resourceLimits: { maxYoungGenerationSizeMb: youngGenerationFor(size) }
    })
  }

  return {
    /** True for a payload that is better collected in the thread, and for all that come after it. */
    isFor(key: string, size: number): boolean {
      return residents.has(key) || size >= worthwhile
    },

    /**
     * Collects in the thread. `memory` counts at the first call for `key`; after that the thread has its own.
     * The payload's bytes are moved, not copied. Throws the `Failure` of the collector.
     */
    async collect(
      key: string,
      { module, options }: Offload,
      payload: Uint8Array<ArrayBuffer>,
      context: CollectContext,
      rules: FamilyRules
    ): Promise<Collected> {
      pool ??= start(payload.byteLength)
      const task: Task = {
        key,
        module: module.href,
        options,
        payload,
        now: context.now,
        state: context.state,
        rules,
        ...(residents.has(key) ? {} : { memory: context.memory })
      }
      const owned = payload.byteLength === payload.buffer.byteLength
      const answer: Answer = await (await pool).run(task, owned ? { transferList: [payload.buffer] } : {})
      residents.add(key)
      texts.delete(key)
      if ('failure' in answer) throw revived(answer.failure)
      return { ...answer.collected, failures: answer.failures.map(revived) }
    },

    /** What is kept of the texts of a source that is collected here. */
    textsOf(key: string, { constant }: FamilyRules): FamilyTexts | undefined {
      if (!isRepeated) return undefined
      const known = texts.get(key) ?? new FamilyTexts(constant)
      texts.set(key, known)
      return known
    },

    /** Forgets a source. */
    async forget(key: string): Promise<void> {
      texts.delete(key)
      if (residents.delete(key)) await (await pool)?.run({ gone: key } satisfies MoveOut)
    },

    async close(): Promise<void> {
      await (await pool)?.destroy()
    }
  }
}

/** In the thread where the payload is big enough for it, and else here. Throws the `Failure` of the collector. */
export async function collectWhereItFits(
  thread: CollectorThread,
  key: string,
  { collect, offload }: Source,
  payload: unknown,
  context: CollectContext<unknown>,
  rules: FamilyRules
): Promise<Collected> {
  const isBig = offload !== undefined && payload instanceof Uint8Array && thread.isFor(key, payload.byteLength)
  if (isBig) return thread.collect(key, offload, payload as Uint8Array<ArrayBuffer>, context, rules)
  return collectAndRender(collect, payload, context, rules, thread.textsOf(key, rules))
}

function revived({ reason, message, retryAfter }: PlainFailure): Failure {
  return new Failure(reason, message, { retryAfter })
}
