import t from 'tap'
import { configure, settings } from '../../../providers/chinacache/config.ts'
import { Secret } from '../../../src/contract/secret.ts'
import { SettingsError } from '../../../src/contract/settings.ts'

const secret = (value: string) => new Secret(() => value)
const secrets = { CHINACACHE_USER: secret('someone'), CHINACACHE_PASS: secret('hush') }
const needed = { CHINACACHE_CHANNEL_IDS: '1001' }

function faultsOf(given: Record<string, string>, secretsGiven = secrets): Record<string, string> {
  try {
    configure({ ...needed, ...given }, secretsGiven)
    return {}
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    return Object.fromEntries(error.faults.map(({ setting, message }) => [setting, message]))
  }
}

t.test('defaults', async (t) => {
  const config = configure(needed, secrets)
  t.equal(config.apiUrl.href, 'https://portal-api.chinacache.com:444/')
  t.same(config.channels, ['1001'])
  t.equal(config.queryMinutes, 5)
  t.equal(config.lag, 600_000)
  t.same(config.traffic, { ttl: 300_000, maxAge: 1_500_000 })
  t.same(config.statusCodes, config.traffic)
  t.same(config.breakdown, { ttl: 3_600_000, maxAge: 18_000_000 })
})

t.test('everything given', async (t) => {
  const config = configure(
    {
      ...needed,
      CHINACACHE_API_URL: 'http://127.0.0.1:8080/gate/way//',
      CHINACACHE_TTL: '1m',
      CHINACACHE_MAX_AGE: '20m',
      CHINACACHE_BREAKDOWN_TTL: '2h',
      CHINACACHE_STATUS_CODES_TTL: '10m',
      CHINACACHE_LAG: '0s',
      QUERYTIME: '015'
    },
    secrets
  )
  t.equal(config.apiUrl.href, 'http://127.0.0.1:8080/gate/way')
  t.same(config.traffic, { ttl: 60_000, maxAge: 1_200_000 })
  t.same(config.statusCodes, { ttl: 600_000, maxAge: 1_200_000 })
  t.same(config.breakdown, { ttl: 7_200_000, maxAge: 36_000_000 })
  t.equal(config.lag, 0)
  t.equal(config.queryMinutes, 15)
})

t.test('defect 10: a repeated channel id is asked about once', async (t) => {
  t.same(configure({ CHINACACHE_CHANNEL_IDS: ' 12, 7 ,12,,7, ' }, secrets).channels, ['12', '7'])
})

t.test('faults name the setting and the remedy', async (t) => {
  t.match(faultsOf({ CHINACACHE_CHANNEL_IDS: ' , ,' }), { CHINACACHE_CHANNEL_IDS: /no channel.*1234,5678/ })
  t.match(faultsOf({ CHINACACHE_API_URL: 'https://host:99999/' }), { CHINACACHE_API_URL: /no URL/ })
  t.match(faultsOf({ QUERYTIME: '0' }), { QUERYTIME: /1 to 10080/ })
  t.match(faultsOf({ QUERYTIME: '10081' }), { QUERYTIME: /1 to 10080/ })
  t.match(faultsOf({ QUERYTIME: '-5' }), { QUERYTIME: /1 to 10080/ })
  t.match(faultsOf({ CHINACACHE_TTL: '0s' }), { CHINACACHE_TTL: /longer than zero/ })
  t.match(faultsOf({ CHINACACHE_BREAKDOWN_TTL: '0h' }), { CHINACACHE_BREAKDOWN_TTL: /longer than zero/ })
  t.match(faultsOf({ CHINACACHE_MAX_AGE: '1m' }), { CHINACACHE_MAX_AGE: /not be shorter than/ })
  t.match(faultsOf({ CHINACACHE_MAX_AGE: '6m', CHINACACHE_STATUS_CODES_TTL: '10m' }), {
    CHINACACHE_MAX_AGE: /CHINACACHE_STATUS_CODES_TTL \(10m\)/
  })
  t.match(faultsOf({}, {} as typeof secrets), { CHINACACHE_USER: /_FILE/, CHINACACHE_PASS: /_FILE/ })
  t.same(Object.keys(faultsOf({ QUERYTIME: '0', CHINACACHE_TTL: '0s' })).sort(), ['CHINACACHE_TTL', 'QUERYTIME'])
})

t.test('a password in the URL is refused and not repeated', async (t) => {
  const faults = faultsOf({ CHINACACHE_API_URL: 'https://me:hush@host/' })
  t.match(faults, { CHINACACHE_API_URL: /CHINACACHE_PASS/ })
  t.notMatch(JSON.stringify(faults), /hush/)
})

t.test('every setting is described', async (t) => {
  for (const [name, { description }] of Object.entries(settings.properties) as [string, { description?: string }][]) {
    t.ok(description, name)
  }
})
