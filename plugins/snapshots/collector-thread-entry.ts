/**
 * What runs in the collector's thread. It keeps the memory of each source and the texts made of it, which so need not
 * cross threads.
 */
import { move, transferableSymbol, valueSymbol } from 'piscina'
import { type Failure, type FailureReason, toFailure } from '../../src/contract/failure.ts'
import type { OffloadedModule, Source } from '../../src/contract/provider.ts'
import type { FamilyRules } from '../../src/exposition/check-families.ts'
import type { RenderedFamily } from '../../src/exposition/exposition.ts'
import { FamilyTexts } from '../../src/exposition/family-texts.ts'
import type { Body } from '../../src/exposition/gzip-join.ts'
import { checkCollection } from './check-collection.ts'
import { type Collected, chosen } from './collect.ts'

export interface Task {
  /** Tells the sources apart. */
  readonly key: string
  /** URL of an `OffloadedModule`, and what its `createCollect` takes. */
  readonly module: string
  readonly options: unknown
  readonly payload: Uint8Array<ArrayBuffer>
  readonly now: number
  /** A copy of what the source carries. */
  readonly state?: unknown
  readonly rules: FamilyRules
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

/** What is kept of a source from one collection to the next. */
interface Resident {
  readonly collect: Source['collect']
  readonly texts: FamilyTexts
  memory: unknown
}

const residents = new Map<string, Resident>()

/** The key of a source that is gone. */
export interface MoveOut {
  readonly gone: string
}

export default async function run(task: Task | MoveOut): Promise<unknown> {
  if ('gone' in task) return residents.delete(task.gone)
  try {
    const { families, ...collected } = await collectedOf(task)
    const { failures, ...rest } = collected
    const bytes = new Uint8Array(sizeOf(families))
    const answer: Answer = {
      collected: { ...rest, families: withBodiesIn(bytes, families) },
      failures: (failures ?? []).map(plain)
    }
    return move({ [transferableSymbol]: [bytes.buffer], [valueSymbol]: answer } as unknown as ArrayBuffer)
  } catch (error) {
    return { failure: plain(toFailure(error)) } satisfies Answer
  } finally {
    // At once: several of them would lie about until V8 collects garbage.
    task.payload.buffer.transfer(0)
  }
}

async function collectedOf(task: Task): Promise<Collected> {
  const resident = residents.get(task.key) ?? (await moveIn(task))
  // Kept before it is used, as a payload that is no good must not take it away.
  if ('memory' in task) resident.memory = task.memory
  const { payload, now, state, rules } = task
  const whole = resident.collect(payload, { now, state, memory: resident.memory })
  checkCollection(whole, rules)
  const { memory, ...collection } = whole
  resident.memory = memory
  const { families, ...left } = chosen(collection.families, rules)
  // Without memory there are new labels each time, by which no line would be known again.
  const texts = memory === undefined ? new FamilyTexts(rules.constant) : resident.texts
  return { ...collection, ...left, families: texts.render(families) }
}

async function moveIn({ key, module, options, rules }: Task): Promise<Resident> {
  const { createCollect } = (await import(module)) as OffloadedModule
  const resident = { collect: createCollect(options), texts: new FamilyTexts(rules.constant), memory: undefined }
  residents.set(key, resident)
  return resident
}

function bytesOf(body: Body): Uint8Array {
  return body instanceof Uint8Array ? body : body.bytes
}

function sizeOf(families: readonly RenderedFamily[]): number {
  return families.flatMap(({ bodies }) => bodies).reduce((sum, body) => sum + bytesOf(body).length, 0)
}

/** The same with all bodies in one buffer, which moves to the main thread as a whole. */
function withBodiesIn(bytes: Uint8Array, families: readonly RenderedFamily[]): RenderedFamily[] {
  let at = 0
  const place = (body: Body): Body => {
    const own = bytesOf(body)
    bytes.set(own, at)
    const placed = bytes.subarray(at, at + own.length)
    at += own.length
    return body instanceof Uint8Array ? placed : { ...body, bytes: placed }
  }
  return families.map((family) => ({ ...family, bodies: family.bodies.map(place) }))
}

function plain({ reason, message, retryAfter }: Failure): PlainFailure {
  return { reason, message, retryAfter }
}
