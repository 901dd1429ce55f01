/** What holds for a provider whatever its API answers. */
import fc from 'fast-check'
import type { AnyProvider } from '../../src/contract.ts'
import type { Exposition } from '../parse-exposition.ts'
import { type Answered, compareFormats, createAnswered, readSoundly } from './answered.ts'
import {
  type Change,
  changed,
  changes,
  isAnywhere,
  isInItem,
  type Json,
  type Path,
  placesIn,
  shortened,
  write
} from './changes.ts'

/** Of this run; `SEED=<number>` repeats another one. */
export const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)

interface Case {
  readonly endpoint: string
  readonly original: Json
  readonly wanted: readonly Change[]
}

function casesOf({ originals }: Answered, isWanted: (path: Path) => boolean): fc.Arbitrary<Case> {
  const all = Object.entries(originals).flatMap(([endpoint, answers]) =>
    answers.filter((answer) => placesIn(answer, isWanted).length > 0).map((original) => ({ endpoint, original }))
  )
  return fc.record({ from: fc.constantFrom(...all), wanted: changes }).map(({ from, wanted }) => ({ ...from, wanted }))
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
    if (cases % compareEvery === 0) compareFormats(answered)
    if (cases % lookEvery === 0) look?.(answered.text('text'))
    return readSoundly(answered)
  }

  async function recovers(): Promise<void> {
    await answered.refresh()
    if (answered.incomplete().length > 0) throw new Error(`${answered.incomplete()} did not recover`)
  }

  try {
    await recovers()
    const anywhere = fc.asyncProperty(casesOf(answered, isAnywhere), async ({ endpoint, original, wanted }) => {
      await exposed(endpoint, changed(original, wanted, isAnywhere))
      if (answered.incomplete().length > 0) await recovers()
    })
    await fc.assert(anywhere, { numRuns: Math.ceil(runs / 2), seed })

    // What is there with the first item of each list alone.
    const firsts = new Map<Json, Set<string>>()
    for (const [endpoint, originals] of Object.entries(answered.originals)) {
      for (const original of originals) {
        firsts.set(original, seriesOf(await exposed(endpoint, shortened(original, 1))))
      }
    }
    const inside = fc.asyncProperty(casesOf(answered, isInItem), async ({ endpoint, original, wanted }) => {
      const exposition = await exposed(endpoint, changed(original, wanted, isInItem))
      if (answered.incomplete().length > 0) throw new Error(`${answered.incomplete()} failed because of an item`)
      const series = seriesOf(exposition)
      const missing = [...(firsts.get(original) ?? [])].filter((one) => !series.has(one))
      if (missing.length > 0) throw new Error(`an item took with it ${missing}`)
    })
    await fc.assert(inside, { numRuns: Math.floor(runs / 2), seed: seed + 1 })
  } finally {
    await answered.close()
  }
}
