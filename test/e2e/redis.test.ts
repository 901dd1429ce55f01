/** Replicas that share the real Redis, and what becomes of them when it, or one of them, does not do its part. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import t, { type Test } from 'tap'
import {
  assertAgreement,
  isGood,
  lease,
  patience,
  scrape,
  scrapeFor,
  second,
  startProvider,
  ttl,
  until,
  untilAgreed,
  usualMost,
  watch
} from './replicas.ts'
import { type Server, skipWithout, startExporter, startRedis } from './servers.ts'

/** A client that says what to do to Redis. */
function control(t: Test, url: string): Redis {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => 100 })
  redis.on('error', () => {})
  t.teardown(() => redis.disconnect())
  return redis
}

const skip = skipWithout('redis-server')

t.test('three replicas', { skip }, async (t) => {
  /** What parts of the test start stays until its end. */
  const whole = t
  const provider = await startProvider(t)
  const { simulator, calls, settings } = provider
  let redis = await startRedis(t)
  const say = control(t, redis.url)
  const env = { ...settings, CACHE_URL: redis.url }
  const replicas = await Promise.all([1, 2, 3].map(() => startExporter(t, env)))
  await Promise.all(replicas.map(scrape))
  await untilAgreed(calls)
  let usual = 0

  await t.test('make one call for each TTL, and serve the same', async (t) => {
    usual = await assertAgreement(t, replicas, provider)
  })

  await t.test('replace one that is killed while it asks, within one lease', async (t) => {
    simulator.faults.set('current_status', 'stall-before')
    const before = calls.length
    await until(() => calls.length > before, 3 * ttl)
    const [key = ''] = await say.keys('edge-exporter:lease/*')
    const pid = Number((await say.get(key))?.split(' ')[1])
    const owner = replicas.find((replica) => replica.pid === pid)
    if (owner === undefined) return t.fail(`${pid} holds the lease`)
    process.kill(pid, 'SIGKILL')
    simulator.faults.clear()
    const killed = performance.now()
    const count = calls.length
    t.ok(await until(() => calls.length > count, lease + patience))
    const took = performance.now() - killed
    t.ok(took < lease + patience, `${Math.round(took)} ms`)
    replicas.splice(replicas.indexOf(owner), 1)
    replicas.push(await startExporter(whole, env))
    t.ok(await untilAgreed(calls), 'and take in a new one')
    const scrapes = await Promise.all(replicas.map(scrape))
    t.ok(scrapes.every(({ up }) => up === 1))
  })

  await t.test('forgive a FLUSHALL', async (t) => {
    const watching = watch(calls, 4 * ttl)
    for (let i = 0; i < 3; i++) {
      await say.flushall()
      await sleep(ttl)
    }
    const { count } = await watching
    t.ok(count <= 4 + 3, `${count} calls in 4 TTLs with 3 flushes`)
    t.ok((await Promise.all(replicas.map(scrape))).every(isGood))
    t.ok(await untilAgreed(calls))
  })

  await t.test('go on by themselves while Redis sleeps, and scrapes do not feel it', async (t) => {
    const sleeping = say.call('DEBUG', 'SLEEP', '3')
    const watching = watch(calls, 3 * ttl)
    const scrapes = await scrapeFor(replicas, 3 * ttl)
    t.ok(usualMost(scrapes) < usual + 250, `${Math.round(usualMost(scrapes))} ms in place of ${Math.round(usual)} ms`)
    t.ok(scrapes.every(isGood))
    t.ok((await watching).count >= 2)
    await sleeping
    t.ok(await untilAgreed(calls), 'then they agree again')
  })

  await t.test('go on by themselves without Redis, and heal', async (t) => {
    await redis.stop()
    await sleep(ttl)
    const watching = watch(calls, 3 * ttl)
    const scrapes = await scrapeFor(replicas, 3 * ttl)
    t.ok(usualMost(scrapes) < usual + 250, `${Math.round(usualMost(scrapes))} ms in place of ${Math.round(usual)} ms`)
    t.ok(scrapes.every(isGood))
    const { count } = await watching
    t.ok(count >= 2 * 3, `${count} calls of three in 3 TTLs`)

    redis = await startRedis(whole, { port: redis.port })
    t.ok(await untilAgreed(calls), 'and agree when it is back')
    for (const replica of replicas) {
      t.ok(await until(() => replica.output().includes('can be used again'), patience), 'which each has told')
    }
    const written = replicas.map((replica) => replica.output()).join('\n')
    t.notMatch(written, /"level":[56]0/, 'and none took for an error')
  })

  await t.test('and a full Redis is one that refuses, with one line', async (t) => {
    await say.config('SET', 'maxmemory', '1')
    await sleep(3 * ttl)
    const scrapes = await Promise.all(replicas.map(scrape))
    t.ok(scrapes.every(isGood))
    for (const replica of replicas) {
      const lines = replica.output().match(/refuses to be written to \(OOM: its memory is full\)/g) ?? []
      t.equal(lines.length, 1)
    }
    await say.config('SET', 'maxmemory', '0')
    t.ok(await untilAgreed(calls))
  })
})

t.test('after kill -9 within the TTL the first scrape has the data, and nobody was asked', { skip }, async (t) => {
  const { simulator, calls, settings } = await startProvider(t)
  const redis = await startRedis(t)
  const env = { ...settings, CACHE_URL: redis.url, SITE24X7_TTL: '10m', SITE24X7_MAX_AGE: '1h' }
  const before = await startExporter(t, env)
  await scrape(before)
  t.ok(await until(async () => (await scrape(before)).up === 1, patience))
  const { data } = await scrape(before)
  process.kill(before.pid, 'SIGKILL')
  const count = calls.length
  for (let i = 0; i < 3; i++) {
    const after = await startExporter(t, env)
    const first = await scrape(after)
    t.equal(first.data, data)
    t.equal(first.up, 1)
    process.kill(after.pid, 'SIGKILL')
  }
  t.equal(calls.length, count)
  t.equal(simulator.calls.token, 1)
})

t.test('a wrong password is one clear line, and the program works as without a Redis', { skip }, async (t) => {
  const { calls, settings } = await startProvider(t)
  const redis = await startRedis(t, { args: ['--requirepass', 'right'] })
  const url = new URL(redis.url)
  url.password = 'SENTINEL'
  const exporter = await startExporter(t, { ...settings, CACHE_URL: url.href })
  const first = await scrape(exporter)
  t.equal(first.up, 1)
  const before = calls.length
  await sleep(3 * ttl)
  t.ok(calls.length >= before + 2)
  const lines = exporter
    .output()
    .split('\n')
    .filter((line) => line.includes('Redis'))
  t.equal(lines.length, 1)
  t.match(lines[0], /cannot be used \(WRONGPASS: check its user and password\)/)
  t.notMatch(exporter.output(), /SENTINEL|right/)
})

t.test('where the database of the URL is not there, no other one is used', { skip }, async (t) => {
  const { settings } = await startProvider(t)
  const redis = await startRedis(t)
  const exporter = await startExporter(t, { ...settings, CACHE_URL: `${redis.url}/99` })
  t.equal((await scrape(exporter)).up, 1)
  await sleep(2 * ttl)
  t.equal(await control(t, redis.url).dbsize(), 0)
  const lines = exporter
    .output()
    .split('\n')
    .filter((line) => line.includes('Redis'))
  t.equal(lines.length, 1)
  t.match(lines[0], /cannot be used \(it has no database of this number\)/)
})

t.test('a Redis that may only be read is read, and written to again when it may be', { skip }, async (t) => {
  const { calls, settings } = await startProvider(t)
  const redis = await startRedis(t)
  const say = control(t, redis.url)
  const env = { ...settings, CACHE_URL: redis.url }
  const replicas = await Promise.all([1, 2].map(() => startExporter(t, env)))
  await Promise.all(replicas.map(scrape))
  t.ok(await untilAgreed(calls))
  await say.replicaof('127.0.0.1', '1')
  for (const replica of replicas) {
    t.ok(await until(() => replica.output().includes('refuses to be written to (READONLY'), 3 * ttl + patience))
  }
  const scrapes = await scrapeFor(replicas, 2 * ttl)
  t.ok(scrapes.every(isGood))
  await say.call('REPLICAOF', 'NO', 'ONE')
  t.ok(await untilAgreed(calls))
  for (const replica of replicas) {
    t.ok(await until(() => replica.output().includes('no longer refuses to be written to'), patience))
  }
})

/** Milliseconds from the moment it can be scraped to its first data, by its own log. */
async function timeToData(exporter: Server): Promise<number> {
  const moments = () =>
    ['Server listening', 'source is up'].map((text) => {
      const line = exporter
        .output()
        .split('\n')
        .find((line) => line.includes(text))
      return line === undefined ? Number.NaN : Date.parse(JSON.parse(line).time)
    })
  await until(() => !moments().includes(Number.NaN), 10 * second)
  const [listening = Number.NaN, up = Number.NaN] = moments()
  return up - listening
}

t.test('a Redis that does not answer holds up the first data by no more than one question', { skip }, async (t) => {
  const { settings } = await startProvider(t)
  const redis = await startRedis(t)
  process.kill(redis.pid, 'SIGSTOP')
  const [usual, slow] = await Promise.all(
    ['memory:', redis.url].map(async (url) => timeToData(await startExporter(t, { ...settings, CACHE_URL: url })))
  )
  process.kill(redis.pid, 'SIGCONT')
  t.ok((slow ?? Number.NaN) < (usual ?? Number.NaN) + 250 + second, `${slow} ms in place of ${usual} ms`)
})
