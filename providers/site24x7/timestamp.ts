/** Times as the API writes them: `2024-03-05T09:12:44+0530`, ISO 8601 but for the missing colon in the offset. */

const form = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?)(?:Z|([+-]\d{2}):?(\d{2}))$/

const plus = 0x2b
const dash = 0x2d
const colon = 0x3a
const letterT = 0x54

/**
 * Unix seconds, or undefined for what is no time. A time without an offset is refused, as it would be read in the zone
 * of this machine.
 */
export function readTimestamp(text: string): number | undefined {
  const usual = readUsual(text)
  if (usual !== undefined) return usual
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

/** The one form the API has been seen to use, digit by digit: there is one for each location of each monitor. */
function readUsual(text: string): number | undefined {
  const at = (index: number) => text.charCodeAt(index)
  if (text.length !== 24 || at(4) !== dash || at(7) !== dash || at(10) !== letterT) return undefined
  if (at(13) !== colon || at(16) !== colon) return undefined
  const sign = at(19) === plus ? 1 : at(19) === dash ? -1 : 0
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  const offset = twoDigits(text, 20) * 60 + twoDigits(text, 22)
  // What is unusual, the days that some months lack included, is left to the parser that knows it all.
  const isUsual = sign !== 0 && year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 28
  if (!isUsual || !(hour < 24 && minute < 60 && second < 60 && offset < 24 * 60)) return undefined
  return startOfDay(year, month, day) + hour * 3600 + (minute - sign * offset) * 60 + second
}

let lastDate = 0
let lastStart = 0

/** Unix seconds. Nearly all times of an answer are of one day. */
function startOfDay(year: number, month: number, day: number): number {
  const date = (year * 100 + month) * 100 + day
  if (date !== lastDate) {
    lastDate = date
    lastStart = Date.UTC(year, month - 1, day) / 1000
  }
  return lastStart
}

/** NaN where there are no two digits, so that every comparison with it fails. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}
