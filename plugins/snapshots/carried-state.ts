/**
 * What a source carries from one refresh to the next, in the form in which it is kept: with the snapshot that was made
 * with it, in memory and in the store.
 */
import type { FastifyBaseLogger } from 'fastify'
import { Failure } from '../../src/contract/failure.ts'
import type { Source } from '../../src/contract/provider.ts'

/** A state as it is kept. Text is JSON. */
export interface KeptState {
  /** The source's `stateVersion` that made it. */
  readonly version: number
  readonly value: string | Uint8Array
}

/** Bytes that a state may have; it is read and written with every refresh. */
export const largestState = 4 * 2 ** 20

/** The state in the form in which it is kept. Throws an `Error` that says why it cannot be. */
export function keepState(state: unknown, version: number): KeptState {
  const value = state instanceof Uint8Array ? Uint8Array.from(state) : JSON.stringify(state, plain)
  if (value.length > largestState) throw new Error(`has ${value.length} bytes, more than ${largestState}`)
  return { version, value }
}

/** A copy of its own for whoever gets it, so that nobody changes what others go on from. */
export function openState(kept: KeptState | undefined): unknown {
  if (kept === undefined) return undefined
  return typeof kept.value === 'string' ? JSON.parse(kept.value) : Uint8Array.from(kept.value)
}

/** What `JSON.stringify` would leave out or change without a word. */
function plain(this: unknown, name: string, value: unknown): unknown {
  const given = name === '' ? value : (this as Record<string, unknown>)[name]
  const at = name === '' ? '' : ` at ${JSON.stringify(name.slice(0, 60))}`
  if (typeof given === 'number' && !Number.isFinite(given)) throw new Error(`has a number${at} that JSON cannot say`)
  if (['function', 'symbol', 'bigint'].includes(typeof given)) throw new Error(`has a ${typeof given}${at}`)
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) {
    const prototype: unknown = Object.getPrototypeOf(given)
    if (prototype !== Object.prototype && prototype !== null) throw new Error(`has an object with a class${at}`)
  }
  return value
}

export interface CarryOptions {
  readonly source: Pick<Source, 'stateVersion'>
  readonly log: Pick<FastifyBaseLogger, 'warn'>
}

/** The state of one source between two refreshes. */
export function createCarriedState({ source: { stateVersion }, log }: CarryOptions) {
  let kept: KeptState | undefined
  let dropped: number | undefined

  return {
    /** Whether the source has a state at all. */
    isUsed: stateVersion !== undefined,

    /** For `fetch` or `collect`: a copy of its own. */
    open: (): unknown => openState(kept),

    /** Goes on from what a snapshot was stored with. */
    adopt(stored: KeptState | undefined): void {
      if (stored === undefined || stateVersion === undefined) return
      if (stored.version === stateVersion) kept = stored
      else if (dropped !== stored.version) {
        dropped = stored.version
        log.warn(
          `the stored state is of version ${stored.version}, not ${stateVersion}, and is dropped: counts begin anew`
        )
      }
    },

    /** What the next refresh would go on from, once `take` is called with it. Throws a `schema` failure. */
    next({ state }: { readonly state?: unknown }): KeptState | undefined {
      if (state === undefined) return kept
      if (stateVersion === undefined) throw wrong('came from a source that has no stateVersion')
      try {
        return keepState(state, stateVersion)
      } catch (error) {
        throw wrong((error as Error).message)
      }
    },

    take(next: KeptState | undefined): void {
      kept = next
    }
  }
}

function wrong(why: string): Failure {
  return new Failure('schema', `the state of the collection cannot be kept: it ${why}`)
}

const shortestStateAge = 7 * 24 * 3_600_000

/** Milliseconds for which a state is kept: at least a week, as a cursor outlives the data that came with it. */
export function stateAge(maxAge: number): number {
  return Math.max(maxAge, shortestStateAge)
}
