/** Times as the API writes them: `2024-03-05T09:12:44+0530`, ISO 8601 but for the missing colon in the offset. */

const form = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?)(?:Z|([+-]\d{2}):?(\d{2}))$/

const plus = 0x2b
const dash = 0x2d
const zero = 0x30
const colon = 0x3a
const letterT = 0x54

/**
 * Unix seconds, or undefined for what is no time. A time without an offset is refused, as it would be read in the zone
 * of this machine.
 */
export function readTimestamp(text: string): number | undefined {
  const [, local, hours, minutes] = form.exec(text) ?? []
  const time = Date.parse(`${local}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`)
  return Number.isNaN(time) ? undefined : time / 1000
}

/** Milliseconds east of UTC of a time that could be read: the zone in which it is written. */
export function readOffset(text: string): number {
  const [, sign, hours, minutes] = /([+-])(\d{2}):?(\d{2})$/.exec(text) ?? []
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000
  return sign === '-' ? -offset : offset
}

/**
 * The one form the API has been seen to use, from its bytes: there is one for each location of each monitor. Undefined
 * for what is unusual, which is left to `readTimestamp`.
 */
export function readUsualTimestamp(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (end - start !== 24 || bytes[start + 4] !== dash || bytes[start + 7] !== dash) return undefined
  if (bytes[start + 10] !== letterT || bytes[start + 13] !== colon || bytes[start + 16] !== colon) return undefined
  const sign = bytes[start + 19] === plus ? 1 : bytes[start + 19] === dash ? -1 : 0
  const year = twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2)
  const month = twoDigits(bytes, start + 5)
  const day = twoDigits(bytes, start + 8)
  const hour = twoDigits(bytes, start + 11)
  const minute = twoDigits(bytes, start + 14)
  const second = twoDigits(bytes, start + 17)
  const offset = twoDigits(bytes, start + 20) * 60 + twoDigits(bytes, start + 22)
  const isUsual = sign !== 0 && year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 31
  if (!isUsual || !(hour < 24 && minute < 60 && second < 60 && offset < 24 * 60)) return undefined
  const time = startOfDay(year, month, day) + hour * 3600 + (minute - sign * offset) * 60 + second
  return Number.isNaN(time) ? undefined : time
}

let lastDate = 0
let lastStart = 0

/** Unix seconds; NaN for a day that the month lacks. Nearly all times of an answer are of one day. */
function startOfDay(year: number, month: number, day: number): number {
  const date = (year * 100 + month) * 100 + day
  if (date !== lastDate) {
    const start = new Date(Date.UTC(year, month - 1, day))
    lastDate = date
    lastStart = start.getUTCDate() === day ? start.getTime() / 1000 : Number.NaN
  }
  return lastStart
}

/** NaN where there are no two digits, so that every comparison with it fails. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - zero
  const ones = (bytes[at + 1] as number) - zero
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}
