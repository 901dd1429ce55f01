import t from 'tap'
import { createToken } from '../../../../providers/site24x7/token/token.ts'
import { Secret } from '../../../../src/contract/secret.ts'
import type { UpstreamResponse } from '../../../../src/contract/upstream.ts'
import { type FakeStore, fakeStore } from '../../../support/fake-store.ts'
import { manualClock } from '../../../support/manual-clock.ts'
import { answer, failureOf, fakeAsk, sentinels, siteConfig } from '../fakes.ts'

const { signal } = new AbortController()
const minute = 60_000
const hour = 60 * minute

/** An accounts server, and the processes that ask it; the n-th token is `token-n`. */
function setUp(isShared = true) {
  const clock = manualClock()
  const store = fakeStore(clock, { isShared })
  const world = {
    reply: (call: number): UpstreamResponse => answer({ access_token: `token-${call}`, expires_in: 3600 })
  }
  const { ask, requests } = fakeAsk((_, call) => world.reply(call))
  const start = (config = {}) => createToken({ ask, config: { ...siteConfig(), ...config }, clock, store })
  return { clock, store, world, requests, start }
}

const keys = ({ values }: FakeStore) => [...values.keys()]

for (const isShared of [false, true]) {
  t.test(`a restart goes on with the token it had; shared: ${isShared}`, async (t) => {
    const { start, requests, clock } = setUp(isShared)
    t.equal(await start().get(signal), 'token-1')
    await clock.advance(50 * minute)
    const after = start()
    t.equal(await after.get(signal), 'token-1')
    t.equal(requests.length, 1)
    await clock.advance(9 * minute)
    t.equal(await after.get(signal), 'token-2', 'it is renewed 90 s before its end, as if there was no restart')
    t.equal(await start().get(signal), 'token-2')
  })
}

t.test('replicas use the token of one of them', async (t) => {
  const { start, requests, clock } = setUp()
  const replicas = [start(), start(), start()]
  for (let i = 0; i < 24 * 60; i++) {
    await clock.advance(minute)
    for (const replica of replicas) await replica.get(signal)
  }
  t.ok(requests.length <= 32, `${requests.length} tokens in a day`)
})

t.test('nobody reads it without the secrets', async (t) => {
  const { start, store } = setUp()
  await start().get(signal)
  const everything = `${keys(store)}${[...store.values.values()].map((bytes) => Buffer.from(bytes).toString('latin1'))}`
  t.equal(store.values.size, 1)
  for (const word of ['token-1', ...sentinels]) t.notMatch(everything, word)
})

t.test('other secrets, accounts and data centres have tokens of their own', async (t) => {
  const secret = (text: string) => new Secret(() => text)
  for (const config of [
    { clientId: secret('other') },
    { clientSecret: secret('other') },
    { refreshToken: secret('other') },
    { accountsUrl: 'https://accounts.example' }
  ]) {
    const { start } = setUp()
    t.equal(await start().get(signal), 'token-1')
    t.equal(await start(config).get(signal), 'token-2', `${Object.keys(config)}`)
  }
})

t.test('a refused token is not used again, by nobody', async (t) => {
  const { start, world, requests, store } = setUp()
  const one = start()
  await one.get(signal)
  one.drop()
  world.reply = () => answer('', 503)
  await failureOf(() => one.get(signal))
  t.notOk(store.values.get(keys(store)[0] as string)?.length, 'it is gone from the store')
  world.reply = (call) => answer({ access_token: `token-${call}`, expires_in: 3600 })
  const count = requests.length
  t.equal(await start().get(signal), `token-${count + 1}`)
})

t.test('what another one has renewed meanwhile is not dropped, but used', async (t) => {
  const { start, requests } = setUp()
  const [one, other] = [start(), start()]
  t.equal(await one.get(signal), 'token-1')
  t.equal(await other.get(signal), 'token-1')
  one.drop()
  t.equal(await one.get(signal), 'token-2')
  other.drop()
  t.equal(await other.get(signal), 'token-2')
  t.equal(requests.length, 2)
  t.equal(await start().get(signal), 'token-2')
})

t.test('what is damaged, foreign or from another time is no token', async (t) => {
  const { start, store, clock, requests } = setUp()
  await start().get(signal)
  const [key = ''] = keys(store)
  const good = store.values.get(key) as Uint8Array
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from('token'),
    good.subarray(1),
    Buffer.concat([good, Buffer.from('x')])
  ]) {
    await store.write(key, bytes, hour)
    const before = requests.length
    t.equal(await start().get(signal), `token-${before + 1}`)
  }
  await store.write(key, good, 30 * 24 * hour)
  clock.set(clock.now() - 24 * hour)
  const before = requests.length
  t.equal(await start().get(signal), `token-${before + 1}`, 'no token lives for a day')
})

t.test('without the store it is as if there was none', async (t) => {
  const { start, store, clock } = setUp()
  store.isDown = true
  const one = start()
  t.equal(await one.get(signal), 'token-1')
  store.isDown = false
  t.equal(await start().get(signal), 'token-2')
  await clock.advance(minute)
  t.equal(await one.get(signal), 'token-1')
})

t.test('ten tokens in ten minutes are the most, whatever the store says', async (t) => {
  const { start, store, requests } = setUp()
  store.isDown = true
  const one = start()
  for (let i = 0; i < 10; i++) {
    await one.get(signal)
    one.drop()
  }
  t.match(await failureOf(() => one.get(signal)), { reason: 'quota' })
  t.equal(requests.length, 10)
})
