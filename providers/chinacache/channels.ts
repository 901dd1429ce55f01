/**
 * Every question is asked for each channel by itself, and one channel's failure is not the others': it is kept beside
 * their answers.
 */
import type { Clock } from '../../src/contract/clock.ts'
import { Failure, toFailure } from '../../src/contract/failure.ts'
import type { Window } from './windows.ts'

/** The answers of one channel by the name of the question. */
export type Answers = object

export type Questions<A extends Answers> = {
  readonly [K in keyof A]: (channel: string, window: Window, signal: AbortSignal) => Promise<A[K]>
}

export type Outcome<T> = { readonly answer: T } | { readonly failure: Failure }

/** What came of one channel's questions. */
export type Outcomes<A extends Answers> = { readonly [K in keyof A]: Outcome<A[K]> }

/** By channel id, in the order of the setting. */
export type Channels<A extends Answers> = ReadonlyMap<string, Outcomes<A>>

/** Asks all questions for every channel. Throws only when not one was answered. */
export async function askChannels<A extends Answers>(
  questions: Questions<A>,
  channels: readonly string[],
  window: Window,
  signal: AbortSignal
): Promise<Channels<A>> {
  const askOne = async (channel: string): Promise<[string, Outcomes<A>]> => {
    const asked = Object.keys(questions).map(async (name) => {
      const question = questions[name as keyof A]
      return [name, await outcomeOf(channel, () => question(channel, window, signal))]
    })
    return [channel, Object.fromEntries(await Promise.all(asked))]
  }
  const answered = new Map(await Promise.all(channels.map(askOne)))
  assertAnyAnswer(answered)
  return answered
}

async function outcomeOf<T>(channel: string, ask: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { answer: await ask() }
  } catch (error) {
    const { reason, message, retryAfter } = toFailure(error)
    return { failure: new Failure(reason, `channel ${channel}: ${message}`, { retryAfter }) }
  }
}

function assertAnyAnswer<A extends Answers>(channels: Channels<A>): void {
  const outcomes = [...channels.values()].flatMap((channel) => Object.values<Outcome<unknown>>(channel))
  if (outcomes.some((outcome) => 'answer' in outcome)) return
  const failures = outcomes.flatMap((outcome) => ('failure' in outcome ? outcome.failure : []))
  // Refused credentials and a spent quota call for a longer pause than anything else.
  const reasons = ['auth', 'quota', failures[0]?.reason]
  const [worst] = reasons.flatMap((reason) => failures.find((failure) => failure.reason === reason) ?? [])
  if (worst === undefined) return
  const others = failures.length === 1 ? '' : ` (none of ${failures.length} calls succeeded)`
  throw new Failure(worst.reason, worst.message + others, { retryAfter: worst.retryAfter })
}

export function failuresOf<A extends Answers>(outcomes: Outcomes<A>): Failure[] {
  return Object.values<Outcome<unknown>>(outcomes).flatMap((outcome) => ('failure' in outcome ? outcome.failure : []))
}

const longestPatience = 45_000

/**
 * Runs `ask` with a signal that aborts well before the refresh as a whole is given up, so that the answers that came
 * in time are not lost with a channel that hangs. `ttl` is the source's, in milliseconds.
 */
export async function withPatience<T>(
  { clock, ttl, signal }: { clock: Pick<Clock, 'after'>; ttl: number; signal: AbortSignal },
  ask: (signal: AbortSignal) => Promise<T>
): Promise<T> {
  const late = new AbortController()
  const end = () => late.abort(new DOMException('too late', 'TimeoutError'))
  const callOff = clock.after(Math.min(ttl * 0.75, longestPatience), end)
  try {
    return await ask(AbortSignal.any([signal, late.signal]))
  } finally {
    callOff()
  }
}
