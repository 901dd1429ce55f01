/** What `check` says of Leases. */
import t from 'tap'
import { openStore } from '../../plugins/store/store.ts'
import { providers } from '../../providers/index.ts'
import { check } from '../../src/cli/check.ts'
import { storeOf } from '../../src/config/store/store-url.ts'
import { systemClock } from '../../src/contract/clock.ts'
import type { Finding } from '../../src/contract/provider.ts'
import { freePort } from '../e2e/servers.ts'
import { fakeTerminal } from '../support/fake-terminal.ts'
import { type KubernetesStub, startKubernetes } from '../support/kubernetes-stub.ts'
import { logSink } from '../support/log-sink.ts'
import { simulate } from './simulated.ts'

const verbs = /Role with the verbs get, create and update of leases/

const cases: readonly [string, KubernetesStub['fault'], RegExp][] = [
  ['no right at all', { status: 403 }, /cannot be read \(HTTP 403: .*verbs get, create and update/],
  ['no right to create', { status: 403, methods: ['POST'] }, /cannot be written \(HTTP 403: .*verbs get, create and/],
  ['no right to update', { status: 403, methods: ['PUT'] }, /cannot be written \(HTTP 403: .*verbs get, create and/],
  ['a token that is not taken', { status: 401 }, /cannot be read \(HTTP 401/]
]

t.test('whether Leases can be had, beside a pod that serves', async (t) => {
  const { settings } = await simulate(t)
  const stub = await startKubernetes(t)
  const port = `${await freePort()}`
  const env = { ...settings, ...stub.settings, PEER_PORT: port }
  // The pod in which somebody calls it has the port.
  const serving = await openStore(storeOf(stub.settings.CACHE_URL ?? '', env, env), logSink().log, systemClock)
  t.teardown(() => serving.close())
  await serving.write('snapshot/served', Buffer.from('data'), 60_000)

  async function finding(): Promise<{ code: number; store: Finding | undefined }> {
    const terminal = fakeTerminal()
    const code = await check({ providers, flags: {}, env, terminal, json: true })
    const { findings } = JSON.parse(terminal.printed()) as { findings: Finding[] }
    return { code, store: findings.find(({ name }) => name === 'store') }
  }

  for (const [title, fault, complaint] of cases) {
    await t.test(title, async (t) => {
      stub.leases.clear()
      stub.fault = fault
      const { code, store } = await finding()
      t.equal(code, 1)
      t.match(store, { mark: 'failed', message: complaint, remedy: verbs })
    })
  }
  stub.fault = undefined
  for (let i = 0; i < 2; i++) {
    const { code, store } = await finding()
    t.equal(code, 0)
    t.match(store, { mark: 'ok', message: 'what is written into the kubernetes store can be read again' })
  }
})
