/** A counter that is carried by the exporter never goes back and counts nothing twice, whatever befalls its processes. */
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { startKubernetes } from '../support/kubernetes-stub.ts'
import { listen } from '../support/local-server.ts'
import { run, start } from '../support/program.ts'
import { freePort, type Server, skipWithout, startExporter, startPushgateway, startRedis } from './servers.ts'

const args = ['--provider', fileURLToPath(new URL('./counting-provider.ts', import.meta.url))]

/** Events come by the clock: a hundred a second. Each answer takes a while, so that processes are met while they ask. */
async function startFeed(t: Test) {
  const began = performance.now()
  const events = () => Math.floor((performance.now() - began) / 10)
  const { origin: url } = await listen(t, async (request, response) => {
    const after = Number(new URL(request.url ?? '', 'http://x').searchParams.get('after'))
    const cursor = events()
    await sleep(20)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ cursor, events: cursor - after }))
  })
  return { url, events }
}

async function counted({ url }: Server): Promise<number | undefined> {
  const text = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5000) }).then((r) => r.text())
  const found = /^counting_events_total(?:\{[^}]*\})? (\S+)$/m.exec(text)?.[1]
  return found === undefined ? undefined : Number(found)
}

/** What a Prometheus would see of a process: never less than before, and never more than there was. */
function watcher(t: Test, events: () => number) {
  const last = new Map<string, number>()
  return async (name: string, server: Server) => {
    const value = await counted(server)
    if (value === undefined) return
    const most = events()
    t.ok(value <= most, `${name}: ${value} of ${most}`)
    t.ok(value >= (last.get(name) ?? 0), `${name}: ${value} after ${last.get(name)}`)
    last.set(name, value)
  }
}

/** Settings of one replica after the other. */
const stores: readonly [string, string | false, (t: Test) => Promise<() => Promise<Record<string, string>>>][] = [
  [
    'one Redis',
    skipWithout('redis-server'),
    async (t) => {
      const { url } = await startRedis(t)
      return async () => ({ CACHE_URL: `${url}/0` })
    }
  ],
  [
    'Leases of Kubernetes',
    false,
    async (t) => {
      const { settings } = await startKubernetes(t)
      return async () => ({ ...settings, PEER_PORT: `${await freePort()}` })
    }
  ]
]

for (const [title, skip, open] of stores) {
  t.test(
    `two replicas on ${title} that are paused in turn, and one that is killed`,
    { skip, timeout: 90_000 },
    async (t) => {
      const feed = await startFeed(t)
      const settings = await open(t)
      const start = async () =>
        startExporter(t, { COUNTING_URL: feed.url, LOG_LEVEL: 'warn', ...(await settings()) }, args)
      let a = await start()
      const b = await start()
      const look = watcher(t, feed.events)
      for (let round = 0; round < 6; round++) {
        const [name, paused] = round % 2 === 0 ? (['b', a] as const) : (['a', b] as const)
        process.kill(paused.pid, 'SIGSTOP')
        for (let i = 0; i < 5; i++) {
          await sleep(250)
          await look(name, name === 'a' ? a : b)
        }
        process.kill(paused.pid, 'SIGCONT')
        for (let i = 0; i < 10; i++) {
          await sleep(50)
          await look('a', a)
          await look('b', b)
        }
      }
      process.kill(a.pid, 'SIGKILL')
      await a.stop()
      a = await start()
      await sleep(500)
      // The same series for Prometheus, as the instance is the same.
      await look('a', a)
      await sleep(1500)
      t.ok(((await counted(a)) ?? 0) > feed.events() - 300, 'and it is up to date')
    }
  )
}

t.test('kill -9 between and amid refreshes, with a file store', { timeout: 90_000 }, async (t) => {
  const feed = await startFeed(t)
  const env = { COUNTING_URL: feed.url, CACHE_URL: `file://${t.testdir({})}`, LOG_LEVEL: 'warn' }
  const look = watcher(t, feed.events)
  for (const life of [310, 475, 620, 755]) {
    const exporter = await startExporter(t, env, args)
    const end = performance.now() + life
    while (performance.now() < end) {
      await look('it', exporter)
      await sleep(20)
    }
    process.kill(exporter.pid, 'SIGKILL')
    await exporter.stop()
  }
})

t.test('one-shot collect with a file store goes on where the last one stopped', { timeout: 60_000 }, async (t) => {
  const feed = await startFeed(t)
  const env = { COUNTING_URL: feed.url, CACHE_URL: `file://${t.testdir({})}` }
  const values: number[] = []
  for (let i = 0; i < 3; i++) {
    const { stdout, stderr } = await run(t, ['collect', ...args], { env })
    values.push(Number(/^counting_events_total (\d+)$/m.exec(stdout)?.[1] ?? t.fail(stderr)))
  }
  t.strictSame(
    values,
    values.toSorted((x, y) => x - y)
  )
  t.ok(
    values.every((value, i) => i === 0 || value > (values[i - 1] as number)),
    String(values)
  )
  t.ok((values.at(-1) as number) <= feed.events())
})

const gatewayTest = { skip: skipWithout('prometheus-pushgateway'), timeout: 90_000 }

t.test('one-shot push with a file store goes on where the last one stopped', gatewayTest, async (t) => {
  const feed = await startFeed(t)
  const gateway = await startPushgateway(t)
  const env = { COUNTING_URL: feed.url, CACHE_URL: `file://${t.testdir({})}`, PUSHGATEWAY: gateway.url }
  const cwd = t.testdir({})
  const values: number[] = []
  for (let i = 0; i < 3; i++) {
    const { code, stderr } = await run(t, ['push', ...args], { env, cwd })
    t.equal(code, 0, stderr)
    values.push((await counted(gateway)) ?? Number.NaN)
    t.ok((values[i] as number) <= feed.events(), `${values[i]} of ${feed.events()}`)
  }
  for (const [i, value] of values.entries()) t.ok(value > (values[i - 1] ?? 0), String(values))
})

t.test('push on an interval that is killed between and amid refreshes', gatewayTest, async (t) => {
  const feed = await startFeed(t)
  const gateway = await startPushgateway(t)
  const store = t.testdir({})
  const env = { COUNTING_URL: feed.url, CACHE_URL: `file://${store}`, PUSHGATEWAY: gateway.url }
  const look = watcher(t, feed.events)
  let pushed = 0
  for (const life of [3310, 3475, 3620, 3755]) {
    const before = await counted(gateway)
    const program = start(t, ['push', '--interval', '100ms', ...args], { env, cwd: store })
    const end = performance.now() + life
    while (performance.now() < end) {
      await look('the gateway', gateway)
      await sleep(20)
    }
    program.child.kill('SIGKILL')
    await program.ended
    if ((await counted(gateway)) !== before) pushed += 1
  }
  t.ok(pushed >= 2, `${pushed} of 4 lives have pushed`)
  await look('the gateway', gateway)
})
