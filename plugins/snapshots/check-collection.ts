/**
 * What a provider brings, looked at before it is used: sources, as one without a TTL would ask without end, and what their
 * collectors return, before any of it is rendered, served or kept.
 */
import { Failure } from '../../src/contract/failure.ts'
import type { Collection } from '../../src/contract/provider.ts'
import { type FamilyRules, faultOfFamilies } from '../../src/exposition/check-families.ts'
import { Compile } from '../../src/parsing/compiled-schema.ts'
import { OverviewSchema, PlacesSchema } from './overview-schema.ts'

const overviewCheck = Compile(OverviewSchema)
const placesCheck = Compile(PlacesSchema)

/** Throws a `schema` failure that names the provider, and the family and label or the field. */
export function checkCollection(collection: unknown, rules: FamilyRules): void {
  const fault = faultOf(collection, rules)
  if (fault !== undefined)
    throw new Failure('schema', `the collector of ${rules.provider} returned what cannot be served: ${fault}`)
}

function faultOf(collection: unknown, rules: FamilyRules): string | undefined {
  if (typeof collection !== 'object' || collection === null) return 'no collection'
  if ('then' in collection) return 'a promise; collect must not be async'
  const { families, overview, places, drift, mergedSeries, failures, dailyCallLimit, utcOffset } =
    collection as Partial<Collection>
  return (
    faultOfFamilies(families, rules) ??
    (overview === undefined ? undefined : faultOfForm('overview', overviewCheck, overview)) ??
    (places === undefined ? undefined : faultOfForm('places', placesCheck, places)) ??
    faultOfCounts('drift', drift) ??
    (failures === undefined || (Array.isArray(failures) && failures.every((part) => part instanceof Failure))
      ? undefined
      : 'failures must be an array of Failure') ??
    faultOfCounts('a number', { mergedSeries, dailyCallLimit }) ??
    (utcOffset === undefined || Number.isFinite(utcOffset) ? undefined : 'utcOffset must be a number')
  )
}

function faultOfCounts(what: string, counts: unknown): string | undefined {
  if (counts === undefined) return undefined
  if (typeof counts !== 'object' || counts === null) return `${what} must be an object`
  const wrong = Object.entries(counts).find(
    ([, count]) => count !== undefined && !(Number.isFinite(count) && (count as number) >= 0)
  )
  return wrong === undefined ? undefined : `${what}: ${wrong[0].slice(0, 60)} must be a number of zero or more`
}

function faultOfForm(what: string, check: ReturnType<typeof Compile>, value: unknown): string | undefined {
  if (check.Check(value)) return undefined
  const [first] = check.Errors(value)
  return `${what}${first?.instancePath ?? ''} ${first?.message ?? 'is of another form'}`
}

/** Milliseconds. Who writes seconds has 60 for a minute. */
const shortestTtl = 100

/** The first fault in words; undefined for a source that can be added. */
export function faultOfSource(source: unknown): string | undefined {
  if (typeof source !== 'object' || source === null) return 'adds a source that is no object'
  const { name, ttl, maxAge, callsPerRefresh, identity, fetch, collect, quota, stateVersion, limits } =
    source as Record<string, unknown>
  if (typeof name !== 'string' || !/^[a-z][a-z0-9_]*$/.test(name)) {
    return 'adds a source whose name is not of lower-case letters, digits and underscores'
  }
  const at = (what: string) => `source ${name}: ${what}`
  if (!isNumber(ttl) || ttl < shortestTtl) {
    return at(`ttl must be a number of milliseconds, at least ${shortestTtl}; sourceTimes reads it from a setting`)
  }
  if (!isNumber(maxAge) || maxAge < ttl) return at('maxAge must be a number of milliseconds, no less than ttl')
  const calls = typeof callsPerRefresh === 'function' ? callsPerRefresh(undefined) : callsPerRefresh
  if (!isCount(calls))
    return at('callsPerRefresh must be a whole number, or a function that returns one, of no size too')
  if (typeof identity !== 'string') return at('identity must be a text')
  if (typeof fetch !== 'function') return at('fetch must be a function')
  if (typeof collect !== 'function') return at('collect must be a function')
  if (stateVersion !== undefined && !isCount(stateVersion)) return at('stateVersion must be a whole number')
  if (limits !== undefined && !(Array.isArray(limits) && limits.every(isLimit))) {
    return at("limits must be a list of { calls, per } of a whole number above zero and 'minute', 'hour' or 'day'")
  }
  if (quota === undefined) return undefined
  const { callsPerDay, setting } = (quota ?? {}) as Record<string, unknown>
  if (!isNumber(callsPerDay) || callsPerDay <= 0) return at('quota.callsPerDay must be a number above zero')
  return typeof setting === 'string' ? undefined : at('quota.setting must be the name of a setting')
}

function isLimit(value: unknown): boolean {
  const { calls, per } = (value ?? {}) as Record<string, unknown>
  return isCount(calls) && calls !== 0 && ['minute', 'hour', 'day'].includes(per as string)
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0
}
