/** Values that a real cluster, another tool or a careless hand brings: each ends in the right object or in a sentence. */
import { join } from 'node:path'
import t from 'tap'
import { chart, helm, minimal, only, podOf, type Rendered, render, secretTexts, template, templates } from './helm.ts'
import { defaults, leaves, resolve, schema } from './schema.ts'

const { providers } = minimal
const monitor = { enabled: true, additionalLabels: { release: 'prometheus' } }

/** The same values twice: by `--values`, and as an umbrella chart's own, where nulls do not always reach the defaults. */
function bothForms(t: Tap, values: object): [string, Rendered[]][] {
  const umbrella = t.testdir({
    'Chart.yaml': JSON.stringify({
      apiVersion: 'v2',
      name: 'umbrella',
      version: '1.0.0',
      dependencies: [{ name: 'edge-exporter', version: '0.1.0' }]
    }),
    'values.yaml': JSON.stringify({ 'edge-exporter': values }),
    charts: { 'edge-exporter': t.fixture('symlink', join(process.cwd(), chart)) }
  })
  return ([3, 4] as const).flatMap((major): [string, Rendered[]][] => [
    [`helm ${major}, --values`, render({ values, major })],
    [`helm ${major}, an umbrella chart`, render({ chart: umbrella, major })]
  ])
}

type Tap = typeof t

t.test('what used to take nulls can be had without', async (t) => {
  const openshift = { providers, openshift: { enabled: true } }
  for (const [form, objects] of bothForms(t as Tap, openshift)) {
    for (const object of objects.filter((object) => podOf(object) !== undefined)) {
      t.same(
        podOf(object).securityContext,
        { runAsNonRoot: true, fsGroupChangePolicy: 'OnRootMismatch', seccompProfile: { type: 'RuntimeDefault' } },
        `${form}: ${object.kind} leaves the ids to OpenShift`
      )
    }
  }

  const tcp = { tcpSocket: { port: 'http' } }
  const inside = { providers, web: { token: 't', healthAuthentication: true }, livenessProbe: tcp, readinessProbe: tcp }
  for (const [form, objects] of bothForms(t as Tap, inside)) {
    const [container] = podOf(only(objects, 'Deployment')).containers
    t.match(container.livenessProbe, { ...tcp, periodSeconds: 15 }, form)
    t.notOk('httpGet' in container.livenessProbe, `${form}: one handler a probe`)
  }

  const none = { providers, livenessProbe: { enabled: false }, readinessProbe: { enabled: false } }
  for (const [form, objects] of bothForms(t as Tap, none)) {
    t.notMatch(JSON.stringify(podOf(only(objects, 'Deployment'))), 'Probe', `${form}: no probe`)
  }
})

t.test('a variable of extraEnv takes the place of the one that the chart has', async (t) => {
  const env = (extraEnv: object[], more = {}) =>
    podOf(only(render({ values: { ...minimal, ...more, extraEnv } }), 'Deployment')).containers[0].env
  const names = env([{ name: 'LOG_LEVEL', value: 'debug' }]).map(({ name }: Rendered) => name)
  t.equal(new Set(names).size, names.length, 'each name once')
  t.equal(names.at(-1), 'LOG_LEVEL', 'last, so that it may refer to the others')
  t.same(env([{ name: 'LOG_LEVEL', value: 'debug' }]).at(-1), { name: 'LOG_LEVEL', value: 'debug' })
  const reference = { name: 'CACHE_URL', valueFrom: { secretKeyRef: { name: 'mine', key: 'url' } } }
  t.same(env([reference], { cache: { url: 'redis://redis' } }).at(-1), reference)
  t.same(
    env([
      { name: 'A', value: 8 },
      { name: 'B', value: true },
      { name: 'C', value: 0.5 },
      { name: 'D', value: 12345678 }
    ]).slice(-4),
    [
      { name: 'A', value: '8' },
      { name: 'B', value: 'true' },
      { name: 'C', value: '0.5' },
      { name: 'D', value: '12345678' }
    ],
    'a number or boolean becomes the text that the API wants'
  )
})

t.test('what leaves the values leaves the Secret', async (t) => {
  const web = { config: { basic_auth_users: {} }, token: 'old' }
  const secret = (web: object) => only(render({ values: { ...minimal, web } }), 'Secret')
  t.same(Object.keys(secret(web).data), ['web.yml', 'METRICS_TOKEN'])
  t.same(Object.keys(secret({ ...web, token: '' }).data), ['web.yml'])
  for (const object of render({ files: [join(chart, 'ci/web-values.yaml')] })) {
    t.notOk('stringData' in object, 'stringData would only add to what is there')
  }
  t.match(secretTexts(secret(web))['web.yml'], /^basic_auth_users: \{\}\n$/)
})

t.test('helm test runs where memory has a quota and nothing is let out', async (t) => {
  const objects = render({
    values: { ...minimal, networkPolicy: { enabled: true, dnsTo: [{ namespaceSelector: {} }] } }
  })
  const pod = only(objects, 'Pod')
  t.match(pod.spec.containers[0].resources, { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '128Mi' } })
  const policy = objects.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.endsWith('-test'))
  t.match(pod.metadata.labels, policy.spec.podSelector.matchLabels)
  const [dns, exporter] = policy.spec.egress
  t.same(dns.to, [{ namespaceSelector: {} }])
  t.same(exporter.ports, [{ port: 9803, protocol: 'TCP' }])
  t.match(only(objects, 'Deployment').spec.template.metadata.labels, exporter.to[0].podSelector.matchLabels)
})

t.test('texts that look like something else stay texts', async (t) => {
  const objects = render({
    release: '123',
    values: {
      providers: { site24x7: { enabled: true, existingSecret: '456' } },
      fullnameOverride: 'null',
      namespaceOverride: '789',
      cache: { url: 'file:///1', persistence: { enabled: true, storageClassName: '123', size: '10' } },
      ingress: { enabled: true, className: '1', hosts: ['a.example.com'], paths: ['/true'] },
      serviceAccount: { name: '7' },
      push: { enabled: true, existingSecret: '8', existingSecretKey: '9', cronJob: { timeZone: 'Etc/UTC' } }
    }
  })
  for (const { kind, metadata } of objects) {
    t.type(metadata.name, 'string', kind)
    t.equal(metadata.namespace, '789')
    t.equal(metadata.labels['app.kubernetes.io/instance'], '123')
  }
  t.equal(only(objects, 'PersistentVolumeClaim').spec.storageClassName, '123')
  t.equal(only(objects, 'Ingress').spec.ingressClassName, '1')
  const pod = podOf(only(objects, 'Deployment'))
  t.equal(pod.serviceAccountName, '7')
  const names = pod.volumes.flatMap(({ projected }: Rendered) => projected?.sources ?? [])
  for (const { secret } of names) t.equal(secret.name, '456')
})

t.test('a storage class of a dash is the empty one', async (t) => {
  const values = { ...minimal, cache: { url: 'file:///data', persistence: { enabled: true } } }
  const claim = (storageClassName: string) => {
    const cache = { ...values.cache, persistence: { enabled: true, storageClassName } }
    return only(render({ values: { ...values, cache } }), 'PersistentVolumeClaim').spec
  }
  t.equal(claim('-').storageClassName, '')
  t.notOk('storageClassName' in claim(''), 'while the empty text leaves it to the cluster')
})

/** Every path of the schema, sections included. */
function paths(node: Rendered = schema, path: readonly string[] = []): string[] {
  const children = Object.entries(resolve(node).properties ?? {})
  return children.flatMap(([key, child]) => [[...path, key].join('.'), ...paths(child, [...path, key])])
}

function withNull(path: string): object {
  const values = structuredClone({ ...minimal, web: { token: 't' } }) as Rendered
  const keys = path.split('.')
  const last = keys.pop() as string
  let place = values
  for (const key of keys) place = place[key] ??= {}
  place[last] = null
  return values
}

t.test('a null is taken for what it can mean, or refused by its name', async (t) => {
  const all = paths().filter((path) => path !== 'enabled')
  t.ok(all.length > leaves().length)
  const answers = await templates(all.map(withNull))
  for (const [i, path] of all.entries()) {
    const { ok, text } = answers[i] as { ok: boolean; text: string }
    if (ok) continue
    t.notMatch(text, /nil pointer|interface \{\}|wrong type|executing/, path)
    t.match(text, path.split('.').at(-1), `${path} is named`)
  }
  for (const set of ['config.listenHost=null', 'ingress=null']) {
    const { status, stderr } = template({ values: minimal, set: [set], major: 3 })
    t.not(status, 0)
    t.notMatch(stderr, 'nil pointer', `helm 3, ${set}`)
  }
})

t.test('every value that has a default is missed where a null takes it away', async (t) => {
  const visit = (node: Rendered, path: string): void => {
    const { properties, required = [] } = resolve(node)
    if (properties === undefined) return
    for (const [key, child] of Object.entries<Rendered>(properties)) {
      const mayBeNull = resolve(child).type?.includes('null') || (path === '' && key === 'enabled')
      t.equal(required.includes(key), !mayBeNull, `${path}${key}`)
      visit(child, `${path}${key}.`)
    }
  }
  visit(schema, '')
})

t.test('a scrape timeout alone is warned of, as the operator drops the object in silence', async (t) => {
  for (const [kind, key] of [
    ['serviceMonitor', 'interval'],
    ['podMonitor', 'interval'],
    ['scrapeConfig', 'scrapeInterval']
  ] as const) {
    t.match(notes(t as Tap, { [kind]: { ...monitor, scrapeTimeout: '60s' } }), `${kind}.scrapeTimeout is set without`)
    t.notMatch(notes(t as Tap, { [kind]: { ...monitor, scrapeTimeout: '60s', [key]: '1m' } }), 'WARNING')
  }
})

function notes(t: Tap, values: object): string {
  const folder = t.testdir({ 'values.json': JSON.stringify({ ...minimal, ...values }) })
  const args = [
    'install',
    'rel',
    chart,
    '--dry-run=client',
    '--output',
    'json',
    '--values',
    join(folder, 'values.json')
  ]
  return JSON.parse(helm(args).stdout).info.notes
}

t.test('two releases are two sets of dashboards', async (t) => {
  const chinacache = { enabled: true, existingSecret: 'c', channelIds: ['1'] }
  const values = { providers: { ...providers, chinacache }, grafanaDashboards: { enabled: true } }
  const boards = (release: string) =>
    render({ release, values })
      .filter(({ kind }) => kind === 'ConfigMap')
      .map(({ data }) => JSON.parse(Object.values<string>(data)[0] as string))
  const [one, other, long] = [boards('one'), boards('other'), boards('a'.repeat(53))]
  const idsOf = (some: Rendered[]) => some.map(({ uid }) => uid)
  t.equal(new Set([...idsOf(one), ...idsOf(other), ...idsOf(long)]).size, one.length + other.length + long.length)
  const titles = [...one, ...other].map(({ title }) => title)
  t.equal(new Set(titles).size, titles.length, 'Grafana wants one title once in a folder')
  for (const uid of idsOf(long)) t.ok(uid.length <= 40, `${uid} is short enough`)
  for (const board of [...one, ...long]) {
    const links = [...JSON.stringify(board).matchAll(/\/d\/([\w-]+)/g)].map(([, uid]) => uid)
    const known = new Set([...idsOf(one), ...idsOf(long)])
    for (const link of links) t.ok(known.has(link), `${link} is a dashboard of its own release`)
  }
  t.same(idsOf(boards('edge-exporter')).sort(), [
    'edge-exporter-chinacache',
    'edge-exporter-internals',
    'edge-exporter-overview',
    'edge-exporter-site24x7'
  ])
})

t.test('failed runs of the CronJob stay as long as their history says', async (t) => {
  const values = {
    ...minimal,
    push: { enabled: true, url: 'http://gateway:9091', cronJob: { extraArgs: ['--log-level=debug'] } }
  }
  const { spec } = only(render({ values }), 'CronJob')
  t.notOk('ttlSecondsAfterFinished' in spec.jobTemplate.spec)
  t.equal(spec.failedJobsHistoryLimit, 3)
  t.same(podOf(only(render({ values }), 'CronJob')).containers[0].args, ['push', '--log-level=debug'])
})

t.test('providers from outside', async (t) => {
  const values = {
    extraProviders: ['/opt/providers/mine.js', 'a-package'],
    extraArgs: ['--log-level=debug'],
    push: { enabled: true, url: 'http://gateway:9091' }
  }
  const objects = render({ values })
  const given = ['--provider=/opt/providers/mine.js', '--provider=a-package']
  t.same(podOf(only(objects, 'Deployment')).containers[0].args, [...given, '--log-level=debug'])
  t.same(podOf(only(objects, 'CronJob')).containers[0].args, [...given, 'push'])
})

t.test('an outside provider alone: environment, secrets, volume and the way out', async (t) => {
  const values = {
    extraProviders: ['/opt/providers/fastly/index.js'],
    extraEnv: [
      { name: 'FASTLY_API_URL', value: 'https://gateway.example.com:8443/fastly' },
      { name: 'FASTLY_REALTIME_URL', value: 'http://rt.example.com' },
      { name: 'FASTLY_API_TOKEN_FILE', value: '/run/secrets/fastly/token' },
      { name: 'OTHER_KEY', valueFrom: { secretKeyRef: { name: 'other', key: 'key' } } }
    ],
    extraEnvFrom: [{ secretRef: { name: 'more' } }],
    extraVolumes: [
      { name: 'providers', persistentVolumeClaim: { claimName: 'providers', readOnly: true } },
      { name: 'fastly', secret: { secretName: 'fastly' } }
    ],
    extraVolumeMounts: [
      { name: 'providers', mountPath: '/opt/providers', readOnly: true },
      { name: 'fastly', mountPath: '/run/secrets/fastly', readOnly: true }
    ],
    networkPolicy: { enabled: true }
  }
  const objects = render({ values })
  const pod = podOf(only(objects, 'Deployment'))
  const [container] = pod.containers
  t.same(container.args, ['--provider=/opt/providers/fastly/index.js'])
  t.same(container.env.slice(-4), values.extraEnv)
  t.same(container.envFrom, values.extraEnvFrom)
  t.same(pod.volumes.slice(-2), values.extraVolumes)
  t.same(container.volumeMounts.slice(-2), values.extraVolumeMounts)
  const policy = (more: object) =>
    render({ values: { ...values, ...more } }).find(
      ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'rel-edge-exporter'
    )
  const ports = (more: object) => policy(more)?.spec.egress[1].ports.map(({ port }: Rendered) => port)
  t.same(ports({}), [443, 8443, 80])
  t.same(ports({ extraEnv: [] }), [443], 'never all of them')
})

t.test('accounts of the file are let out where they are asked', async (t) => {
  const account = {
    name: 'a',
    user: 'u',
    password_env: 'P',
    channel_ids: [1],
    api_url: 'https://gateway.example.com:444'
  }
  const values = { configFile: { providers: { chinacache: [account] } }, networkPolicy: { enabled: true } }
  const [policy] = render({ values }).filter(({ kind }) => kind === 'NetworkPolicy')
  t.same(
    policy?.spec.egress[1].ports.map(({ port }: Rendered) => port),
    [443, 444]
  )
})

t.test('the ways in', async (t) => {
  const route = { enabled: true, parentRefs: [{ name: '{{ .Release.Name }}' }], hostnames: ['m.example.com'] }
  const { spec } = only(render({ values: { ...minimal, route } }), 'HTTPRoute')
  t.same(spec, {
    parentRefs: [{ name: 'rel' }],
    hostnames: ['m.example.com'],
    rules: [
      {
        matches: [{ path: { type: 'Exact', value: '/geolocation' } }],
        backendRefs: [{ name: 'rel-edge-exporter', port: 9803 }]
      }
    ]
  })
  const service = { type: 'LoadBalancer', loadBalancerSourceRanges: ['192.0.2.0/24'] }
  t.same(only(render({ values: { ...minimal, service } }), 'Service').spec.loadBalancerSourceRanges, ['192.0.2.0/24'])
  const ingress = { enabled: true, hosts: ['m.example.com'], labels: { team: 'edge' } }
  t.equal(only(render({ values: { ...minimal, ingress } }), 'Ingress').metadata.labels.team, 'edge')
})

t.test('objects of clouds and add-ons', async (t) => {
  const values = {
    ...minimal,
    verticalPodAutoscaler: { enabled: true, maxAllowed: { memory: '1Gi' } },
    podMonitoring: { enabled: true, extraEndpoint: { timeout: '10s' } },
    web: { certificateSecret: 'tls' }
  }
  const objects = render({ values })
  const { targetRef, updatePolicy, resourcePolicy } = only(objects, 'VerticalPodAutoscaler').spec
  t.same(targetRef, { apiVersion: 'apps/v1', kind: 'Deployment', name: 'rel-edge-exporter' })
  t.same(updatePolicy, { updateMode: 'Off' })
  t.same(resourcePolicy.containerPolicies, [{ containerName: 'exporter', maxAllowed: { memory: '1Gi' } }])
  const { selector, endpoints } = only(objects, 'PodMonitoring').spec
  t.same(endpoints, [{ port: 'http', path: '/metrics', interval: '60s', scheme: 'https', timeout: '10s' }])
  t.match(only(objects, 'Deployment').spec.template.metadata.labels, selector.matchLabels)
})

t.test('the defaults have no null', async (t) => {
  t.same(
    leaves().filter(([path]) => path.split('.').reduce((at: Rendered, key) => at?.[key], defaults) === null),
    []
  )
})
