/**
 * What stretch of time each question is about. ChinaCache counts in Shanghai time, which has been UTC+8 without
 * daylight saving since 1992, so a fixed offset does, and the time zone of this process plays no part.
 */
const minute = 60
const step = 5 * minute
const day = 24 * 60 * minute
const shanghaiOffset = 8 * 60 * minute

/** Unix seconds. */
export interface Window {
  readonly start: number
  readonly end: number
}

/**
 * The last `minutes` minutes that the API can be expected to have counted.
 *
 * @param now Unix milliseconds
 * @param lag milliseconds by which the API is behind
 */
export function trafficWindow(now: number, minutes: number, lag: number): Window {
  const end = floor((now - lag) / 1000, step)
  return { start: floor(end - minutes * minute, step), end }
}

/** Yesterday, midnight to midnight: the API tells shares by ISP and region only for a window that crosses a midnight. */
export function breakdownWindow(now: number): Window {
  const end = midnight(now / 1000)
  return { start: end - day, end }
}

/** Today up to now. The API counts status codes by whole days; two days at once would add up both. */
export function statusCodeDay(now: number): Window {
  return { start: midnight(now / 1000), end: Math.floor(now / 1000) }
}

/** `yyyyMMddHHmm` in Shanghai. */
export function shanghaiMinute(seconds: number): string {
  return shanghaiDigits(seconds).slice(0, 12)
}

/** `yyyyMMdd` in Shanghai. */
export function shanghaiDay(seconds: number): string {
  return shanghaiDigits(seconds).slice(0, 8)
}

function shanghaiDigits(seconds: number): string {
  return new Date((seconds + shanghaiOffset) * 1000).toISOString().replaceAll(/\D/g, '')
}

function midnight(seconds: number): number {
  return floor(seconds + shanghaiOffset, day) - shanghaiOffset
}

function floor(seconds: number, unit: number): number {
  return Math.floor(seconds / unit) * unit
}
