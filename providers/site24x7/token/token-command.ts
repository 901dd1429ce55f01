/** `edge-exporter site24x7 token`: a code of Zoho's API console to the refresh token that the exporter works with. */

import { readFileSync } from 'node:fs'
import { remedyFor } from '../../../src/contract/advice.ts'
import { causeOf, Failure, toFailure } from '../../../src/contract/failure.ts'
import type { CommandContext, ProviderCommand, Settings } from '../../../src/contract/provider.ts'
import { SettingsError } from '../../../src/contract/settings.ts'
import {
  type Ask,
  describeStatus,
  type UpstreamRequest,
  type UpstreamResponse
} from '../../../src/contract/upstream.ts'
import { readCurrentStatus } from '../api.ts'
import { type DataCentre, dataCentres } from '../config.ts'
import { reportsRead } from '../endpoint.ts'
import type { ReportPlan } from '../reports/report.ts'
import { reportPlans, scopesOf, settingOf, warningsOf } from '../reports/settings.ts'
import { askCentre, noSuchCentre } from './ask-centre.ts'
import { apiConsole, refusals } from './refusals.ts'
import { type Format, formats, type Made, write } from './token-lines.ts'

export const tokenCommand: ProviderCommand = {
  name: 'token',
  description: 'make the refresh token from a code of the API console',
  example: '--data-centre site24x7.eu --output .env',
  options: [
    {
      flags: '--data-centre <host>',
      description: 'data centre of the account; asked for when not given',
      choices: Object.keys(dataCentres)
    },
    {
      flags: '--client-id <id>',
      description: 'client id of the Self Client (env: ZOHO_CLIENT_ID); asked for when not given'
    },
    {
      flags: '--client-secret-file <file>',
      description:
        'file with its client secret (env: ZOHO_CLIENT_SECRET, ZOHO_CLIENT_SECRET_FILE); asked for when not given. No flag takes the secret itself, as everybody on the machine can read a command line'
    },
    {
      flags: '--code <code>',
      description: 'code of the API console, at most ten minutes old; asked for when not given'
    },
    { flags: '--format <format>', description: 'how to print the result', choices: formats, default: 'env' }
  ],
  run
}

async function run({ options, settings, ask, clock, terminal }: CommandContext): Promise<boolean> {
  const usual = settings.SITE24X7_ENDPOINT ?? 'site24x7.com'
  const known = {
    clientId: options.clientId ?? settings.ZOHO_CLIENT_ID,
    clientSecret: knownSecret(options.clientSecretFile, settings),
    code: options.code
  }
  const isAsking = Object.values(known).includes(undefined)
  if (isAsking) terminal.note(introduction)

  const endpoint = options.dataCentre ?? (isAsking ? await askCentre(terminal, usual) : usual)
  const centre = dataCentres[endpoint]
  if (centre === undefined) {
    throw new SettingsError([{ setting: 'data centre', message: noSuchCentre(endpoint) }])
  }
  if (isAsking) terminal.note(`Open ${consoleOf(centre)}, choose Self Client, and look under Client Secret.`)
  const clientId = known.clientId ?? (await need(terminal, 'Client ID: '))
  const clientSecret =
    known.clientSecret ?? (await need(terminal, 'Client Secret (is not shown while you type): ', true))
  const plans = reportPlans(settings)
  const scope = scopesOf({ reports: plans }).join(',')
  if (known.code === undefined)
    terminal.note(
      [
        `Now under Generate Code: the scope is ${scope}, the duration 10 minutes.`,
        ...whatFor(plans),
        ...warningsOf(plans).map((warning) => `Mind that ${warning}.`)
      ].join('\n')
    )
  const code = known.code ?? (await need(terminal, 'Code (is not shown while you type): ', true))

  const accountsUrl = (settings.ZOHO_ACCOUNTS_URL ?? centre.accounts).replace(/\/+$/, '')
  const form = { client_id: clientId, client_secret: clientSecret, code }
  const tokens = await terminal.progress('Asking Zoho', exchange({ ask, accountsUrl, form, scope }))
  const apiUrl = (settings.SITE24X7_API_URL ?? centre.api).replace(/\/+$/, '')
  terminal.note(await terminal.progress('Trying it out', tryOut({ ask, apiUrl, scope }, tokens.access, clock.now())))

  const made: Made = { endpoint, clientId, clientSecret, refreshToken: tokens.refresh }
  terminal.print(write(made, options.format as Format, terminal.isSeen))
  if (terminal.isSeen) terminal.note('The refresh token is good until it is revoked. Keep it like a password.')
  return true
}

function knownSecret(file: string | undefined, settings: Settings): string | undefined {
  const [setting, path] =
    file === undefined ? ['ZOHO_CLIENT_SECRET_FILE', settings.ZOHO_CLIENT_SECRET_FILE] : ['--client-secret-file', file]
  if (path === undefined) return settings.ZOHO_CLIENT_SECRET
  try {
    const text = readFileSync(path, 'utf8').trim()
    if (text !== '') return text
  } catch (error) {
    throw new SettingsError([{ setting, message: `the file cannot be read (${causeOf(error)})` }])
  }
  throw new SettingsError([{ setting, message: 'the file is empty' }])
}

const introduction = `This makes a refresh token for the exporter. It takes two minutes, and a Self Client in Zoho's API console, which you can make on the way.`

/** Which scope is for what, where there is a choice. */
function whatFor(plans: readonly ReportPlan[]): readonly string[] {
  const optional = plans.filter(({ report, isOptional }) => isOptional && report.scope !== reportsRead)
  return optional.map(
    ({ report }) => `${report.scope} is for ${report.title}; without it ${settingOf(report)} is off by itself.`
  )
}

/** The console of a data centre has its accounts server's domain. */
function consoleOf({ accounts }: DataCentre): string {
  return accounts.replace('//accounts.', '//api-console.')
}

async function need(terminal: CommandContext['terminal'], question: string, hidden = false): Promise<string> {
  const answer = await terminal.question(question, { hidden })
  if (answer !== '') return answer
  const setting = question.replace(/ ?[(:].*$/, '')
  throw new SettingsError([{ setting, message: 'is needed' }])
}

interface Exchange {
  readonly ask: Ask
  readonly accountsUrl: string
  readonly form: Readonly<Record<string, string>>
  /** That the code is to be made for, for messages. */
  readonly scope: string
}

async function exchange({ ask, accountsUrl, form, scope }: Exchange): Promise<{ access: string; refresh: string }> {
  const answer = await askZoho(ask, {
    provider: 'site24x7',
    endpoint: 'token',
    method: 'POST',
    url: new URL(`${accountsUrl}/oauth/v2/token`),
    headers: { accept: 'application/json' },
    form: { ...form, grant_type: 'authorization_code' },
    signal: AbortSignal.timeout(30_000),
    hostSetting: 'the data centre'
  })
  const body = objectOf(answer)
  const { access_token: access, refresh_token: refresh, error, status } = body ?? {}
  if (typeof access === 'string' && access !== '') {
    if (typeof refresh === 'string' && refresh !== '') return { access, refresh }
    throw new Failure(
      'auth',
      `Zoho gave an access token but no refresh token: the code is not from a Self Client. In ${apiConsole}, choose Self Client and make the code there.`
    )
  }
  if (typeof error === 'string' && Object.hasOwn(refusals, error)) {
    const remedy = refusals[error] ?? `the code was made for a scope that there is not. The scope is ${scope}.`
    throw new Failure('auth', `Zoho says ${error}: ${remedy}`)
  }
  // The words of a throttle are in the language of the data centre.
  if (status === 'failure' || error === 'Access Denied' || answer.status === 429) {
    throw new Failure(
      'quota',
      'Zoho lets nobody in for some minutes, as there were too many requests: wait 10 minutes, then make a new code.'
    )
  }
  if (answer.status === 407) {
    throw new Failure('network', `Zoho was not reached: ${describeStatus(answer.status)}. ${sameCode}`)
  }
  if (body === undefined) {
    throw new Failure(
      'parse',
      `Something else than Zoho answers at ${new URL(accountsUrl).host} (HTTP ${answer.status}): check the data centre, and the proxy of this machine for a sign-in page.`
    )
  }
  if (answer.status >= 500)
    throw new Failure('server', `Zoho has a fault of its own (HTTP ${answer.status}): try again in some minutes.`)
  throw new Failure(
    'client',
    `Zoho refused without saying why (HTTP ${answer.status}): check every value, and make a new code.`
  )
}

const sameCode = 'Then try the same code again, while it is young.'

/** Where nobody answers, the data centre is right, as all of them are known. */
async function askZoho(ask: Ask, request: UpstreamRequest): Promise<UpstreamResponse> {
  try {
    return await ask(request)
  } catch (error) {
    const failure = toFailure(error)
    const remedy = remedyFor(failure, { title: 'Zoho', credentials: [] })
    throw new Failure(failure.reason, `${failure.message}. ${remedy} ${sameCode}`)
  }
}

/** One call, as a scope that is missing would be found out only later. What is wrong besides that is only told. */
async function tryOut(
  { ask, apiUrl, scope }: { readonly ask: Ask; readonly apiUrl: string; readonly scope: string },
  accessToken: string,
  now: number
): Promise<string> {
  try {
    const answer = await ask({
      provider: 'site24x7',
      endpoint: 'current_status',
      method: 'GET',
      url: new URL(`${apiUrl}/current_status?locations_required=false&group_required=false`),
      headers: { accept: 'application/json; version=2.0', authorization: `Zoho-oauthtoken ${accessToken}` },
      signal: AbortSignal.timeout(30_000),
      hostSetting: 'the data centre'
    })
    const { monitors = [] } = readCurrentStatus(answer, now)
    return `The token works: it sees ${monitors.length === 1 ? '1 monitor' : `${monitors.length} monitors`}.`
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    if (error.reason !== 'auth') return `The token is made, but could not be tried out: ${error.message}`
    throw new Failure(
      'auth',
      `The token is made, but the API refuses it: the scope has to be ${scope}. Make a new code with that scope. (${error.message})`
    )
  }
}

function objectOf({ body }: UpstreamResponse): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
