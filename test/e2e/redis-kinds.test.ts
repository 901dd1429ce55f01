/** The store in the kinds of Redis that people run: a failover by Sentinel, a cluster, users with few rights, TLS. */
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import tls from 'node:tls'
import { Redis } from 'ioredis'
import t, { type Test } from 'tap'
import { openStore } from '../../plugins/store/store.ts'
import { parseStoreUrl, storeOf } from '../../src/config/store/store-url.ts'
import { systemClock } from '../../src/contract/clock.ts'
import type { Store } from '../../src/contract/store.ts'
import { logSink } from '../support/log-sink.ts'
import { startSentinel } from './sentinel.ts'
import { freePort, skipWithout, startRedis as startRedisAnywhere } from './servers.ts'

const skip = skipWithout('redis-server')
const skipSentinel = skipWithout('redis-sentinel')
const minute = 60_000

/** In a folder of its own, as a replica takes what it is sent by way of a file. */
function startRedis(t: Test, { args = [] }: { readonly args?: readonly string[] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'redis-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return startRedisAnywhere(t, { args: ['--dir', folder, ...args] })
}
const bytes = (text: string) => Buffer.from(text)

async function open(t: Test, url: string) {
  const sink = logSink()
  const store = await openStore(parseStoreUrl(url), sink.log, systemClock)
  t.teardown(() => store.close())
  return { store, sink }
}

async function works(store: Store): Promise<boolean> {
  const text = `${Math.random()}`
  await store.write('snapshot/acme/stats/tag', bytes(text), minute)
  return String(await store.read('snapshot/acme/stats/tag')) === text
}

/** Tries until it works, for twenty seconds at most. */
async function worksSoon(store: Store): Promise<boolean> {
  const end = performance.now() + 20_000
  while (performance.now() < end) {
    if (await works(store)) return true
    await sleep(200)
  }
  return false
}

async function lets(t: Test, one: Store, other: Store): Promise<void> {
  const lease = await one.lease('lease/acme/stats/tag', minute)
  if (typeof lease !== 'object') throw new Error(`no lease: ${lease}`)
  t.equal(await other.lease('lease/acme/stats/tag', minute), 'taken')
  t.equal(await lease.isOwned(), true)
  t.equal(await lease.write('snapshot/acme/stats/tag', bytes('mine'), minute), true)
  t.equal(String(await other.read('snapshot/acme/stats/tag')), 'mine')
  await lease.release()
  t.equal(await lease.isOwned(), false)
  t.equal(await lease.write('snapshot/acme/stats/tag', bytes('late'), minute), false, 'it is nobody any more')
  const next = await other.lease('lease/acme/stats/tag', minute)
  t.type(next, 'object', 'it was given back')
  t.equal(await lease.write('snapshot/acme/stats/tag', bytes('late'), minute), false, 'nor while another one has it')
  t.equal(String(await other.read('snapshot/acme/stats/tag')), 'mine')
  if (typeof next === 'object') await next.release()
  t.same(await one.count('calls/acme/tag/1', { me: 3 }, minute), { me: 3 })
  t.same(await other.count('calls/acme/tag/1', { you: 4 }, minute), { me: 3, you: 4 })
}

t.test('one server: only who has the lease writes under it', { skip }, async (t) => {
  const { url } = await startRedis(t)
  await lets(t, (await open(t, url)).store, (await open(t, url)).store)
})

t.test('a user who may not run scripts nor ask for INFO', { skip }, async (t) => {
  const { url, port } = await startRedis(t)
  const control = new Redis(url)
  t.teardown(() => control.disconnect())
  await control.call('ACL', 'SETUSER', 'small', 'on', '>secret', '~edge-exporter:*', '+@all', '-@scripting', '-info')
  const small = `redis://small:secret@127.0.0.1:${port}/0`
  const one = await open(t, small)
  await lets(t, one.store, (await open(t, small)).store)
  t.same(one.sink.lines, [])
})

t.test('a lease whose time is over is nobody', { skip }, async (t) => {
  const { url } = await startRedis(t)
  const { store } = await open(t, url)
  const lease = await store.lease('lease/acme/stats/tag', 50)
  await sleep(80)
  if (typeof lease !== 'object') throw new Error('no lease')
  t.equal(await lease.write('snapshot/acme/stats/tag', bytes('late'), minute), false)
  t.equal(await store.read('snapshot/acme/stats/tag'), undefined)
})

t.test('a failover by Sentinel', { skip: skip || skipSentinel }, async (t) => {
  const { primary, replica, url, failOver } = await startSentinel(t)
  const { store, sink } = await open(t, url)
  t.ok(await worksSoon(store))
  await failOver()
  const other = new Redis(replica.url)
  t.teardown(() => other.disconnect())
  const before = new Redis(primary.url)
  t.teardown(() => before.disconnect())
  for (let i = 0; i < 150 && !(await before.info('replication')).includes('role:slave'); i += 1) await sleep(100)
  t.ok(await worksSoon(store), 'it goes on at the new primary')
  t.ok(await other.exists('edge-exporter:snapshot/acme/stats/tag'))
  t.ok(sink.lines.length <= 4, `${sink.lines.length} lines`)
})

t.test('a cluster, and the URL of a single server for one', { skip }, async (t) => {
  const args = ['--cluster-enabled', 'yes']
  const nodes = [await startRedis(t, { args }), await startRedis(t, { args })]
  const [first, second] = nodes.map(({ url }) => new Redis(url))
  for (const client of [first, second]) t.teardown(() => client?.disconnect())
  await first?.call('CLUSTER', 'ADDSLOTSRANGE', 0, 8191)
  await second?.call('CLUSTER', 'ADDSLOTSRANGE', 8192, 16_383)
  await first?.call('CLUSTER', 'MEET', '127.0.0.1', nodes[1]?.port ?? 0)
  for (let i = 0; i < 100 && !String(await first?.call('CLUSTER', 'INFO')).includes('cluster_state:ok'); i += 1)
    await sleep(100)
  const url = `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`
  const one = await open(t, url)
  t.ok(await worksSoon(one.store))
  await lets(t, one.store, (await open(t, url)).store)

  const plain = await open(t, `redis://127.0.0.1:${nodes[0]?.port}`)
  for (const key of ['snapshot/a', 'snapshot/b', 'snapshot/c', 'snapshot/d', 'snapshot/e']) {
    await plain.store.write(key, bytes('x'), minute)
  }
  t.match(plain.sink.lines, [{ msg: /it is a cluster: write redis\+cluster:\/\// }], 'one line')
})

t.test('a primary that has become a replica, at the same address', { skip }, async (t) => {
  const next = await startRedis(t)
  const old = await startRedis(t)
  const { store, sink } = await open(t, old.url)
  t.ok(await works(store))
  const control = new Redis(old.url)
  t.teardown(() => control.disconnect())
  await control.call('REPLICAOF', '127.0.0.1', next.port)
  t.notOk(await works(store))
  await control.call('REPLICAOF', 'NO', 'ONE')
  t.ok(await worksSoon(store), 'by another connection')
  t.match(sink.messages('warn').join(), /READONLY: it is a replica/)
})

t.test('TLS with a client certificate, which is read with each connection', { skip }, async (t) => {
  const usual = tls.getCACertificates('default')
  t.teardown(() => tls.setDefaultCACertificates(usual))
  const folder = t.testdir({})
  const file = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => spawnSync('openssl', args, { cwd: folder })
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=ca'
  )
  writeFileSync(file('san'), 'subjectAltName=IP:127.0.0.1')
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'own.key', '-out', 'own.csr', '-subj', '/CN=own')
  openssl(
    'x509',
    '-req',
    '-in',
    'own.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-out',
    'own.pem',
    '-days',
    '2',
    '-extfile',
    'san'
  )
  tls.setDefaultCACertificates([...usual, String(spawnSync('cat', [file('ca.pem')]).stdout)])
  const port = await freePort()
  for (const name of ['own.key', 'own.pem', 'ca.pem']) chmodSync(file(name), 0o644)
  await startRedis(t, {
    args: [
      '--tls-port',
      `${port}`,
      '--tls-cert-file',
      file('own.pem'),
      '--tls-key-file',
      file('own.key'),
      '--tls-ca-cert-file',
      file('ca.pem')
    ]
  })
  const url = `rediss://127.0.0.1:${port}/0`
  const without = await open(t, url)
  t.notOk(await works(without.store), 'the server asks for a certificate')
  for (const name of ['key', 'pem']) writeFileSync(file(`shown.${name}`), 'not yet')
  const location = storeOf(url, { REDIS_CERT_FILE: file('shown.pem'), REDIS_KEY_FILE: file('shown.key') })
  const store = await openStore(location, logSink().log, systemClock)
  t.teardown(() => store.close())
  t.notOk(await works(store))
  for (const name of ['key', 'pem']) copyFileSync(file(`own.${name}`), file(`shown.${name}`))
  t.ok(await worksSoon(store))
})
