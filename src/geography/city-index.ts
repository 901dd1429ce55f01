/**
 * The places of GeoNames' list above 1,000 inhabitants, in one file from which one country is read without the others:
 * a line of JSON that maps each country to the length of its part, then the parts, each compressed by itself.
 */
import { closeSync, openSync, readSync } from 'node:fs'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'

export interface City {
  readonly name: string
  /** GeoNames' code of the first-level division. */
  readonly region: string
  readonly population: number
  /** Degrees, WGS 84. */
  readonly latitude: number
  readonly longitude: number
}

/** `countries`: cities by ISO 3166-1 alpha-2 code. Names hold no tabs and no line ends. `quality`: 0 to 11. */
export function encodeCityIndex(countries: ReadonlyMap<string, readonly City[]>, quality = 5): Uint8Array {
  const parts = [...countries].map(([country, cities]) => {
    const text = cities.map(lineOf).join('\n')
    return { country, bytes: brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }) }
  })
  const lengths = Object.fromEntries(parts.map(({ country, bytes }) => [country, bytes.length]))
  return Buffer.concat([Buffer.from(`${JSON.stringify(lengths)}\n`), ...parts.map(({ bytes }) => bytes)])
}

function lineOf({ name, region, population, latitude, longitude }: City): string {
  return [name, region, population, latitude, longitude].join('\t')
}

/** More than the line of all countries has. */
const headLength = 8192

/** The cities of some countries; nothing for a code that is none. Reads no more of the file than these take. */
export function readCities(path: string, countries: Iterable<string>): Map<string, City[]> {
  const file = openSync(path, 'r')
  try {
    const head = readBytes(file, 0, headLength)
    const start = head.indexOf('\n') + 1
    const places = new Map<string, readonly [from: number, length: number]>()
    let from = start
    for (const [country, length] of Object.entries<number>(JSON.parse(head.toString('utf8', 0, start)))) {
      places.set(country, [from, length])
      from += length
    }
    const found = new Map<string, City[]>()
    for (const country of countries) {
      const place = places.get(country)
      if (place === undefined) continue
      const text = brotliDecompressSync(readBytes(file, ...place)).toString()
      found.set(country, text.split('\n').map(cityOf))
    }
    return found
  } finally {
    closeSync(file)
  }
}

function readBytes(file: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  return bytes.subarray(0, readSync(file, bytes, 0, length, from))
}

function cityOf(line: string): City {
  const [name = '', region = '', population, latitude, longitude] = line.split('\t')
  return { name, region, population: Number(population), latitude: Number(latitude), longitude: Number(longitude) }
}
