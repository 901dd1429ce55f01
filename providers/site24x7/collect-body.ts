/** The whole work on an answer, from its bytes to families: what a thread may do. */
import type { CollectContext, Collection } from '../../src/contract.ts'
import { readBody } from './api.ts'
import { collect, type Memory } from './collector.ts'
import type { DailyCallLimit } from './config.ts'

export function createCollect(dailyCallLimit: DailyCallLimit) {
  return (body: Uint8Array, context: CollectContext<Memory>): Collection<Memory> =>
    collect(readBody(body), context, dailyCallLimit)
}
