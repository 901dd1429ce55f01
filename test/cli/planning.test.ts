import t from 'tap'
import { printPlans } from '../../src/cli/plan-table.ts'
import { memoryFor, type PlanInput, planOf } from '../../src/cli/planning.ts'
import { fakeTerminal } from '../support/fake-terminal.ts'

const source = { source: 'numbers', ttl: 60_000, callsPerRefresh: 1, series: 50, bytes: 7000 }
const input: PlanInput = {
  provider: 'acme',
  title: 'Acme',
  noun: 'monitors',
  count: 10,
  seen: 10,
  sources: [source],
  dailyCallLimit: 2000,
  isLimitFixed: false
}

t.test('within the quota nothing is stretched', async (t) => {
  t.match(planOf(input), {
    sources: [{ interval: 60, ttl: 60, calls_per_hour: 60, calls_per_day: 1440, series: 50, bytes: 7000 }],
    wanted_calls_per_day: 1440,
    calls_per_day: 1440,
    daily_call_limit: 2000,
    usable_calls_per_day: 1600,
    exceeds_quota: false
  })
})

t.test('beyond the quota the interval is what it will be', async (t) => {
  const plan = planOf({ ...input, dailyCallLimit: 200 })
  t.match(plan, {
    exceeds_quota: true,
    wanted_calls_per_day: 1440,
    calls_per_day: 160,
    sources: [{ interval: 540, ttl: 60 }]
  })
})

t.test('what was seen of a part is reckoned for the whole', async (t) => {
  const plan = planOf({ ...input, count: 1000 })
  t.match(plan, {
    count: 1000,
    daily_call_limit: 200_000,
    sources: [{ series: 5000, bytes: 700_000, calls_per_refresh: 1 }]
  })
  t.equal(
    planOf({ ...input, count: 1000, isLimitFixed: true }).daily_call_limit,
    2000,
    'but a limit that was set stays'
  )
  t.equal(planOf({ ...input, seen: 0 }).sources[0]?.series, 50, 'an empty account is no reason to divide by it')
})

t.test('where nobody counts there is no quota to exceed', async (t) => {
  const plan = planOf({ ...input, dailyCallLimit: undefined, sources: [{ ...source, ttl: 100 }] })
  t.match(plan, { exceeds_quota: false, wanted_calls_per_day: 864_000 })
  t.notOk('daily_call_limit' in plan)
})

t.test('all sources of an account share its quota', async (t) => {
  const two = [source, { ...source, source: 'more', ttl: 120_000, callsPerRefresh: 2 }]
  const plan = planOf({ ...input, sources: two, dailyCallLimit: 1800 })
  t.equal(plan.wanted_calls_per_day, 2880)
  t.strictSame(
    plan.sources.map(({ interval }) => interval),
    [120, 240]
  )
})

t.test('memory grows with what is served, in steps', async (t) => {
  const mebibyte = 2 ** 20
  t.equal(memoryFor(0) % (32 * mebibyte), 0)
  t.ok(memoryFor(20 * mebibyte) > memoryFor(mebibyte))
})

t.test('limits by the minute and the day do not grow with the account, and are told', async (t) => {
  const limits = [
    { calls: 10, per: 'minute' as const },
    { calls: 10, per: 'minute' as const },
    { calls: 50_000, per: 'day' as const }
  ]
  const costly = { ...source, callsPerRefresh: 20 }
  const plan = planOf({
    ...input,
    count: 1000,
    sources: [costly],
    limits,
    dailyCallLimit: 50_000,
    isLimitFixed: true
  })
  t.match(plan, {
    daily_call_limit: 50_000,
    limits: [{ calls: 10, per: 'minute', usable_calls: 8, wanted_calls: 20 }],
    exceeds_quota: true,
    sources: [{ interval: 150, calls_per_day: 11_520 }]
  })
  t.equal(plan.limits?.length, 1, 'what several sources tell is told once')
  const terminal = fakeTerminal()
  printPlans([plan], 1000, 2 ** 28, terminal)
  t.match(
    terminal.printed(),
    /Quota: 10 calls a minute; the exporter uses at most 8\. The settings want 20 calls a minute, which is more/
  )
  t.match(
    terminal.printed(),
    /Quota: 50,000 calls a day; the exporter uses at most 40,000\. The settings want 28,800 calls a day\./
  )
})
