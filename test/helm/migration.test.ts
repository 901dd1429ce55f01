/** The values that `edge-exporter check --from` prints, put to the chart. */
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { providers } from '../../providers/index.ts'
import { checkFrom } from '../../src/cli/check-from.ts'
import { fakeTerminal } from '../support/fake-terminal.ts'
import { render } from './helm.ts'

const env = (variables: Record<string, string>) => Object.entries(variables).map(([name, value]) => ({ name, value }))
const workload = (kind: string, container: object, more = {}) =>
  JSON.stringify({
    kind,
    metadata: { name: 'old' },
    spec: { ...more, template: { spec: { containers: [container] } } }
  })

const portal = { CHINACACHE_USER: 'u', CHINACACHE_PASS: 'p', CHINACACHE_CHANNEL_IDS: '1,2', QUERYTIME: '2880' }
const pushed = { image: 'exporter-chinacache', env: env({ ...portal, PUSHGATEWAY: 'http://gateway.test:9091' }) }
const manifests = {
  site24x7_exporter: workload('Deployment', {
    image: 'site24x7_exporter',
    args: ['--site24x7-endpoint=site24x7.eu', '--log.level=WARN', '--web.listen-address=0.0.0.0:9900'],
    envFrom: [{ secretRef: { name: 'zoho' } }],
    env: env({ HTTPS_PROXY: 'http://proxy.test:3128', NO_PROXY: '.svc' })
  }),
  'exporter-chinacache': workload('Deployment', {
    ...pushed,
    env: [...pushed.env, ...env({ CHINACACHE_INTERVAL: '5m' })]
  })
}

for (const [from, manifest] of Object.entries(manifests)) {
  t.test(`the chart takes the values for ${from}`, async (t) => {
    const path = join(t.testdir({ m: manifest }), 'm')
    const terminal = fakeTerminal()
    t.equal(await checkFrom({ providers, from, env: {}, args: [], manifest: path, terminal }), true, terminal.noted())
    const kinds = render({ values: parse(terminal.printed()) }).map(({ kind }) => kind)
    t.ok(kinds.includes('Deployment'), kinds.join())
  })
}

t.test('a pusher without an interval becomes a CronJob', async (t) => {
  const path = join(t.testdir({ m: workload('Job', pushed) }), 'm')
  const terminal = fakeTerminal()
  const from = 'exporter-chinacache'
  t.equal(await checkFrom({ providers, from, env: {}, args: [], manifest: path, terminal }), true, terminal.noted())
  const kinds = render({ values: parse(terminal.printed()) }).map(({ kind }) => kind)
  t.ok(kinds.includes('CronJob') && !kinds.includes('Deployment'), kinds.join())
})
