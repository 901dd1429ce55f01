/** What users of site24x7_exporter 1.1.2 find to be another here. */
import type { Finding, Migration, OldDeployment } from '../../../src/contract/provider.ts'

const name = 'site24x7_exporter'

const proxies = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']

function review({ env }: OldDeployment): Finding[] {
  const isSocks = (variable: string) => /^socks/i.test(env[variable] ?? '')
  const refused = proxies.filter(isSocks).map((variable): Finding => {
    const message = `${name} ran without this proxy, as it knew no SOCKS; edge-exporter does not start with it`
    return { name: variable, mark: 'failed', message, remedy: `unset ${variable} for edge-exporter` }
  })
  const all = ['ALL_PROXY', 'all_proxy'].find((variable) => env[variable] !== undefined)
  if (all === undefined || isSocks(all) || proxies.some((variable) => env[variable] !== undefined)) return refused
  const message = `${name} used this proxy; edge-exporter does not read the variable`
  return [{ name: all, mark: 'warning', message, remedy: 'set HTTPS_PROXY to the same' }]
}

export const migration: Migration = {
  review,
  command: () => '',
  chart: {
    values: { SITE24X7_ENDPOINT: 'endpoint' },
    secrets: { ZOHO_CLIENT_ID: 'clientId', ZOHO_CLIENT_SECRET: 'clientSecret', ZOHO_REFRESH_TOKEN: 'refreshToken' }
  }
}
