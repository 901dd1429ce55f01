/**
 * What a provider that is not built in imports as `edge-exporter`: the contract, and what it needs to keep it.
 * The running program hands out itself, so that a provider and the program mean the same `Failure`.
 */

export { default as Fastify, type FastifyInstance } from 'fastify'
export { Type } from 'typebox'
// With these come what the plugins add to Fastify's types: `fastify.snapshots` and `fastify.upstream`.
export type { SnapshotsOptions } from '../plugins/snapshots.ts'
export type { UpstreamOptions } from '../plugins/upstream.ts'
export { type Answer, type Ask, assertSuccess, parseJson, retryAfter, type UpstreamRequest } from './answer.ts'
export { type Clock, systemClock } from './clock.ts'
export type * from './contract.ts'
export { Failure, type FailureReason, toFailure } from './failure.ts'
export { simulateFaults } from './faults.ts'
export { Secret } from './secret.ts'
export {
  countSetting,
  defaultMaxAge,
  durationSetting,
  milliseconds,
  SettingsError,
  sourceTimes,
  urlSetting
} from './settings.ts'
