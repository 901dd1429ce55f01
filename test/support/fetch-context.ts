import type { FastifyBaseLogger } from 'fastify'
import type { FetchContext } from '../../src/contract/provider.ts'
import { logSink } from './log-sink.ts'

/** What a source is given that asks by itself. */
export function contextOf(signal: AbortSignal): FetchContext {
  const ask = () => Promise.reject(new Error('nothing is asked this way'))
  const log = logSink('silent').log as unknown as FastifyBaseLogger
  return { ask, signal, state: undefined, now: 0, utcOffset: 0, log }
}
