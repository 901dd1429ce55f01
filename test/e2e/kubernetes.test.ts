/** Replicas that share Leases of Kubernetes and nothing else, and what becomes of them when the API server, or one of them, does not do its part. */
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { holdersOf, type KubernetesStub, startKubernetes } from '../support/kubernetes-stub.ts'
import {
  assertAgreement,
  isGood,
  lease,
  patience,
  type Scrape,
  scrape,
  scrapeFor,
  startProvider,
  ttl,
  until,
  untilAgreed,
  usualMost,
  watch
} from './replicas.ts'
import { freePort, startExporter } from './servers.ts'

const start = async (t: Test, stub: KubernetesStub, settings: Record<string, string>) =>
  startExporter(t, { ...settings, ...stub.settings, PEER_PORT: `${await freePort()}` })

for (const size of [2, 5]) {
  t.test(`${size} replicas`, async (t) => {
    /** What parts of the test start stays until its end. */
    const whole = t
    const stub = await startKubernetes(t)
    const provider = await startProvider(t)
    const { simulator, calls, settings } = provider
    const replicas = await Promise.all(Array.from({ length: size }, () => start(t, stub, settings)))
    await Promise.all(replicas.map(scrape))
    await untilAgreed(calls)
    let usual = 0

    await t.test('make one call for each TTL, and serve the same', async (t) => {
      const requests = stub.requests.length
      usual = await assertAgreement(t, replicas, provider)
      const of = (lease: unknown) => JSON.stringify(lease)
      t.comment(`${stub.requests.length - requests} requests of the API server in 20 TTLs`)
      t.notMatch([...stub.leases.values()].map(of).join(), /monitor_name|Frankfurt/, 'no Lease holds data')
      t.ok([...stub.leases.values()].every((lease) => of(lease).length < 8192))
    })

    await t.test('replace one that is killed while it asks, within one lease', async (t) => {
      simulator.faults.set('current_status', 'stall-before')
      const before = calls.length
      await until(() => calls.length > before, 3 * ttl)
      const holders = holdersOf(stub)
      const victim = replicas.find(({ pid }) => holders.includes(pid))
      if (victim === undefined) return t.fail('nobody holds the lease')
      process.kill(victim.pid, 'SIGKILL')
      simulator.faults.clear()
      const killed = performance.now()
      const count = calls.length
      t.ok(await until(() => calls.length > count, lease + patience))
      t.comment(`${Math.round(performance.now() - killed)} ms`)
      replicas.splice(replicas.indexOf(victim), 1)
      replicas.push(await start(whole, stub, settings))
      t.ok(await untilAgreed(calls), 'and take in a new one')
      t.ok((await Promise.all(replicas.map(scrape))).every(isGood))
    })

    // What an API server does is the same for any number.
    if (size > 2) return

    await t.test('go on by themselves while the API server does not answer, and scrapes do not feel it', async (t) => {
      stub.fault = { ms: 60_000 }
      const watching = watch(calls, 6 * ttl)
      const scrapes = await scrapeFor(replicas, 6 * ttl)
      t.ok(usualMost(scrapes) < usual + 250, `${Math.round(usualMost(scrapes))} ms in place of ${Math.round(usual)} ms`)
      t.ok(scrapes.every(isGood))
      t.ok((await watching).count >= 2)
      stub.fault = undefined
      await sleep(5 * ttl)
      t.ok(await untilAgreed(calls), 'then they agree again')
    })

    await t.test('go on by themselves without it, and heal', async (t) => {
      await stub.stop()
      await sleep(ttl)
      const { count } = await watch(calls, 3 * ttl)
      t.ok(count >= 2 * size, `${count} calls of ${size} in 3 TTLs`)
      t.ok((await Promise.all(replicas.map(scrape))).every(isGood))
      await stub.start()
      await sleep(5 * ttl)
      t.ok(await untilAgreed(calls), 'and agree when it is back')
      for (const replica of replicas) {
        t.ok(await until(() => replica.output().includes('can be read again'), patience), 'which each has told')
      }
      const written = replicas.map((replica) => replica.output()).join('\n')
      t.notMatch(written, /"level":[56]0/, 'and none took for an error')
    })

    await t.test('forgive that somebody deletes the Leases', async (t) => {
      const watching = watch(calls, 4 * ttl)
      for (let i = 0; i < 3; i++) {
        stub.leases.clear()
        await sleep(ttl)
      }
      const { count } = await watching
      t.ok(count <= 4 + 3, `${count} calls in 4 TTLs, in 3 of which they were deleted`)
      t.ok((await Promise.all(replicas.map(scrape))).every(isGood))
      t.ok(await untilAgreed(calls))
    })
  })
}

t.test(
  'a rolling update costs no call: a new replica serves what the old ones have from the first scrape on',
  async (t) => {
    const stub = await startKubernetes(t)
    const { simulator, calls, settings } = await startProvider(t)
    const slow = { ...settings, SITE24X7_TTL: '10m', SITE24X7_MAX_AGE: '1h' }
    let [one, two] = [await start(t, stub, slow), await start(t, stub, slow)]
    t.ok(await until(async () => isGood(await scrape(one)) && isGood(await scrape(two)), patience))
    const { data } = await scrape(one)
    const count = calls.length
    for (let i = 0; i < 3; i++) {
      const next = await start(t, stub, slow)
      const first = await scrape(next)
      t.equal(first.data, data)
      t.equal(first.up, 1)
      // The oldest one goes, without a word.
      process.kill(one.pid, 'SIGKILL')
      one = two
      two = next
    }
    t.equal(calls.length, count)
    t.equal(simulator.calls.token, 1)
  }
)

t.test('who was stopped while it asked takes nothing back', async (t) => {
  const stub = await startKubernetes(t)
  const { simulator, calls, settings } = await startProvider(t)
  const replicas = await Promise.all([start(t, stub, settings), start(t, stub, settings)])
  await untilAgreed(calls)
  simulator.faults.set('current_status', 'stall-before')
  const before = calls.length
  await until(() => calls.length > before, 3 * ttl)
  const holders = holdersOf(stub)
  const stopped = replicas.find(({ pid }) => holders.includes(pid))
  const other = replicas.find((replica) => replica !== stopped)
  if (stopped === undefined || other === undefined) return t.fail('nobody holds the lease')
  process.kill(stopped.pid, 'SIGSTOP')
  simulator.faults.clear()
  const count = calls.length
  t.ok(await until(() => calls.length > count, lease + patience), 'another one takes over')
  await sleep(2 * ttl)
  process.kill(stopped.pid, 'SIGCONT')
  const seen: Scrape[] = []
  for (let i = 0; i < 20; i++) {
    seen.push(await scrape(other))
    await sleep(100)
  }
  t.ok(seen.every(isGood), 'its failure is nobody else')
  const times = seen.map(({ lastSuccess }) => Number(lastSuccess))
  t.strictSame(
    times,
    times.toSorted((a, b) => a - b),
    'and what is newer stays'
  )
  t.ok(await untilAgreed(calls), 'then they agree again')
  t.ok((await Promise.all(replicas.map(scrape))).every(isGood))
})

t.test('replicas with other credentials neither read nor keep each other', async (t) => {
  const stub = await startKubernetes(t)
  const { settings } = await startProvider(t)
  const [one, other] = await Promise.all([
    start(t, stub, settings),
    start(t, stub, { ...settings, ZOHO_CLIENT_SECRET: 'wrong' })
  ])
  t.ok(await until(async () => isGood(await scrape(one)), patience))
  await sleep(3 * ttl)
  const [good, wrong] = await Promise.all([scrape(one), scrape(other)])
  t.ok(isGood(good))
  t.equal(wrong.data, '', 'data is for who has the secrets')
  t.equal(wrong.up, 0)
})

t.test('without the right to Leases it works alone, says so once, and names the verbs', async (t) => {
  const stub = await startKubernetes(t)
  stub.fault = { status: 403 }
  const { calls, settings } = await startProvider(t)
  const exporter = await start(t, stub, settings)
  t.equal((await scrape(exporter)).up, 1)
  const before = calls.length
  await sleep(3 * ttl)
  t.ok(calls.length >= before + 2)
  const lines = exporter.output().match(/cannot be read \(HTTP 403: [^"]*/g) ?? []
  t.equal(lines.length, 1)
  t.match(lines[0], /verbs get, create and update of leases/)
})
