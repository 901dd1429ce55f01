/** Whole responses to scrapes, ready to send. */
import type { Clock } from '../../src/contract/clock.ts'
import type { Format } from '../../src/exposition/exposition.ts'

export interface ResponseCacheOptions {
  readonly clock: Clock
  /** Grows with every change of what is served. */
  readonly version: () => number
  readonly make: (format: Format, isCompressed: boolean, providers: readonly string[] | undefined) => Promise<Buffer>
}

/**
 * Milliseconds for which an answer is sent again although nothing changed: what grows by itself meanwhile, the metrics
 * of the process and of scraping, may be so old.
 */
const lifetime = 1000

interface Answer {
  readonly version: number
  readonly madeAt: number
  /** The bytes once they are there, as who has them need not wait for a promise. */
  body: Buffer | Promise<Buffer>
}

export function createResponseCache({ clock, version, make }: ResponseCacheOptions) {
  // A key for each format, encoding and set of providers and accounts.
  const responses = new Map<string, Answer>()

  return {
    /** The answer as it is now, made at most once a second. Parallel calls share one. */
    get(format: Format, isCompressed: boolean, providers: readonly string[] | undefined): Buffer | Promise<Buffer> {
      const wanted = providers === undefined ? undefined : [...new Set(providers)].sort()
      const key = `${format} ${isCompressed} ${wanted ?? '*'}`
      const known = responses.get(key)
      const isGood = known?.version === version() && clock.elapsed() - known.madeAt < lifetime
      if (isGood) return known.body
      // Sets of accounts are many, so those that are not good any more do not stay.
      for (const [other, { madeAt }] of responses) if (clock.elapsed() - madeAt >= lifetime) responses.delete(other)
      const making = make(format, isCompressed, wanted)
      const answer: Answer = { version: version(), madeAt: clock.elapsed(), body: making }
      responses.set(key, answer)
      making.then(
        (body) => {
          answer.body = body
        },
        () => responses.delete(key)
      )
      return making
    }
  }
}
