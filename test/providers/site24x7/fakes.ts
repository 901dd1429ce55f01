/** What the tests of the Site24x7 provider share: answers, an `Ask` that gives them, and a configuration. */

import { configure, type Site24x7Config } from '../../../providers/site24x7/config.ts'
import { Failure } from '../../../src/contract/failure.ts'
import { Secret } from '../../../src/contract/secret.ts'
import type { Ask, UpstreamRequest, UpstreamResponse } from '../../../src/contract/upstream.ts'

/** Texts that must never turn up anywhere but in the form of the token request. */
export const sentinels = ['sentinel-client-id', 'sentinel-client-secret', 'sentinel-refresh-token'] as const

export function siteConfig(settings: Record<string, string> = {}): Site24x7Config {
  const [id, secret, token] = sentinels
  return configure(
    {
      SITE24X7_ENDPOINT: 'site24x7.com',
      SITE24X7_TTL: '60s',
      SITE24X7_DAILY_CALL_LIMIT: 'auto',
      ...settings
    },
    {
      ZOHO_CLIENT_ID: new Secret(() => id),
      ZOHO_CLIENT_SECRET: new Secret(() => secret),
      ZOHO_REFRESH_TOKEN: new Secret(() => token)
    }
  )
}

/** An answer with a JSON body, or with the body as given where it is a text. */
export function answer(body: unknown, status = 200, headers: UpstreamResponse['headers'] = {}): UpstreamResponse {
  return { status, headers, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) }
}

/** An `Ask` that keeps what it was asked. */
export function fakeAsk(
  reply: (request: UpstreamRequest, call: number) => UpstreamResponse | Promise<UpstreamResponse>
) {
  const requests: UpstreamRequest[] = []
  const ask: Ask = async (request) => {
    requests.push(request)
    return await reply(request, requests.length)
  }
  return { ask, requests }
}

/** The `Failure` that `run` throws. Anything else that happens is an error of its own. */
export async function failureOf(run: () => unknown): Promise<Failure> {
  try {
    await run()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
