import geohash from 'ngeohash'
import type { Place } from '../../../src/contract/provider.ts'
import { type CityQuery, type Coordinates, findCities } from '../../../src/geography/cities.ts'
import { countriesOf, isUsState } from './countries.ts'
import { knownLocations } from './known-locations.ts'

interface Located extends Coordinates {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly geohash: string
}

interface Unlocated {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly latitude: undefined
  readonly longitude: undefined
  readonly geohash: undefined
}

/** The country is certain; the three forms of the position are there together (degrees, WGS 84) or not at all. */
export type ResolvedLocation = Located | Unlocated

/** Cells of 150 m: finer than the centre of a city is agreed on, so a dot drawn from the hash sits on the other one. */
const geohashPrecision = 7

/** Far above the number of locations there are, so only an API gone mad pushes a name out. */
const rememberedNames = 1_000

/** Every location whose name is public. Keys are the values of the label `location`. */
export const knownPlaces: readonly Place[] = knownLocations.map(([name, , latitude, longitude]) => ({
  key: name,
  name,
  latitude,
  longitude
}))

function resolved(country: string, coordinates: Coordinates | undefined): ResolvedLocation {
  if (coordinates === undefined) return { country, latitude: undefined, longitude: undefined, geohash: undefined }
  const { latitude, longitude } = coordinates
  return { country, latitude, longitude, geohash: geohash.encode(latitude, longitude, geohashPrecision) }
}

const known: ReadonlyMap<string, ResolvedLocation> = new Map(
  knownLocations.map(([name, country, latitude, longitude]) => [name, resolved(country, { latitude, longitude })])
)

const remembered = new Map<string, ResolvedLocation | undefined>()

function remember(name: string, location: ResolvedLocation | undefined): void {
  remembered.set(name, location)
  const oldest = remembered.keys().next()
  if (remembered.size > rememberedNames && !oldest.done) remembered.delete(oldest.value)
}

/** What has to be asked to resolve `Berlin - DE` or `Columbus-OH - US`: one query for each country it may be in. */
function queriesOf(name: string): CityQuery[] {
  const separator = name.lastIndexOf(' - ')
  if (separator < 0) return []
  const place = name.slice(0, separator).trim()
  return countriesOf(name.slice(separator + 3).trim()).map((country) => {
    if (country !== 'US') return { name: place, country }
    if (isUsState(place)) return { name: '', country }
    const [, city, region] = /^(.+)-([A-Z]{2})$/.exec(place) ?? []
    return city !== undefined && region !== undefined ? { name: city, country, region } : { name: place, country }
  })
}

function choose(queries: readonly CityQuery[], found: readonly (Coordinates | undefined)[]) {
  const index = found.findIndex((coordinates) => coordinates !== undefined)
  // A code that ISO gives to one country and Site24x7 to another means ISO's if the city is in neither.
  const country = queries.at(index)?.country
  return country === undefined ? undefined : resolved(country, found[index])
}

/**
 * Countries and positions of locations as the API names them (`Amsterdam - NL`); a name that means nothing is missing
 * from the answer. The same name always gives the same result. New names cost one blocking pass over the city data
 * (see `findCities`), all of them together, so a caller with many names passes them in one go.
 */
export function resolveLocations(names: Iterable<string>): ReadonlyMap<string, ResolvedLocation> {
  const locations = new Map<string, ResolvedLocation | undefined>()
  const unknown = new Map<string, CityQuery[]>()
  for (const name of names) {
    if (known.has(name)) locations.set(name, known.get(name))
    else if (remembered.has(name)) locations.set(name, remembered.get(name))
    else unknown.set(name, queriesOf(name))
  }

  const found = findCities([...unknown.values()].flat())
  for (const [name, queries] of unknown) {
    const location = choose(queries, found.splice(0, queries.length))
    locations.set(name, location)
    // What has no country is resolved for nothing, so names of private pollers need not push out others.
    if (queries.length > 0) remember(name, location)
  }
  return new Map([...locations].filter((entry): entry is [string, ResolvedLocation] => entry[1] !== undefined))
}

/** As `resolveLocations`, for one name; `undefined` if it means nothing. */
export function resolveLocation(name: string): ResolvedLocation | undefined {
  return resolveLocations([name]).get(name)
}
