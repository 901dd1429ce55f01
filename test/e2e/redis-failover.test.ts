/** Two replicas of the program while Sentinel makes another Redis the primary: what that costs in calls. */
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { scrape, startProvider } from './replicas.ts'
import { startSentinel } from './sentinel.ts'
import { skipWithout, startExporter } from './servers.ts'

const skip = skipWithout('redis-server') || skipWithout('redis-sentinel')

/** Milliseconds: longer than a failover takes, as any that people use. */
const ttl = 3000

t.test('a failover costs no more than the calls of one TTL twice', { skip }, async (t) => {
  const { calls, settings } = await startProvider(t)
  const { url, failOver } = await startSentinel(t)
  const env = { ...settings, SITE24X7_TTL: `${ttl}ms`, CACHE_URL: url }
  const replicas = await Promise.all([1, 2].map(() => startExporter(t, env)))
  await Promise.all(replicas.map(scrape))
  const made = async (ttls: number) => {
    const before = calls.length
    await sleep(ttls * ttl)
    return calls.length - before
  }
  await made(1)
  const usual = await made(4)
  t.ok(usual <= 5, `${usual} calls in 4 TTLs before`)
  await failOver()
  const during = await made(8)
  t.comment(`${during} calls in the 8 TTLs from the failover on`)
  t.ok(during <= 8 + 2, `${during} calls in 8 TTLs: one more for the edge, one for the TTL of the failover`)
  const after = await made(4)
  t.ok(after <= 5, `${after} calls in 4 TTLs after it`)
  t.strictSame(
    (await Promise.all(replicas.map(scrape))).map(({ up }) => up),
    [1, 1]
  )
})
