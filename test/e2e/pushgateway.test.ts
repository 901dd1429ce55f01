/** Pushing to the real Pushgateway, read back from it and through the real Prometheus. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { createPushCycle } from '../../plugins/push/push-cycle.ts'
import { createSimulator } from '../../providers/chinacache/simulator.ts'
import { providers } from '../../providers/index.ts'
import { buildCollector } from '../../src/app.ts'
import { loadConfig } from '../../src/config/config.ts'
import type { Settings } from '../../src/contract/provider.ts'
import { concatenate, inflated, merge } from '../../src/exposition/exposition.ts'
import { simulate } from '../cli/simulated.ts'
import { logSink } from '../support/log-sink.ts'
import { manualClock } from '../support/manual-clock.ts'
import { onlyMonitors } from '../support/only-monitors.ts'
import { type Exposition, parseExposition } from '../support/parse-exposition.ts'
import { start } from '../support/program.ts'
import { type ChannelAnswers, expectedSeries } from './exporter-chinacache.ts'
import { type Server, skipWithout, startPrometheus, startPushgateway } from './servers.ts'

const skip = skipWithout('prometheus-pushgateway')
const noon = Date.parse('2024-03-05T12:34:56+08:00')
const chinacachePush = { job: 'ChinaCachePush' }
const shares = 'ChinaCache_metrics_isp_specific_flux_ratio'

/** A process of the exporter, over accounts in which no time passes. */
async function exporter(t: Test, settings: Settings) {
  const clock = manualClock(noon)
  const config = loadConfig({ providers, env: settings })
  const sink = logSink()
  const app = await buildCollector(config, { clock, logger: sink.log, background: false, retryDelay: 1 })
  await app.ready()
  if (config.push === undefined) throw new Error('no push')
  const cycle = createPushCycle({ app, clock, config: config.push, providers: () => config.providers })
  t.teardown(() => app.close())
  return {
    sink,
    close: () => cycle.close(),
    async runCycle() {
      const isCollected = await app.snapshots.refreshAll()
      return { isCollected, isPushed: await cycle.push() }
    },
    /** What it has collected. */
    async collected(): Promise<Exposition> {
      const families = app.snapshots
        .statuses()
        .flatMap(({ snapshot }) => (snapshot === undefined ? [] : [snapshot.families]))
      return parseExposition(concatenate(await inflated(merge(families)), 'text'), 'text')
    }
  }
}

/** A simulated ChinaCache account; what it was asked and answered is kept. */
async function chinacacheAccount(t: Test) {
  const simulator = await createSimulator({ clock: manualClock(noon) })
  const exchanges: { path: string; query: Record<string, string>; answer: Record<string, unknown> }[] = []
  simulator.app.addHook('onSend', async ({ url, query }, _reply, payload) => {
    const path = url.replace(/^.*\/|\?.*$/g, '')
    exchanges.push({ path, query: query as Record<string, string>, answer: JSON.parse(String(payload)) })
  })
  const origin = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
  const settings: Record<string, string> = { ...simulator.settings(origin), ...onlyMonitors }
  t.teardown(() => simulator.app.close())

  function answersFor(channel: string): ChannelAnswers {
    const answers = (path: string) => {
      const own = exchanges.filter(({ query }) => (query.channelIds ?? query.channel_id) === channel)
      return own.filter((exchange) => exchange.path === path).map(({ answer }) => answer)
    }
    // Only the question about the whole of yesterday is answered with shares.
    const both = (path: string, list: string) => {
      const found = answers(path)
      const [total] = found.filter((answer) => (answer[list] as unknown[]).length === 0)
      const [daily] = found.filter((answer) => (answer[list] as unknown[]).length > 0)
      return { total: total?.totalFlux, [list]: daily?.[list] }
    }
    return {
      channel,
      hitRate: answers('getHitRate.do')[0],
      isp: both('getIsp.do', 'isps'),
      region: both('getRegion.do', 'provinces'),
      codes: answers('http_code')[0]?.data
    } as unknown as ChannelAnswers
  }
  return { settings, faults: simulator.faults, channels: settings.CHINACACHE_CHANNEL_IDS?.split(',') ?? [], answersFor }
}

async function metricsOf({ url }: Server, prefix = ''): Promise<Exposition> {
  return parseExposition(await (await fetch(`${url}${prefix}/metrics`)).text(), 'text')
}

/** Label sets of the groups, as the gateway's own API has them. */
async function groupsOf({ url }: Server): Promise<Record<string, string>[]> {
  const { data } = (await (await fetch(`${url}/api/v1/metrics`)).json()) as {
    data: { labels: Record<string, string> }[]
  }
  return data.map(({ labels }) => labels)
}

function channelsIn(metrics: Exposition, name: string): string[] {
  const samples = metrics.family(name)?.samples ?? []
  return [...new Set(samples.map(({ labels }) => labels.channel ?? ''))].sort()
}

interface Series {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** A line for each series, so that two lists can be compared. An empty label is none, as in Prometheus. */
function lines(series: readonly Series[]): string[] {
  return series
    .map(
      ({ name, labels, value }) =>
        `${name} ${JSON.stringify(
          Object.entries(labels)
            .filter(([, text]) => text !== '')
            .sort()
        )} ${value}`
    )
    .sort()
}

t.test('both providers, read back through Prometheus', { skip: skip || skipWithout('prometheus') }, async (t) => {
  const gateway = await startPushgateway(t)
  const scrape = `{ job_name: pushgateway, honor_labels: true, static_configs: [{ targets: ['${new URL(gateway.url).host}'] }] }`
  const starting = startPrometheus(t, `global: { scrape_interval: 1s }\nscrape_configs: [${scrape}]\n`)
  const account = await chinacacheAccount(t)
  const { settings } = await simulate(t)
  const program = await exporter(t, { ...settings, ...account.settings, PUSHGATEWAY: gateway.url })
  t.same(await program.runCycle(), { isCollected: true, isPushed: true })

  const prometheus = await starting
  await prometheus.queryUntil('push_time_seconds', (series) => series.length === 2)
  async function seriesOf(selector: string): Promise<Series[]> {
    const found = await prometheus.query(selector)
    return found.map(({ labels: { __name__: name = '', job: _, ...labels }, value }) => ({ name, labels, value }))
  }

  const expected = account.channels.flatMap((channel) => expectedSeries(account.answersFor(channel)))
  t.ok(expected.length > 100)
  t.same(
    lines(await seriesOf('{__name__=~"ChinaCache_.+", job="ChinaCachePush"}')),
    lines(expected),
    'names, labels and values are those of exporter-chinacache'
  )

  for (const [pattern, job] of [
    ['site24x7_', 'Site24x7Push'],
    ['chinacache_', 'ChinaCachePush']
  ] as const) {
    const own = (await program.collected()).families.filter(({ name }) => name.startsWith(pattern))
    const read = await seriesOf(`{__name__=~"${pattern}.+", job="${job}"}`)
    t.same(lines(read), lines(own.flatMap(({ samples }) => samples)), `every series of ${pattern}`)
    t.ok(read.length > 50)
  }
  t.equal((await seriesOf('edge_exporter_source_up == 1')).length, 5)
  t.same(await seriesOf('push_failure_time_seconds != 0'), [])
})

t.test('a channel that is removed is gone after the next push, with POST and with PUT', { skip }, async (t) => {
  const gateway = await startPushgateway(t)
  const account = await chinacacheAccount(t)
  const [first = '', second = '', third = ''] = account.channels
  for (const [job, method] of [
    ['posting', 'post'],
    ['putting', 'put']
  ]) {
    const settings = { ...account.settings, PUSHGATEWAY: gateway.url, PUSH_JOB: job, PUSH_METHOD: method }
    await (await exporter(t, settings)).runCycle()
    t.same(channelsIn(await metricsOf(gateway), shares), [first, second, third].sort())
    await (await exporter(t, { ...settings, CHINACACHE_CHANNEL_IDS: `${first},${third}` })).runCycle()
    const metrics = await metricsOf(gateway)
    for (const name of metrics.names.filter((name) => /^chinacache_/i.test(name))) {
      t.notOk(channelsIn(metrics, name).includes(second), `${name} of ${job}`)
    }
    t.same(channelsIn(metrics, shares), [first, third].sort())
    await fetch(`${gateway.url}/metrics/job/${job}`, { method: 'DELETE' })
  }
})

t.test(
  'what is no longer collected is gone, unless POST is asked for, which leaves it and says that it is down',
  { skip },
  async (t) => {
    const gateway = await startPushgateway(t)
    const account = await chinacacheAccount(t)
    const posting = await exporter(t, { ...account.settings, PUSHGATEWAY: gateway.url, PUSH_METHOD: 'post' })
    const putting = await exporter(t, {
      ...account.settings,
      PUSHGATEWAY: gateway.url,
      PUSH_JOB: 'putting'
    })
    for (const { runCycle } of [posting, putting]) t.same(await runCycle(), { isCollected: true, isPushed: true })
    account.faults.set('isp', '404')
    for (const { runCycle } of [posting, putting]) t.same(await runCycle(), { isCollected: false, isPushed: true })

    const metrics = await metricsOf(gateway)
    const jobs = metrics.family(shares)?.samples.map(({ labels }) => labels.job)
    t.same([...new Set(jobs)], ['ChinaCachePush'])
    for (const job of ['ChinaCachePush', 'putting']) {
      const labels = { job, instance: '', provider: 'chinacache' }
      t.equal(metrics.value('edge_exporter_source_up', { ...labels, source: 'isp' }), 0)
      t.equal(metrics.value('edge_exporter_source_up', { ...labels, source: 'status_codes' }), 1)
      const lastSuccess = 'edge_exporter_source_last_success_timestamp_seconds'
      t.equal(metrics.value(lastSuccess, { ...labels, source: 'isp' }), noon / 1000)
    }
  }
)

t.test('grouping labels of every kind come back as they were, and their groups can be deleted', { skip }, async (t) => {
  const gateway = await startPushgateway(t)
  const account = await chinacacheAccount(t)
  const groups = [
    { job: 'edge', path: '/srv/data/', nothing: '', city: '上海/京' },
    { job: 'a/b', dots: '..', quoted: `"it's" \\ 50%`, space: 'a b' },
    { job: '推送', dot: '.', looks: 'x@base64', query: 'a?b#c&d=e+f' }
  ]
  for (const { job, ...grouping } of groups) {
    const pairs = Object.entries(grouping).map(([key, value]) => `${key}=${value}`)
    const program = await exporter(t, {
      ...account.settings,
      PUSHGATEWAY: gateway.url,
      PUSH_JOB: job,
      PUSH_GROUPING: pairs.join(','),
      PUSH_DELETE_ON_EXIT: 'true'
    })
    t.match(await program.runCycle(), { isPushed: true })
    t.same(await groupsOf(gateway), [{ job, ...grouping }])
    const [sample] = (await metricsOf(gateway)).family(shares)?.samples ?? []
    t.match(sample?.labels, { job, ...grouping })
    await program.close()
    t.same(await groupsOf(gateway), [], 'deleted')
    t.same(program.sink.messages('error'), [])
  }
})

t.test("a metric that another job pushed as another type: the gateway's own text says which", { skip }, async (t) => {
  const gateway = await startPushgateway(t)
  const account = await chinacacheAccount(t)
  const name = 'ChinaCache_metrics_isp_total_bytes'
  const other = `# HELP ${name} Bytes.\n# TYPE ${name} counter\n${name}{channel="1"} 1\n`
  await fetch(`${gateway.url}/metrics/job/other`, { method: 'POST', body: other })
  const program = await exporter(t, { ...account.settings, PUSHGATEWAY: gateway.url })
  t.same(await program.runCycle(), { isCollected: true, isPushed: false })
  t.match(program.sink.messages('error'), [
    /^push failed: the Pushgateway answered with HTTP 400: pushed metrics are invalid or inconsistent.*ChinaCache_metrics_isp_total_bytes/
  ])
  t.equal(program.sink.messages('error').length, 1)
  const metrics = await metricsOf(gateway)
  t.equal(metrics.family(name)?.samples.length, 1, "the other job's stays")
  const failed = metrics.value('push_failure_time_seconds', { ...chinacachePush, instance: '' })
  t.ok((failed ?? 0) > 0, 'the gateway knows of the failure')
})

t.test('a gateway behind a path prefix and a password', { skip }, async (t) => {
  // The hash of `test`, from Prometheus' documentation.
  const hash = '$2b$12$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay'
  const file = join(t.testdir(), 'web.yml')
  writeFileSync(file, `basic_auth_users: { jane: ${hash} }\n`)
  const gateway = await startPushgateway(t, ['--web.route-prefix=/monitoring', `--web.config.file=${file}`])
  const account = await chinacacheAccount(t)
  const { host } = new URL(gateway.url)

  const right = await exporter(t, { ...account.settings, PUSHGATEWAY: `http://jane:t%65st@${host}/monitoring/` })
  t.match(await right.runCycle(), { isPushed: true })
  for (const [url, message] of [
    [`http://jane:wrong-word@${host}/monitoring`, /HTTP 401: Unauthorized \(check user and password in PUSHGATEWAY\)$/],
    [`http://jane:test@${host}`, /HTTP 404.*\(check host and path prefix in PUSHGATEWAY\)$/]
  ] as const) {
    const wrong = await exporter(t, { ...account.settings, PUSHGATEWAY: url })
    t.match(await wrong.runCycle(), { isPushed: false })
    t.match(wrong.sink.messages('error'), [message])
    t.notMatch(wrong.sink.text(), /wrong-word|jane/)
  }
})

t.test(
  'the program pushes on an interval until SIGTERM, and deletes its groups where that is wished',
  { skip },
  async (t) => {
    const gateway = await startPushgateway(t)
    const { settings } = await simulate(t)
    const env = { ...settings, PUSHGATEWAY: gateway.url, CHINACACHE_INTERVAL: '1s' }
    const { child, ended } = start(t, ['push', '--delete-on-exit', '--grouping', 'site=上海/1'], { env })
    const pushTimes = async () =>
      (await metricsOf(gateway)).family('push_time_seconds')?.samples.map(({ value }) => value)
    while ((await pushTimes())?.length !== 2) await sleep(100)
    const first = await pushTimes()
    while (JSON.stringify(await pushTimes()) === JSON.stringify(first)) await sleep(100)
    t.same(new Set((await groupsOf(gateway)).map(({ job }) => job)), new Set(['ChinaCachePush', 'Site24x7Push']))
    child.kill('SIGTERM')
    t.match(await ended, { code: 0, stderr: '' })
    t.same(await groupsOf(gateway), [])
  }
)

t.test(
  'of two pushers of one group one ends, as in a rolling restart, and no series is gone for a moment',
  { skip },
  async (t) => {
    const gateway = await startPushgateway(t)
    const { settings } = await simulate(t)
    const env = { ...settings, PUSHGATEWAY: gateway.url, CHINACACHE_INTERVAL: '1s' }
    const old = start(t, ['push'], { env })
    while ((await groupsOf(gateway)).length < 2) await sleep(50)
    const next = start(t, ['push'], { env })
    await next.printed(/edge-exporter starts/)
    await sleep(1500)
    old.child.kill('SIGTERM')
    t.match(await old.ended, { code: 0, stderr: '' })
    for (let i = 0; i < 20; i++) {
      t.equal((await groupsOf(gateway)).length, 2)
      await sleep(50)
    }
    next.child.kill('SIGTERM')
    t.match(await next.ended, { code: 0, stderr: '' })
    t.equal((await groupsOf(gateway)).length, 2, 'what was pushed last stays')
  }
)
