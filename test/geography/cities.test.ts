import { join } from 'node:path'
import t from 'tap'
import { packagedCities } from '../../packaging/cities.ts'
import { findCities, findCity } from '../../src/geography/cities.ts'
import { readCities } from '../../src/geography/city-index.ts'

t.test('names are found however they are spelt', async (t) => {
  for (const [asked, country, name] of [
    ['Sao Paulo', 'BR', 'São Paulo'],
    ['SÃO PAULO', 'BR', 'São Paulo'],
    ['Hangzhou City', 'CN', 'Hangzhou'],
    ['New York', 'US', 'New York City'],
    ['Ho Chi Minh', 'VN', 'Ho Chi Minh City'],
    ['Xian', 'CN', 'Xi’an'],
    ['Lodz', 'PL', 'Łódź'],
    ['Tromso', 'NO', 'Tromsø'],
    ['Duesseldorf', 'DE', 'Düsseldorf'],
    ['Aalborg', 'DK', 'Ålborg'],
    ['Lulea', 'SE', 'Luleå'],
    ['Gießen', 'DE', 'Giessen'],
    ['St. Louis', 'US', 'Saint Louis'],
    ['Saint Petersburg', 'RU', 'St. Petersburg'],
    ['Istanbul', 'TR', 'İstanbul'],
    ['New  York', 'US', 'New York City'],
    ['Clermont Ferrand', 'FR', 'Clermont-Ferrand'],
    ['  Zürich ', 'CH', 'Zurich']
  ] as const) {
    const city = findCity(asked, country)
    t.ok(city, asked)
    t.same(city, findCity(name, country), `${asked} is ${name}`)
  }
})

t.test('of two cities with the same name the larger one is meant', async (t) => {
  t.match(findCity('Portland', 'US'), { latitude: 45.52345, longitude: -122.67621 }, 'Oregon, not Maine')
  t.match(findCity('London', 'CA'), { latitude: 42.98339, longitude: -81.23304 }, 'the country counts')
})

t.test('the region tells cities apart', async (t) => {
  t.match(findCity('Portland', 'US', 'ME'), { latitude: 43.65737, longitude: -70.2589 })
  t.equal(findCity('Portland', 'US', 'ZZ'), undefined)
})

t.test('a city that has the suffix in its name keeps it', async (t) => {
  t.match(findCity('Carson City', 'US'), { latitude: 39.1638, longitude: -119.7674 }, 'Nevada')
  t.match(findCity('Carson', 'US'), { latitude: 33.83141, longitude: -118.28202 }, 'California')
})

t.test('what is not there is not found', async (t) => {
  for (const [name, country] of [
    ['Berlin', 'KR'],
    ['Berlin', ''],
    ['Berlin', 'de'],
    ['', 'DE'],
    [' - ', 'DE'],
    ['City', 'DE'],
    ['constructor', '__proto__']
  ] as const) {
    t.equal(findCity(name, country), undefined, `${name}, ${country}`)
  }
})

t.test('answers come in the order of the queries', async (t) => {
  const queries = [
    { name: 'Berlin', country: 'DE' },
    { name: 'Nowhere at all', country: 'DE' },
    { name: 'Madrid', country: 'ES' },
    { name: 'berlin', country: 'DE' }
  ]
  t.match(findCities(queries), [
    { latitude: 52.52437, longitude: 13.41053 },
    undefined,
    { latitude: 40.4165, longitude: -3.70256 },
    { latitude: 52.52437, longitude: 13.41053 }
  ])
  t.same(findCities([]), [])
})

t.test('the index has what the package has', async (t) => {
  const cities = packagedCities()
  const path = join(import.meta.dirname, '../../src/geography/cities.index')
  t.strictSame(readCities(path, cities.keys()), cities, 'npm run cities makes it anew')
  t.strictSame(readCities(path, ['__proto__', 'XX', '']), new Map())
  const largest = [...cities]
    .flatMap(([country, all]) => all.map((city) => ({ ...city, country })))
    .filter(({ population }) => population > 1_000_000)
  t.ok(largest.length > 300)
  const found = findCities(largest.map(({ name, country }) => ({ name, country })))
  t.strictSame(
    found,
    largest.map(({ latitude, longitude }) => ({ latitude, longitude }))
  )
})
