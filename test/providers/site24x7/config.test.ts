import { inspect } from 'node:util'
import t from 'tap'
import { dataCentres } from '../../../providers/site24x7/config.ts'
import { site24x7 } from '../../../providers/site24x7/index.ts'
import { loadConfig } from '../../../src/config/config.ts'
import { SettingsError } from '../../../src/contract/settings.ts'
import { sentinels, siteConfig } from './fakes.ts'

const credentials = {
  ZOHO_CLIENT_ID: sentinels[0],
  ZOHO_CLIENT_SECRET: sentinels[1],
  ZOHO_REFRESH_TOKEN: sentinels[2]
}

const load = (env: Record<string, string> = {}) =>
  loadConfig({ providers: [site24x7], env: { ...credentials, ...env } })

/** Settings that are at fault, with what is said about each. */
function faults(env: Record<string, string>): Record<string, string> {
  try {
    load(env)
  } catch (error) {
    if (error instanceof SettingsError) {
      return Object.fromEntries(error.faults.map(({ setting, message }) => [setting, message]))
    }
    throw error
  }
  return {}
}

t.test('every data centre has the two hosts that Zoho documents', async (t) => {
  // The table once more, so that a slip of the finger in the source is seen.
  const documented = [
    ['site24x7.com', 'accounts.zoho.com', 'www.site24x7.com'],
    ['site24x7.eu', 'accounts.zoho.eu', 'www.site24x7.eu'],
    ['site24x7.cn', 'accounts.zoho.com.cn', 'www.site24x7.cn'],
    ['site24x7.in', 'accounts.zoho.in', 'www.site24x7.in'],
    ['site24x7.net.au', 'accounts.zoho.com.au', 'www.site24x7.net.au'],
    ['site24x7.jp', 'accounts.zoho.jp', 'app.site24x7.jp'],
    ['site24x7.ca', 'accounts.zohocloud.ca', 'www.site24x7.ca'],
    ['site24x7.uk', 'accounts.zoho.uk', 'app.site24x7.uk'],
    ['site24x7.ae', 'accounts.zoho.ae', 'app.site24x7.ae'],
    ['site24x7.sa', 'accounts.zoho.sa', 'www.site24x7.sa']
  ] as const
  for (const [endpoint, accounts, api] of documented) {
    const { accountsUrl, apiUrl, webClient } = siteConfig({ SITE24X7_ENDPOINT: endpoint })
    t.strictSame(
      { accountsUrl, apiUrl, webClient },
      {
        accountsUrl: `https://${accounts}`,
        apiUrl: `https://${api}/api`,
        webClient: `https://${api}/app/client`
      },
      endpoint
    )
    t.strictSame(faults({ SITE24X7_ENDPOINT: endpoint }), {}, `${endpoint} may be set`)
  }
  t.equal(Object.keys(dataCentres).length, documented.length)
  t.match(faults({ SITE24X7_ENDPOINT: 'site24x7.mars' }), { SITE24X7_ENDPOINT: /site24x7\.net\.au/ }, 'offers the ten')
})

t.test('a host can be overridden, with or without a path and a slash at the end', async (t) => {
  const config = siteConfig({
    SITE24X7_ENDPOINT: 'site24x7.eu',
    SITE24X7_API_URL: 'http://127.0.0.1:8080/mirror/api//',
    ZOHO_ACCOUNTS_URL: 'http://127.0.0.1:8081/'
  })
  t.equal(config.apiUrl, 'http://127.0.0.1:8080/mirror/api')
  t.equal(config.accountsUrl, 'http://127.0.0.1:8081')
  const half = siteConfig({ SITE24X7_ENDPOINT: 'site24x7.eu', SITE24X7_API_URL: 'http://127.0.0.1:8080' })
  t.equal(half.accountsUrl, 'https://accounts.zoho.eu', 'the other host stays')
  t.match(faults({ SITE24X7_API_URL: 'localhost:8080' }), { SITE24X7_API_URL: /https/ })
})

t.test('times', async (t) => {
  const times = (settings: Record<string, string>) => {
    const { ttl, maxAge } = siteConfig(settings)
    return [ttl, maxAge]
  }
  t.strictSame(times({}), [60_000, 300_000], 'one minute, five times that')
  t.strictSame(times({ SITE24X7_TTL: '10s' }), [10_000, 300_000], 'never below five minutes')
  t.strictSame(times({ SITE24X7_TTL: '1h30m' }), [5_400_000, 27_000_000])
  t.strictSame(times({ SITE24X7_TTL: '90s', SITE24X7_MAX_AGE: '90s' }), [90_000, 90_000], 'as short as the TTL')
  t.match(faults({ SITE24X7_TTL: '90s', SITE24X7_MAX_AGE: '89s' }), { SITE24X7_MAX_AGE: /SITE24X7_TTL \(90s\)/ })
  t.match(faults({ SITE24X7_TTL: '0s' }), { SITE24X7_TTL: /longer than zero/ })
  t.match(faults({ SITE24X7_TTL: '1 minute' }), { SITE24X7_TTL: /1h30m/ }, 'shows how to write it')
})

t.test('the daily call limit', async (t) => {
  const limit = (value: string) => siteConfig({ SITE24X7_DAILY_CALL_LIMIT: value }).dailyCallLimit
  t.equal(limit('auto'), 'auto')
  t.equal(limit('off'), 'off')
  t.equal(limit('10600'), 10_600)
  for (const value of ['0', '-1', '1e3', 'none', '200 ']) {
    t.match(faults({ SITE24X7_DAILY_CALL_LIMIT: value }), { SITE24X7_DAILY_CALL_LIMIT: /auto/ }, value)
  }
})

t.test('defaults', async (t) => {
  const { settings } = load()
  t.match(settings, { SITE24X7_ENDPOINT: 'site24x7.com', SITE24X7_TTL: '60s', SITE24X7_DAILY_CALL_LIMIT: 'auto' })
})

t.test('secrets do not show, however the configuration is printed', async (t) => {
  const config = load()
  for (const printed of [JSON.stringify(config), inspect(config, { depth: 9, showHidden: true })]) {
    t.match(printed, '[redacted]', 'the secrets are in it')
    for (const sentinel of sentinels) t.notMatch(printed, sentinel)
  }
  t.equal(siteConfig().refreshToken.read(), sentinels[2], 'and can be read on purpose')
})
