import { providers } from '../../providers/index.ts'
import type { Stage } from './stage.ts'

/** Paths of every route, and of answers that are errors. */
const urls = [
  '/',
  '/metrics',
  ...providers.map(({ name }) => `/metrics?provider=${name}`),
  '/geolocation',
  '/healthz',
  '/readyz',
  '/nothing',
  '/metrics?provider=nobody',
  '/%zz'
]

/** The secrets that the logs, at their most talkative, or any HTTP answer show: none, if all is well. */
export async function leakedSecrets({ app, logs, simulator, seen }: Stage): Promise<string[]> {
  const answers = await Promise.all(urls.map((url) => app.inject(url)))
  const shown = [logs.text(), ...answers.map(({ headers, body }) => JSON.stringify(headers) + body)].join('\n')
  const accessTokens = [...seen].flatMap((header) => /^Zoho-oauthtoken (\S+)$/.exec(header)?.[1] ?? [])
  const settings = simulator.settings('http://nowhere.invalid')
  const secrets = providers.flatMap((provider) => provider.secrets).flatMap((name) => settings[name] ?? [])
  return [...secrets, ...accessTokens].filter((secret) => shown.includes(secret))
}
