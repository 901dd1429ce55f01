/** The values: documented, checked by the schema, and in step with the program's settings. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { webFileSchema } from '../../plugins/web-access/web-config-schema.ts'
import { providers } from '../../providers/index.ts'
import { logLevels, settingsSchema } from '../../src/config/core-settings.ts'
import { configuration } from '../../src/config/file/configuration.ts'
import { fileSchema } from '../../src/config/file/file-schema.ts'
import { pushSecrets } from '../../src/config/push-settings.ts'
import { webSecrets } from '../../src/config/web-settings.ts'
import { chart, helm, minimal, type Rendered, render, scenarios, template } from './helm.ts'
import { values as documented, readmePath, readmeWithTable } from './readme.ts'
import { defaults, leaves, resolve, schema } from './schema.ts'

t.test('the README shows the values', async (t) => {
  t.equal(readFileSync(readmePath, 'utf8'), readmeWithTable(), 'if not, run `node test/helm/readme.ts`')
})

t.test('values, comments and schema know the same', async (t) => {
  const known = leaves()
    .map(([path]) => path)
    .filter((path) => path !== 'enabled')
  t.same(
    documented()
      .map(({ path }) => path)
      .sort(),
    known.sort()
  )
  for (const { path, description } of documented()) t.match(description, /^[A-Z`]/, `${path} is described`)
})

t.test('unknown keys are refused, at every level the chart knows', async (t) => {
  const open: string[] = []
  const visit = (node: Rendered, path: string): void => {
    const resolved = resolve(node)
    if (resolved.properties === undefined) return
    if (resolved.additionalProperties !== false) open.push(path)
    for (const [key, child] of Object.entries(resolved.properties)) visit(child, `${path}.${key}`)
  }
  visit(schema, '')
  t.same(open, ['.global'], 'but in global, which belongs to all charts')

  const { status, stderr } = template({ values: { ...minimal, serviceMonitor: { enabeld: true } } })
  t.not(status, 0)
  t.match(stderr, /serviceMonitor.*\n?.*additional properties 'enabeld' not allowed/)
  t.equal(template({ values: { ...minimal, enabled: true, global: { more: { of: 'it' } } } }).status, 0)
})

const chinacache = { enabled: true, existingSecret: 'c', channelIds: ['1'] }
const push = { enabled: true, url: 'http://g:9091' }
const refused: [string, object, string | RegExp][] = [
  ['no provider', {}, 'no provider is on: set providers.site24x7.enabled or providers.chinacache.enabled to true'],
  [
    'no credentials',
    { providers: { site24x7: { enabled: true, credentials: { clientId: 'a' } } } },
    'providers.site24x7 is enabled without its credentials: set providers.site24x7.existingSecret to the name of a Secret, or set providers.site24x7.credentials.clientSecret, providers.site24x7.credentials.refreshToken'
  ],
  [
    'credentials twice',
    { providers: { chinacache: { ...chinacache, credentials: { user: 'a' } } } },
    'set providers.chinacache.existingSecret or providers.chinacache.credentials.user, not both'
  ],
  [
    'no channels',
    { providers: { chinacache: { ...chinacache, channelIds: [] } } },
    'providers.chinacache is enabled without channels: set providers.chinacache.channelIds to the ids to report'
  ],
  [
    'accounts twice',
    {
      ...minimal,
      configFile: { providers: { chinacache: [{ name: 'a', user: 'u', password: 'p', channel_ids: [1] }] } }
    },
    'set configFile.providers or providers.<name>.enabled, not both'
  ],
  ['shards of nothing', { ...minimal, configFile: { shards: 2 } }, 'configFile.shards above 1 divides accounts'],
  [
    'an account with an unknown key',
    { configFile: { providers: { chinacache: [{ name: 'a', usr: 'u', password: 'p', channel_ids: [1] }] } } },
    /additional properties 'usr' not allowed/
  ],
  [
    'replicas without a store',
    { ...minimal, replicaCount: 2 },
    'replicaCount above 1 needs a store that the replicas share'
  ],
  [
    'replicas with a file',
    { ...minimal, replicaCount: 2, cache: { url: 'file:///data' } },
    'replicaCount above 1 needs a store that the replicas share'
  ],
  [
    'replicas that push',
    { ...minimal, replicaCount: 2, cache: { url: 'redis://redis' }, push: { ...push, interval: '5m' } },
    'push.interval makes every replica push'
  ],
  [
    'Leases of nobody',
    { ...minimal, deployment: { enabled: false }, cache: { url: 'kubernetes:' }, push },
    'cache.url kubernetes: is what serving pods share, and deployment.enabled is false'
  ],
  [
    'one port for two',
    { ...minimal, cache: { url: 'kubernetes:', peerPort: 9803 } },
    'cache.peerPort and containerPort are the same'
  ],
  [
    'two stores',
    { ...minimal, cache: { url: 'redis://redis', existingSecret: 'r' } },
    'set cache.url or cache.existingSecret, not both'
  ],
  [
    'a claim for Redis',
    { ...minimal, cache: { url: 'redis://redis', persistence: { enabled: true } } },
    'cache.persistence.enabled needs a file store: set cache.url to file:///var/cache/edge-exporter'
  ],
  ['a push to nowhere', { ...minimal, push: { enabled: true } }, 'push is enabled without a Pushgateway: set push.url'],
  [
    'two gateways',
    { ...minimal, push: { ...push, existingSecret: 'g' } },
    'set push.url or push.existingSecret, not both'
  ],
  [
    'nothing at all',
    { ...minimal, deployment: { enabled: false } },
    'deployment.enabled is false and no CronJob pushes'
  ],
  [
    'an interval without a pod',
    { ...minimal, deployment: { enabled: false }, push: { ...push, interval: '5m' } },
    'deployment.enabled is false and no CronJob pushes'
  ],
  ...['serviceMonitor', 'podMonitor', 'scrapeConfig', 'ingress', 'route', 'podDisruptionBudget'].map(
    (kind): [string, object, string] => [
      `${kind} of nothing`,
      { ...minimal, deployment: { enabled: false }, push, [kind]: { enabled: true } },
      `${kind}.enabled needs something that serves: set deployment.enabled to true`
    ]
  ),
  [
    'two budgets',
    { ...minimal, podDisruptionBudget: { enabled: true, minAvailable: 1, maxUnavailable: 0 } },
    'set podDisruptionBudget.minAvailable or podDisruptionBudget.maxUnavailable, not both'
  ],
  [
    'an Ingress without a host',
    { ...minimal, ingress: { enabled: true } },
    'ingress is enabled without a host: set ingress.hosts'
  ],
  [
    'an alert that is none',
    { ...minimal, prometheusRule: { enabled: true, rules: { Nothing: { enabled: false } } } },
    /prometheusRule\.rules\.Nothing: there is no such alert; there are .*EdgeExporterTargetDown/
  ],
  [
    'a threshold that is none',
    { ...minimal, prometheusRule: { enabled: true, rules: { EdgeExporterTargetDown: { threshold: 1 } } } },
    'prometheusRule.rules.EdgeExporterTargetDown.threshold: this alert has no threshold'
  ],
  [
    'two web configuration files',
    { ...minimal, web: { config: { basic_auth_users: {} }, existingSecret: 'w' } },
    'set web.config or web.existingSecret, not both'
  ],
  [
    'two tokens',
    { ...minimal, web: { token: 't', existingTokenSecret: 't' } },
    'set web.token or web.existingTokenSecret, not both'
  ],
  [
    'TLS of a file that is not there',
    { ...minimal, web: { tls: true, config: { rate_limit: { burst: 1 } } } },
    'web.tls tells of the file in web.existingSecret, which is not set'
  ],
  [
    'a password in clear',
    { ...minimal, web: { config: { basic_auth_users: { alice: 'in-clear' } } } },
    /^(?!.*in-clear).*web\.config\.basic_auth_users\.alice is not hashed with bcrypt: make the hash with htpasswd -nBC 10/
  ],
  ['an unknown section of the web configuration', { ...minimal, web: { config: { tls: {} } } }, /'tls' not allowed/],
  [
    'an unknown key of the web configuration',
    { ...minimal, web: { config: { tls_server_config: { certFile: 'a' } } } },
    /invalid propertyName 'certFile'.*'cert_file'/
  ],
  [
    'two credentials for one monitor',
    { ...minimal, podMonitor: { authorization: { type: 'Bearer' }, basicAuth: { username: { key: 'a' } } } },
    'set podMonitor.authorization or podMonitor.basicAuth, not both'
  ],
  [
    'probes that are kept out',
    { ...minimal, web: { token: 't', healthAuthentication: true } },
    'web.healthAuthentication keeps the kubelet out, and livenessProbe asks by HTTP: set livenessProbe.tcpSocket.port to http'
  ],
  ['a text for a number', { ...minimal, replicaCount: 'two' }, /replicaCount.*got string, want integer/],
  [
    'a duration of nothing',
    { providers: { site24x7: { ...minimal.providers.site24x7, ttl: '60' } } },
    /providers\/site24x7\/ttl/
  ],
  [
    'an unknown data centre',
    { providers: { site24x7: { endpoint: 'site24x7.org' } } },
    /providers\/site24x7\/endpoint/
  ],
  [
    'an id that is too long for a number',
    { providers: { chinacache: { ...chinacache, channelIds: [2 ** 60] } } },
    'providers.chinacache.channelIds: 1152921504606846976 has more digits than a number keeps: put the id in quotes'
  ],
  ['a name that is none', { ...minimal, fullnameOverride: 'Edge_Exporter' }, /fullnameOverride/],
  [
    'a storage class that is none',
    { ...minimal, cache: { persistence: { storageClassName: 'Fast_1' } } },
    /storageClassName/
  ],
  ['a path with a blank', { ...minimal, ingress: { paths: ['/a: b'] } }, /ingress\/paths/],
  [
    'a timeout longer than the interval',
    { ...minimal, serviceMonitor: { enabled: true, interval: '30s', scrapeTimeout: '1m' } },
    'serviceMonitor.scrapeTimeout (1m) is longer than serviceMonitor.interval (30s): the Prometheus Operator would drop the object'
  ],
  [
    'the same of a ScrapeConfig',
    { ...minimal, scrapeConfig: { enabled: true, scrapeInterval: '1m30s', scrapeTimeout: '91s' } },
    'scrapeConfig.scrapeTimeout (91s) is longer than scrapeConfig.scrapeInterval (1m30s)'
  ],
  [
    'a route to nowhere',
    { ...minimal, route: { enabled: true } },
    'route is enabled without a Gateway: set route.parentRefs'
  ],
  ['an unknown store', { ...minimal, cache: { url: 'http://redis' } }, /cache\/url/],
  ['a short end', { ...minimal, terminationGracePeriodSeconds: 5 }, /terminationGracePeriodSeconds/],
  ['a port of root', { ...minimal, containerPort: 80 }, /containerPort/],
  ['job as a grouping label', { ...minimal, push: { ...push, grouping: { job: 'a' } } }, /invalid propertyName 'job'/]
]

for (const [name, values, message] of refused) {
  t.test(`refused: ${name}`, async (t) => {
    for (const major of [3, 4] as const) {
      const { status, stdout, stderr } = template({ values, major })
      t.not(status, 0, `by helm ${major}`)
      t.equal(stdout, '', 'with nothing rendered')
      // Helm 3 words the schema's faults otherwise, but names the same place.
      if (major === 4 || typeof message === 'string') t.match(stderr.replaceAll(/\s+/g, ' '), message, 'and the reason')
    }
  })
}

/** The chart's env of the program, of all scenarios and of everything at once. */
/** Something that the program takes for the setting behind the key of a Secret. */
function secretValueOf(key: string): string {
  if (key.includes('PROXY')) return 'http://proxy:3128'
  return key === 'CACHE_URL' ? 'redis://from-a-secret:6379' : 'http://from-a-secret'
}

function environments(): Record<string, string>[] {
  const texts = {
    job: 'job',
    interval: '5m',
    grouping: { a: 'b' },
    method: 'put',
    deleteOnExit: false,
    url: 'http://g'
  }
  const times = { maxAge: '2h' }
  const full = {
    providers: {
      site24x7: { ...minimal.providers.site24x7, ...times, apiUrl: 'https://a', accountsUrl: 'https://b' },
      chinacache: { ...chinacache, ...times, statusCodesTtl: '1h', apiUrl: 'https://c' }
    },
    push: { enabled: true, ...texts },
    proxy: { httpsProxy: 'http://p', httpProxy: 'http://p', noProxy: 'a' },
    cache: { url: 'redis://redis' },
    web: { token: 'token-of-prometheus', certificateSecret: 'tls' }
  }
  const all = [
    ...scenarios.map(({ file }) => ({ files: [file] })),
    { values: full },
    { values: { ...full, secretsAs: 'env' } },
    { values: { ...minimal, proxy: { existingSecret: 'proxy' } } }
  ]
  return all
    .flatMap((options) => render(options))
    .filter(({ kind }) => ['Deployment', 'StatefulSet', 'CronJob'].includes(kind))
    .map(({ kind, spec }) => {
      const { containers } = (kind === 'CronJob' ? spec.jobTemplate.spec : spec).template.spec
      return Object.fromEntries(
        containers[0].env.map(({ name, value, valueFrom }: Rendered) => [
          name,
          value ?? (valueFrom.secretKeyRef === undefined ? '0' : secretValueOf(valueFrom.secretKeyRef.key))
        ])
      )
    })
}

/** Variables of the program that are not in its schema, or not yet, and those of the scenarios' own. */
const beyondTheSchema = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'NODE_OPTIONS', 'RELEASE', 'POD_INDEX']

const fileScenario = join(chart, 'ci', 'config-file-values.yaml')

/** Settings that have no value, and why. */
const withoutValue = new Map([
  ['CHINACACHE_INTERVAL', 'the replaced exporter had it; push.interval sets PUSH_INTERVAL, which goes before it'],
  ['SYSTEMD_SOCKET', 'there is no systemd in a container'],
  ['CA_FILE', 'names a file, which extraVolumes mounts; extraEnv sets it'],
  ['REDIS_CERT_FILE', 'as CA_FILE'],
  ['REDIS_KEY_FILE', 'as CA_FILE']
])

/** Settings whose empty value leaves the program its own default. */
const leftToTheProgram = ['CACHE_URL']

t.test('values and settings of the program are in step', async (t) => {
  const { properties } = settingsSchema(providers)
  const secrets = new Set<string>([...pushSecrets, ...webSecrets, ...providers.flatMap((provider) => provider.secrets)])
  const given = environments()
  const names = new Set(given.flatMap((env) => Object.keys(env)))

  for (const name of names) {
    const isKnown = name in properties || secrets.has(name.replace(/_FILE$/, ''))
    t.ok(isKnown || beyondTheSchema.includes(name), `the program knows ${name}`)
  }
  for (const name of Object.keys(properties)) {
    const isReached = names.has(name) || names.has(`${name}_FILE`)
    if (withoutValue.has(name)) t.notOk(isReached, `${name} has no value: ${withoutValue.get(name)}`)
    else t.ok(isReached, `a value sets ${name}`)
  }
  for (const name of secrets)
    t.ok(names.has(name) && names.has(`${name}_FILE`), `${name} comes as a file or from the environment`)

  const file = JSON.stringify({ providers: parse(readFileSync(fileScenario, 'utf8')).configFile.providers })
  for (const { SHARD: shard, ...rest } of given) {
    // As the kubelet fills it in.
    const env = {
      ...rest,
      KUBERNETES_SERVICE_HOST: '192.0.2.10',
      KUBERNETES_SERVICE_PORT: '443',
      ...(rest.POD_IP === undefined ? {} : { POD_IP: '192.0.2.7' }),
      ...(shard === undefined ? {} : { SHARD: shard.replace('$(POD_INDEX)', '0') })
    }
    const readFile = (path: string) =>
      path === rest.CONFIG_FILE ? file : path.endsWith('PUSHGATEWAY') ? 'http://from-a-file' : 'from-a-file'
    await t.resolves(
      configuration({ providers, env, readFile }),
      `the program starts with ${Object.keys(env).length} variables`
    )
  }
})

t.test('the chart has the defaults and the choices of the program', async (t) => {
  const { properties } = settingsSchema(providers)
  const values = {
    providers: { site24x7: { enabled: true, existingSecret: 'zoho' }, chinacache },
    push: { ...push, interval: '1m' },
    cache: { url: 'kubernetes:' }
  }
  const { env } = render({ values }).find(({ kind }) => kind === 'Deployment').spec.template.spec.containers[0]
  const chosen = ['SITE24X7_ENABLED', 'CHINACACHE_ENABLED']
  for (const { name, value } of env) {
    const expected = (properties[name] as { default?: string } | undefined)?.default
    if (expected !== undefined && !chosen.includes(name)) t.equal(value, expected, `the default of ${name}`)
  }
  const set = new Set(env.map(({ name }: Rendered) => name))
  for (const [name, property] of Object.entries(properties)) {
    const { default: value } = property as { default?: string }
    if (value !== undefined && !leftToTheProgram.includes(name) && !withoutValue.has(name))
      t.ok(set.has(name), `${name}, which has a default, shows it in values.yaml`)
  }
  const sectionsOfFile = fileSchema(providers).properties?.providers?.properties ?? {}
  t.same(
    Object.fromEntries(leaves())['configFile.providers'].patternProperties,
    Object.fromEntries(Object.entries(sectionsOfFile).map(([name, section]) => [`^${name}$`, section])),
    'if they differ, run `npm run docs`'
  )
  const choices = (path: string) => Object.fromEntries(leaves())[path].enum
  t.same(choices('providers.site24x7.endpoint'), (properties.SITE24X7_ENDPOINT as { enum?: string[] }).enum)
  t.same(choices('config.logLevel'), [...logLevels])
  t.same(choices('push.method'), (properties.PUSH_METHOD as { enum?: string[] }).enum)
  const sections: Record<string, Rendered> = Object.fromEntries(leaves())['web.config'].patternProperties
  t.same(
    Object.keys(sections).sort(),
    Object.keys(webFileSchema.properties)
      .map((name) => `^${name}$`)
      .sort()
  )
  for (const [name, section] of Object.entries<Rendered>(webFileSchema.properties)) {
    const keys = sections[`^${name}$`].propertyNames?.enum
    if (section.properties !== undefined) t.same(keys, Object.keys(section.properties), name)
  }
  t.same(
    Object.keys(defaults.providers),
    providers.map(({ name }) => name),
    'every provider has its values'
  )
})

t.test('helm shows the values', async (t) => {
  const { stdout } = helm(['show', 'values', chart])
  t.same(parse(stdout), defaults)
})
