/** What the rendered objects are worth: security, selectors, secrets, networks, monitors, pushes, rules and dashboards. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { parse, stringify } from 'yaml'
import {
  chart,
  helm,
  minimal,
  only,
  podLabelsOf,
  podOf,
  type Rendered,
  render,
  scenarios,
  secretTexts,
  text
} from './helm.ts'

const file = (name: string) => join(chart, 'ci', `${name}-values.yaml`)

function containerOf(object: Rendered): Rendered {
  return podOf(object).containers[0]
}

function envOf(object: Rendered): Record<string, Rendered> {
  return Object.fromEntries(
    containerOf(object).env.map(({ name, value, valueFrom }: Rendered) => [name, value ?? valueFrom.secretKeyRef])
  )
}

t.test('every pod of ours satisfies Pod Security "restricted"', async (t) => {
  for (const { name, file } of scenarios) {
    for (const object of render({ files: [file] })) {
      const pod = podOf(object)
      if (pod === undefined) continue
      const title = `${name}: ${object.kind} ${object.metadata.name}`
      t.equal(pod.automountServiceAccountToken, false, `${title} has no token`)
      t.match(pod.securityContext, { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }, title)
      for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) t.notOk(pod[field], `${title} has no ${field}`)
      for (const container of pod.containers) {
        if (container.name === 'sidecar') continue
        t.same(
          container.securityContext,
          { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          title
        )
      }
      const kinds = (pod.volumes ?? []).map((volume: Rendered) => Object.keys(volume).find((key) => key !== 'name'))
      for (const kind of kinds)
        t.ok(['emptyDir', 'projected', 'configMap', 'persistentVolumeClaim'].includes(kind), `${title}: ${kind}`)
    }
  }
})

t.test('selectors take the pods that serve and no others', async (t) => {
  const values = {
    ...minimal,
    push: { enabled: true, url: 'http://gateway:9091' },
    podDisruptionBudget: { enabled: true },
    networkPolicy: { enabled: true },
    serviceMonitor: { enabled: true },
    podMonitor: { enabled: true },
    commonLabels: { team: 'edge' }
  }
  const objects = render({ values })
  const pods = objects.filter((object) => podOf(object) !== undefined)
  t.equal(pods.length, 3, 'there are pods that serve, push and test')
  const selected = (selector: Record<string, string>) =>
    pods
      .filter((pod) => Object.entries(selector).every(([key, value]) => podLabelsOf(pod)[key] === value))
      .map(({ kind }) => kind)
  const deployment = only(objects, 'Deployment')
  t.same(selected(only(objects, 'Service').spec.selector), ['Deployment'], 'Service')
  t.same(selected(deployment.spec.selector.matchLabels), ['Deployment'], 'Deployment')
  t.same(selected(only(objects, 'PodDisruptionBudget').spec.selector.matchLabels), ['Deployment'], 'budget')
  t.same(selected(only(objects, 'PodMonitor').spec.selector.matchLabels), ['Deployment'], 'PodMonitor')
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy')
  t.same(
    policies.flatMap(({ spec }) => selected(spec.podSelector.matchLabels)).sort(),
    ['CronJob', 'Deployment', 'Pod'],
    'one NetworkPolicy each'
  )
  const { labels } = only(objects, 'Service').metadata
  t.match(labels, only(objects, 'ServiceMonitor').spec.selector.matchLabels, 'the ServiceMonitor selects the Service')
  t.equal(podLabelsOf(deployment).team, 'edge')
  t.notOk('team' in deployment.spec.selector.matchLabels, 'common labels stay out of the selector, which cannot change')
  t.notOk(Object.keys(deployment.spec.selector.matchLabels).includes('helm.sh/chart'))
})

t.test('credentials', async (t) => {
  const inline = render({ files: [file('inline-credentials')] })
  const secret = only(inline, 'Secret')
  t.same(secretTexts(secret), {
    ZOHO_CLIENT_ID: '1000.CLIENT',
    ZOHO_CLIENT_SECRET: 'made-up-secret',
    ZOHO_REFRESH_TOKEN: '1000.made-up.token'
  })
  const others = JSON.stringify(inline.filter(({ kind }) => kind !== 'Secret'))
  for (const value of Object.values(secretTexts(secret))) t.notMatch(others, value, 'are in the Secret alone')

  const { annotations } = only(inline, 'Deployment').spec.template.metadata
  const changed = render({
    files: [file('inline-credentials')],
    set: ['providers.site24x7.credentials.clientId=other']
  })
  const after = only(changed, 'Deployment').spec.template.metadata.annotations
  t.not(after['checksum/secrets'], annotations['checksum/secrets'], 'a change starts new pods')

  const existing = render({ values: minimal })
  t.same(
    existing.filter(({ kind }) => kind === 'Secret'),
    [],
    'a Secret that exists is not made'
  )

  const env = only(render({ files: [file('secrets-as-env')] }), 'Deployment')
  t.same(envOf(env).ZOHO_CLIENT_SECRET, { name: 'zoho', key: 'secret' }, 'come from the environment if wished')
  t.notOk(
    podOf(env).volumes.some(({ name }: Rendered) => name === 'secrets'),
    'and are not mounted then'
  )
})

t.test('the files of secrets are where the environment says', async (t) => {
  for (const { name, file } of scenarios) {
    for (const object of render({ files: [file] }).filter(({ kind }) =>
      ['Deployment', 'StatefulSet', 'CronJob'].includes(kind)
    )) {
      const pod = podOf(object)
      const volume = pod.volumes.find((volume: Rendered) => volume.name === 'secrets')
      const { mountPath } = pod.containers[0].volumeMounts.find((mount: Rendered) => mount.name === 'secrets') ?? {}
      const mounted = (volume?.projected.sources ?? []).flatMap(({ secret }: Rendered) =>
        secret.items.map(({ path }: Rendered) => `${mountPath}/${path}`)
      )
      const isSecret = (key: string) => key.endsWith('_FILE') && !/^(WEB_)?CONFIG_FILE$/.test(key)
      const named = Object.entries(envOf(object)).flatMap(([key, value]) => (isSecret(key) ? [value] : []))
      t.same(mounted.sort(), named.sort(), `${name}: ${object.kind}`)
    }
  }
})

t.test('replicas', async (t) => {
  const objects = render({ files: [file('replicas-redis')] })
  const deployment = only(objects, 'Deployment')
  t.equal(deployment.spec.replicas, 3)
  const { name, key } = envOf(deployment).CACHE_URL
  const secret = only(objects, 'Secret')
  t.equal(secret.metadata.name, name)
  t.equal(secretTexts(secret)[key], 'rediss://:made-up-password@redis.example.com:6380/0', 'share a Redis')
  const [spread] = podOf(deployment).topologySpreadConstraints
  t.same(spread.labelSelector.matchLabels, deployment.spec.selector.matchLabels, 'are spread by their own labels')
  t.same(only(objects, 'ScrapeConfig').spec.staticConfigs, [{ targets: ['rel-edge-exporter.monitoring.svc:9803'] }])
})

t.test('replicas that share Leases', async (t) => {
  const objects = render({ files: [file('replicas-leases')] })
  const deployment = only(objects, 'Deployment')
  t.equal(deployment.spec.replicas, 2)
  t.match(envOf(deployment), {
    CACHE_URL: 'kubernetes:',
    PEER_PORT: '9804',
    POD_IP: undefined
  })
  const { env, ports, volumeMounts } = containerOf(deployment)
  t.same(
    env.find(({ name }: Rendered) => name === 'POD_IP').valueFrom,
    { fieldRef: { fieldPath: 'status.podIP' } },
    'each knows its address'
  )
  t.match(ports, [{ name: 'http' }, { name: 'peers', containerPort: 9804 }])
  const { volumes, automountServiceAccountToken } = podOf(deployment)
  t.equal(automountServiceAccountToken, false, 'no other container has the token')
  const account = volumes.find(({ name }: Rendered) => name === 'service-account')
  t.match(account.projected.sources, [
    { serviceAccountToken: { path: 'token' } },
    { configMap: {} },
    { downwardAPI: {} }
  ])
  t.match(
    volumeMounts.find(({ name }: Rendered) => name === 'service-account'),
    { mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true }
  )

  const role = only(objects, 'Role')
  t.same(role.rules, [
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] }
  ])
  const binding = only(objects, 'RoleBinding')
  t.equal(binding.roleRef.name, role.metadata.name)
  t.match(binding.subjects, [{ kind: 'ServiceAccount', name: podOf(deployment).serviceAccountName }])

  const [policy] = objects.filter(({ kind }) => kind === 'NetworkPolicy')
  const own = [{ podSelector: { matchLabels: deployment.spec.selector.matchLabels } }]
  t.same(
    policy?.spec.ingress[1],
    { ports: [{ port: 'peers', protocol: 'TCP' }], from: own },
    'replicas alone get in there'
  )
  t.same(policy?.spec.egress.slice(2), [
    { ports: [{ port: 9804, protocol: 'TCP' }], to: own },
    {
      ports: [
        { port: 443, protocol: 'TCP' },
        { port: 6443, protocol: 'TCP' }
      ],
      to: [{ ipBlock: { cidr: '192.0.2.10/32' } }]
    }
  ])

  const kindsOf = (values: object) => render({ values: { ...minimal, ...values } }).map(({ kind }) => kind)
  t.notOk(kindsOf({}).includes('Role'), 'nothing is granted without need')
  t.notOk(
    kindsOf({ cache: { url: 'kubernetes:' }, rbac: { create: false } }).includes('Role'),
    'nor where it is bound already'
  )
  const plain = only(render({ values: minimal }), 'Deployment')
  t.notOk(
    podOf(plain).volumes.some(({ name }: Rendered) => name === 'service-account'),
    'nor is a token mounted'
  )
  const push = { enabled: true, url: 'http://gateway:9091' }
  const cron = only(render({ values: { ...minimal, cache: { url: 'kubernetes:' }, push } }), 'CronJob')
  t.notOk('CACHE_URL' in envOf(cron), 'a run that ends keeps no snapshot for others')
})

t.test('the file store', async (t) => {
  const volume = (object: Rendered) => podOf(object).volumes.find(({ name }: Rendered) => name === 'cache')
  const objects = render({ files: [file('persistent-cache')] })
  const deployment = only(objects, 'Deployment')
  t.equal(volume(deployment).persistentVolumeClaim.claimName, only(objects, 'PersistentVolumeClaim').metadata.name)
  t.same(deployment.spec.strategy, { type: 'Recreate' }, 'a claim is not mounted by two pods at a time')
  t.equal(envOf(deployment).CACHE_URL, 'file:///var/cache/edge-exporter')
  t.match(containerOf(deployment).volumeMounts, [{}, {}, { name: 'cache', mountPath: '/var/cache/edge-exporter' }])

  const values = { ...minimal, cache: { url: 'file:///data' }, push: { enabled: true, url: 'http://gateway:9091' } }
  const both = render({ values })
  t.same(volume(only(both, 'Deployment')).emptyDir, { sizeLimit: '256Mi' }, 'is an emptyDir if it need not last')
  t.equal(volume(only(both, 'CronJob')), undefined, 'belongs to the Deployment where there is one')
  const alone = render({ values: { ...values, deployment: { enabled: false } } })
  t.ok(volume(only(alone, 'CronJob')), 'and to the CronJob where there is none')
  const claim = { url: 'file:///data', persistence: { enabled: true, existingClaim: 'mine' } }
  const claimed = render({ values: { ...minimal, cache: claim } })
  t.equal(volume(only(claimed, 'Deployment')).persistentVolumeClaim.claimName, 'mine')
  t.same(
    claimed.filter(({ kind }) => kind === 'PersistentVolumeClaim'),
    []
  )
})

t.test('pushing', async (t) => {
  const cron = only(render({ files: [file('push')] }), 'CronJob')
  t.same(containerOf(cron).args, ['push'])
  t.equal(cron.spec.concurrencyPolicy, 'Forbid')
  t.equal(podOf(cron).restartPolicy, 'Never')
  t.notOk('PUSH_INTERVAL' in envOf(cron), 'a CronJob pushes once')
  t.notOk(containerOf(cron).livenessProbe, 'and serves nothing that could be probed')
  const kinds = render({ files: [file('push')] }).map(({ kind }) => kind)
  t.same(kinds.sort(), ['CronJob', 'Secret', 'ServiceAccount'], 'nothing else is there')

  const objects = render({ files: [file('push-interval')] })
  t.equal(envOf(only(objects, 'Deployment')).PUSH_INTERVAL, '5m', 'or the serving pod pushes on an interval')
  t.same(
    objects.filter(({ kind }) => kind === 'CronJob'),
    []
  )
  const serving = only(render({ values: { ...minimal, push: { enabled: true, url: 'http://g:9091' } } }), 'Deployment')
  t.notOk(
    Object.keys(envOf(serving)).some((name) => name.startsWith('PUSH')),
    'but not beside a CronJob'
  )

  const long = { release: 'a'.repeat(53), values: { ...minimal, push: { enabled: true, url: 'http://g:9091' } } }
  t.equal(
    only(render(long), 'CronJob').metadata.name,
    `${'a'.repeat(47)}-push`,
    'the name leaves room for that of the run'
  )
})

t.test('names', async (t) => {
  const name = (values: object, release = 'rel') =>
    only(render({ values: { ...minimal, ...values }, release }), 'Service').metadata
  t.equal(name({}).name, 'rel-edge-exporter')
  t.equal(name({}, 'edge-exporter').name, 'edge-exporter', 'the release may be called like the chart')
  t.equal(name({ nameOverride: 'edge' }).name, 'rel-edge')
  t.equal(name({ fullnameOverride: 'all' }).name, 'all')
  for (const object of render({
    values: { ...minimal, namespaceOverride: 'elsewhere', serviceMonitor: { enabled: true } }
  })) {
    t.equal(object.metadata.namespace, 'elsewhere', object.kind)
  }
})

t.test('the image', async (t) => {
  const image = (values: object) => containerOf(only(render({ values: { ...minimal, ...values } }), 'Deployment')).image
  const digest = `sha256:${'a'.repeat(64)}`
  t.equal(image({ image: { tag: 'edge' } }), 'ghcr.io/edge-exporter/edge-exporter:edge')
  t.equal(image({ image: { tag: 'edge', digest } }), `ghcr.io/edge-exporter/edge-exporter@${digest}`)
  t.equal(image({ image: { registry: '' } }), 'edge-exporter/edge-exporter:0.1.0')
  const pulled = render({
    values: { ...minimal, global: { imagePullSecrets: ['a'] }, imagePullSecrets: ['a', { name: 'b' }] }
  })
  for (const object of pulled.filter((object) => podOf(object) !== undefined)) {
    t.same(podOf(object).imagePullSecrets, [{ name: 'a' }, { name: 'b' }], object.kind)
  }
})

t.test('the network policy', async (t) => {
  const policy = (values: object) =>
    only(
      render({ values: { ...minimal, helmTest: { enabled: false }, networkPolicy: { enabled: true }, ...values } }),
      'NetworkPolicy'
    ).spec
  const ports = (values: object = {}) => policy(values).egress[1].ports.map(({ port }: Rendered) => port)
  t.same(policy({}).ingress, [{ ports: [{ port: 'http', protocol: 'TCP' }] }], 'lets everyone to the port by its name')
  t.same(
    policy({}).egress[0].ports.map(({ port }: Rendered) => port),
    [53, 53],
    'lets names be resolved'
  )
  t.same(ports(), [443])
  t.same(ports({ proxy: { httpsProxy: 'http://user:pass@proxy:3128' } }), [3128, 443])
  t.same(ports({ proxy: { httpProxy: 'http://proxy' } }), [80, 443])
  t.same(ports({ cache: { url: 'redis://redis/0' } }), [443, 6379])
  t.same(ports({ cache: { url: 'rediss://:a:b@redis:6380' } }), [443, 6380])
  t.same(ports({ push: { enabled: true, interval: '5m', url: 'http://[::1]:9091/prefix' } }), [9091, 443])
  const chinacache = { enabled: true, existingSecret: 'c', channelIds: ['1'] }
  t.same(ports({ providers: { ...minimal.providers, chinacache } }), [443, 444])
  t.same(ports({ networkPolicy: { enabled: true, extraEgressPorts: [8443] } }), [443, 8443])

  const objects = render({ files: [file('network-policy')] })
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy')
  const [rule] = policies.find(({ metadata }) => metadata.name === 'rel-edge-exporter').spec.ingress
  t.equal(rule.from.length, 2, 'where few are let in')
  t.match(podLabelsOf(only(objects, 'Pod')), rule.from[1].podSelector.matchLabels, 'helm test is among them')
})

t.test('booleans and zeros that are false are taken as such', async (t) => {
  const monitor = (values: object) =>
    only(render({ values: { ...minimal, serviceMonitor: { enabled: true, ...values } } }), 'ServiceMonitor').spec
  t.equal(monitor({ honorTimestamps: false }).endpoints[0].honorTimestamps, false)
  t.equal(monitor({ extraEndpoint: { honorTimestamps: false } }).endpoints[0].honorTimestamps, false)
  t.notOk('sampleLimit' in monitor({ sampleLimit: 0 }))
  t.equal(monitor({ sampleLimit: 5 }).sampleLimit, 5)
  t.same(monitor({ extraSpec: { selector: { matchLabels: { a: 'b' } } } }).selector, { matchLabels: { a: 'b' } })
  const budget = only(
    render({ values: { ...minimal, podDisruptionBudget: { enabled: true, maxUnavailable: 0 } } }),
    'PodDisruptionBudget'
  )
  t.equal(budget.spec.maxUnavailable, 0)
  t.equal(only(render({ values: { ...minimal, replicaCount: 0 } }), 'Deployment').spec.replicas, 0)
})

t.test('the service is headless, dual-stack or on a port of the nodes', async (t) => {
  const service = (values: object) => only(render({ values: { ...minimal, service: values } }), 'Service').spec
  t.equal(service({ clusterIP: 'None' }).clusterIP, 'None')
  t.equal(service({ type: 'NodePort', nodePort: 30803 }).ports[0].nodePort, 30803)
  t.same(service({ ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv6', 'IPv4'] }).ipFamilies, ['IPv6', 'IPv4'])
  const ipv6 = render({ values: { ...minimal, config: { listenHost: '[::]' }, containerPort: 8080 } })
  t.equal(envOf(only(ipv6, 'Deployment')).LISTEN_ADDRESS, '[::]:8080')
  t.equal(containerOf(only(ipv6, 'Deployment')).ports[0].containerPort, 8080)
})

/** The chart with rules and dashboards of the test. */
function chartWith(t: Test, rules: object, dashboards: Record<string, string> = {}): string {
  const folder = join(t.testdir(), 'edge-exporter')
  cpSync(chart, folder, { recursive: true })
  for (const kind of ['rules', 'dashboards']) {
    for (const name of readdirSync(join(folder, kind))) rmSync(join(folder, kind, name))
  }
  writeFileSync(join(folder, 'rules/edge-exporter.yaml'), stringify(rules))
  for (const [name, content] of Object.entries(dashboards)) writeFileSync(join(folder, 'dashboards', name), content)
  return folder
}

const madeUpRules = {
  groups: [
    {
      name: 'made-up.rules',
      rules: [
        { record: 'job:a:sum', expr: 'sum without (instance) (a{job="edge-exporter"})' },
        {
          alert: 'TooMuch',
          expr: 'job:a:sum{job="edge-exporter"} > 0.5',
          for: '5m',
          labels: { severity: 'warning' },
          annotations: {
            summary: 'Too much.',
            description: '{{ $labels.job }}: {{ $value }}',
            threshold: '0.5',
            runbook_url: 'https://example.com/docs/runbooks.md#toomuch'
          }
        },
        {
          alert: 'Gone',
          expr: 'absent(a{job="edge-exporter"})',
          for: '1m',
          labels: { severity: 'critical' },
          annotations: {}
        }
      ]
    }
  ]
}

t.test('rules', async (t) => {
  const folder = chartWith(t, madeUpRules)
  const rendered = (values: object = {}, more: object = {}) =>
    render({ chart: folder, values: { ...minimal, ...more, prometheusRule: { enabled: true, ...values } } }).filter(
      ({ kind }) => kind === 'PrometheusRule'
    )
  const rules = (values?: object, more?: object) => rendered(values, more)[0].spec.groups[0].rules
  t.same(rendered()[0].spec, madeUpRules, 'are those of the files, their templates untouched')

  const [record, changed, gone] = rules({
    rules: {
      TooMuch: { threshold: 0.75, for: '10m', keepFiringFor: '5m', severity: 'critical', labels: { team: 'edge' } }
    },
    additionalRuleLabels: { cluster: 'prod' },
    runbookUrl: 'https://wiki.example.com/edge',
    job: 'edge'
  })
  t.match(changed, {
    expr: 'job:a:sum{job="edge"} > 0.75',
    for: '10m',
    keep_firing_for: '5m',
    labels: { severity: 'critical', team: 'edge', cluster: 'prod' },
    annotations: { threshold: '0.75', runbook_url: 'https://wiki.example.com/edge#toomuch' }
  })
  t.equal(record.expr, 'sum without (instance) (a{job="edge"})', 'another job is another job everywhere')
  t.notOk(record.labels, 'a recording rule has no labels more')
  t.match(gone.labels, { severity: 'critical', cluster: 'prod' })
  t.match(
    rules({}, { nameOverride: 'edge' })[1].expr,
    '{job="edge"}',
    'the job follows the name, as that of the monitors does'
  )

  const names = (values: object) => rules(values).map(({ alert }: Rendered) => alert)
  t.same(names({ rules: { TooMuch: { enabled: false } } }), [undefined, 'Gone'])
  t.same(rendered({ additionalGroups: [{ name: 'more', rules: [] }] })[0].spec.groups[1], { name: 'more', rules: [] })

  const empty = chartWith(t, { groups: [{ name: 'only.rules', rules: [madeUpRules.groups[0]?.rules[1]] }] })
  const values = { ...minimal, prometheusRule: { enabled: true, rules: { TooMuch: { enabled: false } } } }
  t.same(
    render({ chart: empty, values }).filter(({ kind }) => kind === 'PrometheusRule'),
    [],
    'no rules, no object'
  )
})

t.test('the real rules are all there, and promtool takes them', async (t) => {
  const alerts = readdirSync(join(chart, 'rules'))
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => parse(readFileSync(join(chart, 'rules', name), 'utf8')).groups)
    .flatMap(({ rules }: Rendered) => rules)
  const both = { ...minimal.providers, chinacache: { enabled: true, existingSecret: 'c', channelIds: ['1'] } }
  const changes = Object.fromEntries(
    alerts.flatMap(({ alert, annotations }: Rendered) =>
      annotations?.threshold ? [[alert, { threshold: 123.5 }]] : []
    )
  )
  t.ok(Object.keys(changes).length > 5, 'many have a threshold')
  const prometheusRule = { enabled: true, rules: changes }
  const { spec } = only(render({ values: { providers: both, prometheusRule } }), 'PrometheusRule')
  const rendered = spec.groups.flatMap(({ rules }: Rendered) => rules)
  t.equal(rendered.length, alerts.length)
  for (const { alert, expr } of rendered) {
    if (alert in changes) {
      const { expr: before, annotations } = alerts.find((rule: Rendered) => rule.alert === alert)
      const places = before.split(` ${annotations.threshold}`).length
      t.equal(expr.split(' 123.5').length, places, `${alert} has the threshold asked for, wherever it stands`)
    }
  }
  const folder = t.testdir({ 'rules.yaml': stringify(spec) })
  const { status, stdout, stderr, error } = spawnSync('promtool', ['check', 'rules', join(folder, 'rules.yaml')], {
    encoding: 'utf8'
  })
  if (error !== undefined) t.comment('promtool is missing, so it does not check the rules')
  else t.equal(status, 0, stdout + stderr)

  const one = only(render({ values: { ...minimal, prometheusRule: { enabled: true } } }), 'PrometheusRule')
  t.notMatch(JSON.stringify(one), /chinacache_/, 'a provider that is off needs no rules')
})

t.test('dashboards', async (t) => {
  const content = '{"title":"{{ .Values }} {{legend}}","text":"$job \\\\ \\"\\n"}'
  const folder = chartWith(t, madeUpRules, {
    'overview.json': `${content}\n`,
    'chinacache.json': '{}\n'
  })
  const grafanaDashboards = { enabled: true, folder: 'Edge', namespace: 'grafana' }
  const dashboard = only(render({ chart: folder, values: { ...minimal, grafanaDashboards } }), 'ConfigMap')
  t.same(JSON.parse(dashboard.data['overview.json']), JSON.parse(content), 'arrive as they are')
  t.match(dashboard.metadata, {
    name: 'rel-edge-exporter-dashboard-overview',
    namespace: 'grafana',
    labels: { grafana_dashboard: '1' },
    annotations: { grafana_folder: 'Edge' }
  })
  const real = render({
    values: { ...minimal, grafanaDashboards: { enabled: true, label: 'board', labelValue: 'yes' } }
  })
  const made = real.filter(({ kind }) => kind === 'ConfigMap')
  const files = readdirSync(join(chart, 'dashboards')).filter((name) => /^(?!chinacache\.).*\.json$/.test(name))
  t.same(made.flatMap(({ data }) => Object.keys(data)).sort(), files.sort(), 'one object a file')
  for (const { metadata, data } of made) {
    t.equal(metadata.labels.board, 'yes')
    t.equal(metadata.annotations, undefined, 'no folder, no annotation')
    t.ok(Buffer.byteLength(JSON.stringify(data)) < 256 * 1024, `${metadata.name} can be applied from the client`)
  }
})

t.test('the pod of helm test tells good from bad', async (t) => {
  const pod = only(render({ values: minimal }), 'Pod')
  const { command, args } = pod.spec.containers[0]
  t.equal(args[0], 'http://rel-edge-exporter.monitoring.svc:9803/metrics')

  let answer = { status: 200, body: '# TYPE edge_exporter_build_info gauge\nedge_exporter_build_info 1\n' }
  const server = createServer((_request, response) => {
    response.writeHead(answer.status).end(answer.body)
  }).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`
  const run = async () => {
    const [code] = await once(spawn(process.execPath, [...command.slice(1), url, args[1]], { stdio: 'ignore' }), 'exit')
    return code
  }
  t.equal(await run(), 0, 'the family is there')
  answer = { ...answer, body: '# TYPE edge_exporter_build_info_more gauge\n' }
  t.equal(await run(), 1, 'the family is missing')
  answer = { status: 500, body: '# TYPE edge_exporter_build_info gauge\n' }
  t.equal(await run(), 1, 'the exporter fails')
  server.close()
  await once(server, 'close')
  t.not(await run(), 0, 'nothing answers')
})

t.test('notes tell the truth for the values given', async (t) => {
  const notes = (values: object) => {
    const folder = t.testdir({ 'values.json': JSON.stringify({ ...minimal, ...values }) })
    const args = ['install', 'rel', chart, '--dry-run=client', '--output', 'json', '--namespace', 'monitoring']
    const { stdout, stderr } = helm([...args, '--values', join(folder, 'values.json')])
    t.notMatch(stderr, /Error/)
    return JSON.parse(stdout).info.notes as string
  }
  const redis = { replicaCount: 2, cache: { url: 'redis://redis' } }
  const monitor = { enabled: true, additionalLabels: { release: 'prometheus' } }
  t.match(notes({}), /asks site24x7\.\n/)
  t.match(notes({}), /exec deployment\/\S+ -- node dist\/src\/main\.js check\n/)
  t.match(notes({}), /at \/ a page with a map/)
  t.match(notes({}), /Nothing of this chart tells Prometheus to scrape it/)
  t.match(notes({}), /Secret zoho in monitoring, with the keys ZOHO_CLIENT_ID, ZOHO_CLIENT_SECRET, ZOHO_REFRESH_TOKEN/)
  t.match(notes({ serviceMonitor: { enabled: true } }), /WARNING: serviceMonitor.additionalLabels is empty/)
  const good = notes({ serviceMonitor: monitor })
  t.notMatch(good, /WARNING|Nothing of this chart/)
  t.match(good, 'port-forward service/rel-edge-exporter 9803')
  t.match(notes({ ...redis, serviceMonitor: monitor }), /2 replicas, and a ServiceMonitor or PodMonitor scrapes each/)
  t.notMatch(notes({ ...redis, scrapeConfig: monitor }), /WARNING/)
  t.match(notes({ serviceMonitor: monitor, podMonitor: monitor }), /serviceMonitor and podMonitor are enabled together/)
  t.match(notes({ push: { enabled: true, url: 'http://g' } }), /The CronJob and the Deployment both ask the providers/)
  const alone = notes({ push: { enabled: true, url: 'http://made-up-password@g' }, deployment: { enabled: false } })
  t.match(alone, /create job --from=cronjob\/rel-edge-exporter-push/)
  t.notMatch(alone, /port-forward|both ask|made-up-password/)
  t.match(notes({ push: { enabled: true, url: 'http://g', interval: '5m' } }), /The serving pod pushes every 5m/)
  t.match(notes({ cache: { url: 'file:///data' } }), /emptyDir: it outlives the container, but not the pod/)
  t.match(notes({ prometheusRule: { enabled: true } }), /prometheusRule.additionalLabels is empty/)
  t.match(notes({ podDisruptionBudget: { enabled: true, minAvailable: 1 } }), /keeps its node from being drained/)
  const hidden = { proxy: { existingSecret: 'proxy' }, networkPolicy: { enabled: true } }
  t.match(notes(hidden), /networkPolicy.extraEgressPorts/)
  t.match(
    notes({ ...redis, podDisruptionBudget: { enabled: true, minAvailable: 2 } }),
    /no node with such a pod can be drained/
  )
})

t.test('templates in values are rendered where they are promised, and nowhere else', async (t) => {
  const objects = render({ files: [file('extras')] })
  t.equal(envOf(only(objects, 'Deployment')).RELEASE, 'rel')
  t.equal(only(objects, 'Ingress').spec.rules[0].host, 'maps.monitoring.example.com')
  t.same(
    only(objects, 'Ingress').spec.rules[0].http.paths.map(({ path }: Rendered) => path),
    ['/geolocation']
  )
  const extra = objects.filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.labels === undefined)
  t.same(extra.map(({ metadata }) => metadata.name).sort(), ['rel-edge-exporter-text', 'rel-extra'])
  const password = '{{ fail "rendered" }}'
  const credentials = { clientId: 'a', clientSecret: password, refreshToken: 'c' }
  const secret = only(render({ values: { providers: { site24x7: { enabled: true, credentials } } } }), 'Secret')
  t.equal(secretTexts(secret).ZOHO_CLIENT_SECRET, password)
  t.match(text({ values: minimal }), /^---\n/)
})

t.test('the values in the documentation are taken', async (t) => {
  const page = readFileSync('docs/kubernetes.md', 'utf8')
  const examples = [...page.matchAll(/^( *)```yaml\n\1# values\.yaml\n(.*?)^\1```$/gms)].map(
    ([, indent = '', body = '']) => body.replaceAll(new RegExp(`^${indent}`, 'gm'), '')
  )
  t.ok(examples.length >= 9, 'there are many')
  for (const example of examples) {
    const kinds = render({ values: parse(example) }).map(({ kind }) => kind)
    t.ok(kinds.includes('Deployment') || kinds.includes('CronJob'), example)
  }
  const readme = readFileSync(join(chart, 'README.md'), 'utf8')
  const [, rules = ''] = /```yaml\n(prometheusRule:.*?)```/s.exec(readme) ?? []
  t.equal(only(render({ values: { ...minimal, ...parse(rules) } }), 'PrometheusRule').kind, 'PrometheusRule')
})
