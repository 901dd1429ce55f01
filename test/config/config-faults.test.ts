import t from 'tap'
import { providers as builtIn } from '../../providers/index.ts'
import { loadConfig } from '../../src/config/config.ts'
import type { Settings } from '../../src/contract/provider.ts'
import { SettingsError } from '../../src/contract/settings.ts'
import { faultsOf } from '../support/load-faults.ts'
import { acmeCredentials, madeUpProvider } from '../support/made-up-provider.ts'

const acme = madeUpProvider()
const faults = (env: Settings) => faultsOf({ providers: [acme], env: { ...acmeCredentials, ...env } })

t.test('a fault says which setting, what is wrong and what is allowed', async (t) => {
  const table: [setting: string, value: string, message: string][] = [
    ['LOG_LEVEL', 'loud', '"loud" is not one of fatal, error, warn, info, debug, trace, silent'],
    ['ACME_ENABLED', 'yes', '"yes" is not one of auto, true, false'],
    ['ACME_MODE', 'FAST', '"FAST" is not one of fast, slow'],
    ['ACME_COUNT', '0', '"0" is not valid; write it like 1 or 60'],
    ['ACME_COUNT', '1e3', '"1e3" is not valid; write it like 1 or 60'],
    ['ACME_URL', 'ftp://host', '"ftp://host" is not valid; write it like https://host:443/path'],
    ['ACME_TTL', '60', '"60" is not valid; write it like 90s or 1h30m or 500ms'],
    ['ACME_TTL', '1ns', 'must be longer than zero, at least 100ms, for example 60s'],
    ['ACME_MAX_AGE', '59s', 'must not be shorter than ACME_TTL (60s)'],
    ['TELEMETRY_PATH', 'my metrics', '"/my metrics" is not valid; write it like /metrics'],
    [
      'HTTPS_PROXY',
      'ftp://host',
      'is not a proxy URL; write it like http://host:3128, https://host:3128 or socks5h://host:1080'
    ]
  ]
  for (const [setting, value, message] of table) {
    t.strictSame(faults({ [setting]: value }), [{ setting, message }], `${setting}=${value}`)
  }
})

t.test('all faults are reported at once, each once', async (t) => {
  const other = madeUpProvider('other')
  const env = {
    LOG_LEVEL: 'loud',
    LISTEN_ADDRESS: ':70000',
    GEOLOCATION_PATH: '/healthz',
    http_proxy: 'http://u:p@:::',
    ...acmeCredentials,
    ACME_TTL: '0s',
    OTHER_KEY: 'k',
    OTHER_KEY_FILE: 'also',
    OTHER_MODE: 'none'
  }
  t.strictSame(
    faultsOf({ providers: [acme, other], env })
      .map(({ setting }) => setting)
      .sort(),
    [
      'ACME_TTL',
      'GEOLOCATION_PATH',
      'LISTEN_ADDRESS',
      'LOG_LEVEL',
      'OTHER_KEY',
      'OTHER_MODE',
      'OTHER_PASS',
      'OTHER_SITE',
      'http_proxy'
    ]
  )
})

t.test('what only follows from another fault is not reported', async (t) => {
  const only = (env: Settings) => faultsOf({ providers: [acme], env }).map(({ setting }) => setting)
  t.strictSame(only({ ACME_ENABLED: 'maybe' }), ['ACME_ENABLED'], 'not that nothing is on')
  t.strictSame(only({ LOG_LEVEL: 'loud' }), ['LOG_LEVEL', 'credentials'], 'which is a fault of its own here')
})

t.test('every fault is one line, whatever the value holds', async (t) => {
  for (const value of ['a\nb', '\u001b[31mred', 'tab\there', '"quoted"', 'x'.repeat(5000)]) {
    const [fault, ...more] = faults({ LOG_LEVEL: value })
    t.strictSame(more, [])
    t.notMatch(fault?.message, /\p{Cc}/u)
    t.ok((fault?.message.length ?? 0) < 300, 'and of a length that can be read')
  }
})

t.test('the error holds all faults in its message, for whoever prints it whole', async (t) => {
  const error = new SettingsError([
    { setting: 'A', message: 'one' },
    { setting: 'B', message: 'two' }
  ])
  t.equal(error.message, 'A: one\nB: two')
  t.equal(error.name, 'SettingsError')
})

t.test('a fault of the program in a provider is not passed off as one of the settings', async (t) => {
  const broken = {
    ...acme,
    configure: () => {
      throw new TypeError('a bug')
    }
  }
  t.throws(() => loadConfig({ providers: [broken], env: acmeCredentials }), TypeError)
})

t.test('an unknown data centre is answered with the known ones', async (t) => {
  const env = {
    ZOHO_CLIENT_ID: 'client-4711',
    ZOHO_CLIENT_SECRET: 'secret-4711',
    ZOHO_REFRESH_TOKEN: 'refresh-4711',
    SITE24X7_ENDPOINT: 'site24x7.us'
  }
  t.match(faultsOf({ providers: builtIn, env }), [
    {
      setting: 'SITE24X7_ENDPOINT',
      message: /^"site24x7\.us" is not one of site24x7\.com, site24x7\.eu, .*site24x7\.sa$/
    }
  ])
})
