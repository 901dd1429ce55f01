/** Whether the credentials are good for each channel, found out with one call a channel. */

import { type Failure, toFailure } from '../../src/contract/failure.ts'
import type { CheckContext, Finding } from '../../src/contract/provider.ts'
import { createPortalApi } from './api.ts'
import type { ChinaCacheConfig } from './config.ts'
import { trafficWindow } from './windows.ts'

export async function* checkChannels(context: CheckContext<ChinaCacheConfig>): AsyncGenerator<Finding> {
  const { config, ask, clock, signal } = context
  const api = createPortalApi({ ask, config, clock })
  const window = trafficWindow(clock.now(), config.queryMinutes, config.lag)
  const seen: string[] = []
  for (const channel of config.channels) {
    const failure = await failureOf(() => api.hitRate(channel, window, signal))
    if (failure === undefined) seen.push(channel)
    else yield failed(channel, failure)
    // What else is wrong for one channel is wrong for all, and only costs time.
    if (failure !== undefined && failure.reason !== 'client') break
  }
  if (seen.length > 0) yield fine(seen)
}

async function failureOf(ask: () => Promise<unknown>): Promise<Failure | undefined> {
  try {
    await ask()
    return undefined
  } catch (error) {
    return toFailure(error)
  }
}

function fine(channels: readonly string[]): Finding {
  const names = channels.length > mostNames ? `${channels.slice(0, mostNames).join(', ')} ...` : channels.join(', ')
  const message = `${channels.length === 1 ? 'its hit rate' : 'their hit rates'} can be asked for: ${names}`
  return { name: channels.length === 1 ? 'one channel' : `${channels.length} channels`, mark: 'ok', message }
}

const mostNames = 8

function failed(channel: string, { reason, message }: Failure): Finding {
  const isProxy = reason === 'network' && message.includes('proxy')
  const remedy = isProxy ? 'Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY.' : (remedies[reason] ?? otherRemedy)
  return { name: `channel ${channel}`, mark: 'failed', message, remedy }
}

const otherRemedy = 'Try again later; if it stays so, see the API documents of your ChinaCache contract.'

const remedies: Partial<Record<Failure['reason'], string>> = {
  auth: 'Check CHINACACHE_USER and CHINACACHE_PASS: the API has a password of its own, which is not that of the portal.',
  client: 'Check that the id in CHINACACHE_CHANNEL_IDS is right and that the user may see this channel.',
  network:
    'The historic host is most probably gone: set CHINACACHE_API_URL to where your contract says. Else check DNS, firewall and HTTPS_PROXY.',
  timeout: 'Check CHINACACHE_API_URL, the firewall and the proxy between.',
  parse: 'Something else than the API answers: check CHINACACHE_API_URL, and the proxy for a sign-in page.',
  schema: 'Another API answers there: check CHINACACHE_API_URL.'
}
