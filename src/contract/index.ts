/**
 * What a provider that is not built in imports as `edge-exporter`: the contract, and what it needs to keep it.
 * The running program hands out itself, so that a provider and the program mean the same `Failure`.
 */

export { default as Fastify, type FastifyInstance } from 'fastify'
export { Type } from 'typebox'
export { simulateFaults } from '../simulation/faults.ts'
export { type Clock, systemClock } from './clock.ts'
export { Failure, type FailureReason, toFailure } from './failure.ts'
export type * from './provider.ts'
export { Secret } from './secret.ts'
// With it come `fastify.snapshots`, `fastify.upstream` and `fastify.store`.
export type * from './services.ts'
export {
  countSetting,
  defaultMaxAge,
  durationSetting,
  milliseconds,
  SettingsError,
  sourceTimes,
  urlSetting
} from './settings.ts'
export type { Store } from './store.ts'
export {
  type Ask,
  assertSuccess,
  parseJson,
  retryAfter,
  type UpstreamRequest,
  type UpstreamResponse
} from './upstream.ts'
