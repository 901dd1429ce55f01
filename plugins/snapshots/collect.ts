/** A payload to rendered families: the pure work of a refresh, wherever it is done. */
import type { CollectContext, Collection, Source } from '../../src/contract/provider.ts'
import { type RenderedFamily, render } from '../../src/exposition/exposition.ts'

/** A collection with its families rendered. */
export interface Collected extends Omit<Collection, 'families'> {
  readonly families: readonly RenderedFamily[]
}

export function collectAndRender(collect: Source['collect'], payload: unknown, context: CollectContext): Collected {
  const collection = collect(payload, context)
  return { ...collection, families: render(collection.families) }
}
