/** Who gets in, and how probes, monitors and the pod of `helm test` do: TLS, passwords and the token in the chart. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { parse } from 'yaml'
import { parseWebConfig } from '../../plugins/web-access/web-config.ts'
import { providers } from '../../providers/index.ts'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/config.ts'
import { chart, helm, minimal, only, podOf, type Rendered, render, secretTexts } from './helm.ts'

const values = parse(readFileSync(join(chart, 'ci/web-values.yaml'), 'utf8'))
const folder = '/etc/edge-exporter'

const container = (objects: readonly Rendered[]): Rendered => podOf(only(objects, 'Deployment')).containers[0]
const variable = (objects: readonly Rendered[], wanted: string): Rendered =>
  container(objects).env.find(({ name }: Rendered) => name === wanted)

/** Paths that the pod has below the mounts of its Secrets; `secrets`: those that the cluster has, with their keys. */
function filesOf(objects: readonly Rendered[], secrets: Record<string, string[]>): string[] {
  const mounts = container(objects).volumeMounts
  return podOf(only(objects, 'Deployment')).volumes.flatMap(({ name, projected }: Rendered) => {
    const { mountPath } = mounts.find((mount: Rendered) => mount.name === name)
    return (projected?.sources ?? []).flatMap(({ secret }: Rendered) => {
      const own = objects.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === secret.name)
      const keys = own === undefined ? (secrets[secret.name] ?? []) : Object.keys(own.data)
      const items: { key: string; path: string }[] = secret.items ?? keys.map((key) => ({ key, path: key }))
      return items.filter(({ key }) => keys.includes(key)).map(({ path }) => `${mountPath}/${path}`)
    })
  })
}

const cluster = {
  zoho: ['ZOHO_CLIENT_ID', 'ZOHO_CLIENT_SECRET', 'ZOHO_REFRESH_TOKEN'],
  'edge-exporter-tls': ['tls.crt', 'tls.key', 'ca.crt']
}

/** The web configuration that the chart has made. */
const written = (objects: readonly Rendered[]): string => secretTexts(only(objects, 'Secret'))['web.yml'] as string

t.test('the program takes the file, and finds all that it names', async (t) => {
  const objects = render({ values })
  const files = filesOf(objects, cluster)
  const { value: path } = variable(objects, 'WEB_CONFIG_FILE')
  t.equal(path, `${folder}/web/web.yml`)
  t.ok(files.includes(path))
  t.ok(files.includes(variable(objects, 'METRICS_TOKEN_FILE').value), 'the token is a file too')

  const { tls, users } = parseWebConfig(written(objects), path)
  t.match(tls, {
    cert: { file: `${folder}/certificate/tls.crt` },
    key: { file: `${folder}/certificate/tls.key` },
    minVersion: 'TLSv1.3'
  })
  for (const pem of [tls?.cert, tls?.key]) t.ok(files.includes((pem as { file: string }).file))
  t.same([...users.keys()], ['people'])
  const others = JSON.stringify(objects.filter(({ kind }) => kind !== 'Secret'))
  t.notMatch(others, /token-of-prometheus|\$2y\$/, 'secrets are in the Secret alone')

  const mutual = { client_ca_file: '../certificate/ca.crt', client_auth_type: 'RequireAndVerifyClientCert' }
  const asking = render({
    values: { ...minimal, web: { certificateSecret: 'edge-exporter-tls', config: { tls_server_config: mutual } } }
  })
  const { tls: strict } = parseWebConfig(written(asking), path)
  t.match(strict?.cert, { file: `${folder}/certificate/tls.crt` })
  t.ok(
    filesOf(asking, cluster).includes((strict as { clientCa: { file: string } }).clientCa.file),
    'the CA of cert-manager is there'
  )

  const named = { tls_server_config: { cert: 'a', key: 'b' } }
  const own = render({ values: { ...minimal, web: { certificateSecret: 'edge-exporter-tls', config: named } } })
  t.same(parse(written(own)), named, 'a certificate of its own goes before')
})

t.test('a Secret of somebody else with the file and what it names', async (t) => {
  const web = { existingSecret: 'mine', existingSecretKey: 'config.yaml', tls: true, existingTokenSecret: 'tokens' }
  const objects = render({ values: { ...minimal, web } })
  t.equal(variable(objects, 'WEB_CONFIG_FILE').value, `${folder}/web/config.yaml`)
  const secrets = { ...cluster, mine: ['config.yaml', 'server.crt'], tokens: ['METRICS_TOKEN'] }
  t.same(
    filesOf(objects, secrets).filter((file) => !/ZOHO/.test(file)),
    [`${folder}/secrets/METRICS_TOKEN`, `${folder}/web/config.yaml`, `${folder}/web/server.crt`]
  )
  t.equal(container(objects).livenessProbe.httpGet.scheme, 'HTTPS')
  t.same(
    objects.filter(({ kind }) => kind === 'Secret'),
    [],
    'none is made'
  )
})

t.test('whoever only pushes has no doors', async (t) => {
  const push = { enabled: true, url: 'http://gateway:9091' }
  const objects = render({ values: { ...minimal, web: values.web, push } })
  const env = podOf(only(objects, 'CronJob')).containers[0].env.map(({ name }: Rendered) => name)
  t.notOk(env.includes('WEB_CONFIG_FILE') || env.includes('METRICS_TOKEN_FILE'))
  const volumes = podOf(only(objects, 'CronJob')).volumes.map(({ name }: Rendered) => name)
  t.same(volumes, ['tmp', 'secrets'])
})

t.test('probes follow the scheme', async (t) => {
  const probe = (more: object) => container(render({ values: { ...minimal, ...more } })).livenessProbe
  const http = { path: '/healthz', port: 'http' }
  t.same(probe({}).httpGet, http)
  t.same(probe({ web: { token: 'a' } }).httpGet, http, 'a token needs no TLS')
  t.same(probe({ web: { config: { tls_server_config: { min_version: 'TLS13' } } } }).httpGet, http, 'nor turns it on')
  const tls = { web: { certificateSecret: 'tls' } }
  t.same(probe(tls).httpGet, { ...http, scheme: 'HTTPS' })
  t.same(probe({ web: { config: { tls_server_config: { cert_file: 'a', key_file: 'b' } } } }).httpGet.scheme, 'HTTPS')
  t.equal(probe({ ...tls, livenessProbe: { httpGet: { scheme: 'HTTP' } } }).httpGet.scheme, 'HTTP', 'unless it is said')
  t.same(probe({ ...tls, livenessProbe: { tcpSocket: { port: 'http' } } }).tcpSocket, { port: 'http' })
  t.equal(probe({ ...tls, livenessProbe: null }), undefined)

  const inside = { token: 'a', healthAuthentication: true }
  const socket = { tcpSocket: { port: 'http' } }
  const objects = render({ values: { ...minimal, web: inside, livenessProbe: socket, readinessProbe: socket } })
  t.equal(variable(objects, 'HEALTH_AUTHENTICATION').value, 'true')
})

t.test('monitors get in', async (t) => {
  const monitors = (web: object, more: object = {}) => {
    const all = Object.fromEntries(
      ['serviceMonitor', 'podMonitor', 'scrapeConfig'].map((name) => [name, { enabled: true, ...more }])
    )
    const objects = render({ values: { ...minimal, web, ...all } })
    return {
      ServiceMonitor: only(objects, 'ServiceMonitor').spec.endpoints[0],
      PodMonitor: only(objects, 'PodMonitor').spec.podMetricsEndpoints[0],
      ScrapeConfig: only(objects, 'ScrapeConfig').spec
    }
  }
  const token = (name: string) => ({ credentials: { name, key: 'METRICS_TOKEN' } })
  for (const [kind, endpoint] of Object.entries(monitors({}))) {
    t.match(endpoint, { scheme: undefined, authorization: undefined, tlsConfig: undefined }, kind)
  }
  for (const [kind, { scheme, authorization }] of Object.entries(monitors({ certificateSecret: 'tls', token: 'a' }))) {
    t.equal(scheme, kind === 'ScrapeConfig' ? 'HTTPS' : 'https', `${kind}: over TLS`)
    t.same(authorization, token('rel-edge-exporter-web'), `${kind}: with the token of the chart`)
  }
  for (const [kind, { authorization }] of Object.entries(monitors({ existingTokenSecret: 'mine' })))
    t.same(authorization, token('mine'), `${kind}: with that of another Secret`)
  for (const [kind, { authorization }] of Object.entries(monitors({ token: 'a' }, { namespace: 'far' })))
    t.equal(authorization, undefined, `${kind}: not with a Secret of another namespace`)
  const basicAuth = { username: { name: 'people', key: 'user' }, password: { name: 'people', key: 'password' } }
  const tlsConfig = { serverName: 'edge.example.com' }
  for (const [kind, endpoint] of Object.entries(monitors({ token: 'a' }, { basicAuth, tlsConfig }))) {
    t.match(endpoint, { basicAuth, tlsConfig, authorization: undefined }, `${kind}: as it was told`)
  }
})

interface Answer {
  readonly status: number
  readonly body: string
}

/** Runs the pod's own command; `env` stands for what its Secret gives. */
async function runTestPod(objects: readonly Rendered[], url: string, env: Record<string, string> = {}) {
  const { command, args, env: given = [] } = only(objects, 'Pod').spec.containers[0]
  const plain = given.flatMap(({ name, value }: Rendered) => (value === undefined ? [] : [[name, value]]))
  const running = spawn(process.execPath, [...command.slice(1), url, args[1]], {
    env: { PATH: process.env.PATH, ...Object.fromEntries(plain), ...env }
  })
  let text = ''
  running.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk))
  const [code] = await once(running, 'close')
  return { code, text }
}

t.test('the pod of helm test gets past the doors of the real program', async (t) => {
  const objects = render({ values })
  const { command, args, env } = only(objects, 'Pod').spec.containers[0]
  t.equal(args[0], 'https://rel-edge-exporter.monitoring.svc:9803/metrics')
  t.same(
    env.map(({ name, valueFrom }: Rendered) => [name, valueFrom?.secretKeyRef]),
    [
      ['NODE_TLS_REJECT_UNAUTHORIZED', undefined],
      ['METRICS_TOKEN', { name: 'rel-edge-exporter-web', key: 'METRICS_TOKEN' }]
    ]
  )
  t.notMatch(JSON.stringify([command, args]), 'token-of-prometheus')

  const url = await serve(t, written(objects))
  const right = await runTestPod(objects, url, { METRICS_TOKEN: 'token-of-prometheus\nanother' })
  t.match(right, { code: 0, text: 'edge_exporter_build_info is there' })
  t.match(await runTestPod(objects, url, { METRICS_TOKEN: 'wrong' }), { code: 1, text: '401' })
  t.match(await runTestPod(objects, url), { code: 0, text: '401, other credentials are needed than this test has' })
})

/** The program with this web configuration, and with certificates in place of those of the cluster. */
async function serve(t: Test, text: string): Promise<string> {
  const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../fixtures/tls', name), 'utf8')
  const here = t.testdir({ 'tls.crt': fixture('cert.pem'), 'tls.key': fixture('key.pem') })
  const file = join(here, 'web.yml')
  writeFileSync(file, text.replaceAll(`${folder}/certificate`, here))
  const [provider] = providers
  const simulator = await (provider as NonNullable<typeof provider>).simulator({ size: 2 })
  const settings = simulator.settings(await simulator.app.listen({ host: '127.0.0.1', port: 0 }))
  const env = { ...settings, WEB_CONFIG_FILE: file, METRICS_TOKEN: 'token-of-prometheus' }
  const app = await buildApp(loadConfig({ providers, env }))
  t.teardown(async () => {
    await app.close()
    await simulator.app.close()
  })
  return `${await app.listen({ host: '127.0.0.1', port: 0 })}/metrics`
}

t.test('the pod of helm test knows who asks for a certificate from who refuses for another reason', async (t) => {
  let answer: Answer = { status: 403, body: '{"message":"a client certificate is needed"}' }
  const server = createServer((_request, response) => {
    response.writeHead(answer.status).end(answer.body)
  }).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`
  const objects = render({ values: minimal })
  for (const env of [{}, { METRICS_TOKEN: 'a' }] as Record<string, string>[])
    t.match(await runTestPod(objects, url, env), { code: 0, text: '403, other credentials' })
  answer = { status: 403, body: 'RBAC: access denied' }
  t.match(await runTestPod(objects, url), { code: 1 })
})

t.test('notes tell how to get in, and what Prometheus lacks', async (t) => {
  const notes = (more: object) => {
    const file = join(t.testdir({ 'values.json': JSON.stringify({ ...minimal, ...more }) }), 'values.json')
    const args = ['install', 'rel', chart, '--dry-run=client', '--output', 'json', '--namespace', 'monitoring']
    const { stdout, stderr } = helm([...args, '--values', file])
    t.notMatch(stderr, /Error/)
    return JSON.parse(stdout).info.notes as string
  }
  const serviceMonitor = { enabled: true, additionalLabels: { release: 'prometheus' } }
  const tlsConfig = { serverName: 'a' }
  t.match(notes({}), /\n {2}curl http:\/\/127\.0\.0\.1:9803\/metrics\n/)
  const doors = { certificateSecret: 'tls', token: 'made-up-token' }
  const all = notes({ web: doors, serviceMonitor })
  t.match(all, '  curl --insecure https://127.0.0.1:9803/metrics \\\n')
  t.match(
    all,
    `get secret rel-edge-exporter-web --output 'go-template={{ index .data "METRICS_TOKEN" | base64decode }}')"\n`
  )
  t.match(all, 'WARNING: serviceMonitor.tlsConfig is empty')
  t.notMatch(all, /made-up-token|brings no credentials|cannot be read/)
  t.notMatch(notes({ web: doors, serviceMonitor: { ...serviceMonitor, tlsConfig } }), 'WARNING')
  const far = { ...serviceMonitor, namespace: 'far' }
  t.match(
    notes({ web: { token: 'a' }, serviceMonitor: far }),
    'in the namespace far, where the Secret rel-edge-exporter-web'
  )
  t.notMatch(
    notes({ web: { token: 'a' }, serviceMonitor: { ...far, authorization: { credentials: { key: 'a' } } } }),
    'WARNING'
  )
  const { basic_auth_users } = values.web.config
  t.match(notes({ web: { config: { basic_auth_users } }, serviceMonitor }), 'brings no credentials')
})
