/** A week with every source of Site24x7 on: what is asked is what was planned, and never more than four fifths of the quota. */

import Fastify, { type FastifyBaseLogger } from 'fastify'
import fp from 'fastify-plugin'
import t, { type Test } from 'tap'
import snapshots from '../../plugins/snapshots/index.ts'
import store from '../../plugins/store/index.ts'
import { createCallCounter } from '../../plugins/upstream/call-counter.ts'
import { site24x7 } from '../../providers/site24x7/index.ts'
import { planOf } from '../../src/cli/planning.ts'
import { pluginOf } from '../../src/config/providers/provider-plugin.ts'
import type { Ask } from '../../src/contract/upstream.ts'
import { answer, siteConfig } from '../providers/site24x7/fakes.ts'
import { logSink } from '../support/log-sink.ts'
import { manualClock } from '../support/manual-clock.ts'
import { day, hour, india } from './account.ts'

const everything = {
  SITE24X7_AVAILABILITY_WINDOWS: '24h,7d,30d',
  SITE24X7_CONFIGURATION: 'on',
  SITE24X7_LOCATIONS: 'on',
  SITE24X7_SLA: 'on',
  SITE24X7_ALERTS: 'on',
  SITE24X7_SERVERS: 'on',
  SITE24X7_USAGE: 'on'
}

/** The account at midnight of its zone, with what it was asked: day -> endpoint -> calls. */
async function setUp(t: Test, monitors: number, ttl: string) {
  const clock = manualClock(Date.UTC(2026, 0, 5) - india)
  const counter = createCallCounter(clock)
  const stamp = '2026-01-05T00:00:00+0530'
  const list = Array.from({ length: monitors }, (_, i) => ({ monitor_id: `${i}`, name: `${i}`, status: 1 }))
  const status = answer({ code: 0, data: { monitors: [{ ...list[0], last_polled_time: stamp }, ...list.slice(1)] } })
  const asked = new Map<number, Record<string, number>>()
  const today = () => Math.floor((clock.now() + india) / day)
  const ask: Ask = async ({ endpoint }) => {
    if (endpoint === 'token') return answer({ access_token: 'x', expires_in: 3600 })
    if (!counter.takeCall('site24x7')) throw counter.refused('site24x7', endpoint)
    const calls = asked.get(today()) ?? {}
    asked.set(today(), { ...calls, [endpoint]: (calls[endpoint] ?? 0) + 1 })
    return endpoint === 'current_status' ? status : answer({ code: 0, data: {} })
  }
  const app = Fastify({ loggerInstance: logSink('silent').log as FastifyBaseLogger })
  t.teardown(() => app.close())
  const upstream = { request: ask, tellRenewal() {}, paceCalls() {}, ...counter }
  await app.register(fp(async () => void app.decorate('upstream', upstream as never), { name: 'upstream' }))
  await app.register(store, { location: { kind: 'memory' }, clock })
  await app.register(snapshots, { clock, random: () => 0.5, alignRefreshes: false })
  await app.register(pluginOf(site24x7), { config: siteConfig({ ...everything, SITE24X7_TTL: ttl }), clock })
  await app.ready()
  app.snapshots.start()
  return {
    app,
    asked,
    today,
    async days(count: number) {
      for (let hours = 0; hours < 24 * count; hours++) await clock.advance(hour)
    }
  }
}

for (const [monitors, ttl] of [
  [1, '60s'],
  // A shorter one would only make the test longer: the quota has 160,000 calls a day.
  [1000, '15m']
] as const) {
  t.test(`${monitors} monitors`, async (t) => {
    const { app, asked, today, days } = await setUp(t, monitors, ttl)
    await days(8)
    const statuses = app.snapshots.statuses()
    t.equal(statuses.length, 10, 'all sources are on')
    t.strictSame(
      statuses.filter(({ up }) => !up).map(({ source, lastFailure }) => [source, lastFailure?.message]),
      []
    )
    const plan = planOf({
      provider: 'site24x7',
      title: 'Site24x7',
      noun: 'monitors',
      count: monitors,
      seen: monitors,
      sources: statuses.map((status) => ({ ...status, series: 0, bytes: 0 })),
      dailyCallLimit: 200 * monitors,
      isLimitFixed: false
    })
    const sum = (calls: Record<string, number>) => Object.values(calls).reduce((total, count) => total + count, 0)
    // The first day is not whole.
    const week = [...asked]
      .filter(([number]) => number < today())
      .slice(-7)
      .map(([, calls]) => calls)
    t.equal(week.length, 7)
    for (const calls of week) t.ok(sum(calls) <= 160 * monitors, `${sum(calls)} of ${200 * monitors} calls`)
    const mean = week.reduce((total, calls) => total + sum(calls), 0) / 7
    t.ok(Math.abs(mean / plan.calls_per_day - 1) < 0.05, `${mean} calls a day, ${plan.calls_per_day} planned`)

    const endpoints: Readonly<Record<string, readonly string[]>> = { usage: ['license_usage', 'api_usage'] }
    for (const { source, calls_per_day: planned, calls_per_refresh: each } of plan.sources) {
      const made = (endpoints[source] ?? [source]).reduce(
        (total, endpoint) => total + week.reduce((calls, of) => calls + (of[endpoint] ?? 0), 0),
        0
      )
      t.ok(
        Math.abs(made - 7 * planned) <= Math.max(each, 0.05 * 7 * planned),
        `${source}: ${made / 7}, ${planned} planned`
      )
    }
    const first = plan.sources.find(({ source }) => source === 'current_status')
    t.ok((first?.calls_per_day ?? 0) >= (monitors === 1 ? 140 : 96), 'the state of the monitors comes first')
  })
}
