import type { FailureReason } from '../../src/failure.ts'

/** The class each fault has to be counted under; undefined: the refresh gets over it. */
export type Expected = Readonly<Record<string, FailureReason | undefined>>

export const everywhere: Expected = {
  '400': 'client',
  '401': 'auth',
  '403': 'auth',
  '404': 'client',
  '429': 'quota',
  '429-seconds': 'quota',
  '429-date': 'quota',
  '429-absurd': 'quota',
  '500': 'server',
  '502': 'server',
  '503': 'server',
  redirect: 'client',
  html: 'parse',
  empty: 'parse',
  'wrong-shape': 'schema',
  'stall-before': 'timeout',
  reset: 'network',
  huge: 'parse',
  'gzip-bomb': 'parse',
  cut: 'parse',
  stall: 'timeout',
  drip: 'timeout',
  'reset-body': 'network'
}

export const expected: Readonly<Record<string, Expected>> = {
  current_status: {
    ...everywhere,
    // The spoiled text is one that nobody reads, and the rest of the JSON is whole.
    'invalid-utf8': undefined,
    scope: 'auth',
    'error-200': 'client',
    'quota-day': 'quota',
    'expired-token': undefined
  },
  token: {
    ...everywhere,
    // The spoiled text is the access token, which no header can hold any more.
    'invalid-utf8': 'schema',
    revoked: 'auth',
    'invalid-client': 'auth',
    'invalid-secret': 'auth',
    throttled: 'quota',
    'throttled-cn': 'quota',
    'throttled-200': 'quota',
    'quota-day': 'quota',
    'expires-in-millis': undefined
  }
}
