import { inspect } from 'node:util'
import type { Test } from 'tap'
import { type Attempt, createUpstream, type UpstreamOptions } from '../../plugins/upstream/index.ts'
import { Failure } from '../../src/contract/failure.ts'
import type { UpstreamRequest } from '../../src/contract/upstream.ts'
import { manualClock } from './manual-clock.ts'

/** Is in every request's header, form, query and path; must be in nothing that comes back. */
export const sentinel = 'SENTINEL-0815'

export type Wish = Partial<Omit<UpstreamRequest, 'url'>>

/** An upstream with short times, whose requests are full of secrets. */
export function setUpUpstream(t: Test, options: Partial<UpstreamOptions> = {}) {
  const clock = manualClock()
  const upstream = createUpstream({
    clock,
    proxy: {},
    userAgent: 'edge-exporter/1.2.3',
    attemptTimeout: 5000,
    retryDelay: 1,
    ...options
  })
  t.teardown(() => upstream.close())
  const attempts: Attempt[] = []
  upstream.events.on('attempt', (attempt) => attempts.push(attempt))

  function request(origin: string, wish: Wish = {}) {
    return upstream.request({
      provider: 'acme',
      endpoint: 'stats',
      method: 'GET',
      url: new URL(`${origin}/v1/${sentinel}?key=${sentinel}`),
      headers: { authorization: `Bearer ${sentinel}` },
      ...(wish.method === 'POST' && wish.body === undefined ? { form: { secret: sentinel } } : {}),
      signal: new AbortController().signal,
      hostSetting: 'ACME_API_URL',
      ...wish
    })
  }

  return { clock, upstream, request, attempts, codes: () => attempts.map(({ code }) => code) }
}

/** What was thrown, once it has proved to be a clean failure. */
export async function failureOf(t: Test, promise: Promise<unknown>): Promise<Failure> {
  const thrown = await promise.then(
    () => t.fail('nothing was thrown'),
    (error: unknown) => error
  )
  if (!(thrown instanceof Failure)) throw new Error(`not a Failure: ${inspect(thrown)}`)
  t.same(
    Object.keys(thrown).sort(),
    ['isForbidden', 'name', 'reason', 'remedy', 'retryAfter'],
    'no property of the HTTP client'
  )
  t.notOk('cause' in thrown)
  const shown = [inspect(thrown, { depth: 9, showHidden: true }), JSON.stringify(thrown), thrown.message, thrown.stack]
  for (const text of shown) t.notMatch(text, sentinel)
  return thrown
}
