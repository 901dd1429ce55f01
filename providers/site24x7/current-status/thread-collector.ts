/** The whole work on an answer, from its bytes to families: what a thread may do. */
import type { CollectContext, Collection, ItemFilter } from '../../../src/contract/provider.ts'
import { createItemFilter } from '../../../src/parsing/item-filter.ts'
import { faultOf } from '../api.ts'
import { type CollectOptions, collect, type Memory } from './collector.ts'
import type { IsWanted } from './inventory.ts'

/** What it makes throws the `Failure` of a body that is no good answer. */
export function createCollect(options: CollectOptions = {}) {
  const isWanted = options.filter === undefined ? undefined : wantedBy(options.filter)
  return (body: Uint8Array, context: CollectContext<Memory>): Collection<Memory> => {
    try {
      return collect(body, context, options, isWanted)
    } catch (error) {
      throw error instanceof SyntaxError ? faultOf(body) : error
    }
  }
}

function wantedBy(filter: ItemFilter): IsWanted {
  const matches = createItemFilter(filter)
  return ({ id, name, type, group, tags }) => matches({ id, name, type, group: group?.name, tag: tags })
}
