import fc from 'fast-check'
import t from 'tap'
import { Check } from 'typebox/schema'
import { stringify } from 'yaml'
import { providers } from '../../../providers/index.ts'
import type { Site24x7Config } from '../../../providers/site24x7/config.ts'
import { configuration } from '../../../src/config/file/configuration.ts'
import { type FileSchema, fileSchema } from '../../../src/config/file/file-schema.ts'
import { readAccounts } from '../../../src/config/file/read-accounts.ts'
import { unreadSettings } from '../../../src/config/unknown-settings.ts'
import type { Settings } from '../../../src/contract/provider.ts'
import { SettingsError } from '../../../src/contract/settings.ts'

const files: Record<string, string> = { '/etc/edge/secret': 'from-file\n', '/run/secrets/absolute': 'absolute' }

function readFile(path: string): string {
  const text = files[path]
  if (text === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' })
  return text
}

function read(text: string, env: Settings = {}) {
  const withFile = (path: string) => (path === '/etc/edge/config.yml' ? text : readFile(path))
  return readAccounts({ path: '/etc/edge/config.yml', providers, env, readFile: withFile })
}

function faults(text: string, env?: Settings): string[] {
  try {
    read(text, env)
    return []
  } catch (error) {
    return (error as SettingsError).faults.map(({ message }) => message)
  }
}

const credentials = "client_id: '1000', client_secret: s, refresh_token: r"

t.test('accounts with their settings, secrets and filters', async (t) => {
  const accounts = read(
    `providers:
  site24x7:
    - name: shop-eu
      endpoint: site24x7.eu
      client_id: 1000.ABC
      client_secret_file: secret
      refresh_token_env: REFRESH
      ttl: 30s
      daily_call_limit: 10000
      monitors: { include: [{ type: [URL, RESTAPI] }, { group: 'shop.*' }], exclude: [{ tag: 'env:dev' }] }
      families: { exclude: ['site24x7_monitor_.*_ratio'] }
      series_limit: 50000
  chinacache:
    - { name: cdn, user: u, password_file: /run/secrets/absolute, channel_ids: [007, '102'] }
`,
    { REFRESH: 'from-variable' }
  )
  const [shop, cdn] = accounts.map(({ config }) => config) as [Site24x7Config, { channels: string[] }]
  t.equal(shop.apiUrl, 'https://www.site24x7.eu/api')
  t.equal(shop.ttl, 30_000)
  t.equal(shop.dailyCallLimit, 10_000)
  t.equal(shop.clientId.read(), '1000.ABC')
  t.equal(shop.clientSecret.read(), 'from-file')
  t.equal(shop.refreshToken.read(), 'from-variable')
  files['/etc/edge/secret'] = 'rotated'
  t.equal(shop.clientSecret.read(), 'rotated', 'a file is read again')
  t.strictSame(cdn.channels, ['007', '102'], 'an id keeps its zeros')
  t.match(accounts[0]?.account, {
    name: 'shop-eu',
    seriesLimit: 50_000,
    families: { include: [], exclude: ['site24x7_monitor_.*_ratio'] },
    filter: { include: [{ type: ['URL', 'RESTAPI'] }, { group: ['shop.*'] }], exclude: [{ tag: ['env:dev'] }] }
  })
})

t.test('the fingerprint changes with the account alone', async (t) => {
  const of = (text: string, env: Settings = {}) => read(text, env).map(({ account }) => account?.fingerprint)
  const two = (ttl: string) =>
    `providers: { site24x7: [{ name: a, ${credentials} }, { name: b, ttl: ${ttl}, client_id: x, client_secret: s, refresh_token_env: R }] }`
  const [a, b] = of(two('60s'), { R: '1' })
  t.strictSame(of(`# a comment\n${two('60s')}`, { R: '1' }), [a, b])
  const [sameA, otherB] = of(two('61s'), { R: '1' })
  t.equal(sameA, a)
  t.not(otherB, b)
  t.not(of(two('60s'), { R: '2' })[1], b, 'the value of a variable counts')
  t.notMatch(a, 'client_secret')
})

t.test('each fault has its line, and says what belongs there', async (t) => {
  const rows: readonly [text: string, ...faults: string[]][] = [
    ['', 'line 1: providers is missing at the top'],
    ['providers: {}', 'line 1: providers is empty; it may have site24x7, chinacache'],
    [
      'provider: {}',
      'line 1: unknown key provider at the top; did you mean providers?',
      'line 1: providers is missing at the top'
    ],
    ['providers:\n  site24x7: []', 'line 2: providers.site24x7 is an empty list'],
    ['providers:\n  site24x7:', 'line 2: providers.site24x7 must be a list, and has none'],
    [
      `providers:\n  site24x7:\n    - name: a\n      endpont: x\n      ${credentials.replaceAll(', ', '\n      ')}`,
      'line 4: unknown key endpont in providers.site24x7[1]; did you mean endpoint?'
    ],
    [
      'providers:\n  site24x7:\n    - name: a b\n      client_id: 1\n      client_secret: x\n      client_secret_env: X',
      'line 3: providers.site24x7[1].name is not valid; it has a character that it may not have',
      'line 3: refresh_token or refresh_token_file or refresh_token_env is missing in providers.site24x7[1]',
      'line 4: providers.site24x7[1].client_id is a number for YAML; put it in quotes',
      'line 6: set one of client_secret and client_secret_env in providers.site24x7[1], not both'
    ],
    [
      `providers:\n  site24x7:\n    - { name: a, ${credentials},\n        ttl: 60 }`,
      'line 4: providers.site24x7[1].ttl is not valid; write it like 90s or 1h30m or 500ms'
    ],
    [
      `providers:\n  site24x7:\n    - { name: a, ${credentials},\n        max_age: 1s }`,
      'line 4: site24x7 a: max_age: must not be shorter than ttl (60s)'
    ],
    [
      `providers:\n  site24x7:\n    - { name: a, ${credentials} }\n    - { name: a, ${credentials} }`,
      'line 4: site24x7 has two accounts of the name a'
    ],
    [
      'providers:\n  chinacache:\n    - name: cdn\n      user_env: NO_USER\n      password_file: nowhere\n      channel_ids: [1]',
      'line 4: chinacache cdn: the variable of user_env is not set',
      'line 5: chinacache cdn: password_file: cannot read the file of password (ENOENT)'
    ],
    [
      `providers:\n  site24x7:\n    - { name: a, ${credentials},\n        monitors: { include: [{ name: 'a**' }] } }`,
      'line 4: monitors.include.0.name is no pattern of RE2: invalid nested repetition operator'
    ],
    [
      `providers:\n  site24x7:\n    - { name: a, ${credentials},\n        series_limit: 0 }`,
      'line 4: providers.site24x7[1].series_limit must be a whole number from 1 to 100000000'
    ],
    ['providers: [', 'line 1: column 13 is not valid YAML (BAD_INDENT)'],
    ['providers: &a [*a]', 'line 1: providers must be keys with values']
  ]
  for (const [text, ...expected] of rows) t.strictSame(faults(text), expected, text)
})

t.test('no value is quoted in a fault, as it may be a secret', async (t) => {
  const secret = 'SENTINEL-4711'
  for (const key of ['name', 'client_id', 'client_secret', 'refresh_token', 'ttl', 'endpoint', secret]) {
    const text = `providers: { site24x7: [{ ${key}: ['${secret}'] }] }`
    t.notMatch(faults(text).join('\n').replaceAll(`unknown key ${secret}`, ''), secret, key)
  }
})

t.test('flags of a provider and a file do not go together; its variables are not read', async (t) => {
  const readFile = () => `providers: { site24x7: [{ name: a, ${credentials} }] }`
  const sources = { providers, env: { CONFIG_FILE: 'x.yml', ZOHO_CLIENT_SECRET_FILE: '/nowhere' }, readFile }
  const config = await configuration(sources)
  t.equal(config.providers.length, 1)
  const env = { SITE24X7_TTL: '1m', ZOHO_CLIENT_ID: 'i' }
  t.match(unreadSettings(config, env, providers), [{ setting: 'SITE24X7_TTL', message: /is not read/ }])
  t.strictSame(unreadSettings({ readAccounts: undefined }, env, providers), [])
  await t.rejects(
    configuration({ ...sources, flags: { SITE24X7_ENDPOINT: 'site24x7.eu' } }),
    /SITE24X7_ENDPOINT: cannot be given beside CONFIG_FILE/
  )
})

t.test('what the schema accepts, the program accepts, and the other way round; each fault has a line', async (t) => {
  const schema = fileSchema(providers)
  const { site24x7, chinacache } = schema.properties?.providers?.properties ?? {}
  const accountOf = (list: FileSchema | undefined) => list?.items as FileSchema
  const value = fc.constantFrom<unknown>(
    ...['x', '60s', '5m', 'auto', 'off', 'site24x7.eu', 'https://h/p', '', ' ', '7', 'ÜBER', 'a,b', 'x'.repeat(70)],
    ...[0, 1, 7, -1, 1.5, 1e12, true, false, null, [], ['URL'], [1, '2'], [''], ['a,b'], {}, { include: ['x'] }],
    ...[{ include: [{ type: 'URL' }] }, { exclude: [{ nope: 'x' }] }, { include: [{}] }, { include: 'x' }]
  )
  const good: Readonly<Record<string, unknown>> = {
    client_id: 'i',
    client_secret: 's',
    refresh_token: 'r',
    user: 'u',
    password: 'p',
    channel_ids: [1]
  }
  const account = (list: FileSchema | undefined) => {
    const { properties = {}, required = [] } = accountOf(list)
    const basis = Object.fromEntries(Object.entries(good).filter(([key]) => key in properties))
    return fc.dictionary(fc.constantFrom(...Object.keys(properties), 'nope'), value, { maxKeys: 2 }).chain((extra) =>
      fc.subarray([...Object.keys(basis), ...required], { minLength: Object.keys(basis).length }).map((kept) => ({
        ...Object.fromEntries(Object.entries(basis).filter(([key]) => kept.includes(key) || extra.nope === undefined)),
        ...(kept.includes('name') || kept.length > 2 ? { name: 'a' } : {}),
        ...extra
      }))
    )
  }
  const file = fc.record(
    {
      providers: fc.oneof(
        {
          weight: 20,
          arbitrary: fc.record(
            {
              site24x7: fc.array(account(site24x7), { maxLength: 1 }),
              chinacache: fc.array(account(chinacache), { maxLength: 1 })
            },
            { requiredKeys: [] }
          )
        },
        { weight: 1, arbitrary: value }
      )
    },
    { requiredKeys: [] }
  )
  // What no schema can say: two settings against each other, values that mean nothing, and what is outside of the file.
  const semantic =
    /must not be shorter|must be longer than zero|must be a number of minutes|cannot read|is not set|is no pattern/
  const counts = { accepted: 0, refused: 0 }
  fc.assert(
    fc.property(file, (content) => {
      const text = stringify(content)
      const found = faults(text)
      const structural = found.filter((message) => !semantic.test(message))
      const isAccepted = Check(schema as never, withoutNull(content))
      counts[isAccepted ? 'accepted' : 'refused'] += 1
      if (!found.every((message) => /^line [1-9]\d*: /.test(message))) throw new Error(`no line: ${found}`)
      if (isAccepted !== (structural.length === 0)) throw new Error(`schema: ${isAccepted}; program: ${found}\n${text}`)
    }),
    { numRuns: 2000 }
  )
  t.ok(counts.accepted > 50 && counts.refused > 100, JSON.stringify(counts))
})

/** A key without a value has an empty text. */
function withoutNull(value: unknown): unknown {
  if (value === null) return ''
  if (Array.isArray(value)) return value.map(withoutNull)
  if (typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, content]) => [key, withoutNull(content)]))
}

t.test('a fault of the file itself names the setting', async (t) => {
  await t.rejects(
    configuration({ providers, env: { CONFIG_FILE: '/nowhere/config.yml' } }),
    new SettingsError([{ setting: 'CONFIG_FILE', message: 'cannot be read (ENOENT)' }])
  )
})

t.test('sources of an account: a word or a time, or a section with more', async (t) => {
  const of = (sources: string) => {
    const text = `providers:\n  site24x7:\n    - { name: a, client_id: i, client_secret: s, refresh_token: r, sources: ${sources} }\n`
    const [{ config }] = read(text) as unknown as [{ config: unknown }]
    const { reports, windows } = config as {
      reports: { report: { name: string }; ttl: number }[]
      windows: string[]
    }
    return { windows, reports: reports.map(({ report, ttl }) => `${report.name} ${ttl / 60_000}`) }
  }
  t.strictSame(of('{ availability: { window: 30d }, sla: off }'), {
    windows: ['30d'],
    reports: ['availability 60', 'certificates 360', 'maintenance 15']
  })
  t.strictSame(of("{ availability: { window: '24h,7d', ttl: 30m }, sla: on, certificates: false, maintenance: 5m }"), {
    windows: ['24h', '7d'],
    reports: ['availability 30', 'maintenance 5', 'sla 360']
  })
  t.strictSame(of('{ availability: off }').reports, ['certificates 360', 'maintenance 15'])
  const wrong = (sources: string) =>
    faults(`providers:\n  site24x7:\n    - { name: a, ${credentials}, sources: ${sources} }\n`)
  t.match(wrong('{ availability: { window: 31d } }'), [/line 3: .*sources.availability.window is not valid/])
  t.match(wrong('{ availability: sometimes }'), [
    /line 3: .*sources.availability is not valid; write it like auto or on/
  ])
  t.match(wrong('{ avail: on }'), [/line 3: unknown key avail in providers.site24x7\[1\].sources/])
})
