import { fileURLToPath } from 'node:url'
import { type City, readCities } from './city-index.ts'

/** Degrees, WGS 84. */
export interface Coordinates {
  readonly latitude: number
  readonly longitude: number
}

export interface CityQuery {
  /** In any case, with or without accents, with or without a last word `City`. */
  readonly name: string
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string
  /** GeoNames' code of the first-level division, where the name alone is not enough: `CA` is California in the US. */
  readonly region?: string
}

interface Match {
  readonly city: City
  readonly exact: boolean
}

const suffix = ' city'

/** Latin letters that Unicode does not take apart into a base letter and an accent. */
const ligatures: Readonly<Record<string, string>> = {
  æ: 'a',
  œ: 'o',
  ø: 'o',
  ß: 'ss',
  ð: 'd',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  þ: 'th'
}

function withoutAccents(lower: string): string {
  // Most names are plain, and taking letters apart is most of the work of a look-up in a big country.
  if (/^[a-z]+( [a-z]+)*$/.test(lower)) return lower
  return lower
    .normalize('NFKD')
    .replace(/[\p{M}'`‘’ʻʼ]/gu, '')
    .replace(/[æœøßðđħıłþ]/g, (letter) => ligatures[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
}

/** The same text for every spelling of a name, among them `Aarhus` and `Århus`, `Duesseldorf` and `Düsseldorf`. */
function fold(name: string): string {
  return withoutAccents(name.toLowerCase().trim())
    .replace(/(?<=[aou])e|(?<=a)a/g, '')
    .replace(/^st /, 'saint ')
    .trim()
}

/** Names in the data that answer a query; `true` is what was asked for, `false` is second best. */
function spellings(name: string): [string, boolean][] {
  const folded = fold(name)
  if (folded === '') return []
  // Carson City is not Carson, so a name that has the suffix loses it only if it is not found as it stands.
  if (folded.endsWith(suffix)) {
    return [
      [folded, true],
      [folded.slice(0, -suffix.length), false]
    ]
  }
  return [
    [folded, true],
    [folded + suffix, true]
  ]
}

function isBetter(candidate: Match, best: Match | undefined): boolean {
  if (best === undefined) return true
  if (candidate.exact !== best.exact) return candidate.exact
  return candidate.city.population > best.city.population
}

/** Made by `npm run cities`. */
const index = fileURLToPath(new URL('./cities.index', import.meta.url))

/**
 * For each query the largest city of that name in that country, in the order of the queries. Reads the cities of the
 * countries that are asked for and keeps none of them. That blocks for some milliseconds a country, 40 for the largest,
 * so ask for everything at once and remember the answers.
 */
export function findCities(queries: readonly CityQuery[]): (Coordinates | undefined)[] {
  const wanted = Map.groupBy(queries.keys(), (i) => queries[i]?.country ?? '')
  const found: (Coordinates | undefined)[] = queries.map(() => undefined)
  if (wanted.size === 0) return found
  for (const [country, cities] of readCities(index, wanted.keys())) {
    for (const [i, { latitude, longitude }] of bestOf(cities, queries, wanted.get(country) ?? [])) {
      found[i] = { latitude, longitude }
    }
  }
  return found
}

/** The best city of a country for each of these queries that has one. */
function bestOf(cities: readonly City[], queries: readonly CityQuery[], wanted: readonly number[]): Map<number, City> {
  const askers = new Map<string, { query: number; exact: boolean }[]>()
  for (const query of wanted) {
    for (const [spelling, exact] of spellings(queries[query]?.name ?? '')) {
      askers.set(spelling, [...(askers.get(spelling) ?? []), { query, exact }])
    }
  }
  const best = new Map<number, Match>()
  for (const city of cities) {
    for (const { query, exact } of askers.get(fold(city.name)) ?? []) {
      const region = queries[query]?.region
      const candidate = { city, exact }
      if ((region === undefined || region === city.region) && isBetter(candidate, best.get(query))) {
        best.set(query, candidate)
      }
    }
  }
  return new Map([...best].map(([query, { city }]) => [query, city]))
}

/** The largest city of that name in the country (ISO 3166-1 alpha-2). As slow as `findCities` with many. */
export function findCity(name: string, country: string, region?: string): Coordinates | undefined {
  return findCities([region === undefined ? { name, country } : { name, country, region }])[0]
}
