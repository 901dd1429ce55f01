/** Wrong answers that are well-formed HTTP: the error statuses, and the successes that are none. */

export interface CannedAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface CannedOptions {
  /** Unix milliseconds, for the date of `429-date`. */
  readonly now: () => number
  readonly errorBody: (status: number) => unknown
  readonly wrongShape: unknown
}

/** Seconds that `429-seconds` and `429-date` ask for. */
export const cannedRetryAfter = 120

const year = 365 * 86_400
const day = 24 * 3_600_000
const json = 'application/json; charset=utf-8'

const loginPage = `<!DOCTYPE html>
<html><head><title>Sign in</title></head>
<body><form action="/login" method="post"><input name="user"><input name="password" type="password"></form></body></html>
`

const makers = {
  '400': (options) => refusal(400, options),
  '401': (options) => refusal(401, options),
  '403': (options) => refusal(403, options),
  '404': (options) => refusal(404, options),
  '429': (options) => refusal(429, options),
  '429-seconds': (options) => refusal(429, options, String(cannedRetryAfter)),
  '429-date': (options) => refusal(429, options, new Date(options.now() + cannedRetryAfter * 1000).toUTCString()),
  '429-absurd': (options) => refusal(429, options, String(year)),
  '429-negative': (options) => refusal(429, options, '-60'),
  '429-garbage': (options) => refusal(429, options, 'a while'),
  '429-midnight': (options) => refusal(429, options, new Date(nextMidnight(options.now())).toUTCString()),
  '500': (options) => refusal(500, options),
  '502': (options) => refusal(502, options),
  '503': (options) => refusal(503, options),
  '301': () => ({ status: 301, headers: { location: 'https://elsewhere.invalid/api' }, body: '' }),
  redirect: () => ({ status: 302, headers: { location: 'https://elsewhere.invalid/login' }, body: '' }),
  html: () => ({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: loginPage }),
  empty: () => ({ status: 200, headers: { 'content-type': json }, body: '' }),
  'wrong-shape': ({ wrongShape }) => ({
    status: 200,
    headers: { 'content-type': json },
    body: JSON.stringify(wrongShape)
  })
} satisfies Record<string, (options: CannedOptions) => CannedAnswer>

export const cannedFaults: readonly string[] = Object.keys(makers)

/** The canned answer of a fault; undefined for a fault of another kind. */
export function cannedAnswer(fault: string, options: CannedOptions): CannedAnswer | undefined {
  const table: Readonly<Record<string, (options: CannedOptions) => CannedAnswer>> = makers
  return Object.hasOwn(table, fault) ? table[fault]?.(options) : undefined
}

/** In UTC, where most quotas begin anew. */
function nextMidnight(now: number): number {
  return (Math.floor(now / day) + 1) * day
}

function refusal(status: number, { errorBody }: CannedOptions, retryAfter?: string): CannedAnswer {
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter }
  return { status, headers: { 'content-type': json, ...headers }, body: JSON.stringify(errorBody(status)) }
}
