/**
 * From channels' answers to families, the same for every source: what a failed channel last said is shown until it is
 * too old, and each source only tells which gauges an answer makes. Pure.
 */
import type { CollectContext, Collection, Overview, Place } from '../../src/contract/provider.ts'
import type { Drift } from './answers.ts'
import { type Answers, type Channels, failuresOf, type Outcome, type Questions } from './channels.ts'
import type { Times } from './config.ts'
import { families } from './families.ts'
import { createGauges, type Gauges } from './gauges.ts'
import type { Window } from './windows.ts'

/** What makes one source differ from another. `A` is what is known of a channel, by the name of the question. */
export interface Plan<A extends Answers> {
  readonly name: string
  readonly times: Times
  readonly channels: readonly string[]
  /** Whose channels they are and what is asked about them. */
  readonly identity: string
  readonly credentials: () => string
  /** The time to ask about; `now` is Unix milliseconds. */
  readonly window: (now: number) => Window
  readonly questions: Questions<A>
  /** Adds what is known of one channel. */
  readonly add: (gauges: Gauges, channel: string, answers: Partial<A>) => void
  /** How many names in an answer have no translation. */
  readonly untranslated?: (answers: Partial<A>) => number
  /** Adds the places that any channel's answers name, and returns them for the map. */
  readonly addPlaces?: (gauges: Gauges, answers: readonly Partial<A>[]) => Place[]
  /** What a person wants to see of all channels' answers. */
  readonly overview?: (answers: readonly Partial<A>[]) => Overview
}

export interface Payload<A extends Answers> {
  readonly window: Window
  readonly channels: Channels<A>
}

/** The last good answers of a channel; `at` is Unix milliseconds. */
type Kept<A extends Answers> = { readonly [K in keyof A]?: { readonly at: number; readonly answer: A[K] } }

/** By channel id. */
export type Memory<A extends Answers> = ReadonlyMap<string, Kept<A>>

/** Pure: a payload and what is remembered, to families. */
export function collect<A extends { [K in keyof A]: { readonly drift: Drift } }>(
  plan: Plan<A>,
  { window, channels }: Payload<A>,
  { now, memory }: CollectContext<Memory<A>>
): Collection<Memory<A>> {
  const source = plan.name
  const gauges = createGauges()
  const keeping = new Map<string, Kept<A>>()
  const known: Partial<A>[] = []
  const drifts: Drift[] = []

  gauges.add(families.windowStart, { source }, window.start)
  gauges.add(families.windowEnd, { source }, window.end)
  for (const [channel, outcomes] of channels) {
    const fresh = keep(Object.entries<Outcome<unknown>>(outcomes), now)
    const kept: Kept<A> = { ...young(memory?.get(channel), now - plan.times.maxAge), ...fresh }
    keeping.set(channel, kept)
    const answers = answersIn(kept)
    known.push(answers)
    gauges.add(families.channelUp, { channel, source }, failuresOf(outcomes).length === 0 ? 1 : 0)
    plan.add(gauges, channel, answers)
    // What was kept has been counted when it was new.
    const news = answersIn<A>(fresh)
    drifts.push(...(Object.values(news) as { drift: Drift }[]).map(({ drift }) => drift))
    drifts.push({ untranslated_name: plan.untranslated?.(news) ?? 0 })
  }
  const places = plan.addPlaces?.(gauges, known) ?? []
  const failures = [...channels.values()].flatMap((outcomes) => failuresOf(outcomes))
  const overview = plan.overview?.(known)
  return {
    ...gauges.end(),
    places,
    failures,
    drift: addUp(drifts),
    memory: keeping,
    ...(overview === undefined ? {} : { overview })
  }
}

function keep<A extends Answers>(outcomes: readonly (readonly [string, Outcome<unknown>])[], at: number): Kept<A> {
  return Object.fromEntries(
    outcomes.flatMap(([question, outcome]) => ('answer' in outcome ? [[question, { at, answer: outcome.answer }]] : []))
  ) as Kept<A>
}

function young<A extends Answers>(kept: Kept<A> | undefined, oldest: number): Kept<A> {
  return Object.fromEntries(
    Object.entries<{ at: number } | undefined>(kept ?? {}).filter(
      ([, entry]) => entry !== undefined && entry.at >= oldest
    )
  ) as Kept<A>
}

function answersIn<A extends Answers>(kept: Kept<A>): Partial<A> {
  return Object.fromEntries(
    Object.entries<{ answer: unknown } | undefined>(kept).map(([question, entry]) => [question, entry?.answer])
  ) as Partial<A>
}

function addUp(drifts: readonly Drift[]): Drift {
  const sum: Record<string, number> = {}
  for (const [kind, count] of drifts.flatMap((drift) => Object.entries(drift))) sum[kind] = (sum[kind] ?? 0) + count
  return Object.fromEntries(Object.entries(sum).filter(([, count]) => count > 0))
}
