/** The whole program with everything turned on, through every fault of the simulators: no byte shows a secret. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { providers } from '../../providers/index.ts'
import { reports } from '../../providers/site24x7/reports/index.ts'
import { settingOf } from '../../providers/site24x7/reports/settings.ts'
import { privateData } from '../../providers/site24x7/simulator/wire-form.ts'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/config.ts'
import { startFakeGateway, status } from '../support/fake-gateway.ts'
import { listenAsProxy } from '../support/local-proxy.ts'
import { logSink } from '../support/log-sink.ts'
import { manualClock } from '../support/manual-clock.ts'
import { filesBelow, leaks, own, secretsOf, webConfig } from './sentinels.ts'
import type { SwitchableSimulator } from './subjects.ts'

const authorized = { authorization: `Bearer ${own.token}` }
/** Those whose answers hold what is private are on; more would only take longer. */
const withPrivateData = ['availability', 'maintenance', 'configuration', 'alerts', 'usage']
const chosenReports = Object.fromEntries(
  reports.map((report) => [settingOf(report), withPrivateData.includes(report.name) ? '1h' : 'off'])
)
const openMetrics = { ...authorized, accept: 'application/openmetrics-text' }
const wrong = { authorization: `Basic ${Buffer.from(`alice:${own.password}x`).toString('base64')}` }

/** Twice the time in which ten access tokens may be asked for, so that none of the faults uses them up. */
const eternity = 20 * 60_000
/** In which even a daily quota is there again. */
const day = 25 * 3_600_000

/** The program with its first data. */
async function run(t: Test) {
  const clock = manualClock()
  const simulators = (await Promise.all(
    providers.map((provider) => provider.simulator({ clock, size: 4 }))
  )) as SwitchableSimulator[]
  const origins = await Promise.all(simulators.map(({ app }) => app.listen({ host: '127.0.0.1', port: 0 })))
  t.teardown(() => Promise.all(simulators.map(({ app }) => app.close())))
  const tokens = new Set<string>()
  for (const { app } of simulators) {
    app.server.on('request', ({ headers }) => {
      const token = headers.authorization?.split(' ')[1]
      if (token !== undefined) tokens.add(token)
    })
  }
  const settings: Record<string, string> = Object.assign(
    {},
    ...simulators.map((simulator, i) => simulator.settings(origins[i] as string))
  )
  const proxy = await listenAsProxy(t)
  const gateway = await startFakeGateway(t)
  const folder = t.testdir({ 'web.yml': webConfig(false), cache: {} })
  const cache = join(folder, 'cache')

  const logs = logSink('trace')
  const env = {
    ...settings,
    // Under a made-up name, as no proxy is asked for what is on this machine.
    SITE24X7_API_URL: settings.SITE24X7_API_URL?.replace('127.0.0.1', 'provider.test') ?? '',
    SITE24X7_TTL: '1h',
    ...chosenReports,
    CHINACACHE_TTL: '1h',
    LOG_LEVEL: 'trace',
    HTTP_PROXY: `http://u:${own.proxy}@127.0.0.1:${proxy.port}`,
    PUSHGATEWAY: `http://pusher:${encodeURIComponent(own.push)}@${gateway.host}`,
    PUSH_INTERVAL: `${eternity}ms`,
    METRICS_TOKEN: own.token,
    WEB_CONFIG_FILE: join(folder, 'web.yml'),
    CACHE_URL: `file://${cache}`
  }
  const config = loadConfig({ providers, env })
  const app = await buildApp(config, {
    logger: logs.log,
    clock,
    retryDelay: 1,
    attemptTimeout: 250,
    bodyLimit: 2 ** 20
  })
  t.teardown(() => app.close())
  const answers: string[] = []

  await app.ready()
  const routes = [...app.printRoutes({ commonPrefix: false }).matchAll(/── \/?(\S*) \(/g)].map(([, path]) => `/${path}`)
  const urls = [...routes, '/metrics?provider=site24x7', '/metrics?provider=nobody', '/nothing', '/%zz']

  return {
    simulators,
    gateway,
    proxy,
    logs,
    cache,
    tokens,
    routes,
    async visit(whom: readonly Record<string, string>[]) {
      for (const url of urls) {
        for (const headers of whom) {
          const { headers: sent, body } = await app.inject({ url, headers })
          answers.push(JSON.stringify(sent), body)
        }
      }
    },
    /** Asks everything of the providers, and pushes what is there. */
    async live(time = eternity) {
      await clock.advance(time)
      // What the hands of the clock have started meets deadlines that they have passed, so it ends first.
      while (app.snapshots.statuses().some(({ refreshing }) => refreshing)) await setTimeout(1)
      await app.snapshots.refreshAll()
    },
    isUp: () => app.snapshots.statuses().every(({ up }) => up),
    close: () => app.close(),
    /** All that left the program since the last look. */
    left() {
      const pushed = gateway.received.splice(0).map(({ path, body }) => `${path}\n${body}`)
      return [logs.text(), ...answers.splice(0), filesBelow(cache), ...pushed].join('\n')
    },
    secrets(): Record<string, string> {
      const accessTokens = [...tokens].map((token, i) => [`access token ${i}`, token])
      return { ...secretsOf(settings), ...privateData, ...Object.fromEntries(accessTokens) }
    }
  }
}

t.test('every fault of the simulators', async (t) => {
  const { simulators, gateway, tokens, visit, live, isUp, left, secrets, close } = await run(t)
  await live()
  const endpoints = simulators.map(({ faults }) => faults.known())
  const names = new Set(endpoints.flatMap((known) => Object.values(known).flat()))
  t.ok(names.size > 20, 'the faults are known')
  for (const name of names) {
    for (const { faults } of simulators) {
      for (const [endpoint, known] of Object.entries(faults.known()))
        if (known.includes(name)) faults.set(endpoint, name)
    }
    // What a gateway says of a push may repeat it, credentials included.
    gateway.reply((response, { headers }) => response.writeHead(400).end(headers.authorization))
    await live()
    for (const { faults } of simulators) faults.clear()
    await visit([authorized])
    await live()
    if (!isUp()) await live(day)
    t.ok(isUp(), `${name} has ended, so that the next fault is met`)
    t.strictSame(leaks(left(), secrets()), [], name)
  }
  t.ok(tokens.size >= 2, 'a refused access token was renewed')
  gateway.reply(status(200))
  await live()
  await visit([authorized, openMetrics, wrong, {}])
  await close()
  t.strictSame(leaks(left(), secrets()), [], 'the end')
})

t.test('the search sees what is there', async (t) => {
  const { gateway, proxy, logs, cache, tokens, routes, visit, live, left, secrets } = await run(t)
  await live()
  await visit([authorized, openMetrics, wrong, {}])
  await live()
  t.ok(tokens.size >= 1, 'an access token was used')
  for (const path of ['/', '/metrics', '/geolocation', '/healthz', '/readyz']) t.ok(routes.includes(path), path)
  t.ok(
    gateway.received.some(({ body }) => /^# TYPE site24x7_/m.test(body)),
    'data was pushed'
  )
  t.ok(
    gateway.received.every(({ headers }) => headers.authorization?.startsWith('Basic ')),
    'with credentials'
  )
  t.ok(
    proxy.asked.some(({ credentials }) => credentials === `u:${own.proxy}`),
    'the proxy was given its password'
  )
  t.ok(logs.messages('trace').length + logs.messages('debug').length > 0, 'the log was talkative')
  t.not(filesBelow(cache), '', 'files were written')
  const everything = left()
  t.match(everything, /site24x7_monitor_up/)
  for (const [name, secret] of Object.entries<string>({ ...secrets(), token: own.token })) {
    for (const text of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
      t.ok(leaks(`${everything}\n<${text}>`, secrets()).includes(name), `${name} would be found`)
    }
  }
  writeFileSync(join(cache, 'x'), own.token)
  t.strictSame(leaks(filesBelow(cache), secrets()), ['token'])
})
