import t from 'tap'
import { atlas, partsOf } from '../../../plugins/status-page/atlas.ts'
import { countryShares, partsMaps, worldMap } from '../../../plugins/status-page/map.ts'
import type { PlaceReport } from '../../../plugins/status-page/status-schema.ts'

const place = (name: string, longitude: number, latitude: number, fields: Partial<PlaceReport> = {}): PlaceReport => ({
  provider: 'acme',
  key: name,
  name,
  latitude,
  longitude,
  count: 1,
  not_up: 0,
  severity: 'ok',
  ...fields
})

t.test('places are where they are', async (t) => {
  const { position, width, height } = atlas()
  const [london, tokyo, sydney, quito] = [
    position(-0.1, 51.5),
    position(139.7, 35.7),
    position(151.2, -33.9),
    position(-78.5, -0.2)
  ]
  t.ok(quito[0] < london[0] && london[0] < tokyo[0] && tokyo[0] < sydney[0], 'from west to east')
  t.ok(london[1] < tokyo[1] && tokyo[1] < quito[1] && quito[1] < sydney[1], 'from north to south')
  for (const [x, y] of [london, tokyo, sydney, quito]) t.ok(x > 0 && x < width && y > 0 && y < height, 'on the map')
})

t.test('a dot for each place: larger for a larger share that is not up, marked and on top when large', async (t) => {
  const places = [
    place('Bad <town>', 10, 50, { severity: 'critical', count: 4, not_up: 1 }),
    place('Big', 20, 50, { severity: 'critical', count: 3000, not_up: 1 }),
    place('Gone', 25, 50, { severity: 'critical', count: 2, not_up: 2 }),
    place('Small', 30, 50, { count: 1 })
  ]
  const { text } = worldMap({ places, regions: [] }, 'monitors', true)
  const dots = [...text.matchAll(/class="dot (\w+)" [^>]*r="([\d.]+)"><title>([^<]*)/g)].map(([, ...parts]) => parts)
  t.match(dots, [
    ['ok', '3.2', 'Small: 1 monitor, all up'],
    ['warning', /^3/, 'Big: 1 of 3,000 monitors not up'],
    ['critical', '9', 'Gone: 2 of 2 monitors not up'],
    ['critical', /^[4-7]/, 'Bad &lt;town&gt;: 1 of 4 monitors not up']
  ])
  t.equal([...text.matchAll(/class="halo critical"/g)].length, 2)
  t.match(text, 'aria-label="World map: 4 locations; monitors are not up at 3 of them."')
})

t.test('the coasts are sent once', async (t) => {
  const none = { places: [], regions: [] }
  t.match(worldMap(none, 'monitors', true).text, /<g data-keep id="coasts"><path class="land" d="M/)
  t.match(worldMap(none, 'monitors', false).text, '<g data-keep id="coasts"></g>')
})

const regions = [
  { provider: 'acme', code: 'CN-GD', name: 'Guangdong', share: 0.4 },
  { provider: 'acme', code: 'CN-BJ', name: 'Beijing', share: 0.1 },
  { provider: 'acme', code: 'CN-XX', name: 'Nowhere', share: 0.05 },
  { provider: 'acme', code: 'JP', name: 'Japan', share: 0.02 },
  { provider: 'acme', code: 'FR-IDF', name: 'Île-de-France', share: 0.01 },
  { provider: 'acme', code: 'DE', name: 'Germany', share: 0 }
]

t.test('countries are shaded by their share, the parts of one added up', async (t) => {
  const shares = countryShares(regions).map(({ code, name, share }) => [code, name, Math.round(share * 100)])
  t.strictSame(shares, [
    ['CN', 'China', 55],
    ['JP', 'Japan', 2],
    ['FR', 'France', 1]
  ])
  const { text } = worldMap({ places: [], regions }, 'monitors', false)
  t.match(text, /<path class="shade-5" d="M[^"]+"><title>China: 55 % of the traffic/)
  t.match(text, /<path class="shade-1" d="M[^"]+"><title>Japan: 2 % of the traffic/)
})

t.test('a country whose parts are known has a map of its own', async (t) => {
  const maps = partsMaps(regions)
  t.strictSame(
    maps.map(({ country }) => country),
    ['China'],
    'where the shapes are not known, there is none'
  )
  t.match(maps[0]?.map.text, /<path class="shade-5" d="M[^"]+"><title>Guangdong: 40 %/)
  t.equal(maps[0]?.map.text.match(/<path class="land"/g)?.length, partsOf('CN').shapes.size - 2)
  t.strictSame(
    maps[0]?.regions.map(({ name }) => name),
    ['Guangdong', 'Beijing', 'Nowhere']
  )
})

t.test('the parts of China have their codes', async (t) => {
  t.ok(partsOf('CN').shapes.size >= 33)
  t.equal(partsOf('XX').shapes.size, 0)
  for (const code of ['CN-GD', 'CN-HB', 'CN-HE', 'CN-HA', 'CN-HI', 'CN-SN', 'CN-SX', 'CN-TW', 'CN-HK']) {
    t.match(partsOf('CN').shapes.get(code), /^M/, code)
  }
})

t.test('provinces lie where their capitals do', async (t) => {
  const { shapes } = partsOf('CN')
  const middle = (code: string) => {
    // The first ring is the largest by far, and its start is as good as any of its points.
    const [, x, y] = /^M([\d.]+),([\d.]+)/.exec(shapes.get(code) ?? '') ?? []
    return [Number(x), Number(y)] as const
  }
  t.ok(middle('CN-HE')[1] < middle('CN-HA')[1], 'Hebei is north of Henan')
  t.ok(middle('CN-HA')[1] < middle('CN-HB')[1], 'Henan is north of Hubei')
  t.ok(middle('CN-HB')[1] < middle('CN-HN')[1], 'Hubei is north of Hunan')
  t.ok(middle('CN-SN')[0] < middle('CN-SX')[0], 'Shaanxi is west of Shanxi')
  t.ok(middle('CN-HI')[1] > middle('CN-GD')[1], 'Hainan is south of Guangdong')
})
