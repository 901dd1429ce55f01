/** A payload to rendered families: the pure work of a refresh, wherever it is done. */
import type { CollectContext, Collection, Family, Source } from '../../src/contract/provider.ts'
import type { FamilyRules } from '../../src/exposition/check-families.ts'
import { type RenderedFamily, render } from '../../src/exposition/exposition.ts'
import type { FamilyTexts } from '../../src/exposition/family-texts.ts'
import { type LeftOut, selectFamilies } from '../../src/exposition/select-families.ts'
import { checkCollection } from './check-collection.ts'

/** A collection with its families rendered. */
export interface Collected extends Omit<Collection, 'families'> {
  readonly families: readonly RenderedFamily[]
  /** Families that the account does not want, and those beyond its limit of series; undefined where none were looked for. */
  readonly filteredFamilies?: LeftOut | undefined
  readonly beyondLimit?: LeftOut | undefined
}

/**
 * Throws the `Failure` of the collector, or a `schema` failure for what must not be served. `texts` are those of the
 * collection before, whose labels the collector has kept.
 */
export function collectAndRender(
  collect: Source['collect'],
  payload: unknown,
  context: CollectContext,
  rules?: FamilyRules,
  texts?: FamilyTexts
): Collected {
  const collection = collect(payload, context)
  if (rules !== undefined) checkCollection(collection, rules)
  const { families, ...left } = chosen(collection.families, rules)
  // Lines are known again by their labels, so what keeps no labels has none that would be.
  const isKept = texts !== undefined && collection.memory !== undefined
  return { ...collection, ...left, families: isKept ? texts.render(families) : render(families, rules?.constant) }
}

/** The families to render, and what was left out of them. */
export function chosen(
  all: readonly Family[],
  rules?: FamilyRules
): { readonly families: readonly Family[] } & Pick<Collected, 'filteredFamilies' | 'beyondLimit'> {
  const { families: names, seriesLimit } = rules ?? {}
  if (names === undefined && seriesLimit === undefined) return { families: all }
  const { families, filtered, beyondLimit } = selectFamilies(all, { families: names, seriesLimit })
  return {
    families,
    ...(names === undefined ? {} : { filteredFamilies: filtered }),
    ...(seriesLimit === undefined ? {} : { beyondLimit })
  }
}
