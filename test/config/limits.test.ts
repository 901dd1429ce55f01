import t from 'tap'
import { loadConfig } from '../../src/config/config.ts'
import { withLimits } from '../../src/config/limits.ts'
import { faultsOf } from '../support/load-faults.ts'
import { acmeCredentials, madeUpProvider } from '../support/made-up-provider.ts'

const sources = (env: Record<string, string>) => ({
  providers: [madeUpProvider()],
  env: { ...acmeCredentials, ...env }
})
const limits = (env: Record<string, string>) => loadConfig(sources(env)).limits
const faults = (env: Record<string, string>) => faultsOf(sources(env))

t.test('defaults', async (t) => {
  t.strictSame(limits({}), {
    maxSeries: 1_000_000,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    responseTimeout: 60_000,
    maxHeaderSize: 16_384,
    maxConnections: 4096,
    maxScrapes: 40
  })
})

t.test('zero scrapes are any number', async (t) => {
  t.equal(limits({ MAX_SCRAPES: '0' }).maxScrapes, Number.POSITIVE_INFINITY)
})

t.test('values that cannot be', async (t) => {
  t.match(faults({ HEADERS_TIMEOUT: '40s' }), [{ setting: 'HEADERS_TIMEOUT', message: /longer than REQUEST_TIMEOUT/ }])
  t.match(faults({ HEADERS_TIMEOUT: '10ms' }), [{ setting: 'HEADERS_TIMEOUT', message: /at least 100ms/ }])
  t.match(faults({ RESPONSE_TIMEOUT: '0s' }), [{ setting: 'RESPONSE_TIMEOUT', message: /at least 100ms/ }])
  t.match(faults({ MAX_SCRAPES: 'many' }), [{ setting: 'MAX_SCRAPES', message: /write it like 40 or 0/ }])
  t.match(faults({ MAX_CONNECTIONS: '0' }), [{ setting: 'MAX_CONNECTIONS' }])
  t.match(faults({ MAX_HEADER_SIZE: '16KB' }), [{ setting: 'MAX_HEADER_SIZE' }])
})

t.test('the options of a server', async (t) => {
  const own = {
    headersTimeout: 1000,
    requestTimeout: 30_000,
    maxHeaderSize: 16_384,
    optimizeEmptyRequests: true,
    // Slow clients are looked for often enough.
    connectionsCheckingInterval: 250
  }
  const given = limits({ HEADERS_TIMEOUT: '1s' })
  t.strictSame(withLimits({}, given), { requestTimeout: 30_000, http: own })
  t.strictSame(withLimits({ https: { key: 'k' } } as never, given), {
    requestTimeout: 30_000,
    https: {
      key: 'k',
      ...own,
      handshakeTimeout: 1000,
      settings: { maxConcurrentStreams: 100, maxHeaderListSize: 16_384 }
    }
  })
})
