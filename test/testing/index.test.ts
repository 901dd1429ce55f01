import t from 'tap'
import { loadProviders } from '../../src/config/providers/load-providers.ts'
import type { AnyProvider, Provider } from '../../src/contract/provider.ts'
import { type Faults, manualClock, runSource, simulateFaults, startProvider } from '../../src/testing/index.ts'

const [provider] = (await loadProviders(['./examples/statuspage'], [], process.cwd())) as [AnyProvider]

/** The example, with a simulator whose endpoint can be made to fail. */
function breakable(): { readonly provider: Provider; readonly faults: () => Faults } {
  let faults: Faults | undefined
  return {
    faults: () => faults as Faults,
    provider: {
      ...provider,
      async simulator() {
        const { default: Fastify } = await import('fastify')
        const app = Fastify({ forceCloseConnections: true })
        faults = simulateFaults(app)
        const page = { status: 'ok', incidents: 0, updated: '2026-01-02T03:04:05Z' }
        app.get('/status.json', { config: { endpoint: 'status' } }, async () => page)
        return { app, settings: (origin) => ({ STATUSPAGE_URL: origin }) }
      }
    }
  }
}

t.test('a provider runs, is scraped, fails and recovers as time goes on', async (t) => {
  const { provider, faults } = breakable()
  const running = await startProvider(provider, { settings: { STATUSPAGE_TTL: '30s' } })
  t.teardown(running.close)
  t.match(await running.scrape(), /^statuspage_status 0$/m)
  t.equal(faults().calls.status, 1)

  faults().set('status', 'html')
  await running.advance(30_000)
  t.equal(running.status('page').lastFailure?.reason, 'parse')
  t.match(await running.scrape(), /^edge_exporter_source_up\{provider="statuspage",source="page"\} 0$/m)

  faults().clear()
  await running.advance(60_000)
  t.match(await running.scrape(), /^edge_exporter_source_up\{provider="statuspage",source="page"\} 1$/m)
  t.throws(() => running.status('sites'), { message: 'there is no source sites; there are: page' })
})

t.test('data grows old while its API hangs', async (t) => {
  const { provider, faults } = breakable()
  const running = await startProvider(provider, { settings: { STATUSPAGE_MAX_AGE: '2m' } })
  t.teardown(running.close)
  faults().set('status', '503')
  await running.advance(180_000)
  t.notMatch(await running.scrape(), /^statuspage_/m)
})

t.test('one source runs once, with a clock and a state of the test', async (t) => {
  const clock = manualClock(Date.UTC(2027, 0, 1))
  const { payload, collection } = await runSource(provider, 'page', { clock })
  t.match(payload, { status: 'degraded', incidents: 2 })
  t.equal(collection.families.length, 3)
  await t.rejects(runSource(provider, 'sites'), { message: 'there is no source sites; there are: page' })
})

t.test('what could not be served or configured is told', async (t) => {
  const families = [{ name: 'other_name', help: 'h', type: 'gauge', samples: [] }] as const
  const odd: Provider = {
    ...provider,
    sources: (options) =>
      (provider.sources?.(options) ?? []).map((each) => ({ ...each, collect: () => ({ families }) }))
  }
  await t.rejects(runSource(odd, 'page'), { name: 'Failure', reason: 'schema', message: /other_name/ })
  await t.rejects(startProvider(provider, { settings: { STATUSPAGE_TTL: 'soon' } }), { name: 'SettingsError' })
  await t.rejects(runSource(provider, 'page', { settings: { STATUSPAGE_TTL: 'soon' } }), { name: 'SettingsError' })
})
