/** Every value that the schema lets through changes what is rendered. */
import t from 'tap'
import { type Rendered, templates } from './helm.ts'
import { defaults, leaves, resolve } from './schema.ts'

function at(path: string, from: Rendered = defaults): Rendered {
  return path.split('.').reduce((value, key) => value?.[key], from)
}

function withValue(path: string, value: unknown, base: Rendered): Rendered {
  const result = structuredClone(base)
  const keys = path.split('.')
  const last = keys.pop() as string
  let place = result
  for (const key of keys) place = place[key] ??= {}
  place[last] = value
  return result
}

/** Everything on, so that a change of any value shows. */
const everything = {
  providers: {
    site24x7: { enabled: true, existingSecret: 'zoho' },
    chinacache: { enabled: true, existingSecret: 'chinacache', channelIds: ['1'] }
  },
  push: { enabled: true, existingSecret: 'gateway' },
  ...Object.fromEntries(
    [
      'networkPolicy',
      'podDisruptionBudget',
      'serviceMonitor',
      'podMonitor',
      'scrapeConfig',
      'prometheusRule',
      'grafanaDashboards'
    ].map((kind) => [kind, { enabled: true }])
  ),
  ingress: { enabled: true, hosts: ['maps.example.com'] },
  route: { enabled: true, parentRefs: [{ name: 'gateway' }] },
  verticalPodAutoscaler: { enabled: true },
  podMonitoring: { enabled: true }
}

const accountOf = (name: string) => ({
  site24x7: [{ name, client_id: '1', client_secret_file: '/etc/s', refresh_token_file: '/etc/r' }]
})

/** Rules and dashboards are long, so they are only rendered for the values that they show. */
function ofFiles(path: string): object {
  const [kind] = path.split('.')
  const isShown = kind === 'prometheusRule' || kind === 'grafanaDashboards'
  return isShown ? { [kind]: { enabled: true } } : {}
}

/** Values that only show beside others. */
const beside: [RegExp, object][] = [
  [/^cache\.(sizeLimit|persistence\.enabled)$/, { cache: { url: 'file:///data' } }],
  [/^cache\.persistence\./, { cache: { url: 'file:///data', persistence: { enabled: true } } }],
  [/^cache\.existingSecretKey$/, { cache: { existingSecret: 'redis' } }],
  [/^(cache\.peerPort|rbac\.create|networkPolicy\.apiServer(Ports|To))$/, { cache: { url: 'kubernetes:' } }],
  [/^service\.loadBalancerSourceRanges$/, { service: { type: 'LoadBalancer' } }],
  [/^service\.nodePort$/, { service: { type: 'NodePort' } }],
  [/^networkPolicy\.ingressFrom$/, { helmTest: { enabled: false } }],
  [/^grafanaDashboards\.folderAnnotation$/, { grafanaDashboards: { enabled: true, folder: 'Edge' } }],
  [/^push\.(url|existingSecretKey)$/, { push: { enabled: true, url: 'http://gateway:9091' } }],
  [/^web\.(existingSecretKey|tls)$/, { web: { existingSecret: 'web' } }],
  [/^web\.existingTokenSecretKey$/, { web: { existingTokenSecret: 'token' } }],
  [/^configFile\.(providers|shards)$/, { providers: {}, configFile: { providers: accountOf('first') } }],
  [/^replicaCount$/, { cache: { url: 'redis://redis' } }],
  ...['site24x7', 'chinacache'].map((name): [RegExp, object] => [
    new RegExp(`^providers\\.${name}\\.credentials`),
    {
      providers: {
        ...everything.providers,
        [name]: {
          enabled: true,
          channelIds: name === 'chinacache' ? ['1'] : undefined,
          credentials: Object.fromEntries(
            Object.keys(defaults.providers[name].credentials).map((key) => [key, 'given'])
          )
        }
      }
    }
  ])
]

/** Where any value of the type would be refused. */
const examples: Record<string, unknown> = {
  'image.digest': `sha256:${'0'.repeat(64)}`,
  'config.listenHost': '[::]',
  'config.metricsPath': '/other',
  'config.geolocationPath': '/other',
  'cache.url': 'redis://redis',
  'cache.sizeLimit': '1Gi',
  'cache.persistence.size': '1Gi',
  'cache.persistence.accessModes': ['ReadWriteMany'],
  'configFile.providers': accountOf('second'),
  'providers.chinacache.channelIds': ['7'],
  'providers.site24x7.dailyCallLimit': 1000,
  'providers.site24x7.availabilityWindows': ['7d'],
  'push.url': 'http://other:9091',
  'web.config': { rate_limit: { interval: '1s', burst: 5 } },
  'push.grouping': { site: 'shop' },
  'push.deleteOnExit': true,
  'push.cronJob.schedule': '@daily',
  'helmTest.family': 'edge_exporter_source_up',
  'networkPolicy.extraEgressPorts': [1],
  'networkPolicy.apiServerPorts': [8443],
  'podDisruptionBudget.minAvailable': 1,
  'podDisruptionBudget.maxUnavailable': 2,
  'service.ipFamilies': ['IPv6'],
  'prometheusRule.rules': { EdgeExporterTargetDown: { enabled: false } },
  'ingress.paths': ['/other'],
  'route.paths': ['/other'],
  'verticalPodAutoscaler.controlledResources': ['cpu'],
  'service.loadBalancerSourceRanges': ['192.0.2.0/24'],
  extraEnv: [{ name: 'OTHER', value: 'other' }],
  extraObjects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'more' } }],
  ...Object.fromEntries(
    ['serviceMonitor', 'podMonitor', 'scrapeConfig'].flatMap((kind) => [
      [`${kind}.scrapeProtocols`, ['PrometheusText0.0.4']],
      [`${kind}.params`, { provider: ['site24x7'] }]
    ])
  )
}

/** Another value than the default that the schema allows. */
function otherThan(value: unknown, path: string, { type, enum: choices, pattern, items }: Rendered): unknown {
  if (path in examples) return examples[path]
  if (choices !== undefined) return choices.find((choice: unknown) => choice !== value)
  if (type === 'boolean') return !value
  if (type === 'integer') return (value as number) + 11
  if (type === 'array') return [resolve(items).type === 'string' || resolve(items).anyOf ? 'other' : { name: 'other' }]
  if (type === 'object' || type?.includes('object')) return { other: 'other' }
  if (pattern?.includes('https?:')) return 'https://other.example.com'
  if (pattern?.includes('h|')) return '7m'
  if (pattern?.includes('|h')) return '7m'
  return 'other'
}

t.test('no value is accepted and ignored', async (t) => {
  const changes = leaves()
    // An umbrella chart's condition reads `enabled` before the chart is rendered at all.
    .filter(([path]) => path !== 'enabled')
    .map(([path, node]) => {
      const base = { ...everything, ...ofFiles(path), ...beside.find(([pattern]) => pattern.test(path))?.[1] }
      return { path, base, changed: withValue(path, otherThan(at(path, base) ?? at(path), path, node), base) }
    })
  const bases = [...new Set(changes.map(({ base }) => JSON.stringify(base)))]
  const before = await templates(bases.map((base) => JSON.parse(base)))
  const after = await templates(changes.map(({ changed }) => changed))

  for (const [i, { path, base }] of changes.entries()) {
    const [then, now] = [before[bases.indexOf(JSON.stringify(base))], after[i]]
    t.ok(then?.ok, `${path} is rendered: ${then?.ok ? 'yes' : then?.text}`)
    if (path === 'deployment.enabled') t.match(now?.text, 'needs something that serves', path)
    else t.ok(now?.ok, `${path} may be changed: ${now?.ok ? 'yes' : now?.text}`)
    t.not(now?.text, then?.text, `${path} has an effect`)
  }
})
