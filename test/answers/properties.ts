/** What holds for a provider whatever its API answers. */
import fc from 'fast-check'
import type { AnyProvider } from '../../src/contract/provider.ts'
import type { Exposition } from '../support/parse-exposition.ts'
import { type Answered, compareFormats, createAnswered, readSoundly } from './answered.ts'
import {
  type Change,
  changed,
  changes,
  isAnywhere,
  isInItem,
  type Json,
  placesIn,
  withLasts,
  withLists,
  write
} from './changes.ts'

/** Of this run; `SEED=<number>` repeats another one. */
export const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)

interface Case {
  readonly endpoint: string
  readonly original: Json
  readonly wanted: readonly Change[]
}

function casesOf({ originals }: Answered, isWanted: (answer: Json) => boolean): fc.Arbitrary<Case> {
  const all = Object.entries(originals).flatMap(([endpoint, answers]) =>
    answers.filter(isWanted).map((original) => ({ endpoint, original }))
  )
  return fc.record({ from: fc.constantFrom(...all), wanted: changes }).map(({ from, wanted }) => ({ ...from, wanted }))
}

const firstOf = (list: readonly Json[]) => list.slice(0, Math.min(1, list.length - 1))
const allButLast = (list: readonly Json[]) => list.slice(0, -1)
const middleOf = (list: readonly Json[]) => list.slice(1, -1)

/** True for an answer with items between the first and the last one of a list. */
function isBetween(answer: Json): boolean {
  return placesIn(withLists(answer, allButLast), isInItem).length > 0
}

/** Names with their labels. */
function seriesOf({ families }: Exposition): Set<string> {
  return new Set(
    families.flatMap(({ samples }) => samples.map(({ name, labels }) => `${name} ${JSON.stringify(labels)}`))
  )
}

export interface Trial {
  readonly runs: number
  readonly seed: number
  /** Told now and then what a scraper would be sent. */
  readonly look?: (text: string) => void
}

/** Monitors, and channels: few, as each of a channel's answers costs a refresh of four sources. */
const sizes: Readonly<Record<string, number>> = { site24x7: 4, chinacache: 1 }

/** How many cases lie between two looks; the formats differ in the heads of families alone, so a few will do. */
const lookEvery = 500
const compareEvery = 20

/**
 * Half of the cases have their changes anywhere, the other half inside of items. Throws where the program meets a bug,
 * its exposition is not sound, it does not recover with the next good answer, or an item costs more than itself.
 */
export async function holdsForAnyAnswer(provider: AnyProvider, { runs, seed, look }: Trial): Promise<void> {
  const answered = await createAnswered(provider, sizes[provider.name] ?? 1)
  let cases = 0

  async function exposed(endpoint: string, answer: Json): Promise<Exposition> {
    const before = answered.bugs()
    await answered.refresh(endpoint, write(answer))
    if (answered.bugs() > before) throw new Error('a failure of the class internal')
    cases += 1
    if (cases % compareEvery === 0) await compareFormats(answered)
    if (cases % lookEvery === 0) look?.(await answered.text('text'))
    return readSoundly(answered)
  }

  async function recovers(): Promise<void> {
    await answered.refresh()
    if (answered.incomplete().length > 0) throw new Error(`${answered.incomplete()} did not recover`)
  }

  try {
    await recovers()
    const anywhere = fc.asyncProperty(
      casesOf(answered, () => true),
      async ({ endpoint, original, wanted }) => {
        await exposed(endpoint, changed(original, wanted, isAnywhere))
        if (answered.incomplete().length > 0) await recovers()
      }
    )
    await fc.assert(anywhere, { numRuns: Math.ceil(runs / 2), seed })

    // What only the first and the last item of each list bring, between which others change.
    const always = new Map<Json, readonly string[]>()
    for (const [endpoint, originals] of Object.entries(answered.originals)) {
      for (const original of originals) {
        const outer = seriesOf(await exposed(endpoint, withLasts(withLists(original, firstOf), original)))
        const middle = seriesOf(await exposed(endpoint, withLists(original, middleOf)))
        const own = [...outer].filter((one) => !middle.has(one))
        always.set(original, own)
      }
    }
    const inside = fc.asyncProperty(casesOf(answered, isBetween), async ({ endpoint, original, wanted }) => {
      const inner = changed(withLists(original, allButLast), wanted, isInItem)
      const exposition = await exposed(endpoint, withLasts(inner, original))
      if (answered.incomplete().length > 0) throw new Error(`${answered.incomplete()} failed because of an item`)
      const series = seriesOf(exposition)
      const missing = always.get(original)?.filter((one) => !series.has(one)) ?? []
      if (missing.length > 0) throw new Error(`an item took with it ${missing}`)
    })
    await fc.assert(inside, { numRuns: Math.floor(runs / 2), seed: seed + 1 })
  } finally {
    await answered.close()
  }
}
