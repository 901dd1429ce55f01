/** What makes scrapes cheap, counted: no clock tells it on a busy machine. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import metrics from '../../../plugins/metrics/index.ts'
import snapshots from '../../../plugins/snapshots/index.ts'
import upstream from '../../../plugins/upstream/index.ts'
import type { Family, Labels, Source } from '../../../src/contract/provider.ts'
import { type FakeSource, fakeSource } from '../../support/fake-source.ts'
import { manualClock } from '../../support/manual-clock.ts'

async function setUp(t: Test, source: Source) {
  const clock = manualClock()
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(upstream, { clock, proxy: {}, userAgent: 'test' })
  await app.register(snapshots, { clock, random: () => 0 })
  const limits = { maxScrapes: 4, responseTimeout: 1000 }
  await app.register(metrics, {
    clock,
    path: '/metrics',
    limits,
    version: '1.2.3',
    hasCreated: false
  })
  app.snapshots.add('acme', source)
  await app.ready()
  await app.snapshots.firstData(1000)
  return { app, clock }
}

/** A source with many series, which keeps their labels. It counts how often it is rendered, and its labels are read. */
function countingSource(series: number): { source: FakeSource; counts: { heads: number; labels: number } } {
  const counts = { heads: 0, labels: 0 }
  const makeLabels = (_: unknown, i: number): Labels =>
    Object.defineProperty({} as Record<string, string>, 'site', {
      enumerable: true,
      get() {
        counts.labels += 1
        return `site ${i}`
      }
    })
  const family = (labels: readonly Labels[], value: number): Family => ({
    name: 'acme_numbers',
    get help() {
      counts.heads += 1
      return 'Numbers.'
    },
    type: 'gauge',
    samples: labels.map((labels) => ({ labels, value }))
  })
  const source = fakeSource({
    collect(_payload, { now, memory }) {
      const labels = (memory as Labels[] | undefined) ?? Array.from({ length: series }, makeLabels)
      return { families: [family(labels, now)], memory: labels }
    }
  })
  return { source, counts }
}

const ways: readonly Record<string, string>[] = [
  {},
  { 'accept-encoding': 'gzip' },
  { accept: 'application/openmetrics-text;version=1.0.0' },
  { accept: 'application/openmetrics-text;version=1.0.0', 'accept-encoding': 'gzip' }
]

/** The two heads of a family are made when it is rendered, and only then. */
const headsOfOne = 3
/** Labels of 500 series: read when they are checked for duplicates, and once more when they are new. */
const labelsOfCheck = 1000
const labelsOfOne = labelsOfCheck + 500

t.test('1,000 scrapes render nothing and ask nobody', async (t) => {
  const { source, counts } = countingSource(500)
  const { app, clock } = await setUp(t, source)
  t.strictSame({ ...counts }, { heads: headsOfOne, labels: labelsOfOne }, 'the refresh has')
  for (let i = 0; i < 1000; i++) {
    const { statusCode } = await app.inject({ url: '/metrics', headers: ways[i % ways.length] ?? {} })
    if (statusCode !== 200) t.fail(`scrape ${i} was answered with ${statusCode}`)
    // Answers are kept for a second, so most of these are made anew.
    if (i % 2 === 0) await clock.advance(50)
  }
  t.strictSame({ ...counts }, { heads: headsOfOne, labels: labelsOfOne })
  t.equal(source.calls, 1)
})

t.test('a refresh renders each family once, and escapes only labels that are new', async (t) => {
  const { source, counts } = countingSource(500)
  const { app } = await setUp(t, source)
  for (let refresh = 2; refresh <= 5; refresh++) {
    for (const headers of ways) await app.inject({ url: '/metrics', headers })
    await app.snapshots.refreshAll()
    t.strictSame({ ...counts }, { heads: headsOfOne * refresh, labels: labelsOfOne + (refresh - 1) * labelsOfCheck })
  }
})

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Scrapes and drops what comes, so that nothing of an answer is kept on this side. */
async function dropScrape(socket: Socket): Promise<void> {
  socket.write('GET /metrics HTTP/1.1\r\nhost: x\r\naccept-encoding: gzip\r\n\r\n')
  const [first] = (await once(socket, 'data')) as [Buffer]
  const head = first.toString('latin1', 0, 1024)
  const length = Number(/^content-length: (\d+)/im.exec(head)?.[1])
  let rest = head.indexOf('\r\n\r\n') + 4 + length - first.length
  while (rest > 0) rest -= ((await once(socket, 'data')) as [Buffer])[0].length
}

/** Bytes by which the heap grows with a scrape over a real connection. */
async function heapPerScrape(t: Test, series: number): Promise<number> {
  const { app } = await setUp(t, countingSource(series).source)
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  t.teardown(() => socket.destroy())
  for (let i = 0; i < 50; i++) await dropScrape(socket)
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  for (let i = 0; i < 100; i++) await dropScrape(socket)
  return (process.memoryUsage().heapUsed - before) / 100
}

t.test('a scrape takes no more of the heap for more series', async (t) => {
  const few = await heapPerScrape(t, 100)
  const many = await heapPerScrape(t, 20_000)
  // Ten bytes for each series would be 200 kB.
  t.ok(many < few + 50_000, `${Math.round(few)} bytes for 100 series, ${Math.round(many)} for 20,000`)
})
