import type { FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import { Type } from 'typebox'
import type { Place } from '../src/contract/provider.ts'

export interface GeolocationOptions {
  /** Where the list is served, with a leading slash. */
  readonly path: string
  /** Places known from the start; they win over current ones with the same key. */
  readonly places: readonly Place[]
  /** Places of the data at hand, asked for at every request. */
  readonly current: () => Iterable<Place>
}

const placesSchema = Type.Array(
  Type.Object({
    key: Type.String({ description: 'Value of the label that a dashboard joins on' }),
    latitude: Type.Number({ description: 'Degrees north, WGS 84' }),
    longitude: Type.Number({ description: 'Degrees east, WGS 84' }),
    name: Type.String()
  })
)

/** Zero is what an unset position looks like, and with one in the first place Grafana takes the whole list for none. */
function isPositioned({ latitude, longitude }: Place): boolean {
  return [latitude, longitude].every((degrees) => Number.isFinite(degrees) && degrees !== 0)
}

function listPlaces(places: Iterable<Place>): Place[] {
  const byKey = new Map<string, Place>()
  for (const place of places) {
    if (isPositioned(place) && !byKey.has(place.key)) byKey.set(place.key, place)
  }
  return [...byKey.values()].sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.key < b.key ? -1 : 1))
}

/** `GET <path>`: the places as a JSON array, in the form that Grafana's map panels read from the browser. */
const geolocation: FastifyPluginAsync<GeolocationOptions> = async (fastify, { path, places, current }) => {
  fastify.get(path, { schema: { response: { 200: placesSchema } } }, async (_request, reply) => {
    // The panel fetches from Grafana's origin, and the list holds nothing private.
    reply.header('access-control-allow-origin', '*')
    return listPlaces([...places, ...current()])
  })
}

export default fp(geolocation, { name: 'geolocation', fastify: '5.x' })
