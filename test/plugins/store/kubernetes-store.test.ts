/** The store in Leases, against an API server that is as strict as the real one. */
import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { openStore } from '../../../plugins/store/store.ts'
import { storeOf } from '../../../src/config/store/store-url.ts'
import { systemClock } from '../../../src/contract/clock.ts'
import type { Lease, Store } from '../../../src/contract/store.ts'
import { freePort } from '../../e2e/servers.ts'
import { type KubernetesStub, startKubernetes } from '../../support/kubernetes-stub.ts'
import { logSink } from '../../support/log-sink.ts'

const minute = 60_000
const tag = 'A'.repeat(43)
const name = `acme/stats/${tag}`
const bytes = (text: string) => Buffer.from(text)
/** What was read a moment ago is not read again. */
const lookedAtAnew = () => sleep(110)
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

async function open(t: Test, stub: KubernetesStub, port?: number) {
  const sink = logSink()
  const settings = { POD_IP: '127.0.0.1', PEER_PORT: `${port ?? (await freePort())}` }
  const location = storeOf(`kubernetes://${stub.folder}`, settings, stub.env)
  const store = await openStore(location, sink.log, systemClock)
  let isClosed = false
  const close = async () => {
    if (!isClosed) await store.close()
    isClosed = true
  }
  t.teardown(close)
  return { store, sink, close, port: Number(settings.PEER_PORT) }
}

async function taken(store: Store, ms = minute): Promise<Lease> {
  const lease = await store.lease(`lease/${name}`, ms)
  if (typeof lease !== 'object') throw new Error(`no lease: ${lease}`)
  return lease
}

t.test('only who has the lease writes under it', async (t) => {
  const stub = await startKubernetes(t)
  const [{ store: one, sink }, { store: other }] = [await open(t, stub), await open(t, stub)]
  t.ok(one.isKept && one.isShared && one.needsSealing)
  const lease = await taken(one)
  t.equal(await other.lease(`lease/${name}`, minute), 'taken')
  t.equal(await lease.isOwned(), true)
  t.equal(await lease.write(`snapshot/${name}`, bytes('mine'), minute), true)
  t.equal(await lease.write('snapshot/of another source', bytes('mine'), minute), false, 'it guards its source alone')
  await lookedAtAnew()
  t.equal(String(await other.read(`snapshot/${name}`)), 'mine')
  t.equal(await lease.renew(minute), true)
  await lease.release()
  t.equal(await lease.isOwned(), false)
  t.equal(await lease.write(`snapshot/${name}`, bytes('late'), minute), false, 'it is nobody any more')
  await lookedAtAnew()
  const next = await taken(other)
  t.equal(await lease.write(`snapshot/${name}`, bytes('late'), minute), false, 'nor while another one has it')
  t.equal(await lease.renew(minute), false)
  t.equal(String(await other.read(`snapshot/${name}`)), 'mine')
  await lease.release()
  t.equal(await next.isOwned(), true, 'whose lease nobody else gives back')
  t.same(sink.lines, [])
})

t.test('a Lease is readable for people', async (t) => {
  const stub = await startKubernetes(t)
  const { store } = await open(t, stub)
  const lease = await taken(store, 4500)
  await lease.write(`pause/${name}/ab-_`, bytes('wait'), minute)
  const [[key, { metadata, spec }] = ['', { metadata: { name: '' } }]] = stub.leases
  t.match(key, /^edge-exporter-acme-stats-[0-9a-f]{16}$/)
  t.match(metadata, { labels: { 'app.kubernetes.io/managed-by': 'edge-exporter' } })
  t.match(spec, { leaseDurationSeconds: 5, leaseTransitions: 1, holderIdentity: /_127\.0\.0\.1:\d+_/ })
})

t.test('a holder that is gone is replaced when this process has seen no renewal for its time', async (t) => {
  const stub = await startKubernetes(t)
  const [{ store: one }, { store: other }] = [await open(t, stub), await open(t, stub)]
  const lease = await taken(one, 1000)
  t.equal(await other.lease(`lease/${name}`, minute), 'taken')
  await sleep(600)
  t.equal(await lease.renew(1000), true)
  // What others write beside it is no renewal.
  await other.write(`pause/${name}`, bytes('wait'), minute)
  await sleep(600)
  t.equal(await other.lease(`lease/${name}`, minute), 'taken', 'it was renewed')
  await sleep(500)
  t.equal(await lease.isOwned(), false, 'its owner knows')
  const next = await taken(other)
  t.equal(await lease.write(`snapshot/${name}`, bytes('late'), minute), false)
  t.equal(await next.isOwned(), true)
})

t.test('the clocks of machines are not compared', async (t) => {
  const stub = await startKubernetes(t)
  const { store: one } = await open(t, stub)
  await taken(one, 1000)
  const [[key, lease] = ['', undefined]] = stub.leases
  if (lease === undefined) throw new Error('no Lease')
  // Of a machine whose clock is a year behind: others would take it for long over.
  stub.leases.set(key, { ...lease, spec: { ...lease.spec, renewTime: '2020-01-01T00:00:00.000000Z' } })
  const { store: other } = await open(t, stub)
  t.equal(await other.lease(`lease/${name}`, minute), 'taken')
  await sleep(500)
  t.equal(await other.lease(`lease/${name}`, minute), 'taken')
  await sleep(600)
  await taken(other)
})

t.test('a container that starts again need not wait for itself', async (t) => {
  const stub = await startKubernetes(t)
  const before = await open(t, stub)
  await taken(before.store)
  await before.close()
  const { store } = await open(t, stub, before.port)
  await taken(store)
  t.equal(await store.lease(`lease/${name}`, minute), 'taken', 'but it does for its own')
})

t.test('of many that ask at once one gets it', async (t) => {
  const stub = await startKubernetes(t)
  const stores = await Promise.all(Array.from({ length: 8 }, () => open(t, stub)))
  const answers = await Promise.all(stores.map(({ store }) => store.lease(`lease/${name}`, minute)))
  t.equal(answers.filter((answer) => answer === 'taken').length, 7)
  t.ok(stub.conflicts() > 0, 'there was a race')
})

t.test('counts of many at once are all there', async (t) => {
  const stub = await startKubernetes(t)
  const stores = await Promise.all(Array.from({ length: 6 }, () => open(t, stub)))
  const key = `calls/acme/${tag}/20000`
  await Promise.all(stores.map(({ store }, i) => store.count(key, { [`r${i}`]: i + 1 }, minute)))
  const all = { r0: 1, r1: 2, r2: 3, r3: 4, r4: 5, r5: 6 }
  await lookedAtAnew()
  for (const { store } of stores) t.strictSame(await store.count(key, {}, minute), all)
  const before = stub.requests.length
  t.strictSame(await stores[0]?.store.count(key, { r0: 1 }, minute), all)
  t.notOk(
    stub.requests.slice(before).some((request) => request.startsWith('PUT')),
    'what is known is not written again'
  )
  t.equal(stub.leases.size, 1, 'the days of an account lie in one Lease')
})

t.test('small values are there for all, and what is of no use goes with the next write', async (t) => {
  const stub = await startKubernetes(t)
  const [{ store: one }, { store: other }] = [await open(t, stub), await open(t, stub)]
  await one.write(`account/acme/${tag}`, bytes('facts'), minute)
  await one.write(`calls/acme/${tag}/1`, bytes('old'), -2 * 3_600_000)
  t.equal(String(await other.read(`account/acme/${tag}`)), 'facts')
  const puts = () => stub.requests.filter((request) => !request.startsWith('GET')).length
  const before = puts()
  await one.write(`account/acme/${tag}`, bytes('facts'), minute)
  t.equal(puts(), before, 'the same is not written again')
  await one.write(`account/acme/${tag}`, bytes('other facts'), minute)
  await lookedAtAnew()
  t.equal(String(await other.read(`account/acme/${tag}`)), 'other facts')
  t.equal(await other.read(`calls/acme/${tag}/1`), undefined)
})

t.test('a snapshot outlives its maker with who has seen it', async (t) => {
  const stub = await startKubernetes(t)
  const maker = await open(t, stub)
  await maker.store.write(`snapshot/${name}`, bytes('data'), minute)
  const seen = await open(t, stub)
  t.equal(String(await seen.store.read(`snapshot/${name}`)), 'data')
  await maker.close()
  const later = await open(t, stub)
  t.equal(String(await later.store.read(`snapshot/${name}`)), 'data')
  await Promise.all([seen.close(), later.close()])
  const { store } = await open(t, stub)
  t.equal(await store.read(`snapshot/${name}`), undefined, 'nobody has it any more')
  t.equal(await store.replace?.(`snapshot/${name}`, undefined, bytes('new'), minute), true, 'so it gives way')
})

t.test('who has read an old value does not overwrite a new one', async (t) => {
  const stub = await startKubernetes(t)
  const [{ store: one }, { store: other }] = [await open(t, stub), await open(t, stub)]
  t.equal(await one.replace?.(`snapshot/${name}`, undefined, bytes('first'), minute), true)
  await lookedAtAnew()
  t.equal(await other.replace?.(`snapshot/${name}`, undefined, bytes('blind'), minute), false)
  t.equal(await other.replace?.(`snapshot/${name}`, sha256('first'), bytes('second'), minute), true)
  await lookedAtAnew()
  t.equal(await one.replace?.(`snapshot/${name}`, sha256('first'), bytes('late'), minute), false)
  t.equal(String(await one.read(`snapshot/${name}`)), 'second')
})

t.test('what a replica is not, and what is no snapshot', async (t) => {
  const stub = await startKubernetes(t)
  const { store, port } = await open(t, stub)
  await store.write(`snapshot/${name}`, bytes('data'), minute)
  const at = (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
  const found = await at(`/snapshots/${sha256('data')}`)
  t.equal(await found.text(), 'data')
  for (const path of ['/', '/metrics', '/snapshots/', '/snapshots/..%2F', `/snapshots/${sha256('other')}`]) {
    const { status } = await at(path)
    t.equal(status, 404, path)
  }
  // One that answers with something else, and one that is named in a way that leads elsewhere.
  const liar = createServer((_, response) => response.end('forged'))
  await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve))
  t.teardown(() => liar.close())
  const { port: lying } = liar.address() as { port: number }
  const asked: unknown[] = []
  liar.on('request', ({ url }) => asked.push(url))
  const [[key, lease] = ['', undefined]] = stub.leases
  if (lease === undefined) throw new Error('no Lease')
  const point = (at: string) => {
    const entry = { until: Date.now() + minute, digest: sha256(at), at }
    stub.leases.set(key, {
      ...lease,
      metadata: { ...lease.metadata, annotations: { 'edge-exporter/snapshot': JSON.stringify(entry) } }
    })
  }
  const { store: reader } = await open(t, stub)
  point(`127.0.0.1:${lying}`)
  t.equal(await reader.read(`snapshot/${name}`), undefined)
  t.equal(asked.length, 1)
  await lookedAtAnew()
  point(`localhost:${lying}`)
  t.equal(await reader.read(`snapshot/${name}`), undefined)
  t.equal(asked.length, 1, 'only addresses are asked, not names')
})

t.test('replicas that cannot reach each other say so, and one that is gone is no news', async (t) => {
  const stub = await startKubernetes(t)
  const { store, sink } = await open(t, stub)
  const nowhere = await freePort()
  for (const [i, lines] of [0, 0, 1, 1].entries()) {
    const entry = { until: Date.now() + minute, digest: sha256(`${i}`), at: `127.0.0.1:${nowhere}` }
    await store.write(`pause/${name}`, bytes(`${i}`), minute)
    const [[key, lease] = ['', undefined]] = stub.leases
    const annotations = { 'edge-exporter/snapshot': JSON.stringify(entry) }
    if (lease !== undefined) stub.leases.set(key, { ...lease, metadata: { ...lease.metadata, annotations } })
    await lookedAtAnew()
    for (let j = 0; j < 3; j++) t.equal(await store.read(`snapshot/${name}`), undefined)
    t.equal(sink.messages('warn').length, lines, `after ${i + 1}`)
  }
  t.match(sink.messages('warn'), [/from their POD_IP and PEER_PORT \(a network policy may keep/])
})

t.test('a replica that accepts and says nothing is given up, and another one asked', async (t) => {
  const stub = await startKubernetes(t)
  const [maker, seen] = [await open(t, stub), await open(t, stub)]
  await maker.store.write(`snapshot/${name}`, bytes('data'), minute)
  t.equal(String(await seen.store.read(`snapshot/${name}`)), 'data')
  await maker.close()
  const mute = createTcpServer(() => {})
  await new Promise<void>((resolve) => mute.listen(maker.port, '127.0.0.1', resolve))
  t.teardown(() => mute.close())
  const { store } = await open(t, stub)
  const start = performance.now()
  t.equal(String(await store.read(`snapshot/${name}`)), 'data')
  t.ok(performance.now() - start < 900, 'the other one is not asked only after the first has failed')
})

t.test('a port that is taken is one line, and costs nobody his data', async (t) => {
  const stub = await startKubernetes(t)
  const { store: one, port } = await open(t, stub)
  await one.write(`snapshot/${name}`, bytes('first'), minute)
  const { store, sink } = await open(t, stub, port)
  for (let i = 0; i < 2; i++) await store.write(`snapshot/${name}`, bytes('second'), minute)
  t.equal(await store.replace?.(`snapshot/${name}`, sha256('first'), bytes('second'), minute), undefined)
  await lookedAtAnew()
  t.equal(String(await one.read(`snapshot/${name}`)), 'first')
  t.strictSame(sink.messages('warn').length, 1)
  t.match(sink.messages('warn')[0], /POD_IP, PEER_PORT\) \(the port cannot be had\)/)
})

const faults: readonly [string, NonNullable<KubernetesStub['fault']>, RegExp][] = [
  ['401', { status: 401 }, /HTTP 401: the API server does not take the token/],
  [
    '403',
    { status: 403 },
    /HTTP 403: the service account needs a Role with the verbs get, create and update of leases/
  ],
  ['429', { status: 429 }, /HTTP 429/],
  ['500', { status: 500 }, /HTTP 500/],
  ['503', { status: 503 }, /HTTP 503/],
  ['a login page in its place', { status: 200, body: '<html>' }, /what answers is no API server of Kubernetes/],
  ['another object', { status: 200, body: [null] }, /what answers is no API server of Kubernetes/],
  ['one that does not answer', { ms: 60_000 }, /does not answer in time/],
  ['one that resets each connection', { drop: true }, /ECONNRESET/]
]

for (const [title, fault, cause] of faults) {
  t.test(
    `an API server with ${title} is one line for each of reading and writing, and nothing to wait for`,
    async (t) => {
      const stub = await startKubernetes(t)
      const { store, sink } = await open(t, stub)
      stub.fault = fault
      const start = performance.now()
      for (let i = 0; i < 20; i++) {
        t.equal(await store.read(`account/acme/${tag}`), undefined)
        t.equal(await store.lease(`lease/${name}`, minute), undefined)
        t.equal(await store.count(`calls/acme/${tag}/1`, { self: 1 }, minute), undefined)
        t.equal(await store.count(`calls/acme/${tag}/1`, {}, minute), undefined)
        await store.write(`account/acme/${tag}`, bytes('value'), minute)
        t.equal(await store.replace?.(`snapshot/${name}`, undefined, bytes('value'), minute), undefined)
      }
      t.ok(performance.now() - start < 3500, `${Math.round(performance.now() - start)} ms`)
      t.equal(sink.messages('warn').length, 1)
      t.match(sink.messages('warn')[0], cause)
      t.notMatch(sink.text(), 'first')
    }
  )
}

t.test('a refusal to write leaves what can be read', async (t) => {
  const stub = await startKubernetes(t)
  const { store: one } = await open(t, stub)
  await one.write(`account/acme/${tag}`, bytes('value'), minute)
  const { store, sink } = await open(t, stub)
  stub.fault = { status: 403, methods: ['PUT', 'POST'] }
  t.equal(await store.lease(`lease/${name}`, minute), undefined)
  t.equal(String(await store.read(`account/acme/${tag}`)), 'value')
  t.strictSame(sink.messages('warn').length, 1)
  t.match(sink.messages('warn')[0], /cannot be written \(HTTP 403/)
})

t.test('an answer that is lost does not cost the lease', async (t) => {
  const stub = await startKubernetes(t)
  const { store } = await open(t, stub)
  stub.fault = { ms: 1200, methods: ['POST'] }
  const asking = store.lease(`lease/${name}`, minute)
  await sleep(900)
  stub.fault = undefined
  const lease = await asking
  t.type(lease, 'object')
  if (typeof lease === 'object') t.equal(await lease.isOwned(), true)
})

t.test('it is over when it is over, and a token that was renewed is used', async (t) => {
  const stub = await startKubernetes(t)
  const { store, sink } = await open(t, stub)
  stub.tokens = ['second']
  t.equal(await store.lease(`lease/${name}`, minute), undefined)
  stub.writeToken('second\n')
  await sleep(5100)
  await taken(store)
  t.strictSame(sink.messages('info'), ['the Leases of CACHE_URL can be read again'])
  await stub.stop()
  await stub.start()
  t.equal(String(await store.read('pause/none')), 'undefined', 'a connection that was closed is made anew')
  t.equal(sink.messages('warn').length, 1)
})

t.test('an authority that was renewed is trusted, and another one is not', async (t) => {
  const stub = await startKubernetes(t)
  const ca = join(stub.folder, 'ca.crt')
  const good = readFileSync(ca)
  writeFileSync(ca, readFileSync(join(import.meta.dirname, '../../fixtures/tls/cert.pem')))
  const { store, sink } = await open(t, stub)
  t.equal(await store.lease(`lease/${name}`, minute), undefined)
  t.match(sink.messages('warn'), [/cannot be read \([A-Z_]+\)/])
  writeFileSync(ca, good)
  await sleep(5100)
  await taken(store)
})

t.test('without a token it says so', async (t) => {
  const stub = await startKubernetes(t)
  rmSync(join(stub.folder, 'token'))
  const { store, sink } = await open(t, stub)
  t.equal(await store.lease(`lease/${name}`, minute), undefined)
  t.match(sink.messages('warn'), [/no token of a service account is mounted/])
})

t.test('what others have written into a Lease is left alone, or for nothing', async (t) => {
  const stub = await startKubernetes(t)
  const { store } = await open(t, stub)
  await store.write(`account/acme/${tag}`, bytes('value'), minute)
  const [[key, lease] = ['', undefined]] = stub.leases
  if (lease === undefined) throw new Error('no Lease')
  const foreign = { 'example.com/mine': '{}', 'edge-exporter/peers': '{"no":"list"}', 'edge-exporter/account': '{' }
  stub.leases.set(key, {
    ...lease,
    metadata: { ...lease.metadata, annotations: foreign, finalizers: ['example.com/keep'] }
  })
  await lookedAtAnew()
  t.equal(await store.read(`account/acme/${tag}`), undefined)
  await store.write(`account/acme/${tag}`, bytes('new'), minute)
  t.match(stub.leases.get(key)?.metadata, {
    annotations: { 'example.com/mine': '{}' },
    finalizers: ['example.com/keep']
  })
  t.equal(String(await store.read(`account/acme/${tag}`)), 'new')
  // One that holds it for a century would keep all from asking.
  const spec = { holderIdentity: 'stranger', leaseDurationSeconds: 2 ** 31 - 1 }
  await taken(store)
  const held = [...stub.leases].find(([other]) => other !== key)
  t.ok(held)
  if (held !== undefined) stub.leases.set(held[0], { ...held[1], spec })
  await lookedAtAnew()
  t.equal(await store.lease(`lease/${name}`, minute), 'taken')
})
