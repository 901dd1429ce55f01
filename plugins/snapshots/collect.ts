/** A payload to rendered families: the pure work of a refresh, wherever it is done. */
import type { CollectContext, Collection, Source } from '../../src/contract/provider.ts'
import type { FamilyRules } from '../../src/exposition/check-families.ts'
import { type RenderedFamily, render } from '../../src/exposition/exposition.ts'
import { checkCollection } from './check-collection.ts'

/** A collection with its families rendered. */
export interface Collected extends Omit<Collection, 'families'> {
  readonly families: readonly RenderedFamily[]
}

/** Throws the `Failure` of the collector, or a `schema` failure for what must not be served. */
export function collectAndRender(
  collect: Source['collect'],
  payload: unknown,
  context: CollectContext,
  rules?: FamilyRules
): Collected {
  const collection = collect(payload, context)
  if (rules !== undefined) checkCollection(collection, rules)
  return { ...collection, families: render(collection.families) }
}
