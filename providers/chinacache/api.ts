/** Asks ChinaCache's portal API, which has two families of paths with their own spelling of every parameter. */

import type { Clock } from '../../src/contract/clock.ts'
import { Failure } from '../../src/contract/failure.ts'
import type { Secret } from '../../src/contract/secret.ts'
import { type Ask, assertSuccess, parseJson } from '../../src/contract/upstream.ts'
import {
  type HitRate,
  type IspTraffic,
  type Reading,
  type RegionTraffic,
  readHitRate,
  readIspTraffic,
  readRegionTraffic,
  readStatusCodes,
  type StatusCodes
} from './answers.ts'
import type { ChinaCacheConfig } from './config.ts'
import { createLimiter } from './limiter.ts'
import { shanghaiDay, shanghaiMinute, type Window } from './windows.ts'

/**
 * The statistics of one channel in a window. Portal-api is one way to them; ChinaCache had others, and its successor
 * has its own. Every method throws a `Failure` whose message holds neither a URL nor a credential.
 */
export interface ChinaCacheTransport {
  hitRate(channel: string, window: Window, signal: AbortSignal): Promise<HitRate>
  isp(channel: string, window: Window, signal: AbortSignal): Promise<IspTraffic>
  region(channel: string, window: Window, signal: AbortSignal): Promise<RegionTraffic>
  /** By whole days: those in which the window starts and ends. */
  statusCodes(channel: string, window: Window, signal: AbortSignal): Promise<StatusCodes>
}

export interface PortalApiOptions {
  readonly ask: Ask
  readonly config: Pick<ChinaCacheConfig, 'apiUrl' | 'user' | 'pass'>
  readonly clock: Pick<Clock, 'now'>
}

interface Asked {
  readonly user: string
  readonly pass: string
  readonly channel: string
  readonly window: Window
}

interface Method<T> {
  readonly endpoint: 'hit_rate' | 'isp' | 'region' | 'http_code'
  readonly path: string
  readonly parameters: (asked: Asked) => Record<string, string>
  readonly read: (json: unknown, reading: Reading) => T
}

// Its limits are not known, and its answers are slow.
const callsAtOnce = 4
const timeZone = 'GMT+8'

/** Bytes; the answers about one channel have some kilobytes, and several are read at once. */
const longestAnswer = 8 << 20

export function createPortalApi({ ask, config, clock }: PortalApiOptions): ChinaCacheTransport {
  const limit = createLimiter(callsAtOnce)
  const base = config.apiUrl.pathname.replace(/\/+$/, '')

  const caller = <T>({ endpoint, path, parameters, read }: Method<T>) => {
    return async (channel: string, window: Window, signal: AbortSignal): Promise<T> => {
      const user = credential(config.user, 'CHINACACHE_USER')
      const pass = credential(config.pass, 'CHINACACHE_PASS')
      const url = new URL(config.apiUrl)
      url.pathname = base + path
      url.search = new URLSearchParams(parameters({ user, pass, channel, window })).toString()
      const answer = await limit(signal, () =>
        ask({
          provider: 'chinacache',
          endpoint,
          method: 'GET',
          url,
          signal,
          bodyLimit: longestAnswer,
          hostSetting: 'CHINACACHE_API_URL'
        })
      )
      assertSuccess(answer, endpoint, clock.now())
      return read(parseJson(answer, endpoint), { what: endpoint, secrets: [user, pass] })
    }
  }

  return {
    hitRate: caller({
      endpoint: 'hit_rate',
      path: '/api/public/statistics/getHitRate.do',
      parameters: doParameters,
      read: readHitRate
    }),
    isp: caller({
      endpoint: 'isp',
      path: '/api/public/statistics/getIsp.do',
      parameters: doParameters,
      read: readIspTraffic
    }),
    region: caller({
      endpoint: 'region',
      path: '/api/public/statistics/getRegion.do',
      parameters: doParameters,
      read: readRegionTraffic
    }),
    statusCodes: caller({
      endpoint: 'http_code',
      path: '/rest-api/public/statistics/http_code',
      parameters: restParameters,
      read: readStatusCodes
    })
  }
}

function doParameters({ user, pass, channel, window }: Asked): Record<string, string> {
  return {
    userName: user,
    apiPasswd: pass,
    channelIds: channel,
    startTime: shanghaiMinute(window.start),
    endTime: shanghaiMinute(window.end),
    timeZone
  }
}

function restParameters({ user, pass, channel, window }: Asked): Record<string, string> {
  return {
    api_user: user,
    api_key: pass,
    channel_id: channel,
    start_time: shanghaiDay(window.start),
    end_time: shanghaiDay(window.end),
    timeZone
  }
}

/** Read for each request, so that a credential kept in a file can be changed without a restart. */
function credential(secret: Secret, name: string): string {
  let value: string
  try {
    value = secret.read()
  } catch {
    throw new Failure('auth', `${name} cannot be read`)
  }
  if (value === '') throw new Failure('auth', `${name} is empty`)
  return value
}
