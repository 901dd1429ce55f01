/**
 * Replicas on the Leases of a real API server: `leases.ts FOLDER_WITH_THE_ROLE FOLDER_WITHOUT`, each with the token, `ca.crt` and
 * `namespace` of a service account, and KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT of the server.
 */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '../../plugins/store/store.ts'
import { storeOf } from '../../src/config/store/store-url.ts'
import { systemClock } from '../../src/contract/clock.ts'
import { scrape, startProvider, ttl, until, untilAgreed, watch } from '../e2e/replicas.ts'
import { freePort, startExporter } from '../e2e/servers.ts'
import { logSink } from '../support/log-sink.ts'

const [granted = '', refused = ''] = process.argv.slice(2)
const { KUBERNETES_SERVICE_HOST = '', KUBERNETES_SERVICE_PORT = '' } = process.env
const server = { KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT }
const endings: (() => unknown)[] = []
const t = { teardown: (ending: () => unknown) => void endings.push(ending) } as unknown as Parameters<
  typeof startProvider
>[0]

const minute = 60_000
const name = `acme/stats/${'A'.repeat(43)}`

async function settingsOf(folder: string) {
  return { ...server, CACHE_URL: `kubernetes://${folder}`, POD_IP: '127.0.0.1', PEER_PORT: `${await freePort()}` }
}

async function open(folder: string) {
  const sink = logSink()
  const settings = await settingsOf(folder)
  const store = await openStore(storeOf(settings.CACHE_URL, settings, settings), sink.log, systemClock)
  endings.push(() => store.close())
  return { store, sink }
}

/** Of ten that ask at once one gets it, and it alone writes. */
async function oneHolds(): Promise<void> {
  const all = await Promise.all(Array.from({ length: 10 }, () => open(granted)))
  const answers = await Promise.all(all.map(({ store }) => store.lease(`lease/${name}`, 2000)))
  const leases = answers.filter((answer) => typeof answer === 'object')
  assert.equal(leases.length, 1)
  assert.equal(answers.filter((answer) => answer === 'taken').length, 9)
  const [lease] = leases
  assert.equal(await lease?.renew(1000), true)
  assert.equal(await lease?.write(`snapshot/${name}`, Buffer.from('data'), minute), true)
  await sleep(110)
  for (const { store } of all) assert.equal(String(await store.read(`snapshot/${name}`)), 'data')
  await sleep(1300)
  const other = all.find((_, i) => answers[i] === 'taken')
  const next = await other?.store.lease(`lease/${name}`, minute)
  assert.equal(typeof next, 'object')
  assert.equal(await lease?.write(`snapshot/${name}`, Buffer.from('late'), minute), false)
  if (typeof next === 'object') await next.release()

  const key = `calls/acme/${'A'.repeat(43)}/1`
  await Promise.all(all.map(({ store }, i) => store.count(key, { [`r${i}`]: i }, minute)))
  await sleep(110)
  assert.equal(Object.keys((await all[0]?.store.count(key, {}, minute)) ?? {}).length, 10)
  for (const { sink } of all) assert.deepEqual(sink.lines, [])
}

async function othersAreRefused(): Promise<void> {
  const { store, sink } = await open(refused)
  assert.equal(await store.lease(`lease/${name}`, minute), undefined)
  assert.match(sink.text(), /HTTP 403: the service account needs a Role with the verbs get, create and update/)
}

async function replicasAgree(): Promise<void> {
  const { calls, settings } = await startProvider(t)
  const replicas = await Promise.all(
    [1, 2, 3].map(async () => startExporter(t, { ...settings, ...(await settingsOf(granted)) }))
  )
  assert.ok(await untilAgreed(calls))
  const { count } = await watch(calls, 10 * ttl)
  assert.ok(count <= 10, `${count} calls in 10 TTLs`)
  const isSame = async () => {
    const [first, ...others] = await Promise.all(replicas.map(scrape))
    return (
      first?.up === 1 &&
      others.every(({ data, lastSuccess }) => data === first.data && lastSuccess === first.lastSuccess)
    )
  }
  assert.ok(await until(isSame, 2 * ttl))
  for (const replica of replicas) assert.doesNotMatch(replica.output(), /"level":[456]0.*Leases/)
}

try {
  await oneHolds()
  await othersAreRefused()
  await replicasAgree()
} finally {
  for (const ending of endings.toReversed()) await ending()
}
