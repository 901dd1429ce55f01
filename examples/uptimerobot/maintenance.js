/** Maintenance windows: whether one is open. Pure. */

/**
 * @typedef {object} MaintenanceWindow as the API sends it
 * @property {number} type 1 once, 2 daily, 3 weekly, 4 monthly
 * @property {string} [value] days of a week (1 is Monday) or of a month: `2-4-5`
 * @property {number | string} start_time Unix seconds of type 1, else `23:30`
 * @property {number} duration minutes
 * @property {number} status 0 paused, 1 active
 */

const once = 1
const daily = 2
const weekly = 3
const monthly = 4
const minute = 60_000
const day = 24 * 60 * minute

/** @param {string} name */
export function isTimeZone(name) {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

/**
 * @param {MaintenanceWindow} window
 * @param {number} now Unix milliseconds
 * @param {string} timeZone
 */
export function isOpen({ type, value = '', start_time: start, duration, status }, now, timeZone) {
  if (status !== 1) return false
  const length = duration * minute
  if (type === once) {
    const since = now - Number(start) * 1000
    return since >= 0 && since < length
  }
  const [hours = 0, minutes = 0] = String(start).split(':').map(Number)
  const local = localTime(now, timeZone)
  const days = value.split('-').map(Number)
  // One that began on an earlier day may last until now.
  for (let back = 0; back * day < length + day; back++) {
    const midnight = Math.floor(local / day) * day - back * day
    const since = local - midnight - (hours * 60 + minutes) * minute
    if (since >= 0 && since < length && isOn(type, days, new Date(midnight))) return true
  }
  return false
}

/**
 * @param {number} type
 * @param {number[]} days
 * @param {Date} date
 */
function isOn(type, days, date) {
  if (type === daily) return true
  if (type === weekly) return days.includes(date.getUTCDay() || 7)
  return type === monthly && days.includes(date.getUTCDate())
}

/**
 * What a clock on the wall shows there, as if it were UTC.
 *
 * @param {number} now
 * @param {string} timeZone
 */
function localTime(now, timeZone) {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric'
  }).formatToParts(now)
  /** @param {string} name */
  const part = (name) => Number(parts.find(({ type }) => type === name)?.value)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}
