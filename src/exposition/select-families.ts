/** Which of a source's families are served: those that the account wants, as far as its limit of series goes. Pure. */
import type { Family } from '../contract/provider.ts'
import { createNameFilter, type NameFilter } from '../parsing/patterns.ts'

export interface Selection {
  /** Names to export and to leave out; all are exported if not set. */
  readonly families?: NameFilter | undefined
  /** Series that all families may have together. */
  readonly seriesLimit?: number | undefined
}

export interface LeftOut {
  /** Names of the families, the biggest first. */
  readonly families: readonly string[]
  readonly series: number
}

export interface Selected {
  readonly families: readonly Family[]
  /** What the filter has left out. */
  readonly filtered: LeftOut
  /** What was too much. */
  readonly beyondLimit: LeftOut
}

/** Beyond the limit, families go whole, as half a family would be a wrong number: the biggest first, those that are kept last. */
export function selectFamilies(all: readonly Family[], { families: names, seriesLimit }: Selection): Selected {
  const isWanted = names === undefined ? () => true : createNameFilter(names)
  const wanted = all.filter(({ name }) => isWanted(name))
  const unwanted = all.filter((family) => family.samples.length > 0 && !wanted.includes(family))
  const gone = tooMany(wanted, seriesLimit ?? Number.POSITIVE_INFINITY)
  return {
    families: gone.length === 0 ? wanted : wanted.filter((family) => !gone.includes(family)),
    filtered: leftOut(unwanted),
    beyondLimit: leftOut(gone)
  }
}

function tooMany(families: readonly Family[], limit: number): Family[] {
  let series = seriesOf(families)
  const gone: Family[] = []
  const order = families.toSorted(
    (a, b) => Number(a.isKept ?? false) - Number(b.isKept ?? false) || b.samples.length - a.samples.length
  )
  for (const family of order) {
    if (series <= limit) break
    gone.push(family)
    series -= family.samples.length
  }
  return gone.filter(({ samples }) => samples.length > 0)
}

function leftOut(families: readonly Family[]): LeftOut {
  return { families: families.map(({ name }) => name), series: seriesOf(families) }
}

function seriesOf(families: readonly Family[]): number {
  return families.reduce((sum, { samples }) => sum + samples.length, 0)
}
