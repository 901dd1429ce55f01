import fc from 'fast-check'
import t from 'tap'
import { createPortalApi } from '../../../providers/chinacache/api.ts'
import { Failure, type FailureReason } from '../../../src/contract/failure.ts'
import { Secret } from '../../../src/contract/secret.ts'
import type { UpstreamResponse } from '../../../src/contract/upstream.ts'
import { settle } from '../../support/manual-clock.ts'
import { answer, configWith, failureOf, fakePortal, never, pass, user } from './fakes.ts'

const shanghai = (text: string) => Date.parse(`${text}+08:00`) / 1000
const window = { start: shanghai('2024-03-05T23:55'), end: shanghai('2024-03-06T00:00') }

/** All four calls with one answer. */
function callsTo(reply: () => UpstreamResponse | Failure) {
  const { transport, requests } = fakePortal(reply)
  const { hitRate, isp, region, statusCodes } = transport
  return { requests, calls: [hitRate, isp, region, statusCodes].map((call) => () => call('1001', window, never)) }
}

t.test('defect 8: user, password and channel arrive as they are, whatever characters they hold', async (t) => {
  const { requests, calls } = callsTo(() => answer({ code: 1, success: true, Hit: 1, totalFlux: 2, data: [] }))
  for (const call of calls) await call()
  t.same(
    requests.map(({ endpoint, url }) => [endpoint, url.origin + url.pathname]),
    [
      ['hit_rate', 'http://portal.test/gate/api/public/statistics/getHitRate.do'],
      ['isp', 'http://portal.test/gate/api/public/statistics/getIsp.do'],
      ['region', 'http://portal.test/gate/api/public/statistics/getRegion.do'],
      ['http_code', 'http://portal.test/gate/rest-api/public/statistics/http_code']
    ]
  )
  const [hitRate, isp, region, statusCodes] = requests.map(({ url }) => Object.fromEntries(url.searchParams))
  const expected = {
    userName: user,
    apiPasswd: pass,
    channelIds: '1001',
    startTime: '202403052355',
    endTime: '202403060000',
    timeZone: 'GMT+8'
  }
  t.same([hitRate, isp, region], [expected, expected, expected])
  t.same(statusCodes, {
    api_user: user,
    api_key: pass,
    channel_id: '1001',
    start_time: '20240305',
    end_time: '20240306',
    timeZone: 'GMT+8'
  })
  t.match(requests[0]?.url.search, /GMT%2B8/)
  t.match(requests[0], { provider: 'chinacache', method: 'GET', hostSetting: 'CHINACACHE_API_URL' })
})

t.test('a base URL without a path', async (t) => {
  const config = configWith({ CHINACACHE_API_URL: 'https://portal.test:444' })
  const { transport, requests } = fakePortal(() => answer({ code: 1, Hit: 1 }), config)
  await transport.hitRate('1', window, never)
  t.equal(requests[0]?.url.pathname, '/api/public/statistics/getHitRate.do')
})

const failures: [string, UpstreamResponse | Failure, FailureReason][] = [
  [
    'defect 1: an HTTP 500 with JSON',
    answer({ code: 1, success: true, Hit: 1, totalFlux: 1, data: [] }, 500),
    'server'
  ],
  ['HTTP 401', answer('', 401), 'auth'],
  ['HTTP 404', answer('', 404), 'client'],
  ['HTTP 429', answer('', 429, { 'retry-after': '7' }), 'quota'],
  ['an HTML page', answer('<!doctype html><p>sign in'), 'parse'],
  ['an empty body', answer(''), 'parse'],
  ['a body cut off', answer('{"code":1,"Hi'), 'parse'],
  ['a list', answer([]), 'schema'],
  ['null', answer('null'), 'schema'],
  ['neither code nor text', answer({ Hit: 1, totalFlux: 1, data: [] }), 'schema'],
  ['success without data', answer({ code: 1, success: true }), 'schema'],
  ['defect 2: another code than 1', answer({ code: 2, success: false }), 'client'],
  ['wrong credentials', answer({ code: 2, success: false, msg: '用户名或密码错误' }), 'auth'],
  ['no answer', new Failure('timeout', 'late'), 'timeout']
]

for (const [name, reply, reason] of failures) {
  t.test(`${name} is a failure, never zeros`, async (t) => {
    for (const call of callsTo(() => reply).calls) t.equal((await failureOf(call())).reason, reason)
  })
}

t.test('shapes that differ', async (t) => {
  const { transport } = fakePortal(() =>
    answer({ code: 1, success: true, totalFlux: 1, isps: {}, states: '', data: 5 })
  )
  for (const call of [transport.isp, transport.region, transport.statusCodes]) {
    t.equal((await failureOf(call('1', window, never))).reason, 'schema')
  }
})

t.test('Retry-After is handed on', async (t) => {
  const { calls } = callsTo(() => answer('', 429, { 'retry-after': '7' }))
  t.equal((await failureOf((calls[0] as () => Promise<unknown>)())).retryAfter, 7000)
})

t.test('defect 6: no failure tells the URL, the user or the password', async (t) => {
  const leaky = (url: URL) => [
    answer({ code: 2, success: false, msg: `bad password ${pass} of ${user}: ${url}` }),
    answer({ code: 2, success: false, error: `refused ${url.search}` }),
    answer({ message: `${encodeURIComponent(pass)} ${'x'.repeat(150)}${pass}` }),
    answer(`<html>${url}`),
    answer(`{"${url}`),
    answer(String(url), 403),
    answer({ msg: String(url) }, 500),
    answer(JSON.stringify([String(url)]))
  ]
  for (let i = 0; i < leaky(new URL('http://x')).length; i++) {
    const { transport } = fakePortal(({ url }) => leaky(url)[i] as UpstreamResponse)
    for (const call of [transport.hitRate, transport.isp, transport.region, transport.statusCodes]) {
      const failure = await failureOf(call('1001', window, never))
      const told = `${failure.message} ${failure.stack} ${JSON.stringify(failure)} ${failure.cause}`
      for (const secret of [user, pass, encodeURIComponent(pass), 'apiPasswd', 'api_key', '://portal', '?']) {
        t.notOk(told.includes(secret), `${i}: ${secret}`)
      }
    }
  }
})

t.test('defect 27: numbers in exponent form and numbers as text', async (t) => {
  const { transport } = fakePortal(() =>
    answer('{"code":"1","totalFlux":3.0415E12,"isps":[{"isp":"中国移动","hitCount":"1e3"}]}')
  )
  t.same(await transport.isp('1', window, never), {
    totalBytes: 3.0415e12,
    isps: [{ name: '中国移动', trafficRatio: undefined, requests: 1000, requestRatio: undefined }],
    drift: {}
  })
})

t.test('what is no number is left out and counted', async (t) => {
  const { transport } = fakePortal(() => answer('{"code":1,"Hit":1e999,"Miss":"NaN"}'))
  t.same(await transport.hitRate('1', window, never), {
    hits: undefined,
    misses: undefined,
    drift: { unreadable_value: 2 }
  })
  const { transport: second } = fakePortal(() => answer({ code: 1, Hit: -1, Miss: true }))
  t.same((await second.hitRate('1', window, never)).drift, { unreadable_value: 2 })
  const { transport: third } = fakePortal(() => answer({ code: 1, Hit: null, Miss: '' }))
  t.same((await third.hitRate('1', window, never)).drift, {}, 'a missing value is nothing new')
})

t.test('a bad item is skipped, the others stay', async (t) => {
  const items = [null, 7, {}, { provinceName: ' ' }, { provinceName: {} }, { provinceName: '浙江省', fluxRatio: 0.5 }]
  const { transport } = fakePortal(() => answer({ code: 1, provinces: items, states: null }))
  const region = await transport.region('1', window, never)
  t.match(region, { provinces: [{ name: '浙江省', trafficRatio: 0.5 }], states: [], drift: { skipped_item: 5 } })
  t.equal(region.provinces.length, 1)
})

const percents: [string, unknown, number | undefined, number][] = [
  ['defect 3: an empty percentage is absent and stops nothing', '', undefined, 0],
  ['defect 4: a percentage without the sign keeps its last digit', '12.57', 12.57, 0],
  ['defect 5: a percentage that is none is left out, never 0', '--', undefined, 1],
  ['a percentage', '97.20%', 97.2, 0],
  ['a number', 97.2, 97.2, 0],
  ['two dots', '1.2.3%', undefined, 1],
  ['only the sign', '%', undefined, 1],
  ['digits without end', `${'9'.repeat(400)}%`, undefined, 1]
]

for (const [name, given, expected, unreadable] of percents) {
  t.test(name, async (t) => {
    const data = [{ http_code: 404, request_count: 3, request_percent: given }]
    const { transport } = fakePortal(() => answer({ success: true, data }))
    const { codes, drift } = await transport.statusCodes('1', window, never)
    t.same(codes, [{ code: '404', requests: 3, requestPercent: expected, trafficPercent: undefined }])
    t.equal(drift.unreadable_value ?? 0, unreadable)
  })
}

t.test('a day without a request has no codes', async (t) => {
  const { transport } = fakePortal(() => answer({ success: true, data: null }))
  t.same(await transport.statusCodes('1', window, never), { codes: [], drift: {} })
})

t.test('defect 24: at most four calls at once', async (t) => {
  let running = 0
  let most = 0
  const ask = async () => {
    most = Math.max(most, ++running)
    await settle()
    running -= 1
    return answer({ code: 1, Hit: 1, totalFlux: 1 })
  }
  const transport = createPortalApi({ ask, config: configWith(), clock: { now: () => 0 } })
  const calls = Array.from({ length: 6 }, (_, i) =>
    [transport.hitRate, transport.isp].map((call) => call(`${i}`, window, never))
  )
  await Promise.all(calls.flat())
  t.equal(most, 4)
})

t.test('credentials are read for each call, and a file that is gone or empty is class auth', async (t) => {
  let content = 'first'
  const missing = () => {
    throw new Error(`ENOENT ${pass}`)
  }
  const requests: string[] = []
  const transportWith = (secret: Secret) =>
    createPortalApi({
      ask: async ({ url }) => {
        requests.push(url.searchParams.get('apiPasswd') ?? '')
        return answer({ code: 1, Hit: 1 })
      },
      config: { ...configWith(), pass: secret },
      clock: { now: () => 0 }
    })
  const rotating = transportWith(new Secret(() => content))
  await rotating.hitRate('1', window, never)
  content = 'second'
  await rotating.hitRate('1', window, never)
  t.same(requests, ['first', 'second'])

  content = ' '
  t.match(await failureOf(rotating.hitRate('1', window, never)), {
    reason: 'auth',
    message: 'CHINACACHE_PASS is empty'
  })
  t.match(await failureOf(transportWith(new Secret(missing)).hitRate('1', window, never)), {
    reason: 'auth',
    message: 'CHINACACHE_PASS cannot be read'
  })
})

t.test('any JSON gives finite numbers of zero and more, or a Failure', async (t) => {
  const fields = ['code', 'success', 'msg', 'Hit', 'Miss', 'totalFlux', 'isps', 'provinces', 'states', 'data']
  const item = fc.record(
    Object.fromEntries(
      ['isp', 'provinceName', 'stateOrRegionName', 'fluxRatio', 'hitCount', 'http_code', 'request_percent'].map(
        (name) => [name, fc.jsonValue()]
      )
    ),
    { requiredKeys: [] }
  )
  const value = fc.oneof(fc.jsonValue(), fc.array(fc.oneof(item, fc.jsonValue())))
  const body = fc.record(Object.fromEntries(fields.map((name) => [name, value])), { requiredKeys: [] })
  const successful = body.map((fields) => ({ ...fields, code: 1, success: true }))
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), body, successful), async (json) => {
      const { calls } = callsTo(() => answer(JSON.stringify(json)))
      for (const call of calls) {
        try {
          const numbers = JSON.stringify(await call(), (_, value) => {
            if (typeof value === 'number' && !(value >= 0 && Number.isFinite(value))) throw new Error(`read ${value}`)
            return value
          })
          t.ok(numbers)
        } catch (error) {
          if (!(error instanceof Failure) || error.reason === 'internal') throw error
        }
      }
    })
  )
})
