/** The Pushgateway's HTTP API over `fastify.upstream`: groups, retries within a deadline, answers in plain words. */

import type { PushTarget } from '../../src/config/push-settings.ts'
import type { Clock } from '../../src/contract/clock.ts'
import { Failure, toFailure } from '../../src/contract/failure.ts'
import { type Ask, reasonOfStatus, type UpstreamResponse } from '../../src/contract/upstream.ts'
import { contentTypes } from '../../src/exposition/exposition.ts'
import { withDeadline } from '../../src/scheduling/deadline.ts'

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
  /** An attempt failed, and another one follows after `pause` milliseconds. */
  readonly onRetry?: (job: string, failure: Failure, pause: number) => void
}

type Method = 'POST' | 'PUT' | 'DELETE'

/** Bytes; the gateway answers with a line. */
const longestAnswer = 1 << 20

const firstPause = 1000
const longestPause = 30_000

export type Pushgateway = ReturnType<typeof createPushgateway>

export function createPushgateway({ ask, clock, target, random = Math.random, onRetry }: PushgatewayOptions) {
  /** Throws a `Failure` when it was not taken. */
  async function send(method: Method, group: Group, body: Buffer, signal: AbortSignal): Promise<void> {
    const { url, authorization, secrets } = target()
    const answer = await ask({
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
      bodyLimit: longestAnswer,
      hostSetting: 'PUSHGATEWAY'
    })
    assertTaken(answer, secrets)
  }

  /** Sends until it is taken, is refused for good, or the deadline (milliseconds) is over. Throws a `Failure`. */
  function insist(method: Method, group: Group, body: Buffer, deadline: number, stopped: AbortSignal): Promise<void> {
    let last: Failure | undefined
    const attempts = async (signal: AbortSignal): Promise<void> => {
      for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
        try {
          return await send(method, group, body, signal)
        } catch (error) {
          const failure = toFailure(error)
          // That the time was over says less than what came of the attempt before.
          if (signal.aborted && failure.reason === 'timeout') throw last ?? unanswered(deadline)
          last = failure
          if (!isWorthRetrying(last) || signal.aborted) throw last
        }
        const length = pause * (0.5 + random() / 2)
        if (method !== 'DELETE') onRetry?.(group.job, last, length)
        await wait(length, signal)
      }
    }
    return withDeadline(clock, deadline, stopped, attempts, () => last ?? unanswered(deadline))
  }

  function wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const callOff = clock.after(ms, () => {
        signal.removeEventListener('abort', callOff)
        resolve()
      })
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

function unanswered(deadline: number): Failure {
  return new Failure('timeout', `the Pushgateway did not answer within ${deadline / 1000} s`)
}

/** 200 since 0.10.0, 202 before and for a deletion, and never a body: that comes from a login page in its place. */
function assertTaken({ status, body }: UpstreamResponse, secrets: readonly string[]): void {
  if (status === 200 || status === 202) {
    if (body.toString('utf8').trim() === '') return
    const what = `HTTP ${status} and ${body.length} bytes, where a Pushgateway answers with nothing`
    throw new Failure('client', `the push was answered with ${what}: check PUSHGATEWAY, or a proxy on the way`)
  }
  const said = quote(body.toString('utf8'), secrets)
  throw new Failure(reasonOfStatus(status), `the Pushgateway answered with HTTP ${status}${said}${hintFor(status)}`)
}

/** A plain text in one line. Nothing of a page, and nothing of an answer that repeats the password. */
function quote(text: string, secrets: readonly string[]): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  if (line === '' || line.startsWith('<') || secrets.some((secret) => text.includes(secret))) return ''
  return `: ${line.slice(0, 300)}`
}

function hintFor(status: number): string {
  if (status === 401 || status === 403) return ' (check user and password in PUSHGATEWAY)'
  if (status === 404 || status === 405) return ' (check host and path prefix in PUSHGATEWAY)'
  return ''
}

function isWorthRetrying({ reason }: Failure): boolean {
  return reason === 'server' || reason === 'network' || reason === 'timeout' || reason === 'quota'
}
