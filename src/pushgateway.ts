/** The Pushgateway's HTTP API over `fastify.upstream`: groups, retries within a deadline, answers in plain words. */
import { type Answer, type Ask, reasonOfStatus } from './answer.ts'
import type { Clock } from './clock.ts'
import { withDeadline } from './deadline.ts'
import { contentTypes } from './exposition.ts'
import { Failure, toFailure } from './failure.ts'
import type { PushTarget } from './push-config.ts'

export interface Group {
  readonly job: string
  readonly grouping: Readonly<Record<string, string>>
}

/** `/metrics/job/<job>{/<label>/<value>}`, in base64 where a value cannot stand in a path. */
export function groupPath({ job, grouping }: Group): string {
  return `/metrics${[['job', job] as const, ...Object.entries(grouping)].map(pathOfLabel).join('')}`
}

function pathOfLabel([name, value]: readonly [string, string]): string {
  if (value === '') return `/${name}@base64/=`
  // A slash would split the value, and a segment of dots would be taken for a way up, even when percent-encoded.
  const needsBase64 = value.includes('/') || value === '.' || value === '..'
  if (needsBase64) return `/${name}@base64/${Buffer.from(value).toString('base64url')}`
  return `/${name}/${encodeURIComponent(value)}`
}

export interface PushgatewayOptions {
  readonly ask: Ask
  readonly clock: Clock
  readonly target: () => PushTarget
  /** In [0, 1): the jitter of retries. */
  readonly random?: () => number
}

const firstPause = 1000
const longestPause = 30_000

export type Pushgateway = ReturnType<typeof createPushgateway>

export function createPushgateway({ ask, clock, target, random = Math.random }: PushgatewayOptions) {
  function send(method: 'POST' | 'PUT' | 'DELETE', group: Group, body: Buffer, signal: AbortSignal): Promise<Answer> {
    const { url, authorization } = target()
    return ask({
      provider: 'pushgateway',
      endpoint: method === 'DELETE' ? 'delete' : 'push',
      method,
      url: new URL(url + groupPath(group)),
      headers: {
        'content-type': contentTypes.text,
        ...(authorization === undefined ? {} : { authorization })
      },
      ...(method === 'DELETE' ? {} : { body }),
      signal,
      hostSetting: 'PUSHGATEWAY'
    })
  }

  /** Sends until it is taken, is refused for good, or the deadline (milliseconds) is over. Throws a `Failure`. */
  function insist(
    method: 'POST' | 'PUT' | 'DELETE',
    group: Group,
    body: Buffer,
    deadline: number,
    stopped: AbortSignal
  ): Promise<void> {
    let last: Failure | undefined
    const attempts = async (signal: AbortSignal): Promise<void> => {
      for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
        try {
          return assertTaken(await send(method, group, body, signal))
        } catch (error) {
          last = toFailure(error)
          if (!isWorthRetrying(last) || signal.aborted) throw last
        }
        await wait(pause * (0.5 + random() / 2), signal)
      }
    }
    return withDeadline(clock, deadline, stopped, attempts, () => last)
  }

  function wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const callOff = clock.after(ms, resolve)
      signal.addEventListener('abort', callOff, { once: true })
    })
  }

  return {
    push: (
      method: 'POST' | 'PUT',
      group: Group,
      text: string,
      { deadline, stopped }: { readonly deadline: number; readonly stopped: AbortSignal }
    ): Promise<void> => insist(method, group, Buffer.from(text), deadline, stopped),

    /** Removes the group. One that is not there is removed already. */
    remove: (group: Group, deadline: number): Promise<void> =>
      insist('DELETE', group, Buffer.alloc(0), deadline, new AbortController().signal)
  }
}

/** 200 since 0.10.0, 202 before and for a deletion. */
function assertTaken({ status, body }: Answer): void {
  if (status === 200 || status === 202) return
  const text = body.toString('utf8').replaceAll(/\s+/g, ' ').trim().slice(0, 300)
  const said = text === '' || text.startsWith('<') ? '' : `: ${text}`
  throw new Failure(reasonOfStatus(status), `the Pushgateway answered with HTTP ${status}${said}${hintFor(status)}`)
}

function hintFor(status: number): string {
  if (status === 401 || status === 403) return ' (check user and password in PUSHGATEWAY)'
  if (status === 404 || status === 405) return ' (check host and path prefix in PUSHGATEWAY)'
  return ''
}

function isWorthRetrying({ reason }: Failure): boolean {
  return reason === 'server' || reason === 'network' || reason === 'timeout' || reason === 'quota'
}
