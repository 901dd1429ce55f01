import t, { type Test } from 'tap'
import { createPortalApi } from '../../../providers/chinacache/api.ts'
import { configure } from '../../../providers/chinacache/config.ts'
import { createSimulator } from '../../../providers/chinacache/simulator.ts'
import { breakdownWindow, statusCodeDay, trafficWindow } from '../../../providers/chinacache/windows.ts'
import { Secret } from '../../../src/contract/secret.ts'
import type { Ask } from '../../../src/contract/upstream.ts'
import { manualClock } from '../../support/manual-clock.ts'
import { failureOf, never } from './fakes.ts'

const shanghai = (text: string) => Date.parse(`${text}+08:00`)
const evening = shanghai('2024-03-05T21:03:00')

async function simulated(t: Test, { now = evening, seed = 1, change = {} as Record<string, string> } = {}) {
  const simulator = await createSimulator({ seed, clock: manualClock(now) })
  t.teardown(() => simulator.app.close())
  const settings = { ...simulator.settings('http://simulator.test'), ...change }
  const ask: Ask = async ({ url }) => {
    const { statusCode, headers, rawPayload } = await simulator.app.inject(url.pathname + url.search)
    return { status: statusCode, headers: headers as Record<string, string>, body: rawPayload }
  }
  const secret = (name: string) => new Secret(() => settings[name] ?? '')
  const config = configure(settings, {
    CHINACACHE_USER: secret('CHINACACHE_USER'),
    CHINACACHE_PASS: secret('CHINACACHE_PASS')
  })
  const api = createPortalApi({ ask, config, clock: { now: () => now } })
  const [channel = ''] = config.channels
  return { simulator, config, api, channel, now }
}

t.test('the last minutes have totals and no shares', async (t) => {
  const { api, channel, now, config } = await simulated(t)
  t.equal(config.channels.length, 3)
  const window = trafficWindow(now, 5, 600_000)
  const { hits = 0, misses = 0 } = await api.hitRate(channel, window, never)
  t.ok(hits > misses && misses > 0)
  const isp = await api.isp(channel, window, never)
  const region = await api.region(channel, window, never)
  t.ok((isp.totalBytes ?? 0) > 1e6)
  t.equal(isp.totalBytes, region.totalBytes)
  t.same([isp.isps, region.provinces, region.states], [[], [], []])
})

t.test('a window over midnight has shares of one, with the names that need care', async (t) => {
  const { api, channel, now } = await simulated(t)
  const window = breakdownWindow(now)
  const { isps } = await api.isp(channel, window, never)
  const { provinces, states, totalBytes = 0 } = await api.region(channel, window, never)
  t.ok(totalBytes > 1e9)
  for (const shares of [isps, [...provinces, ...states]]) {
    for (const field of ['trafficRatio', 'requestRatio'] as const) {
      const sum = shares.reduce((total, share) => total + (share[field] ?? 0), 0)
      t.ok(Math.abs(sum - 1) < 0.01, `${field} ${sum}`)
    }
    t.ok(shares.every(({ requests = 0 }) => requests > 0))
  }
  const names = [...isps, ...states].map(({ name }) => name)
  for (const name of ['中国联通', 'f中国联通', '星际漫游网', '新泽西州', '乌托邦']) t.ok(names.includes(name), name)
})

t.test('status codes of the day, class totals among them', async (t) => {
  const { api, channel, now } = await simulated(t)
  const { codes, drift } = await api.statusCodes(channel, statusCodeDay(now), never)
  t.same(drift, {})
  const requests = (pattern: RegExp) =>
    codes.filter(({ code }) => pattern.test(code)).reduce((sum, { requests = 0 }) => sum + requests, 0)
  t.ok(requests(/^200$/) > requests(/^4\d\d$/))
  t.equal(requests(/^5XX$/), requests(/^5\d\d$/))
  t.ok(codes.every(({ requestPercent = 101 }) => requestPercent <= 100))
})

t.test('the day has begun with nothing', async (t) => {
  const { api, channel, now } = await simulated(t, { now: shanghai('2024-03-06T00:00:00') })
  const { codes } = await api.statusCodes(channel, statusCodeDay(now), never)
  t.ok(codes.every(({ requests }) => requests === 0))
  t.match(await api.hitRate(channel, statusCodeDay(now), never), { hits: 0, misses: 0 })
})

t.test('the same seed and time give the same world, another seed another', async (t) => {
  const worlds = await Promise.all([1, 1, 2].map((seed) => simulated(t, { seed })))
  const [a, b, c] = await Promise.all(
    worlds.map(({ api, channel, now }) => api.isp(channel, breakdownWindow(now), never))
  )
  t.same(a, b)
  t.notSame(a, c)
})

t.test('evenings are busier than mornings', async (t) => {
  const { api, channel } = await simulated(t)
  const bytesAt = async (text: string) => {
    const window = trafficWindow(shanghai(text), 60, 0)
    return (await api.isp(channel, window, never)).totalBytes ?? 0
  }
  t.ok((await bytesAt('2024-03-04T21:30:00')) > 2 * (await bytesAt('2024-03-05T09:30:00')))
})

t.test('refusals', async (t) => {
  const window = trafficWindow(evening, 5, 0)
  for (const change of [{ CHINACACHE_USER: 'nobody' }, { CHINACACHE_PASS: 'wrong' }]) {
    const { api, channel } = await simulated(t, { change })
    t.match(await failureOf(api.hitRate(channel, window, never)), {
      reason: 'auth',
      message: /code 2: 用户名或密码错误/
    })
    t.match(await failureOf(api.statusCodes(channel, window, never)), { reason: 'auth', message: /: 用户名或密码错误/ })
  }
  const { api, channel } = await simulated(t)
  t.match(await failureOf(api.isp('1', window, never)), { reason: 'client', message: /没有此频道/ })
  t.match(await failureOf(api.statusCodes('1', window, never)), { reason: 'client', message: /没有此频道/ })
  const backwards = { start: window.end, end: window.start }
  t.match(await failureOf(api.region(channel, backwards, never)), { reason: 'client', message: /参数错误/ })
})

t.test('times have to be complete and the time zone has to be encoded', async (t) => {
  const { simulator, channel } = await simulated(t)
  const { CHINACACHE_USER: userName = '', CHINACACHE_PASS: apiPasswd = '' } = simulator.settings('')
  const good = {
    userName,
    apiPasswd,
    channelIds: channel,
    startTime: '202403052000',
    endTime: '202403052005',
    timeZone: 'GMT+8'
  }
  const ask = async (change: Record<string, string>) => {
    const query = new URLSearchParams({ ...good, ...change })
    return (await simulator.app.inject(`/api/public/statistics/getHitRate.do?${query}`)).json()
  }
  t.match(await ask({}), { code: 1 })
  for (const change of [{ startTime: '20240305' }, { endTime: 'yyyyMMddHHmm' }, { timeZone: 'GMT 8' }]) {
    t.match(await ask(change), { code: 4 }, JSON.stringify(change))
  }
})

t.test('faults', async (t) => {
  const { simulator, api, channel, now } = await simulated(t)
  const { faults } = simulator
  const window = breakdownWindow(now)
  const calls = {
    hit_rate: () => api.hitRate(channel, window, never),
    isp: () => api.isp(channel, window, never),
    region: () => api.region(channel, window, never),
    http_code: () => api.statusCodes(channel, window, never)
  }
  for (const [endpoint, call] of Object.entries(calls)) {
    for (const [fault, reason] of Object.entries({
      refused: 'auth',
      '401': 'auth',
      '500': 'server',
      html: 'parse',
      'wrong-shape': 'schema'
    })) {
      faults.set(endpoint, fault, { times: 1 })
      t.equal((await failureOf(call())).reason, reason, `${endpoint} ${fault}`)
    }
    faults.set(endpoint, 'odd-values', { times: 1 })
    t.match((await call()).drift, { unreadable_value: Number }, `${endpoint} odd-values`)
    t.same((await call()).drift, {})
    t.equal(faults.calls[endpoint], 7)
  }
})
