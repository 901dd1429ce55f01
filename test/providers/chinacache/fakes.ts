/** What the tests of this provider share. */
import { createPortalApi } from '../../../providers/chinacache/api.ts'
import { configure } from '../../../providers/chinacache/config.ts'
import { Failure } from '../../../src/contract/failure.ts'
import type { Collection, Settings } from '../../../src/contract/provider.ts'
import { Secret } from '../../../src/contract/secret.ts'
import type { Ask, UpstreamRequest, UpstreamResponse } from '../../../src/contract/upstream.ts'

export const user = 'jane doe'
export const pass = 'a&b=c#d+e f%41'

export const never = new AbortController().signal

export function configWith(given: Settings = {}) {
  return configure(
    { CHINACACHE_CHANNEL_IDS: '1001,1002', CHINACACHE_API_URL: 'http://portal.test/gate', ...given },
    { CHINACACHE_USER: new Secret(() => user), CHINACACHE_PASS: new Secret(() => pass) }
  )
}

export function answer(body: unknown, status = 200, headers: UpstreamResponse['headers'] = {}): UpstreamResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers, body: Buffer.from(text) }
}

/** A portal that answers each endpoint, and keeps what it was asked. */
export function fakePortal(reply: (request: UpstreamRequest) => UpstreamResponse | Failure, config = configWith()) {
  const requests: UpstreamRequest[] = []
  const ask: Ask = async (request) => {
    requests.push(request)
    const replied = reply(request)
    if (replied instanceof Failure) throw replied
    return replied
  }
  return { requests, config, transport: createPortalApi({ ask, config, clock: { now: () => 0 } }) }
}

export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('it did not fail')
}

/** `name{label="value",...}` -> value, for all series of a collection. */
export function seriesOf({ families }: Pick<Collection, 'families'>): Record<string, number> {
  return Object.fromEntries(
    families.flatMap(({ name, samples }) =>
      [...samples].map(({ labels, value }) => {
        const text = Object.entries(labels).map(([label, content]) => `${label}="${content}"`)
        return [`${name}{${text.join(',')}}`, value]
      })
    )
  )
}
