import Fastify from 'fastify'
import fp from 'fastify-plugin'
import t, { type Test } from 'tap'
import type { Site24x7Config } from '../../../providers/site24x7/config.ts'
import { site24x7 } from '../../../providers/site24x7/index.ts'
import { pluginOf } from '../../../src/config/providers/provider-plugin.ts'
import type { Source } from '../../../src/contract/provider.ts'
import { memoryStore } from '../../../src/contract/store.ts'
import { contextOf } from '../../support/fetch-context.ts'
import { manualClock } from '../../support/manual-clock.ts'
import { answer, fakeAsk, siteConfig } from './fakes.ts'

const { signal } = new AbortController()

/** Registers the provider beside stand-ins of the two plugins it uses, and gives the sources that it adds. */
async function register(t: Test, config: Site24x7Config, data: unknown = {}) {
  const { ask, requests } = fakeAsk(({ endpoint }) =>
    answer(endpoint === 'token' ? { access_token: 'x' } : { code: 0, data })
  )
  const added: [provider: string, source: Source][] = []
  const app = Fastify()
  t.teardown(() => app.close())
  const add = (provider: string, source: Source) => added.push([provider, source])
  await app.register(
    fp(async (app) => void app.decorate('upstream', { request: ask, tellRenewal: () => {} } as never), {
      name: 'upstream'
    })
  )
  await app.register(fp(async (app) => void app.decorate('snapshots', { add } as never), { name: 'snapshots' }))
  await app.register(fp(async (app) => void app.decorate('store', memoryStore), { name: 'store' }))
  await app.register(pluginOf(site24x7), { config, clock: manualClock() })
  const [provider, source] = added[0] as [string, Source]
  return { provider, source, requests, sources: added.map(([, { name }]) => name) }
}

t.test(
  'the state of the monitors comes first, with the times of the settings; reports are sources of their own',
  async (t) => {
    const config = siteConfig({ SITE24X7_TTL: '2m', SITE24X7_MAX_AGE: '20m' })
    const { provider, source, sources, requests } = await register(t, config)
    t.strictSame(sources, ['current_status', 'availability', 'certificates', 'maintenance'])
    t.equal(provider, site24x7.name)
    t.match(source, { name: 'current_status', ttl: 120_000, maxAge: 1_200_000, callsPerRefresh: 1 })
    t.equal(requests.length, 0, 'nothing is asked before the first refresh')
  }
)

t.test('the quota before the first answer', async (t) => {
  const quota = async (limit: string) =>
    (await register(t, siteConfig({ SITE24X7_DAILY_CALL_LIMIT: limit }))).source.quota
  t.strictSame(
    await quota('auto'),
    { callsPerDay: 200, setting: 'SITE24X7_DAILY_CALL_LIMIT', isFixed: false },
    'that of one monitor'
  )
  t.strictSame(await quota('5000'), { callsPerDay: 5000, setting: 'SITE24X7_DAILY_CALL_LIMIT', isFixed: true })
  t.equal(await quota('off'), undefined)
})

t.test('a refresh, from the request to the families', async (t) => {
  const monitors = [1, 2, 3].map((id) => ({ monitor_id: `${id}`, name: `m${id}`, status: 1 }))
  const config = siteConfig()
  const { source, requests } = await register(t, config, { monitors })
  const payload = await source.fetch(contextOf(signal))
  const collection = source.collect(payload, { now: 0, memory: undefined })
  t.equal(collection.dailyCallLimit, 600)
  t.equal(collection.families.find(({ name }) => name === 'site24x7_monitor_status')?.samples.length, 3)
  await source.fetch(contextOf(signal))
  t.strictSame(
    requests.map(({ endpoint }) => endpoint),
    ['token', 'current_status', 'current_status'],
    'the token is kept from one refresh to the next'
  )
})

t.test('the setting of the quota overrules the payload', async (t) => {
  const limit = async (setting: string) => {
    const { source } = await register(t, siteConfig({ SITE24X7_DAILY_CALL_LIMIT: setting }))
    return source.collect(Buffer.from('{"data":{}}'), { now: 0, memory: undefined }).dailyCallLimit
  }
  t.equal(await limit('5000'), 5000)
  t.equal(await limit('off'), undefined)
})

t.test('every family starts with the name of the provider', async (t) => {
  const { source } = await register(t, siteConfig())
  for (const { name } of source.collect(Buffer.from('{"data":{}}'), { now: 0, memory: undefined }).families)
    t.match(name, /^site24x7_/)
})

t.test('what it says of itself', async (t) => {
  t.strictSame(site24x7.credentials, ['ZOHO_CLIENT_ID', 'ZOHO_CLIENT_SECRET', 'ZOHO_REFRESH_TOKEN'])
  t.strictSame(site24x7.secrets, site24x7.credentials)
  t.strictSame(site24x7.flags, [{ flags: '--site24x7-endpoint <host>', setting: 'SITE24X7_ENDPOINT' }])
  for (const [name, schema] of Object.entries(site24x7.settings.properties)) {
    t.match(schema, { description: /\w/ }, `${name} is described`)
  }
})
