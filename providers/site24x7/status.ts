/** The status codes of monitors, locations and groups. */

/** Every code the API documents, with the word for it. */
export const statusWords: ReadonlyMap<number, string> = new Map([
  [0, 'down'],
  [1, 'up'],
  [2, 'trouble'],
  [3, 'critical'],
  [5, 'suspended'],
  [7, 'maintenance'],
  [9, 'discovery'],
  [10, 'configuration_error']
])

export const up = 1
export const configurationError = 10

/** Statuses of a monitor that does not do what it should: an outage runs. The others are states of rest. */
export const outageStatuses: ReadonlySet<number> = new Set([0, 2, 3])

const worstFirst = [0, 3, 2, configurationError]
const worstLast = [7, 9, 5, up]

/** Rank for choosing the worst: higher is worse. A code that nobody knows ranks below trouble and above up. */
function severity(status: number): number {
  if (worstFirst.includes(status)) return 20 - worstFirst.indexOf(status)
  if (worstLast.includes(status)) return 4 - worstLast.indexOf(status)
  return 10
}

/** The worse of two; of two that nobody knows the higher, so that the order does not matter. */
export function worse(a: number, b: number): number {
  const difference = severity(b) - severity(a)
  return difference > 0 || (difference === 0 && b > a) ? b : a
}
