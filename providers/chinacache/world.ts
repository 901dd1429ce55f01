/** The simulator's world: traffic with a daily rhythm, as a pure function of the seed, the channel and the time. */
import { hashText, randomOf, wander } from '../../src/simulation/pseudo-random.ts'
import { breakdownWindow, type Window } from './windows.ts'

/** What one channel served in a stretch of time. */
export interface Served {
  readonly bytes: number
  readonly hits: number
  readonly misses: number
}

export interface Part {
  readonly name: string
  /** Of the bytes, 0 to 1. */
  readonly traffic: number
  readonly requests: number
  /** Of the requests, 0 to 1. */
  readonly requestRatio: number
}

export interface World {
  readonly channels: readonly string[]
  /** Of the five-minute slots that start in `window` and are over at `now`, Unix milliseconds. */
  served(channel: string, window: Window, now: number): Served
  /** Requests by carrier, province or place abroad; the same for the whole of a window. */
  parts(channel: string, window: Window, now: number, weights: Weights): Part[]
  /** Requests by status code. */
  codes(channel: string, window: Window, now: number): { code: string; requests: number; traffic: number }[]
}

/** Chinese name -> share out of a hundred, before randomOf. */
export type Weights = Readonly<Record<string, number>>

/** Two spellings of one carrier, and one that no table knows, as real answers have had them. */
export const isps: Weights = {
  中国电信: 38,
  中国移动: 29,
  中国联通: 19,
  f中国联通: 2,
  中国教育和科研计算机网: 3,
  长城宽带: 2,
  华数: 2,
  中电飞华: 1,
  星际漫游网: 1,
  其他: 3
}

export const provinces: Weights = {
  广东省: 17,
  江苏省: 11,
  浙江省: 10,
  上海: 9,
  北京: 9,
  山东省: 7,
  四川省: 6,
  河南省: 5,
  湖北省: 5,
  广西: 3,
  内蒙古: 2,
  新疆: 2,
  西藏: 1,
  香港特区: 3,
  台湾省: 2,
  其他: 2
}

export const states: Weights = { 日本: 3, 韩国: 2, 新加坡: 2, 美国: 2, 新泽西州: 1, 德国: 1, 乌托邦: 1 }

const codeWeights: Weights = { 200: 91, 206: 4, 301: 1, 304: 2, 403: 0.4, 404: 1.2, 499: 0.2, 500: 0.1, 502: 0.1 }

const slot = 300
const hour = 3600
const day = 24 * hour

export function createWorld(seed: number, size: number): World {
  const channels = Array.from({ length: size }, (_, i) => String(40_001 + i * 17))

  function servedIn(channel: string, start: number): Served {
    const key = hashText(`${seed}/${channel}`)
    const scale = 200 + 2_000 * randomOf(key)
    const requests = Math.round(scale * rhythm(start) * (0.8 + 0.4 * wander(key, start, 2 * hour)))
    const misses = Math.round(requests * (0.02 + 0.06 * wander(key + 1, start, 3 * hour)))
    const bytesEach = 20_000 + 60_000 * randomOf(key, 1) + 5_000 * randomOf(key, start)
    return { bytes: Math.round(requests * bytesEach), hits: requests - misses, misses }
  }

  function served(channel: string, { start, end }: Window, now: number): Served {
    const sum = { bytes: 0, hits: 0, misses: 0 }
    for (let at = Math.ceil(start / slot) * slot; at < end && (at + slot) * 1000 <= now; at += slot) {
      const { bytes, hits, misses } = servedIn(channel, at)
      sum.bytes += bytes
      sum.hits += hits
      sum.misses += misses
    }
    return sum
  }

  return {
    channels,
    served,
    parts(channel, window, now, weights) {
      const { hits, misses } = served(channel, window, now)
      const key = hashText(`${seed}/${channel}/shares`)
      const dayNumber = Math.floor(window.end / day)
      const traffic = shares(weights, (name) => 0.85 + 0.3 * randomOf(key, hashText(name), dayNumber))
      const requests = shares(weights, (name) => 0.85 + 0.3 * randomOf(key, hashText(name), dayNumber, 1))
      return Object.keys(weights).map((name) => ({
        name,
        traffic: traffic(name),
        requests: Math.round((hits + misses) * requests(name)),
        requestRatio: requests(name)
      }))
    },
    codes(channel, window, now) {
      const { hits, misses } = served(channel, window, now)
      const key = hashText(`${seed}/${channel}/codes`)
      const share = shares(codeWeights, (code) => 0.7 + 0.6 * randomOf(key, Number(code), Math.floor(window.end / day)))
      return Object.keys(codeWeights).map((code) => ({
        code,
        requests: Math.round((hits + misses) * share(code)),
        traffic: share(code)
      }))
    }
  }
}

/** Most at nine in the evening in Shanghai, least at nine in the morning and never nothing. */
function rhythm(seconds: number): number {
  const sinceMidnight = seconds - breakdownWindow(seconds * 1000).end
  return 1 + 0.7 * Math.cos(((sinceMidnight - 21 * hour) / day) * 2 * Math.PI)
}

/** Shares of one, with four decimals. */
function shares(weights: Weights, factor: (name: string) => number): (name: string) => number {
  const scaled = new Map(Object.entries(weights).map(([name, weight]) => [name, weight * factor(name)]))
  const total = [...scaled.values()].reduce((sum, weight) => sum + weight, 0)
  return (name) => Math.round(((scaled.get(name) ?? 0) / total) * 10_000) / 10_000
}
