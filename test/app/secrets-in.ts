import type { SimulatedApp } from './running-app.ts'

/** Paths of every route, and of answers that are errors. */
const urls = [
  '/',
  '/metrics',
  '/metrics?provider=site24x7',
  '/geolocation',
  '/healthz',
  '/readyz',
  '/nothing',
  '/metrics?provider=nobody',
  '/%zz'
]

/** The secrets that the logs, at their most talkative, or any HTTP answer show: none, if all is well. */
export async function leakedSecrets({ app, logs, simulator, seen }: SimulatedApp): Promise<string[]> {
  const answers = await Promise.all(urls.map((url) => app.inject(url)))
  const shown = [logs.text(), ...answers.map(({ headers, body }) => JSON.stringify(headers) + body)].join('\n')
  const accessTokens = [...seen].flatMap((header) => /^Zoho-oauthtoken (\S+)$/.exec(header)?.[1] ?? [])
  const { clientId, clientSecret, refreshToken } = simulator.credentials
  return [clientId, clientSecret, refreshToken, ...accessTokens].filter((secret) => shown.includes(secret))
}
