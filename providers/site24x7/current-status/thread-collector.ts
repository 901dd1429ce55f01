/** The whole work on an answer, from its bytes to families: what a thread may do. */
import type { CollectContext, Collection } from '../../../src/contract/provider.ts'
import { faultOf } from '../api.ts'
import { type CollectOptions, collect, type Memory } from './collector.ts'

/** What it makes throws the `Failure` of a body that is no good answer. */
export function createCollect(options: CollectOptions = {}) {
  return (body: Uint8Array, context: CollectContext<Memory>): Collection<Memory> => {
    try {
      return collect(body, context, options)
    } catch (error) {
      throw error instanceof SyntaxError ? faultOf(body) : error
    }
  }
}
