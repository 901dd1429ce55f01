/** The status codes of monitors, locations and groups. */
import type { Severity } from '../../../src/contract/provider.ts'

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

/** Statuses of a monitor that is not checked on purpose: suspended, and under maintenance. */
export const restingStatuses: ReadonlySet<number> = new Set([5, 7])

/** How bad a status is for a person who looks; a code that nobody knows wants a look. */
export function severityOf(status: number): Severity {
  if (status === up) return 'ok'
  if (status === 0 || status === 3) return 'critical'
  return worstLast.includes(status) ? 'idle' : 'warning'
}

const worstFirst = [0, 3, 2, configurationError]
const worstLast = [7, 9, 5, up]

/** Rank for choosing the worst: higher is worse. A code that nobody knows ranks below trouble and above up. */
function severity(status: number): number {
  if (worstFirst.includes(status)) return 20 - worstFirst.indexOf(status)
  if (worstLast.includes(status)) return 4 - worstLast.indexOf(status)
  return 10
}

/** The word for a code. */
export function wordOf(status: number): string {
  return statusWords.get(status) ?? `status ${status}`
}

/** The worse of two; of two that nobody knows the higher, so that the order does not matter. */
export function worse(a: number, b: number): number {
  const difference = severity(b) - severity(a)
  return difference > 0 || (difference === 0 && b > a) ? b : a
}
