/** What is looked at before a source is added, as the one without a TTL would ask its provider without end. */

/** Milliseconds. Who writes seconds has 60 for a minute. */
const shortestTtl = 100

/** The first fault in words; undefined for a source that can be added. */
export function faultOfSource(source: unknown): string | undefined {
  if (typeof source !== 'object' || source === null) return 'adds a source that is no object'
  const { name, ttl, maxAge, callsPerRefresh, identity, fetch, collect, quota, stateVersion } = source as Record<
    string,
    unknown
  >
  if (typeof name !== 'string' || !/^[a-z][a-z0-9_]*$/.test(name)) {
    return 'adds a source whose name is not of lower-case letters, digits and underscores'
  }
  const at = (what: string) => `source ${name}: ${what}`
  if (!isNumber(ttl) || ttl < shortestTtl) {
    return at(`ttl must be a number of milliseconds, at least ${shortestTtl}; sourceTimes reads it from a setting`)
  }
  if (!isNumber(maxAge) || maxAge < ttl) return at('maxAge must be a number of milliseconds, no less than ttl')
  if (!isCount(callsPerRefresh)) return at('callsPerRefresh must be a whole number')
  if (typeof identity !== 'string') return at('identity must be a text')
  if (typeof fetch !== 'function') return at('fetch must be a function')
  if (typeof collect !== 'function') return at('collect must be a function')
  if (stateVersion !== undefined && !isCount(stateVersion)) return at('stateVersion must be a whole number')
  if (quota === undefined) return undefined
  const { callsPerDay, setting } = (quota ?? {}) as Record<string, unknown>
  if (!isNumber(callsPerDay) || callsPerDay <= 0) return at('quota.callsPerDay must be a number above zero')
  return typeof setting === 'string' ? undefined : at('quota.setting must be the name of a setting')
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0
}
