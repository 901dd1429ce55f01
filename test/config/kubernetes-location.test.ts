import t from 'tap'
import { storeOf } from '../../src/config/store/store-url.ts'
import type { Settings } from '../../src/contract/provider.ts'
import { SettingsError } from '../../src/contract/settings.ts'

const env = { KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443' }
const settings = { POD_IP: '10.0.0.7', PEER_PORT: '9804' }
const usual = {
  kind: 'kubernetes',
  folder: '/var/run/secrets/kubernetes.io/serviceaccount',
  host: '10.96.0.1',
  port: 443,
  peer: { host: '10.0.0.7', port: 9804 }
}

t.test('the Leases of the namespace, with what the kubelet mounts and sets', async (t) => {
  t.strictSame(storeOf('kubernetes:', settings, env), usual)
  t.strictSame(storeOf('Kubernetes:', settings, env), usual)
  t.strictSame(storeOf('kubernetes:///run/my%20token', settings, env), { ...usual, folder: '/run/my token' })
  t.strictSame(storeOf('kubernetes:', { ...settings, POD_IP: 'fd00::7' }, { KUBERNETES_SERVICE_HOST: 'fd00::1' }), {
    ...usual,
    host: 'fd00::1',
    peer: { host: 'fd00::7', port: 9804 }
  })
})

const faults: readonly [string, Settings, Settings, readonly (readonly [string, RegExp])[]][] = [
  ['kubernetes:', settings, {}, [['CACHE_URL', /which is for a pod: KUBERNETES_SERVICE_HOST/]]],
  ['kubernetes:', settings, { ...env, KUBERNETES_SERVICE_PORT: 'tcp://' }, [['CACHE_URL', /is for a pod/]]],
  ['kubernetes:', { PEER_PORT: '9804' }, env, [['POD_IP', /is missing.*status.podIP/]]],
  ['kubernetes:', { ...settings, POD_IP: 'my-pod' }, env, [['POD_IP', /is no IP address/]]],
  ['kubernetes:', { ...settings, PEER_PORT: '0' }, env, [['PEER_PORT', /1 to 65535/]]],
  ['kubernetes:', { ...settings, PEER_PORT: '99999' }, env, [['PEER_PORT', /1 to 65535/]]],
  ['kubernetes://SENTINEL', settings, env, [['CACHE_URL', /memory:.*kubernetes:/]]],
  ['kubernetes:SENTINEL', settings, env, [['CACHE_URL', /memory:.*kubernetes:/]]],
  ['kubernetes:///', settings, env, [['CACHE_URL', /memory:.*kubernetes:/]]],
  ['kubernetes:///%2FSENTINEL', settings, env, [['CACHE_URL', /memory:.*kubernetes:/]]]
]

t.test('what is missing or wrong is named with its remedy', async (t) => {
  for (const [url, given, variables, expected] of faults) {
    try {
      storeOf(url, given, variables)
      t.fail(url)
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error
      t.match(
        error.faults,
        expected.map(([setting, message]) => ({ setting, message })),
        url
      )
      t.notMatch(error.message, 'SENTINEL')
    }
  }
})

t.test('other stores ask for nothing of a pod', async (t) => {
  t.strictSame(storeOf('memory:', { PEER_PORT: '9804' }, {}), { kind: 'memory' })
  t.strictSame(storeOf('redis://host', { PEER_PORT: '9804' }, env), { kind: 'redis', url: 'redis://host' })
})
