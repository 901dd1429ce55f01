import fastifyEnv from '@fastify/env'
import Fastify from 'fastify'
import t from 'tap'
import { providers as builtIn } from '../../providers/index.ts'
import { loadConfig } from '../../src/config/config.ts'
import { coreFlags, logLevels, settingsSchema } from '../../src/config/core-settings.ts'
import type { Settings } from '../../src/contract/provider.ts'
import { faultsOf } from '../support/load-faults.ts'
import { acmeCredentials, madeUpConfig, madeUpProvider } from '../support/made-up-provider.ts'

const acme = madeUpProvider()
const load = (env: Settings = {}, flags: Settings = {}) =>
  loadConfig({ providers: [acme], env: { ...acmeCredentials, ...env }, flags })

t.test('without any setting but the credentials there are the documented defaults', async (t) => {
  const config = load()
  t.match(config, { listening: [{ host: '::', port: 9803 }], proxy: {} })
  t.match(config.settings, {
    LISTEN_ADDRESS: ':9803',
    TELEMETRY_PATH: '/metrics',
    GEOLOCATION_PATH: '/geolocation',
    LOG_LEVEL: 'info',
    ACME_ENABLED: 'auto',
    ACME_MODE: 'slow',
    ACME_COUNT: '3',
    ACME_TTL: '60s',
    ACME_SITE: 'shop'
  })
})

t.test('a flag beats the environment, which beats the default', async (t) => {
  t.equal(load({ LOG_LEVEL: 'warn' }).settings.LOG_LEVEL, 'warn')
  t.equal(load({ LOG_LEVEL: 'warn' }, { LOG_LEVEL: 'error' }).settings.LOG_LEVEL, 'error')
  t.equal(
    load({ LOG_LEVEL: 'nonsense' }, { LOG_LEVEL: 'error' }).settings.LOG_LEVEL,
    'error',
    'what is beaten is not checked'
  )
  t.equal(
    load({ ACME_MODE: 'fast' }, { ACME_MODE: undefined }).settings.ACME_MODE,
    'fast',
    'a flag not given beats nothing'
  )
})

t.test('an empty value counts as not set', async (t) => {
  for (const empty of ['', ' ', '\t\n']) {
    t.equal(load({ LOG_LEVEL: empty, LISTEN_ADDRESS: empty }).settings.LOG_LEVEL, 'info')
    t.equal(load({ LOG_LEVEL: 'warn' }, { LOG_LEVEL: empty }).settings.LOG_LEVEL, 'warn')
    t.match(faultsOf({ providers: [acme], env: { ...acmeCredentials, ACME_PASS: empty } }), [{ setting: 'ACME_PASS' }])
    t.match(faultsOf({ providers: [acme], env: { ...acmeCredentials, ACME_SITE: empty } }), [{ setting: 'ACME_SITE' }])
  }
})

t.test('every log level may be set', async (t) => {
  for (const level of logLevels) t.equal(load({ LOG_LEVEL: level }).settings.LOG_LEVEL, level)
})

t.test('forms of the listen address', async (t) => {
  const forms: Record<string, [host: string, port: number]> = {
    '0.0.0.0:9803': ['0.0.0.0', 9803],
    '127.0.0.1:0': ['127.0.0.1', 0],
    'localhost:65535': ['localhost', 65_535],
    ':9803': ['::', 9803],
    '[::]:80': ['::', 80],
    '[::1]:9803': ['::1', 9803],
    '[::ffff:127.0.0.1]:1': ['::ffff:127.0.0.1', 1]
  }
  for (const [address, [host, port]] of Object.entries(forms)) {
    t.strictSame(load({ LISTEN_ADDRESS: address }).listening, [{ host, port }], address)
  }
  for (const address of [
    '9803',
    'localhost',
    '::1:9803',
    'a:b',
    '127.0.0.1:',
    '127.0.0.1:-1',
    'http://host:80',
    'h :80',
    ':123456',
    ':80,',
    '127.0.0.1:80 [::1]:80'
  ]) {
    t.match(faultsOf({ providers: [acme], env: { ...acmeCredentials, LISTEN_ADDRESS: address } }), [
      { setting: 'LISTEN_ADDRESS', message: /not valid; write it like :9803/ }
    ])
  }
  t.strictSame(faultsOf({ providers: [acme], env: { ...acmeCredentials, LISTEN_ADDRESS: ':65536' } }), [
    { setting: 'LISTEN_ADDRESS', message: 'port 65536 is above 65535' }
  ])
  t.strictSame(load({ LISTEN_ADDRESS: '127.0.0.1:9803, [::1]:9804' }).listening, [
    { host: '127.0.0.1', port: 9803 },
    { host: '::1', port: 9804 }
  ])
  t.match(faultsOf({ providers: [acme], env: { ...acmeCredentials, LISTEN_ADDRESS: ':1,:2,:1' } }), [
    { setting: 'LISTEN_ADDRESS', message: 'names :1 twice' }
  ])
  t.equal(load({ SYSTEMD_SOCKET: 'true' }).listening, 'systemd')
})

t.test('paths that the router would take for patterns, or that are taken, are refused', async (t) => {
  const paths = (env: Settings) =>
    faultsOf({ providers: [acme], env: { ...acmeCredentials, ...env } }).map(({ setting }) => setting)
  for (const path of [
    '/',
    '/m',
    '/a/b',
    '/probe/site.v1',
    '/metrics/',
    'metrics',
    '/m%20x',
    '/m+x@1:2',
    '/:id',
    '/a(b)'
  ]) {
    t.strictSame(paths({ TELEMETRY_PATH: path }), [], path)
  }
  for (const path of [
    '/a b',
    '/a?b',
    '/a#b',
    '/*',
    '/a%zz',
    '/a%ff',
    '/health%7A',
    '//host',
    '/"><script>',
    '/healthz',
    '/readyz/'
  ]) {
    t.strictSame(paths({ TELEMETRY_PATH: path }), ['TELEMETRY_PATH'], path)
    t.strictSame(paths({ GEOLOCATION_PATH: path }), ['GEOLOCATION_PATH'], path)
  }
  t.strictSame(paths({ TELEMETRY_PATH: '/same/', GEOLOCATION_PATH: '/same' }), ['GEOLOCATION_PATH'])
  t.strictSame(paths({ TELEMETRY_PATH: '/geolocation' }), ['GEOLOCATION_PATH'])
})

t.test('levels of logging are taken as the replaced exporter takes them', async (t) => {
  for (const [level, expected] of [
    ['ERROR', 'error'],
    ['Warn', 'warn'],
    ['off', 'silent'],
    ['OFF', 'silent'],
    ['INFO', 'info']
  ] as const) {
    const config = loadConfig({ providers: [acme], env: acmeCredentials, flags: { LOG_LEVEL: level } })
    t.equal(config.settings.LOG_LEVEL, expected)
    t.equal(load({ LOG_LEVEL: level }).settings.LOG_LEVEL, expected)
  }
})

t.test(
  'a variable that the replaced exporter did not read may be of another program, and the fault says so',
  async (t) => {
    const replacing = { ...acme, replaces: { name: 'old_exporter', variables: ['ACME_KEY'] } }
    const faults = (env: Settings, flags: Settings = {}) =>
      faultsOf({ providers: [replacing], env: { ...acmeCredentials, ...env }, flags }).map(({ message }) => message)
    for (const env of [
      { REQUEST_TIMEOUT: '30' },
      { PUSH_INTERVAL: '60' },
      { CACHE_URL: 'http://cache:80' },
      { LOG_LEVEL: 'loud' }
    ]) {
      t.match(faults(env), [/; old_exporter did not read this variable/], JSON.stringify(env))
    }
    t.notMatch(faults({}, { LOG_LEVEL: 'loud' }), [/did not read/], 'a flag is meant')
    t.notMatch(faults({ ACME_ENABLED: 'maybe' }), [/did not read/], 'and so is a name of ours')
  }
)

t.test('a provider is on when it is wished or when all of its credentials are set', async (t) => {
  const other = madeUpProvider('other')
  const on = (env: Settings) =>
    loadConfig({ providers: [acme, other], env }).providers.map(({ provider }) => provider.name)
  const otherCredentials = { OTHER_KEY: 'k', OTHER_PASS: 'p', OTHER_SITE: 's' }
  t.strictSame(on(acmeCredentials), ['acme'])
  t.strictSame(on({ ...otherCredentials, ...acmeCredentials }), ['acme', 'other'], 'in the order of the list')
  t.strictSame(on({ ...acmeCredentials, ACME_ENABLED: 'true' }), ['acme'])
  t.strictSame(on({ ...acmeCredentials, ...otherCredentials, ACME_ENABLED: 'false' }), ['other'])
  t.strictSame(
    on({ ...otherCredentials, ACME_ENABLED: 'false', ACME_KEY: 'alone' }),
    ['other'],
    'what is off may lack what it likes'
  )
})

t.test('missing credentials are named one by one', async (t) => {
  const message = 'is missing; The acme company needs ACME_KEY, ACME_PASS, ACME_SITE'
  t.strictSame(faultsOf({ providers: [acme], env: { ACME_KEY: 'k' } }), [
    { setting: 'ACME_PASS', message },
    { setting: 'ACME_SITE', message }
  ])
  t.strictSame(
    faultsOf({ providers: [acme], env: { ACME_ENABLED: 'true' } }).map(({ setting }) => setting),
    ['ACME_KEY', 'ACME_PASS', 'ACME_SITE']
  )
})

t.test('a program that would do nothing does not start', async (t) => {
  const env = { ...acmeCredentials, ACME_ENABLED: 'false' }
  const message = 'no provider is enabled; set ACME_KEY, ACME_PASS, ACME_SITE for The acme company'
  t.strictSame(faultsOf({ providers: [acme], env }), [{ setting: 'credentials', message }])
  t.match(faultsOf({ providers: [acme, madeUpProvider('other')], env: {} }), [
    { message: /, or OTHER_KEY, .* for The other/ }
  ])
})

t.test('secrets are handed to the provider and to nobody else', async (t) => {
  const config = load()
  const { secrets, settings } = madeUpConfig(config)
  t.equal(secrets.ACME_KEY?.read(), 'key-4711')
  t.equal(secrets.ACME_PASS?.read(), 'pass-4711')
  t.equal(settings, config.settings)
  t.notMatch(JSON.stringify(config), /key-4711|pass-4711/)
  t.notOk('ACME_KEY' in config.settings)
})

t.test('what is not a setting stays out', async (t) => {
  t.notOk('PATH' in load({ PATH: '/bin', ACME_UNKNOWN: '1' }).settings)
})

t.test('the same sources give the same configuration and are left as they were', async (t) => {
  const sources = {
    providers: [acme],
    env: Object.freeze({ ...acmeCredentials, LOG_LEVEL: 'warn', HTTP_PROXY: 'http://proxy:1' }),
    flags: Object.freeze({ LISTEN_ADDRESS: ':1' })
  }
  const schema = JSON.stringify(acme.settings)
  t.strictSame(JSON.stringify(loadConfig(sources)), JSON.stringify(loadConfig(sources)))
  t.equal(JSON.stringify(acme.settings), schema)
  const wrong = { ...sources, flags: Object.freeze({ LOG_LEVEL: 'loud' }) }
  t.strictSame(faultsOf(wrong), faultsOf(wrong))
})

t.test('the built-in providers keep the rules that the core relies on', async (t) => {
  const { properties } = settingsSchema(builtIn)
  const names = builtIn.flatMap(({ name, settings }) => [
    `${name.toUpperCase()}_ENABLED`,
    ...Object.keys(settings.properties)
  ])
  t.equal(new Set(names).size, names.length, 'no setting is used twice')
  for (const { name, secrets, credentials, flags = [], settings } of builtIn) {
    t.match(name, /^[a-z][a-z0-9]*$/)
    const known = Object.keys(settings.properties)
    const used = [...secrets, ...credentials, ...flags.map(({ setting }) => setting)]
    t.strictSame(
      used.filter((setting) => !known.includes(setting)),
      [],
      `${name} uses settings of its own`
    )
    t.strictSame(
      secrets.filter((secret) => known.includes(`${secret}_FILE`)),
      [],
      `${name} leaves _FILE to the core`
    )
  }
  for (const [name, schema] of Object.entries(properties)) {
    t.ok((schema as { description?: string }).description, `${name} is described`)
  }
  t.strictSame(
    coreFlags.filter(({ setting }) => !(setting in properties)),
    []
  )
})

t.test('@fastify/env finds nothing to add to checked settings, so the bundle has no Ajv', async (t) => {
  const { schema, settings } = load({ LOG_LEVEL: 'warn', ACME_MODE: 'fast' })
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(fastifyEnv, { schema: structuredClone(schema), data: settings, env: false })
  t.same(app.config, settings)
})
