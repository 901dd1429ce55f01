/** Whether the accounts server gives a token and the API takes it, found out with one call of each. */

import { remedyFor } from '../../src/contract/advice.ts'
import { type Failure, toFailure } from '../../src/contract/failure.ts'
import type { CheckContext, Finding } from '../../src/contract/provider.ts'
import { memoryStore } from '../../src/contract/store.ts'
import { createApi } from './api.ts'
import { type Site24x7Config, secretNames } from './config.ts'
import { createCollect } from './current-status/thread-collector.ts'
import { createToken } from './token/token.ts'

const scope = 'Site24x7.Reports.Read'

export async function* checkAccount(context: CheckContext<Site24x7Config>): AsyncGenerator<Finding> {
  const { config, ask, clock, signal } = context
  // With the token of a store nothing would be learnt about the credentials.
  const token = createToken({ ask, config, clock, store: memoryStore })
  const accounts = new URL(config.accountsUrl).host
  try {
    await token.get(signal)
  } catch (error) {
    const makeNew = `Is ${accounts} where the account signs in (SITE24X7_ENDPOINT)? If so, \`edge-exporter site24x7 token\` makes new credentials.`
    yield failed('credentials', toFailure(error), makeNew)
    return
  }
  yield { name: 'credentials', mark: 'ok', message: `${accounts} gives an access token for them` }
  try {
    yield await askApi(context, createApi({ ask, config, token, clock }))
  } catch (error) {
    const makeNew = `\`edge-exporter site24x7 token\` makes a refresh token with the scope ${scope}.`
    yield failed('scope', toFailure(error), makeNew)
  }
}

async function askApi(
  { config, clock, signal }: CheckContext<Site24x7Config>,
  api: ReturnType<typeof createApi>
): Promise<Finding> {
  const body = await api.currentStatus(signal)
  const collect = createCollect(config)
  const { overview } = collect(body, { now: clock.now(), memory: undefined })
  const monitors = (overview?.states ?? []).reduce((sum, { count }) => sum + count, 0)
  if (monitors > 0) {
    const seen = monitors === 1 ? '1 monitor is' : `${monitors} monitors are`
    return { name: 'scope', mark: 'ok', message: `${scope} is granted, ${seen} seen` }
  }
  return {
    name: 'scope',
    mark: 'warning',
    message: `${scope} is granted, but the account has no monitors`,
    remedy: 'Is it the right account? Its monitors turn up by themselves as soon as it has some.'
  }
}

function failed(name: string, failure: Failure, makeNew: string): Finding {
  const usual = remedyFor(failure, { title: 'Site24x7', credentials: secretNames })
  return { name, mark: 'failed', message: failure.message, remedy: failure.reason === 'auth' ? makeNew : usual }
}
