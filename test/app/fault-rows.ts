/** Everything that can go wrong between this program and a provider, and what has to come of it. Also a table in docs. */
import type { FailureReason } from '../../src/contract/failure.ts'
import { failNames } from './names.ts'
import { identities, type Stage } from './stage.ts'
import type { SubjectName } from './subjects.ts'

/** What one subject does otherwise than the rest. */
export interface Outcome {
  /** Undefined: the refresh gets over it. */
  readonly reason: FailureReason | undefined
  /** Attempts of each call of a refresh. */
  readonly attempts?: number
  /** Calls to other endpoints with each refresh. */
  readonly moreCalls?: number
  /** Sources that fail where not all do, and how many of their parts where they do not fail as a whole. */
  readonly only?: Readonly<Record<string, 'down' | number>>
  /** What cannot be read is left out. */
  readonly isLossy?: boolean
}

export interface FaultRow extends Outcome {
  /** Nothing is sent, so that every call may be tried again. */
  readonly isUnsent?: boolean
  readonly name: string
  /** What happens, for the table in docs. */
  readonly what: string
  /** How the provider is reached; straight over http by default. */
  readonly via?: 'http' | 'https' | 'http proxy' | 'https proxy'
  /** Only a timeout ends it. */
  readonly isSlow?: boolean
  /** Subjects that know it; all of them by default. */
  readonly subjects?: readonly SubjectName[]
  readonly otherwise?: Partial<Record<SubjectName, Outcome>>
  /** Longest pause before the next try, in seconds, where it is not that of the class. */
  readonly pause?: number
  begin(stage: Stage): void | Promise<void>
  end(stage: Stage): void | Promise<void>
}

/** Seconds: the longest pause of a class, where the provider does not ask for one. */
export const longestPause: Readonly<Partial<Record<FailureReason, number>>> = { auth: 120, quota: 900 }
/** Seconds, for the rest: the interval, which is that of the subjects. */
export const interval = 60

const day = 24 * 3_600_000

type Details = Omit<FaultRow, 'name' | 'what' | 'reason' | 'begin' | 'end'>

/** A fault of the simulator. */
function answered(name: string, what: string, reason: FailureReason | undefined, details: Details = {}): FaultRow {
  return {
    name,
    what,
    reason,
    ...details,
    begin: ({ simulator, subject }) => simulator.faults.set(subject.endpoint, name),
    end: ({ simulator }) => simulator.faults.clear()
  }
}

/** Faults before anything is sent, so that even what is not safe to repeat is tried again. */
const unsent = new Set(['nothing-listens', 'ENOTFOUND', 'EAI_AGAIN', 'proxy-down', 'proxy-down-https'])

/** A fault below HTTP. */
function broken(
  name: string,
  what: string,
  via: FaultRow['via'],
  begin: FaultRow['begin'],
  end: FaultRow['end'],
  attempts: number
): FaultRow {
  return { name, what, reason: 'network', via: via ?? 'http', attempts, isUnsent: unsent.has(name), begin, end }
}

const certificate = (name: string, what: string, identity: keyof typeof identities) =>
  broken(
    name,
    what,
    'https',
    ({ front }) => front.present(identities[identity]),
    ({ front }) => front.present(identities.good),
    1
  )

const names = (code: 'ENOTFOUND' | 'EAI_AGAIN', what: string) =>
  broken(
    code,
    what,
    'http',
    ({ front }) => {
      failNames(code)
      front.cut()
    },
    () => failNames(undefined),
    3
  )

/** A call that counts against a daily quota is not made again because it was slow. */
const slow = {
  attempts: 3,
  isSlow: true,
  otherwise: { site24x7: { reason: 'timeout', attempts: 1 } }
} as const

const refusedByProxy = (name: string, what: string, via: 'http proxy' | 'https proxy') =>
  broken(
    name,
    what,
    via,
    ({ proxy }) => {
      proxy?.front.cut()
      proxy?.refuse(407)
    },
    ({ proxy }) => proxy?.refuse(),
    1
  )

const setClock = (name: string, what: string, ms: number): FaultRow => ({
  name,
  what,
  reason: undefined,
  begin: ({ clock }) => clock.set(clock.now() + ms),
  end: ({ clock }) => clock.set(clock.now() - ms)
})

const setClockInOutage = (name: string, what: string, ms: number): FaultRow => ({
  ...setClock(name, what, ms),
  reason: 'server',
  attempts: 3,
  begin({ clock, simulator, subject }) {
    simulator.faults.set(subject.endpoint, '503')
    clock.set(clock.now() + ms)
  },
  end: ({ simulator }) => simulator.faults.clear()
})

const ofToken: Details = { subjects: ['site24x7 token'] }
const ofStatus: Details = { subjects: ['site24x7'] }
const ofPortal: Details = { subjects: ['chinacache'] }
/** Each refresh gets one new token before it believes that it is refused. */
const refusedTwice = { site24x7: { reason: 'auth', attempts: 2, moreCalls: 1 } } as const

export const faultRows: readonly FaultRow[] = [
  broken(
    'nothing-listens',
    'nothing listens: the connection is refused',
    'http',
    ({ front }) => front.refuse(),
    ({ front }) => front.admit(),
    3
  ),
  names('ENOTFOUND', 'DNS: the name does not exist'),
  names('EAI_AGAIN', 'DNS: the name server does not answer'),
  certificate('self-signed', 'TLS: a certificate that nobody vouches for', 'selfSigned'),
  certificate('expired', 'TLS: a certificate that has expired', 'expired'),
  certificate('wrong-host', 'TLS: a certificate for another host', 'wrongHost'),
  broken(
    'proxy-down',
    'the proxy is down',
    'http proxy',
    ({ proxy }) => proxy?.front.refuse(),
    ({ proxy }) => proxy?.front.admit(),
    3
  ),
  broken(
    'proxy-down-https',
    'the proxy is down, for https',
    'https proxy',
    ({ proxy }) => proxy?.front.refuse(),
    ({ proxy }) => proxy?.front.admit(),
    3
  ),
  refusedByProxy('proxy-407', 'the proxy wants a password: 407', 'http proxy'),
  refusedByProxy('proxy-407-https', 'the proxy wants a password for a tunnel: 407', 'https proxy'),

  answered('reset', 'the connection is reset before the answer', 'network', { attempts: 3 }),
  answered('reset-body', 'the connection ends in the middle of the body', 'network', { attempts: 3 }),
  answered('stall-before', 'no answer at all', 'timeout', slow),
  answered('stall', 'the body stops in its middle', 'timeout', slow),
  answered('drip', 'the body comes at one byte a second', 'timeout', slow),
  answered('huge', 'a body without end', 'parse'),
  answered('gzip-bomb', 'a megabyte that unpacks to more than one gigabyte', 'parse'),
  answered('cut', 'half of the JSON', 'parse'),
  answered('invalid-utf8', 'bytes that are no UTF-8, inside of a text', undefined, {
    otherwise: {
      // The text is the access token, which no header can hold any more.
      'site24x7 token': { reason: 'schema' },
      // Some answers hold no text, so it is the name of a field.
      chinacache: { reason: 'schema', only: { traffic: 'down' } }
    }
  }),
  answered('html', 'HTML with status 200: a login page', 'parse'),
  answered('empty', 'an empty body with status 200', 'parse'),
  answered('wrong-shape', 'JSON of another shape', 'schema'),

  answered('301', 'a redirect: 301', 'client'),
  answered('redirect', 'a redirect to a login page: 302', 'client'),
  answered('400', '400', 'client'),
  {
    ...answered('401-once', '401, once', 'auth'),
    begin: ({ simulator, subject }) => simulator.faults.set(subject.endpoint, '401', { times: 1 }),
    otherwise: {
      site24x7: { reason: undefined, attempts: 2, moreCalls: 1 },
      // The first call of many: that of a source with others.
      chinacache: { reason: 'auth', only: { traffic: 1 } }
    }
  },
  answered('401', '401 for ever', 'auth', { otherwise: refusedTwice }),
  answered('403', '403', 'auth', { otherwise: refusedTwice }),
  answered('404', '404', 'client'),
  answered('429', '429 without Retry-After', 'quota'),
  answered('429-seconds', '429 with Retry-After: 120', 'quota', { pause: 120 }),
  answered('429-date', '429 with a date in Retry-After', 'quota', { pause: 120 }),
  answered('429-absurd', '429 with a Retry-After of a year', 'quota'),
  answered('429-negative', '429 with a negative Retry-After', 'quota'),
  answered('429-garbage', '429 with a Retry-After that nobody can read', 'quota'),
  answered('429-midnight', "429 until midnight: the day's quota is used up", 'quota', { pause: 24 * 3600 }),
  answered('500', '500', 'server', { attempts: 3 }),
  answered('502', '502', 'server', { attempts: 3 }),
  answered('503', '503', 'server', { attempts: 3 }),

  answered('quota-day', "Site24x7: the day's quota is used up", 'quota', { subjects: ['site24x7', 'site24x7 token'] }),
  answered('scope', 'Site24x7: the token lacks its scope', 'auth', ofStatus),
  answered('error-200', 'Site24x7: an error with status 200', 'client', ofStatus),
  answered('expired-token', 'Site24x7: the access token ends early', undefined, {
    ...ofStatus,
    otherwise: { site24x7: { reason: undefined, attempts: 2, moreCalls: 1 } }
  }),
  answered('revoked', 'Zoho: the refresh token is revoked (`invalid_code`)', 'auth', ofToken),
  answered('invalid-client', 'Zoho: a wrong client id (`invalid_client`)', 'auth', ofToken),
  answered('invalid-secret', 'Zoho: a wrong client secret (`invalid_client_secret`)', 'auth', ofToken),
  answered('throttled', 'Zoho: too many tokens were asked for', 'quota', { ...ofToken, pause: 600 }),
  answered('throttled-cn', 'Zoho: the same, in Chinese', 'quota', { ...ofToken, pause: 600 }),
  answered('throttled-200', 'Zoho: the same, with status 200', 'quota', { ...ofToken, pause: 600 }),
  answered('expires-in-millis', 'Zoho: the life of a token in milliseconds', undefined, ofToken),
  answered('refused', 'ChinaCache: wrong credentials, with status 200', 'auth', ofPortal),
  answered('odd-values', 'ChinaCache: fields that hold no number', undefined, { ...ofPortal, isLossy: true }),

  setClock('clock-back', 'the clock is set back by a day', -day),
  setClock('clock-forward', 'the clock is set forward by a day', day),
  setClockInOutage('clock-back-outage', 'the same, back, while the provider answers with 503', -day),
  setClockInOutage('clock-forward-outage', 'the same, forward, while the provider answers with 503', day)
]

/** What has to come of a row for a subject. Undefined where the row is not about it. */
export function outcomeFor(row: FaultRow, subject: SubjectName): Outcome | undefined {
  if (row.subjects?.includes(subject) === false) return undefined
  return row.otherwise?.[subject] ?? row
}
