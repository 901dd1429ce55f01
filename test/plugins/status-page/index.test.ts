import Fastify, { type FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import { Compile } from 'typebox/compile'
import snapshots from '../../../plugins/snapshots/index.ts'
import statusPage from '../../../plugins/status-page/index.ts'
import { StatusSchema } from '../../../plugins/status-page/status-schema.ts'
import upstream from '../../../plugins/upstream/index.ts'
import { Failure } from '../../../src/contract/failure.ts'
import type { Overview, Source } from '../../../src/contract/provider.ts'
import { fakeSource, numbers } from '../../support/fake-source.ts'
import { madeUpProvider } from '../../support/made-up-provider.ts'
import { type ManualClock, manualClock, settle } from '../../support/manual-clock.ts'

interface Running {
  readonly app: FastifyInstance
  readonly clock: ManualClock
  get(path: string): Promise<string>
}

async function setUp(t: Test, ...sources: Source[]): Promise<Running> {
  const clock = manualClock()
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(upstream, { clock, proxy: {}, userAgent: 'test' })
  await app.register(snapshots, { clock, random: () => 0 })
  await app.register(statusPage, {
    clock,
    version: '1.2.3',
    providers: [madeUpProvider()],
    links: { '/metrics': 'Metrics', '/a"b': 'Odd <path>' }
  })
  for (const source of sources) app.snapshots.add('acme', source)
  await app.ready()
  await settle()
  return { app, clock, get: async (path) => (await app.inject(path)).body }
}

const hostile = '</title><script>alert(1)</script>"\''
const overview: Overview = {
  noun: 'monitors',
  states: [
    { name: 'down', severity: 'critical', count: 2 },
    { name: 'up', severity: 'ok', count: 40 }
  ],
  sights: [{ place: hostile, count: 3, severity: 'critical' }],
  troubles: [{ name: hostile, state: hostile, severity: 'critical', lasting: 3_661_000, where: [hostile] }],
  regions: [{ code: 'JP', name: hostile, share: 0.2 }],
  unplaced: [hostile]
}
const watching = (): Source =>
  fakeSource({
    name: 'watch',
    collect: () => ({
      families: [numbers('watch', ['a'])],
      places: [{ key: hostile, name: hostile, latitude: 1, longitude: 2 }],
      overview
    })
  })
const failing = (failure: Failure): Source =>
  fakeSource({
    name: 'broken',
    async fetch() {
      throw failure
    }
  })

t.test('a page for people', async (t) => {
  const { app } = await setUp(t, watching())
  const { statusCode, headers, body } = await app.inject('/')
  t.equal(statusCode, 200)
  t.equal(headers['content-type'], 'text/html; charset=utf-8')
  t.equal(headers['cache-control'], 'no-store')
  t.match(body, '<title>2 monitors down; all sources up · edge-exporter</title>')
  t.match(body, 'edge-exporter 1.2.3')
  t.match(body, '<li><a href="metrics">Metrics</a></li>', 'relative, so that a proxy may serve it under a path')
  t.match(body, '<a href="a&quot;b">Odd &lt;path&gt;</a>')
  t.match(body, '1 h 1 min', 'how long it has been down')
})

t.test('what a provider sends is text, never markup', async (t) => {
  const { get } = await setUp(t, watching(), failing(new Failure('client', hostile)))
  for (const body of [await get('/'), await get('/?part=live')]) {
    t.notMatch(body, '<script>alert')
    t.match(body, '&lt;script&gt;alert(1)')
  }
})

t.test('nothing comes from elsewhere, and nothing is written into the page itself', async (t) => {
  const { app } = await setUp(t, watching())
  const { headers, body } = await app.inject('/')
  t.match(headers['content-security-policy'], "default-src 'none'")
  t.notMatch(headers['content-security-policy'], 'unsafe')
  t.notMatch(body, / style="| on\w+="|<style|javascript:/)
  const urls = [...body.matchAll(/<(?:link|script|img|image|use)[^>]* (?:href|src)="([^"]+)"/g)].map(
    ([, url]) => url as string
  )
  t.equal(urls.length, 3)
  for (const url of urls) {
    t.notMatch(url, ':')
    const answer = await app.inject(`/${url}`)
    t.equal(answer.statusCode, 200, url)
    t.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable')
    t.match(url, /\.[0-9a-f]{10}\.(css|js|svg)$/, 'another content has another name')
    t.notMatch(answer.body, /https?:\/\/(?!www\.w3\.org)/)
  }
})

t.test('the part that changes comes by itself', async (t) => {
  const { app, get } = await setUp(t, watching())
  const live = await get('/?part=live')
  t.match(live, /^<header>/)
  t.match(live, /<\/main>$/)
  const [before, after] = (await get('/')).split('<div id="live">')
  t.notMatch(before, 'all sources up</span>')
  t.equal(after?.split('<g data-keep')[0], live.split('<g data-keep')[0])
  t.equal((await app.inject('/?part=other')).statusCode, 400)
})

t.test('a source that fails says so, and what to do', async (t) => {
  const { get } = await setUp(t, failing(new Failure('auth', 'the key was refused')))
  const body = await get('/')
  t.match(body, '<title>1 of 1 sources down · edge-exporter</title>')
  t.match(body, /<tr role="row" class="critical" data-source="acme\/broken">/)
  t.match(body, '<span class="reason">auth</span> <span class="message">the key was refused</span>')
  t.match(body, 'Check ACME_KEY, ACME_PASS, ACME_SITE')
  t.match(body, '<code>edge-exporter check</code>')
})

t.test('the last refreshes of a source unfold without a script, the newest first', async (t) => {
  const outcomes = ['good', 'bad', 'good']
  const { get, clock } = await setUp(
    t,
    fakeSource({
      async fetch() {
        if (outcomes.shift() === 'bad') throw new Failure('server', `HTTP 500 ${hostile}`)
        return ['a']
      }
    })
  )
  await clock.advance(150_000)
  const [, table = ''] =
    /<details class="refreshes"><summary>Last 4 refreshes<.*?<tbody>(.*?)<\/tbody>/s.exec(await get('/')) ?? []
  const rows = table.split('<tr>').slice(1)
  t.equal(rows.length, 4)
  t.match(
    rows[0],
    /<time datetime="2026-01-02T03:0\d:\d\d\.000Z">[\w ]+ ago<\/time><\/td><td>0 s<\/td><td>0<\/td><td>0 B<\/td><td>ok</
  )
  t.match(rows[2], '<b>server</b> HTTP 500 &lt;/title&gt;')
  const { sources } = JSON.parse(await get('/api/status'))
  t.match(sources[0].refreshes, [
    { ok: true },
    { ok: false, reason: 'server', calls: 0, bytes: 0 },
    { ok: true },
    { ok: true }
  ])
})

t.test('before the first data, and with nothing to watch', async (t) => {
  const { get } = await setUp(t, fakeSource({ fetch: () => new Promise(() => {}) }))
  const body = await get('/')
  t.match(body, 'Waiting for the first data of 1 of 1 sources')
  t.notMatch(body, '<details>')
  t.notMatch(body, 'Not up')
})

t.test('the same as JSON, as its schema says', async (t) => {
  const { app } = await setUp(t, watching(), failing(new Failure('timeout', 'too late')))
  const { statusCode, headers, body } = await app.inject('/api/status')
  t.equal(statusCode, 200)
  t.match(headers['content-type'], 'application/json')
  const status = JSON.parse(body)
  t.strictSame([...Compile(StatusSchema).Errors(status)], [])
  t.match(status, {
    version: '1.2.3',
    severity: 'critical',
    sources: [{ source: 'watch', state: 'up' }, { state: 'down' }]
  })
  t.equal(status.watched[0].troubles[0].name, hostile)
})

t.test('it makes room for metrics at the root', async (t) => {
  const app = Fastify()
  t.teardown(() => app.close())
  const clock = manualClock()
  app.get('/', async () => 'metrics')
  await app.register(upstream, { clock, proxy: {}, userAgent: 'test' })
  await app.register(snapshots, { clock })
  await app.register(statusPage, { clock, version: '1', providers: [], links: {} })
  t.equal((await app.inject('/')).body, 'metrics')
  t.equal((await app.inject('/api/status')).statusCode, 200)
})

t.test('with as much as there can be, it is small and quick', async (t) => {
  const long = 'a long name of something, '.repeat(12)
  const many: Overview = {
    noun: 'monitors',
    states: [{ name: 'down', severity: 'critical', count: 10_000 }],
    sights: Array.from({ length: 140 }, (_, i) => ({ place: `place ${i}`, count: i, severity: 'warning' as const })),
    troubles: Array.from({ length: 100 }, (_, i) => ({
      name: `${long} ${i}`,
      state: 'configuration error',
      severity: 'warning' as const,
      lasting: i * 1000,
      where: Array.from({ length: 16 }, (_, place) => `place ${place}`)
    })),
    regions: ['CN-GD', 'CN-BJ', 'US', 'RU', 'CA', 'BR', 'AU', 'IN'].map((code) => ({ code, name: code, share: 0.1 }))
  }
  const source = fakeSource({
    collect: () => ({
      families: [],
      places: Array.from({ length: 140 }, (_, i) => ({
        key: `place ${i}`,
        name: `place ${i}`,
        latitude: i / 2,
        longitude: i
      })),
      overview: many
    })
  })
  const { get } = await setUp(t, source)
  const body = await get('/')
  t.ok(Buffer.byteLength(body) < 200_000, `${Buffer.byteLength(body)} bytes`)
  const times: number[] = []
  for (let i = 0; i < 5; i++) {
    const begin = performance.now()
    await get('/')
    times.push(performance.now() - begin)
  }
  t.ok(Math.min(...times) < 100, `${Math.min(...times)} ms`)
})
