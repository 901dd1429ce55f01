/** What a collector returns, looked at before any of it is rendered, served or kept. */
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
