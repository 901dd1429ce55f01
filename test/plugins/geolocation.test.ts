import Fastify from 'fastify'
import t, { type Test } from 'tap'
import geolocation, { type GeolocationOptions } from '../../plugins/geolocation.ts'

const amsterdam = { key: 'Amsterdam - NL', name: 'Amsterdam - NL', latitude: 52.37403, longitude: 4.88969 }
const sydney = { key: 'Sydney - AUS', name: 'Sydney - AUS', latitude: -33.886836, longitude: 151.159892 }
const berlin = { key: 'Berlin - DE', name: 'Berlin - DE', latitude: 52.52437, longitude: 13.41053 }

async function build(t: Test, options: Partial<GeolocationOptions> = {}) {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(geolocation, { path: '/geolocation', places: [sydney, amsterdam], current: () => [], ...options })
  return app
}

t.test('the list as Grafana reads it', async (t) => {
  const app = await build(t)
  const response = await app.inject('/geolocation')
  t.equal(response.statusCode, 200)
  t.equal(response.headers['content-type'], 'application/json; charset=utf-8')
  t.equal(response.headers['access-control-allow-origin'], '*')
  t.equal(
    response.body,
    '[{"key":"Amsterdam - NL","latitude":52.37403,"longitude":4.88969,"name":"Amsterdam - NL"},' +
      '{"key":"Sydney - AUS","latitude":-33.886836,"longitude":151.159892,"name":"Sydney - AUS"}]'
  )
})

t.test('HEAD is GET without the body', async (t) => {
  const app = await build(t)
  const response = await app.inject({ method: 'HEAD', url: '/geolocation' })
  t.equal(response.statusCode, 200)
  t.equal(response.headers['access-control-allow-origin'], '*')
  t.equal(response.body, '')
})

t.test('the path is an option', async (t) => {
  const app = await build(t, { path: '/map/places' })
  t.equal((await app.inject('/map/places')).statusCode, 200)
  t.equal((await app.inject('/geolocation')).statusCode, 404)
})

t.test('current places are asked for at every request', async (t) => {
  let current = [berlin]
  const app = await build(t, { current: () => current.values() })
  t.same((await app.inject('/geolocation')).json(), [amsterdam, berlin, sydney])
  current = []
  t.same((await app.inject('/geolocation')).json(), [amsterdam, sydney])
})

t.test('a key appears once, as it was known from the start', async (t) => {
  const app = await build(t, { current: () => [{ ...sydney, latitude: 1 }, berlin, berlin] })
  t.same((await app.inject('/geolocation')).json(), [amsterdam, berlin, sydney])
})

t.test('places of the same name are told apart by their key', async (t) => {
  const one = { ...berlin, key: 'a' }
  const two = { ...berlin, key: 'b' }
  for (const current of [
    [one, two],
    [two, one]
  ]) {
    const app = await build(t, { places: [], current: () => current })
    t.same((await app.inject('/geolocation')).json(), [one, two])
  }
})

t.test('a place without a position is left out', async (t) => {
  const faulty = [
    { latitude: 0, longitude: 13 },
    { latitude: 52, longitude: 0 },
    { latitude: Number.NaN, longitude: 13 },
    { latitude: 52, longitude: Number.POSITIVE_INFINITY }
  ].map((position, index) => ({ key: `A${index}`, name: `A${index}`, ...position }))
  const app = await build(t, { current: () => faulty })
  t.same((await app.inject('/geolocation')).json(), [amsterdam, sydney])
})

t.test('what else a place carries stays here', async (t) => {
  const app = await build(t, { places: [{ ...berlin, note: 'internal' } as typeof berlin] })
  t.same((await app.inject('/geolocation')).json(), [berlin])
})

t.test('nothing known is an empty list', async (t) => {
  const app = await build(t, { places: [] })
  t.same((await app.inject('/geolocation')).json(), [])
})
