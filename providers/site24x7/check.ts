/** Whether the accounts server gives a token and the API takes it for each source that is on, with one call of each. */

import { remedyFor } from '../../src/contract/advice.ts'
import { type Failure, toFailure } from '../../src/contract/failure.ts'
import type { CheckContext, Finding } from '../../src/contract/provider.ts'
import { memoryStore } from '../../src/contract/store.ts'
import { type Api, createApi } from './api.ts'
import { type Site24x7Config, secretNames } from './config.ts'
import { createCollect } from './current-status/thread-collector.ts'
import { reportsRead as scope } from './endpoint.ts'
import type { ReportPlan } from './reports/report.ts'
import { scopesOf, settingOf } from './reports/settings.ts'
import { createToken } from './token/token.ts'

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
  const api = createApi({ ask, config, token, clock })
  const wanted = scopesOf(config)
  const makeNew = `\`edge-exporter site24x7 token\` makes a refresh token with the ${wanted.length === 1 ? 'scope' : 'scopes'} ${wanted.join(',')}.`
  try {
    yield await askApi(context, api)
  } catch (error) {
    yield failed('scope', toFailure(error), makeNew)
    return
  }
  for (const plan of config.reports) yield await askReport(context, api, plan, makeNew)
}

/** The first call of a report tells whether its scope is there. */
async function askReport(
  { config, clock, signal }: CheckContext<Site24x7Config>,
  api: Api,
  { report, isOptional }: ReportPlan,
  makeNew: string
): Promise<Finding> {
  const { name, scope } = report
  const [call] = report.calls({ windows: config.windows, now: clock.now(), utcOffset: 0 })
  try {
    if (call !== undefined) await api.report(call, signal)
    return { name, mark: 'ok', message: `${scope} is granted` }
  } catch (error) {
    const failure = toFailure(error)
    const remedy = `${makeNew} ${settingOf(report)}=off does without it.`
    if (!failure.isForbidden) return failed(name, failure, remedy)
    const mark = isOptional ? 'warning' : 'failed'
    return { name, mark, message: isOptional ? `off: ${failure.message}` : failure.message, remedy }
  }
}

async function askApi({ config, clock, signal }: CheckContext<Site24x7Config>, api: Api): Promise<Finding> {
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
