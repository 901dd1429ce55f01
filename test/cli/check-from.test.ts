/** Deployments of the replaced exporters, and what is said of them. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { parse } from 'yaml'
import { providers } from '../../providers/index.ts'
import { checkFrom } from '../../src/cli/check-from.ts'
import type { Settings } from '../../src/contract/provider.ts'
import { SettingsError } from '../../src/contract/settings.ts'
import { fakeTerminal } from '../support/fake-terminal.ts'
import { run } from '../support/program.ts'

const zoho = { ZOHO_CLIENT_ID: 'an-id', ZOHO_CLIENT_SECRET: 'a-secret', ZOHO_REFRESH_TOKEN: 'a-token' }
const portal = {
  CHINACACHE_USER: 'shop',
  CHINACACHE_PASS: 'pa#ss',
  CHINACACHE_CHANNEL_IDS: '1234',
  PUSHGATEWAY: 'http://gateway.test:9091'
}

interface Line {
  readonly name: string
  readonly mark: string
  readonly message: string
}

async function report(from: string, env: Settings, args: readonly string[] = []) {
  const terminal = fakeTerminal()
  const isFine = await checkFrom({ providers, from, env, args, terminal, json: true })
  const { deployments } = JSON.parse(terminal.printed()) as {
    deployments: { same: Line[]; different: Line[]; command: string }[]
  }
  const [{ same, different, command }] = deployments as [(typeof deployments)[0]]
  const own = different.filter(({ name }) => name !== from)
  return { isFine, command, same: same.map(({ name }) => name), different: own, text: terminal.printed() }
}

/** What is printed for a manifest: the values, and everything else. */
async function chart(t: Test, from: string, manifest: string) {
  const path = join(t.testdir({ 'manifest.yaml': manifest }), 'manifest.yaml')
  const terminal = fakeTerminal()
  const isFine = await checkFrom({ providers, from, env: {}, args: [], manifest: path, terminal })
  return {
    isFine,
    values: parse(terminal.printed().replace(/^---$/gm, '')),
    printed: terminal.printed(),
    noted: terminal.noted()
  }
}

t.test('an environment and arguments that go on as they are', async (t) => {
  const args = ['--site24x7-endpoint', 'site24x7.eu', '--log.level=OFF', '--web.telemetry-path', 'metrics']
  const { isFine, same, different, command, text } = await report('site24x7_exporter', { ...zoho, HOME: '/root' }, args)
  t.equal(isFine, true)
  t.strictSame(same, [
    ...Object.keys(zoho),
    '--site24x7-endpoint <host>',
    '--web.telemetry-path <path>',
    '--log.level <level>'
  ])
  t.strictSame(different, [])
  t.equal(command, 'edge-exporter --site24x7-endpoint site24x7.eu --web.telemetry-path metrics --log.level OFF')
  for (const secret of Object.values(zoho)) t.notMatch(text, secret)
})

t.test('variables that the old exporter did not read are told before the switch', async (t) => {
  const env = { ...zoho, LOG_LEVEL: 'INFO', REQUEST_TIMEOUT: '30', METRICS_TOKEN: 'for-another' }
  const { isFine, different, text } = await report('site24x7_exporter', env)
  t.equal(isFine, false, 'as REQUEST_TIMEOUT would end the start')
  t.strictSame(
    different.filter(({ mark }) => mark === 'failed').map(({ name }) => name),
    ['REQUEST_TIMEOUT', 'HEADERS_TIMEOUT']
  )
  t.strictSame(
    different.filter(({ mark }) => mark === 'warning').map(({ name }) => name),
    ['LOG_LEVEL', 'METRICS_TOKEN']
  )
  t.notMatch(text, 'for-another')
})

t.test('proxies that the old exporter took otherwise', async (t) => {
  const socks = await report('site24x7_exporter', { ...zoho, HTTPS_PROXY: 'socks5://proxy.test:1080' })
  t.match(socks.different, [{ name: 'HTTPS_PROXY', mark: 'failed', message: /ran without this proxy/ }])
  t.equal(socks.different.length, 1)
  const all = await report('site24x7_exporter', { ...zoho, ALL_PROXY: 'http://proxy.test:3128' })
  t.match(all.different, [{ name: 'ALL_PROXY', mark: 'warning' }])
  const both = await report('site24x7_exporter', {
    ...zoho,
    ALL_PROXY: 'http://a.test:1',
    HTTPS_PROXY: 'http://b.test:1'
  })
  t.strictSame(both.different, [])
})

t.test('an argument that the old exporter had not', async (t) => {
  const { isFine, different } = await report('site24x7_exporter', zoho, ['--web.config.file', 'web.yml'])
  t.equal(isFine, false)
  t.match(different, [{ name: '--web.config.file' }, { name: 'web.yml' }])
})

t.test('a pusher, once, on an interval, and with what was no interval', async (t) => {
  const once = await report('exporter-chinacache', portal)
  t.equal(once.command, 'edge-exporter push')
  t.strictSame([once.isFine, once.different], [true, []])
  const often = await report('exporter-chinacache', { ...portal, CHINACACHE_INTERVAL: '5m', QUERYTIME: '05' })
  t.strictSame([often.isFine, often.different], [true, []])
  t.ok(often.same.includes('CHINACACHE_INTERVAL') && often.same.includes('QUERYTIME'))
  const wrong = await report('exporter-chinacache', { ...portal, CHINACACHE_INTERVAL: '5', QUERYTIME: '0' })
  t.equal(wrong.isFine, false)
  t.match(wrong.different.map(({ name, mark }) => `${mark} ${name}`).sort(), [
    'failed CHINACACHE_INTERVAL',
    'failed QUERYTIME',
    'warning CHINACACHE_INTERVAL'
  ])
})

const deployment = `
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Service
    metadata: { name: exporter }
    spec: { ports: [{ port: 9900 }] }
  - apiVersion: apps/v1
    kind: Deployment
    metadata: { name: exporter }
    spec:
      template:
        spec:
          containers:
            - name: sidecar
              image: proxy
            - name: main
              image: registry.test/svenstaro/site24x7_exporter:1.1.2
              args: ["--site24x7-endpoint", "site24x7.eu", "--log.level=OFF", "--web.listen-address=0.0.0.0:9900"]
              env:
                - { name: ZOHO_CLIENT_ID, valueFrom: { secretKeyRef: { name: zoho, key: id } } }
                - { name: ZOHO_CLIENT_SECRET, valueFrom: { secretKeyRef: { name: zoho, key: ZOHO_CLIENT_SECRET } } }
                - { name: ZOHO_REFRESH_TOKEN, valueFrom: { secretKeyRef: { name: zoho, key: token } } }
                - { name: https_proxy, value: 'http://proxy.test:3128' }
`

t.test('a Deployment becomes values of the chart', async (t) => {
  const { isFine, values, noted } = await chart(t, 'site24x7_exporter', deployment)
  t.equal(isFine, true)
  t.strictSame(values, {
    providers: {
      site24x7: {
        enabled: true,
        existingSecret: 'zoho',
        existingSecretKeys: { clientId: 'id', refreshToken: 'token' },
        endpoint: 'site24x7.eu'
      }
    },
    config: { logLevel: 'silent' },
    proxy: { httpsProxy: 'http://proxy.test:3128' },
    containerPort: 9900,
    service: { port: 9900 }
  })
  t.match(noted, /Deployment exporter/)
  t.notMatch(noted, 'kubectl create secret', 'as the Secret is there')
})

const cronJob = `
apiVersion: batch/v1
kind: CronJob
metadata: { name: pusher }
spec:
  schedule: "*/10 * * * *"
  jobTemplate: { spec: { template: { spec: { containers: [ {
    name: main, image: one-of-our-own:3, env: [
      { name: CHINACACHE_USER, value: shop }, { name: CHINACACHE_PASS, value: "pa#ss" },
      { name: CHINACACHE_CHANNEL_IDS, value: "1234, 5678" }, { name: QUERYTIME, value: "2880" },
      { name: PUSHGATEWAY, value: "http://me:hidden@gateway.test:9091" } ] } ] } } } }
`

t.test('a CronJob becomes a CronJob, and no secret gets into the values', async (t) => {
  const { isFine, values, printed, noted } = await chart(t, 'exporter-chinacache', cronJob)
  t.equal(isFine, true)
  t.strictSame(values, {
    providers: {
      chinacache: {
        enabled: true,
        existingSecret: 'chinacache-credentials',
        channelIds: ['1234', '5678'],
        queryMinutes: 2880
      }
    },
    push: { enabled: true, existingSecret: 'chinacache-push', cronJob: { schedule: '*/10 * * * *' } },
    deployment: { enabled: false }
  })
  t.match(noted, 'kubectl create secret generic chinacache-credentials --from-literal=CHINACACHE_USER=...')
  t.match(noted, 'kubectl create secret generic chinacache-push --from-literal=PUSHGATEWAY=...')
  t.notMatch(printed + noted, /pa#ss|hidden/)
})

t.test('a compose file, with values that compose fills in', async (t) => {
  const { values, isFine } = await chart(
    t,
    'exporter-chinacache',
    `
services:
  prometheus: { image: prom/prometheus }
  pusher:
    image: exporter-chinacache
    env_file: secrets.env
    environment: [CHINACACHE_INTERVAL=5m, "CHINACACHE_CHANNEL_IDS=1,2", "PUSHGATEWAY=\${GATEWAY}", QUERYTIME]
`
  )
  t.equal(isFine, true)
  t.strictSame(values, {
    providers: {
      chinacache: { enabled: true, existingSecret: 'chinacache-credentials', channelIds: ['1', '2'] }
    },
    push: { enabled: true, existingSecret: 'chinacache-push', interval: '5m' }
  })
  const site = await chart(
    t,
    'site24x7_exporter',
    'services: { s: { image: svenstaro/site24x7_exporter, env_file: .env, command: --site24x7-endpoint site24x7.in } }'
  )
  t.match(site.values, { providers: { site24x7: { endpoint: 'site24x7.in' } } })
})

t.test('all variables from one Secret', async (t) => {
  const manifest = `
kind: Pod
metadata: { name: p }
spec: { containers: [{ image: site24x7_exporter, envFrom: [{ secretRef: { name: all } }] }] }`
  const { values, isFine } = await chart(t, 'site24x7_exporter', manifest)
  t.equal(isFine, true)
  t.strictSame(values, { providers: { site24x7: { enabled: true, existingSecret: 'all' } } })
})

t.test('what cannot be read is told by name', async (t) => {
  const base = { providers, from: 'site24x7_exporter', env: {}, args: [], terminal: fakeTerminal() }
  const path = join(t.testdir(), 'm.yaml')
  const messages = async (options: object) => {
    try {
      await checkFrom({ ...base, ...options })
      return []
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error
      return error.faults.map(({ message }) => message)
    }
  }
  writeFileSync(path, 'a: [')
  t.match(await messages({ manifest: path }), [/is no YAML \(line 1\)/])
  writeFileSync(path, 'kind: Pod')
  t.match(await messages({ manifest: path }), [/has no container that runs site24x7_exporter/])
  t.match(await messages({ manifest: join(path, 'nowhere') }), [/cannot be read/])
  t.match(await messages({ from: 'other' }), [/is none of site24x7_exporter/])
})

t.test('the command', async (t) => {
  const cwd = t.testdir({})
  const good = await run(t, ['check', '--from', 'site24x7_exporter', '--', '--log.level', 'Warn'], { env: zoho, cwd })
  t.equal(good.code, 0)
  t.match(good.stdout, 'The new command: edge-exporter --log.level Warn')
  const bad = await run(t, ['check', '--from', 'site24x7_exporter'], { env: { ...zoho, LISTEN_ADDRESS: '9803' }, cwd })
  t.equal(bad.code, 2)
  t.match(bad.stdout, '✘ LISTEN_ADDRESS')
  t.equal((await run(t, ['check', '--manifest', 'x'], { env: zoho, cwd })).code, 2)
})
