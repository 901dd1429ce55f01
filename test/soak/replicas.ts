/**
 * `npm run soak:replicas`: five replicas on one Redis, or with `--store leases` on Leases of Kubernetes, for three minutes,
 * while the one that refreshes is killed in the middle of it, twenty times. At most 1.2 calls for each TTL, and no replica
 * serves data older than two.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Redis } from 'ioredis'
import { createSimulator } from '../../providers/site24x7/simulator/index.ts'
import { freePort, type Server, startExporter, startRedis } from '../e2e/servers.ts'
import { holdersOf, startKubernetes } from '../support/kubernetes-stub.ts'
import { onlyMonitors } from '../support/only-monitors.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '180' },
    kills: { type: 'string', default: '20' },
    store: { type: 'string', default: 'redis' }
  }
})
const [seconds, kills] = [Number(values.seconds), Number(values.kills)]
const isKnown = ['redis', 'leases'].includes(values.store)
if (!isKnown || !(seconds >= 30 && seconds <= 3600) || !(kills >= 1 && kills * 4 <= seconds)) {
  console.error(
    'usage: npm run soak:replicas -- [--seconds 30..3600] [--kills at most a quarter of the seconds] [--store redis|leases]'
  )
  process.exit(2)
}

/** Milliseconds. */
const ttl = 5000
const slow = 400
const size = 5

const endings: (() => unknown)[] = []
process.setMaxListeners(0)
const t = { teardown: (ending: () => unknown) => void endings.push(ending) } as unknown as Parameters<
  typeof startRedis
>[0]

const simulator = await createSimulator({ size: 30 })
let calls = 0
simulator.app.addHook('onRequest', async ({ url }) => {
  if (!url.startsWith('/api/')) return
  calls += 1
  await sleep(slow)
})
const origin = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
endings.push(() => simulator.app.close())

interface Shared {
  /** Settings of one more replica. */
  settings(): Promise<Record<string, string>>
  /** The process that has the lease now. */
  owner(): Promise<number | undefined>
}

async function onRedis(): Promise<Shared> {
  const redis = await startRedis(t)
  const say = new Redis(redis.url)
  endings.push(() => say.disconnect())
  return {
    settings: async () => ({ CACHE_URL: redis.url }),
    async owner() {
      const [key] = await say.keys('*lease/*')
      const text = key === undefined ? null : await say.get(key)
      return text === null ? undefined : Number(text.split(' ')[1])
    }
  }
}

async function onLeases(): Promise<Shared> {
  const stub = await startKubernetes(t)
  return {
    settings: async () => ({ ...stub.settings, PEER_PORT: `${await freePort()}` }),
    owner: async () => holdersOf(stub)[0]
  }
}

const shared = await (values.store === 'redis' ? onRedis() : onLeases())
const env = {
  ...simulator.settings(origin),
  ...onlyMonitors,
  SITE24X7_TTL: `${ttl}ms`,
  SITE24X7_MAX_AGE: '5m',
  SITE24X7_DAILY_CALL_LIMIT: 'off'
}
const start = async () => startExporter(t, { ...env, ...(await shared.settings()) })
const replicas: Server[] = await Promise.all(Array.from({ length: size }, start))

/** Seconds; 0 for a replica that has just begun and has no data yet. */
async function ageAt({ url }: Server): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const at = /^edge_exporter_source_last_success_timestamp_seconds\{.*\} (\S+)$/m.exec(text)?.[1]
  return at === undefined ? 0 : Date.now() / 1000 - Number(at)
}

await sleep(2 * ttl)
calls = 0
const begun = performance.now()
const end = begun + seconds * 1000
let killed = 0
let oldest = 0
const nextKill = () => begun + ((killed + 0.5) * seconds * 1000) / kills
while (performance.now() < end) {
  const ages = await Promise.all(replicas.map((replica) => ageAt(replica).catch(() => 0)))
  oldest = Math.max(oldest, ...ages)
  const pid = killed < kills && performance.now() > nextKill() ? await shared.owner() : undefined
  const victim = replicas.findIndex((replica) => replica.pid === pid)
  if (pid !== undefined && victim >= 0) {
    killed += 1
    process.kill(pid, 'SIGKILL')
    // As a Deployment does, and while the others go on.
    void start()
      .catch(start)
      .then((replica) => {
        replicas[victim] = replica
      })
  }
  await sleep(20)
}
const turns = (performance.now() - begun) / ttl
const perTurn = calls / turns
// What goes wrong in between is told by those that are left.
for (const { pid, output } of replicas) {
  for (const line of output()
    .split('\n')
    .filter((text) => /"level":[456]0/.test(text)))
    console.log(`${pid}: ${line}`)
}
for (const ending of endings.toReversed()) await ending()

console.log(
  `${seconds} s, ${killed} owners killed: ${calls} calls in ${turns.toFixed(1)} TTLs, ${perTurn.toFixed(2)} for each`
)
console.log(`the oldest data that was served: ${oldest.toFixed(1)} s, ${((oldest * 1000) / ttl).toFixed(2)} TTLs`)
const isGood = killed >= kills * 0.9 && perTurn <= 1.2 && oldest * 1000 <= 2 * ttl
process.exit(isGood ? 0 : 1)
