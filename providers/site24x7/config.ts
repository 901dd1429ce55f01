import { type Static, type TString, Type } from 'typebox'
import type { FileForm, Flag, Secrets, Settings } from '../../src/contract/provider.ts'
import type { Secret } from '../../src/contract/secret.ts'
import { durationSetting, sourceTimes, urlSetting } from '../../src/contract/settings.ts'
import type { ReportPlan } from './reports/report.ts'
import { reportKeys, reportPlans, reportSettings, windowsOf } from './reports/settings.ts'

/** Hosts of a data centre. They follow no pattern, so they are a table. */
export interface DataCentre {
  /** Zoho accounts server, which gives access tokens. */
  readonly accounts: string
  /** Root of the Site24x7 API. */
  readonly api: string
}

export const dataCentres: Readonly<Record<string, DataCentre>> = {
  'site24x7.com': { accounts: 'https://accounts.zoho.com', api: 'https://www.site24x7.com/api' },
  'site24x7.eu': { accounts: 'https://accounts.zoho.eu', api: 'https://www.site24x7.eu/api' },
  'site24x7.cn': { accounts: 'https://accounts.zoho.com.cn', api: 'https://www.site24x7.cn/api' },
  'site24x7.in': { accounts: 'https://accounts.zoho.in', api: 'https://www.site24x7.in/api' },
  'site24x7.net.au': { accounts: 'https://accounts.zoho.com.au', api: 'https://www.site24x7.net.au/api' },
  'site24x7.jp': { accounts: 'https://accounts.zoho.jp', api: 'https://app.site24x7.jp/api' },
  'site24x7.ca': { accounts: 'https://accounts.zohocloud.ca', api: 'https://www.site24x7.ca/api' },
  'site24x7.uk': { accounts: 'https://accounts.zoho.uk', api: 'https://app.site24x7.uk/api' },
  'site24x7.ae': { accounts: 'https://accounts.zoho.ae', api: 'https://app.site24x7.ae/api' },
  'site24x7.sa': { accounts: 'https://accounts.zoho.sa', api: 'https://www.site24x7.sa/api' }
}

function switchSetting(description: string): TString {
  return Type.Enum(['true', 'false'], { description, default: 'false' }) as unknown as TString
}

export const settings = Type.Object({
  ZOHO_CLIENT_ID: Type.String({ description: 'Client id of the Zoho self client' }),
  ZOHO_CLIENT_SECRET: Type.String({ description: 'Client secret of the Zoho self client' }),
  ZOHO_REFRESH_TOKEN: Type.String({
    description: 'Refresh token with the scope Site24x7.Reports.Read'
  }),
  SITE24X7_ENDPOINT: Type.Enum(Object.keys(dataCentres), {
    description: 'Data centre of the account',
    default: 'site24x7.com'
  }),
  SITE24X7_API_URL: urlSetting({ description: 'Root URL of the API, instead of that of the data centre' }),
  ZOHO_ACCOUNTS_URL: urlSetting({
    description: 'Accounts server, instead of that of the data centre'
  }),
  SITE24X7_TTL: durationSetting({ description: 'Time from one refresh to the next', default: '60s' }),
  SITE24X7_MAX_AGE: durationSetting({ description: 'Age at which data is withdrawn; 5 x TTL, at least 5m' }),
  SITE24X7_DAILY_CALL_LIMIT: Type.String({
    description: 'API calls a day; auto: 200 for each monitor; off: never stretch the interval',
    default: 'auto',
    pattern: '^(auto|off|[1-9]\\d{0,8})$',
    examples: ['auto', 'off', '10000']
  }),
  SITE24X7_SUSPENDED: switchSetting('Whether monitors that are suspended are exported too'),
  SITE24X7_APM: switchSetting('Whether monitors of APM applications are exported too'),
  ...reportSettings
})

export const secretNames = ['ZOHO_CLIENT_ID', 'ZOHO_CLIENT_SECRET', 'ZOHO_REFRESH_TOKEN'] as const

export const file: FileForm = {
  keys: {
    ZOHO_CLIENT_ID: 'client_id',
    ZOHO_CLIENT_SECRET: 'client_secret',
    ZOHO_REFRESH_TOKEN: 'refresh_token',
    ZOHO_ACCOUNTS_URL: 'accounts_url',
    ...reportKeys
  },
  filter: { key: 'monitors', fields: ['type', 'group', 'tag', 'name', 'id'] },
  hasCustomers: true
}

export const flags: readonly Flag[] = [{ flags: '--site24x7-endpoint <host>', setting: 'SITE24X7_ENDPOINT' }]

/** Calls a day the account may make: a number, or how to find it. */
export type DailyCallLimit = number | 'auto' | 'off'

export interface Site24x7Config {
  readonly clientId: Secret
  readonly clientSecret: Secret
  readonly refreshToken: Secret
  /** Without a slash at the end. */
  readonly accountsUrl: string
  /** Without a slash at the end. */
  readonly apiUrl: string
  /** Milliseconds. */
  readonly ttl: number
  /** Milliseconds. */
  readonly maxAge: number
  readonly dailyCallLimit: DailyCallLimit
  /** The web client, where people look at monitors; undefined where another API than that of a data centre is asked. */
  readonly webClient?: string
  /** Below the root of the API, with its query. */
  readonly currentStatusPath: string
  /** The sources beside `current_status` that are on. */
  readonly reports: readonly ReportPlan[]
  /** Of the availability. */
  readonly windows: readonly string[]
}

export function configure(given: Settings, secrets: Secrets): Site24x7Config {
  const values = given as Static<typeof settings>
  const centre = dataCentres[values.SITE24X7_ENDPOINT] as DataCentre
  return {
    clientId: secrets.ZOHO_CLIENT_ID as Secret,
    clientSecret: secrets.ZOHO_CLIENT_SECRET as Secret,
    refreshToken: secrets.ZOHO_REFRESH_TOKEN as Secret,
    accountsUrl: (values.ZOHO_ACCOUNTS_URL ?? centre.accounts).replace(/\/+$/, ''),
    apiUrl: (values.SITE24X7_API_URL ?? centre.api).replace(/\/+$/, ''),
    ...sourceTimes('SITE24X7', values.SITE24X7_TTL, values.SITE24X7_MAX_AGE),
    dailyCallLimit: dailyCallLimit(values.SITE24X7_DAILY_CALL_LIMIT),
    ...(values.SITE24X7_API_URL === undefined ? { webClient: centre.api.replace(/\/api$/, '/app/client') } : {}),
    currentStatusPath: currentStatusPath(values),
    reports: reportPlans(given),
    windows: windowsOf(given)
  }
}

/** What is not asked for is not sent: suspended monitors and APM applications only where they are wanted. */
function currentStatusPath({ SITE24X7_SUSPENDED: suspended, SITE24X7_APM: apm }: Static<typeof settings>): string {
  const query = new URLSearchParams({
    ...(suspended === 'true' ? { suspended_required: 'true' } : {}),
    ...(apm === 'true' ? { apm_required: 'true' } : {})
  })
  return query.size === 0 ? 'current_status' : `current_status?${query}`
}

function dailyCallLimit(text: string): DailyCallLimit {
  return text === 'auto' || text === 'off' ? text : Number(text)
}
