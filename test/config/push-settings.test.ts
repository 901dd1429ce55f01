import { inspect } from 'node:util'
import t from 'tap'
import { chinacache } from '../../providers/chinacache/index.ts'
import { site24x7 } from '../../providers/site24x7/index.ts'
import { loadConfig } from '../../src/config/config.ts'
import { type PushConfig, parseTarget } from '../../src/config/push-settings.ts'
import type { Settings } from '../../src/contract/provider.ts'
import { SettingsError } from '../../src/contract/settings.ts'

const chinacacheSettings = { CHINACACHE_USER: 'user-4711', CHINACACHE_PASS: 'pass-4711', CHINACACHE_CHANNEL_IDS: '1' }
const zohoSettings = { ZOHO_CLIENT_ID: 'i', ZOHO_CLIENT_SECRET: 's', ZOHO_REFRESH_TOKEN: 'r' }
const gateway = { PUSHGATEWAY: 'http://gateway:9091' }

function load(env: Settings, flags: Settings = {}, readFile?: (path: string) => string) {
  const sources = { providers: [site24x7, chinacache], env: { ...chinacacheSettings, ...env }, flags }
  return loadConfig(readFile === undefined ? sources : { ...sources, readFile }).push
}

function pushConfigOf(env: Settings, flags: Settings = {}): PushConfig {
  const config = load({ ...gateway, ...env }, flags)
  if (config === undefined) throw new Error('no push')
  return config
}

function faultsOf(env: Settings, flags: Settings = {}): readonly { setting: string; message: string }[] {
  try {
    load({ ...gateway, ...env }, flags)
  } catch (error) {
    if (error instanceof SettingsError) return error.faults
    throw error
  }
  throw new Error('no fault')
}

const basic = (user: string) => `Basic ${Buffer.from(user).toString('base64')}`

const targets: [name: string, text: string, url: string, authorization: string | undefined][] = [
  ['a URL', 'http://gateway:9091', 'http://gateway:9091', undefined],
  ['a scheme in capitals', 'HTTPS://gateway', 'https://gateway', undefined],
  ['no scheme, as the replaced pusher had it', 'gateway:9091', 'http://gateway:9091', undefined],
  ['no scheme and no port', 'gateway', 'http://gateway', undefined],
  ['an IPv6 address', 'http://[::1]:9091', 'http://[::1]:9091', undefined],
  ['slashes at the end', 'http://gateway:9091//', 'http://gateway:9091', undefined],
  ['a path prefix and a slash at the end', 'https://host/monitoring/push/', 'https://host/monitoring/push', undefined],
  ['user and password', 'http://jane:word@gateway:9091/p', 'http://gateway:9091/p', basic('jane:word')],
  ['percent-encoded ones', 'http://j%40x:p%2Fa%3Aä%23@gateway', 'http://gateway', basic('j@x:p/a:ä#')],
  ['user and password without a scheme', 'jane:word@gateway:9091', 'http://gateway:9091', basic('jane:word')],
  ['an @ in the password', 'http://jane:w@rd@gateway', 'http://gateway', basic('jane:w@rd')],
  ['a percent sign that encodes nothing', 'http://jane:100%zz@gateway', 'http://gateway', basic('jane:100%zz')],
  ['a user alone', 'http://jane@gateway', 'http://gateway', basic('jane:')],
  ['a password alone', 'http://:word@gateway', 'http://gateway', basic(':word')]
]

for (const [name, text, url, authorization] of targets) {
  t.test(`a target with ${name}`, async (t) => {
    t.match(parseTarget(text), { url, authorization })
  })
}

// The last five would give a wrong host, which messages show, with a part of the password in it.
const noTargets = [
  'http://',
  'http:///metrics',
  'http:/gateway',
  'ftp://gateway',
  'unix:///run/gateway',
  'http://gate way',
  'http://gateway:port',
  'http://gateway:99999',
  'http://gateway/?a=b',
  'http://gateway/#top',
  'http://jane:12/3@gateway',
  'http://jane:12#3@gateway',
  'http://jane:12?3@gateway',
  'http://jane:12\\3@gateway',
  'jane:12/3@gateway'
]

t.test('what is no target is a fault that does not show it', async (t) => {
  const message =
    'is no http(s) URL; write it like http://host:9091 or https://user:password@host/prefix, ' +
    'with special characters of user and password percent-encoded'
  for (const text of noTargets) {
    t.equal(parseTarget(text), undefined, text)
    t.same(faultsOf({ PUSHGATEWAY: text }), [{ setting: 'PUSHGATEWAY', message }])
  }
})

t.test('a password is in no fault, setting or rendering', async (t) => {
  const PUSHGATEWAY = 'http://jane:tops%3Fecret@gateway:9091'
  const faults = JSON.stringify(faultsOf({ PUSHGATEWAY, PUSH_METHOD: PUSHGATEWAY, PUSH_INTERVAL: PUSHGATEWAY }))
  t.match(faults, 'PUSH_METHOD')
  const config = loadConfig({ providers: [chinacache], env: { ...chinacacheSettings, PUSHGATEWAY } })
  t.not(config.push, undefined)
  for (const text of [faults, inspect(config, { depth: 9 }), JSON.stringify(config)]) {
    t.notMatch(text, /tops|amFuZTp0b3Bz/)
  }
})

t.test('defaults', async (t) => {
  const config = pushConfigOf(zohoSettings)
  t.match(config, { method: 'PUT', grouping: {}, interval: undefined, deleteOnExit: false })
  t.same([config.jobOf(site24x7), config.jobOf(chinacache)], ['Site24x7Push', 'ChinaCachePush'])
  t.match(config.target(), { url: 'http://gateway:9091', authorization: undefined })
  t.equal(load({}), undefined, 'without PUSHGATEWAY nothing is pushed')
})

t.test('everything given', async (t) => {
  const config = pushConfigOf({
    PUSH_JOB: 'edge/ü',
    PUSH_METHOD: 'put',
    PUSH_INTERVAL: '1m30s',
    PUSH_GROUPING: 'site=shop, team=a,b=,zone=x=y,z',
    PUSH_DELETE_ON_EXIT: 'false'
  })
  t.match(config, { method: 'PUT', interval: 90_000, deleteOnExit: false })
  t.same(config.grouping, { site: 'shop', team: 'a', b: '', zone: 'x=y,z' })
  t.equal(config.jobOf(chinacache), 'edge/ü')
  t.same(pushConfigOf({}, { PUSH_GROUPING: 'path=/srv/,名=值' }).grouping, { path: '/srv/,名=值' })
})

t.test('a group is deleted at the end only where it is wished, as another pusher may go on with it', async (t) => {
  const deleted = (env: Settings) => pushConfigOf(env).deleteOnExit
  t.equal(deleted({ PUSH_INTERVAL: '5m' }), false)
  t.equal(deleted({ PUSH_INTERVAL: '5m', PUSH_DELETE_ON_EXIT: 'auto' }), false)
  t.equal(deleted({ PUSH_INTERVAL: '5m', PUSH_DELETE_ON_EXIT: 'false' }), false)
  t.equal(deleted({ PUSH_DELETE_ON_EXIT: 'true' }), true)
})

t.test('the interval of a provider counts while the provider is on, and PUSH_INTERVAL goes first', async (t) => {
  t.equal(pushConfigOf({ CHINACACHE_INTERVAL: '7m' }).interval, 420_000)
  t.equal(pushConfigOf({ CHINACACHE_INTERVAL: '7m', PUSH_INTERVAL: '2m' }).interval, 120_000)
  t.equal(pushConfigOf({ CHINACACHE_INTERVAL: '7m' }, { PUSH_INTERVAL: '1s' }).interval, 1000)
  for (const once of ['0', '0s', '+0h']) {
    t.equal(pushConfigOf({ CHINACACHE_INTERVAL: once }).interval, undefined, 'the replaced pusher pushed once')
  }
  const off = { ...zohoSettings, CHINACACHE_ENABLED: 'false', CHINACACHE_INTERVAL: '7m' }
  t.equal(pushConfigOf(off).interval, undefined)
})

const faults: [env: Settings, setting: string, message: RegExp][] = [
  [{ PUSH_INTERVAL: '0s' }, 'PUSH_INTERVAL', /longer than zero/],
  [{ PUSH_INTERVAL: '1ns' }, 'PUSH_INTERVAL', /at least 100ms/],
  [{ PUSH_INTERVAL: '-5m' }, 'PUSH_INTERVAL', /write it like 90s/],
  [{ PUSH_INTERVAL: '5' }, 'PUSH_INTERVAL', /write it like 90s/],
  [{ PUSH_INTERVAL: '5 min' }, 'PUSH_INTERVAL', /write it like 90s/],
  [{ CHINACACHE_INTERVAL: '1ns' }, 'CHINACACHE_INTERVAL', /at least 100ms/],
  [{ PUSH_GROUPING: 'site=a,job=b' }, 'PUSH_GROUPING', /label job cannot be a grouping label; set PUSH_JOB/],
  [{ PUSH_GROUPING: '__name__=b' }, 'PUSH_GROUPING', /label __name__ cannot/],
  [{ PUSH_GROUPING: '__proto__=b' }, 'PUSH_GROUPING', /label __proto__ cannot/],
  [{ PUSH_GROUPING: 'a=1,a=2' }, 'PUSH_GROUPING', /label a is given twice/],
  [{ PUSH_GROUPING: 'site' }, 'PUSH_GROUPING', /write it like site=shop/],
  [{ PUSH_GROUPING: 'foo-bar=1' }, 'PUSH_GROUPING', /write it like/],
  [{ PUSH_METHOD: 'patch' }, 'PUSH_METHOD', /"patch" is not one of post, put/],
  [{ PUSH_DELETE_ON_EXIT: 'yes' }, 'PUSH_DELETE_ON_EXIT', /is not one of auto, true, false/]
]

for (const [env, setting, message] of faults) {
  t.test(`a fault in ${inspect(env)}, reported once`, async (t) => {
    const found = faultsOf(env)
    t.match(found, [{ setting, message }])
    t.equal(found.length, 1)
  })
}

t.test('the URL is read at each push, so that a rotated password is taken up', async (t) => {
  let text = 'http://jane:old@gateway'
  const config = load({ PUSHGATEWAY_FILE: '/run/secret' }, {}, () => text)
  t.equal(config?.target().authorization, basic('jane:old'))
  text = 'http://jane:new@gateway\n'
  t.equal(config?.target().authorization, basic('jane:new'))
  text = 'jane:12/3@gateway'
  t.throws(() => config?.target(), { reason: 'client', message: /^PUSHGATEWAY is no http\(s\) URL/ })
})
