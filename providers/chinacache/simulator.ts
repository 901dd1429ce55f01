/**
 * A small server that speaks ChinaCache's portal API, as far as anybody knows it: both path families, refusals in the
 * body of a 200, breakdowns only for a window that crosses a midnight, Chinese names, percent signs in texts.
 */
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { systemClock } from '../../src/contract/clock.ts'
import type { Simulator, SimulatorOptions } from '../../src/contract/provider.ts'
import { type Faults, type OwnFault, simulateFaults } from '../../src/simulation/faults.ts'
import { breakdownWindow, shanghaiDay, type Window } from './windows.ts'
import { createWorld, isps, type Part, provinces, states } from './world.ts'

export interface ChinaCacheSimulator extends Simulator {
  readonly faults: Faults
}

type Query = Readonly<Record<string, string | undefined>>

/** Characters that break a query string when they are not encoded. */
const credentials = { user: 'demo@example.com', pass: 'sim&pass=word+#1 %41' }

const texts = {
  credentials: '用户名或密码错误',
  channel: '没有此频道',
  parameters: '参数错误'
}
const codes = { credentials: 2, channel: 3, parameters: 4 } satisfies Record<keyof typeof texts, number>

type Fault = keyof typeof texts

const doError = (fault: Fault) => ({ msg: texts[fault], code: codes[fault] })
const restError = (fault: Fault) => ({ status: codes[fault], msg: texts[fault], success: false })

const oddValues = {
  hit_rate: { Miss: '--', HitPercent: null, code: '1', Hit: '3.0415E12' },
  isp: {
    totalFlux: 3.0415e12,
    code: 1,
    isps: [{ isp: '中国移动', fluxRatio: 'NaN', hitCount: '12' }, null, { isp: '' }]
  },
  region: { totalFlux: '', code: 1, states: null, provinces: [{ provinceName: '浙江省', fluxRatio: -1 }, 7] },
  http_code: {
    success: true,
    msg: '',
    data: [
      { http_code: '200', request_count: 9, request_percent: '', flux_percent: '12.57' },
      { http_code: '404', request_count: '--', request_percent: '--', flux_percent: '1.2.3%' }
    ]
  }
}

const sendJson = (body: unknown): OwnFault => {
  return (_request, reply) => reply.send(body)
}

/** `refused`: wrong credentials, though they are right. `odd-values`: fields that hold no number. */
const own = Object.fromEntries(
  Object.entries(oddValues).map(([endpoint, odd]) => [
    endpoint,
    {
      refused: sendJson(endpoint === 'http_code' ? restError('credentials') : doError('credentials')),
      'odd-values': sendJson(odd)
    }
  ])
)

/** `size` is the number of channels. */
export async function createSimulator({
  seed = 1,
  clock = systemClock,
  size = 3
}: SimulatorOptions = {}): Promise<ChinaCacheSimulator> {
  const world = createWorld(seed, size)
  const app = Fastify()
  const faults = simulateFaults(app, {
    clock,
    own,
    errorBody: (status) => ({ code: status, msg: 'simulated failure' })
  })

  /** The channel and the window of a request that is in order, else what is wrong with it. */
  function check(query: Query, rest: boolean): { channel: string; window: Window } | Fault {
    const [user, pass, channel, start, end] = rest
      ? [query.api_user, query.api_key, query.channel_id, query.start_time, query.end_time]
      : [query.userName, query.apiPasswd, query.channelIds, query.startTime, query.endTime]
    if (user !== credentials.user || pass !== credentials.pass) return 'credentials'
    if (channel === undefined || !world.channels.includes(channel)) return 'channel'
    const window = { start: parseTime(start, rest ? 8 : 12), end: parseTime(end, rest ? 8 : 12) }
    return window.start <= window.end && query.timeZone === 'GMT+8' ? { channel, window } : 'parameters'
  }

  const statistics = (answer: (channel: string, window: Window) => object) => {
    return (request: FastifyRequest<{ Querystring: Query }>, reply: FastifyReply) => {
      const checked = check(request.query, false)
      return reply.send(typeof checked === 'string' ? doError(checked) : answer(checked.channel, checked.window))
    }
  }

  /** The items of a breakdown, which needs a whole day: none when the window lies in one day. */
  const breakdown = (channel: string, window: Window, weights: typeof isps, nameField: string) => {
    if (shanghaiDay(window.start) === shanghaiDay(window.end)) return []
    const counted = breakdownWindow(window.end * 1000)
    // Places share the traffic with those of the other list.
    const all = weights === isps ? isps : { ...provinces, ...states }
    const parts = world.parts(channel, counted, clock.now(), all).filter(({ name }) => Object.hasOwn(weights, name))
    return parts.map((part) => toItem(part, nameField))
  }

  const portal = '/api/public/statistics'
  app.get(
    `${portal}/getHitRate.do`,
    { config: { endpoint: 'hit_rate' } },
    statistics((channel, window) => {
      const { hits, misses } = world.served(channel, window, clock.now())
      const ratio = (part: number) => (hits + misses === 0 ? 0 : part / (hits + misses))
      return { Miss: misses, HitPercent: ratio(hits), code: 1, Hit: hits, MissPercent: ratio(misses) }
    })
  )
  app.get(
    `${portal}/getIsp.do`,
    { config: { endpoint: 'isp' } },
    statistics((channel, window) => ({
      totalFlux: world.served(channel, window, clock.now()).bytes,
      code: 1,
      isps: breakdown(channel, window, isps, 'isp')
    }))
  )
  app.get(
    `${portal}/getRegion.do`,
    { config: { endpoint: 'region' } },
    statistics((channel, window) => ({
      provinces: breakdown(channel, window, provinces, 'provinceName'),
      states: breakdown(channel, window, states, 'stateOrRegionName'),
      code: 1,
      totalFlux: world.served(channel, window, clock.now()).bytes
    }))
  )
  app.get<{ Querystring: Query }>(
    '/rest-api/public/statistics/http_code',
    { config: { endpoint: 'http_code' } },
    (request, reply) => {
      const checked = check(request.query, true)
      if (typeof checked === 'string') return reply.send(restError(checked))
      const days = { start: checked.window.start, end: checked.window.end + 24 * 3600 }
      const data = withClassTotals(world.codes(checked.channel, days, clock.now())).map(toCodeItem)
      return reply.send({ data, msg: '', status: 0, success: true })
    }
  )

  return {
    app,
    faults,
    settings: (origin) => ({
      CHINACACHE_USER: credentials.user,
      CHINACACHE_PASS: credentials.pass,
      CHINACACHE_CHANNEL_IDS: world.channels.join(','),
      CHINACACHE_API_URL: origin
    })
  }
}

/** Unix seconds of `yyyyMMdd[HHmm]` in Shanghai; NaN for anything else. */
function parseTime(text: string | undefined, length: 8 | 12): number {
  if (text?.length !== length) return Number.NaN
  const [, date, hours, minutes] = /^(\d{8})(\d\d)?(\d\d)?$/.exec(text) ?? []
  const iso = date?.replace(/^(....)(..)(..)$/, '$1-$2-$3')
  return Date.parse(`${iso}T${hours ?? '00'}:${minutes ?? '00'}:00+08:00`) / 1000
}

function toItem({ name, traffic, requests, requestRatio }: Part, nameField: string): Record<string, string | number> {
  return { hitRatio: requestRatio, [nameField]: name, fluxRatio: traffic, hitCount: requests }
}

type Code = ReturnType<ReturnType<typeof createWorld>['codes']>[number]

function withClassTotals(single: readonly Code[]): Code[] {
  const classes = ['4XX', '5XX'].map((code) => {
    const members = single.filter((item) => item.code[0] === code[0])
    const sum = (field: 'requests' | 'traffic') => members.reduce((total, item) => total + item[field], 0)
    return { code, requests: sum('requests'), traffic: sum('traffic') }
  })
  return [...single, ...classes]
}

function toCodeItem({ code, requests, traffic }: Code): Record<string, string | number> {
  const percent = `${(traffic * 100).toFixed(2)}%`
  return { http_code: code, request_count: requests, request_percent: percent, flux_percent: percent }
}
