/** What `/api/status` answers: everything the status page shows. Times are Unix seconds, lengths seconds. */
import { type Static, Type } from 'typebox'
import { failureReasons } from '../../src/contract/failure.ts'

const Severity = Type.Enum(['ok', 'idle', 'warning', 'critical'])

const owner = {
  account: Type.Optional(
    Type.String({ description: 'The account of the configuration file, where it comes from one' })
  ),
  customer: Type.Optional(Type.String({ description: 'The customer of that account, where it has customers' }))
}

const FailureSchema = Type.Object({
  reason: Type.Enum([...failureReasons], { description: 'Class of the failure' }),
  message: Type.String({ description: 'What happened, without secrets' }),
  advice: Type.String({ description: 'What to do about it' }),
  at: Type.Optional(Type.Number({ description: 'When it happened' }))
})

const RefreshSchema = Type.Object({
  at: Type.Number({ description: 'When it ended' }),
  seconds: Type.Number({ description: 'How long it took' }),
  ok: Type.Boolean({ description: 'False where all of it failed' }),
  calls: Type.Number({ description: 'Requests, each attempt being one' }),
  bytes: Type.Number({ description: 'Bytes of the answers, uncompressed' }),
  reason: Type.Optional(Type.Enum([...failureReasons], { description: 'Class of its failure, or of that of a part' })),
  message: Type.Optional(Type.String({ description: 'What failed, without secrets' }))
})

const SourceSchema = Type.Object({
  provider: Type.String(),
  ...owner,
  title: Type.String({ description: 'The name of the provider for people, and that of the account' }),
  source: Type.String(),
  state: Type.Enum(['up', 'partial', 'stale', 'down', 'waiting', 'off'], {
    description:
      'partial: up, but parts failed; stale: down, with older data still served; waiting: no refresh has ended yet; off: an optional source that the credentials do not allow'
  }),
  severity: Severity,
  age: Type.Optional(Type.Number({ description: 'Seconds since the last success' })),
  next_refresh: Type.Optional(
    Type.Number({ description: 'Seconds until the next refresh; 0 while one is due or running' })
  ),
  interval: Type.Number({ description: 'Seconds between refreshes, in force' }),
  ttl: Type.Number({ description: 'Seconds between refreshes, as set' }),
  interval_reason: Type.String({ description: 'Why the interval is what it is' }),
  max_age: Type.Number({ description: 'Age in seconds at which data is withdrawn' }),
  series: Type.Number({ description: 'Series now served' }),
  refreshes: Type.Array(RefreshSchema, { description: 'The last refreshes, the oldest first' }),
  failure: Type.Optional(FailureSchema),
  past_failure: Type.Optional(FailureSchema),
  off_reason: Type.Optional(Type.String({ description: 'Why an optional source is off' })),
  failed_parts: Type.Array(Type.String(), { description: 'What failed of a refresh that else succeeded' })
})

const QuotaSchema = Type.Object({
  provider: Type.String(),
  ...owner,
  title: Type.String(),
  calls_today: Type.Number(),
  calls_per_day: Type.Number({ description: 'What the account may make' }),
  usable: Type.Number({ description: 'How many of them the exporter uses at most' })
})

const WatchedSchema = Type.Object({
  provider: Type.String(),
  ...owner,
  title: Type.String(),
  noun: Type.String({ description: 'What is counted, in the plural' }),
  states: Type.Array(Type.Object({ name: Type.String(), severity: Severity, count: Type.Number() })),
  troubles: Type.Array(
    Type.Object({
      name: Type.String(),
      state: Type.String(),
      severity: Severity,
      since: Type.Optional(Type.Number({ description: 'When it began' })),
      where: Type.Array(Type.String()),
      reason: Type.Optional(Type.String({ description: "Why, in the provider's words" })),
      link: Type.Optional(Type.String({ description: 'Its page at the provider' }))
    }),
    { description: 'What is not up: the worst first, then the newest; at most 5000' }
  )
})

const NoticeSchema = Type.Object({
  provider: Type.String(),
  ...owner,
  title: Type.String(),
  topic: Type.String({ description: 'The heading under which it is listed' }),
  name: Type.String(),
  severity: Severity,
  state: Type.String(),
  text: Type.String()
})

const PlaceSchema = Type.Object({
  provider: Type.String(),
  ...owner,
  key: Type.String(),
  name: Type.String(),
  latitude: Type.Number(),
  longitude: Type.Number(),
  count: Type.Number({ description: 'How many are monitored from there' }),
  not_up: Type.Number({ description: 'How many of them are not up' }),
  severity: Severity
})

const RegionSchema = Type.Object({
  provider: Type.String(),
  ...owner,
  code: Type.String({ description: 'ISO 3166-1 alpha-2 or ISO 3166-2' }),
  name: Type.String(),
  share: Type.Number({ description: '0 to 1, of the traffic' })
})

export const StatusSchema = Type.Object({
  version: Type.String(),
  now: Type.Number({ description: 'When this was true' }),
  severity: Severity,
  summary: Type.String({ description: 'What is monitored and the sources, in a sentence' }),
  series: Type.Number({ description: 'Series of all sources' }),
  sources: Type.Array(SourceSchema),
  quotas: Type.Array(QuotaSchema),
  watched: Type.Array(WatchedSchema),
  notices: Type.Array(NoticeSchema, { description: 'What is good to know although nothing may be wrong' }),
  places: Type.Array(PlaceSchema),
  unplaced: Type.Array(Type.String(), { description: 'Places without a position' }),
  regions: Type.Array(RegionSchema)
})

export type Status = Static<typeof StatusSchema>
export type SourceReport = Status['sources'][number]
export type WatchedReport = Status['watched'][number]
export type QuotaReport = Status['quotas'][number]
export type RegionReport = Status['regions'][number]
export type NoticeReport = Status['notices'][number]
export type PlaceReport = Status['places'][number]
export type RefreshReport = SourceReport['refreshes'][number]
export type FailureReport = NonNullable<SourceReport['failure']>
