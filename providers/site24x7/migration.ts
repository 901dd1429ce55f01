/** What users of site24x7_exporter 1.1.2 find to be another here. */
import type { Finding } from '../../src/contract/provider.ts'
import type { Migration, OldDeployment } from '../../src/contract/replaced-exporter.ts'

const name = 'site24x7_exporter'

const proxies = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']

function review({ env }: OldDeployment): Finding[] {
  const findings: Finding[] = []
  const differs = (about: string, message: string, remedy: string) =>
    findings.push({ name: about, mark: 'warning', message, remedy })
  for (const variable of proxies.filter((each) => /^socks/i.test(env[each] ?? ''))) {
    differs(variable, `${name} ran without this proxy, as it knew no SOCKS`, `unset ${variable} for edge-exporter`)
  }
  const isProxied = proxies.some((each) => env[each] !== undefined)
  const all = ['ALL_PROXY', 'all_proxy'].find((each) => env[each] !== undefined)
  if (all !== undefined && !isProxied && !/^socks/i.test(env[all] ?? '')) {
    differs(all, `${name} used this proxy; edge-exporter does not read the variable`, 'set HTTPS_PROXY to the same')
  }
  return findings
}

export const migration: Migration = {
  review,
  command: () => '',
  chart: {
    values: { SITE24X7_ENDPOINT: 'endpoint' },
    secrets: { ZOHO_CLIENT_ID: 'clientId', ZOHO_CLIENT_SECRET: 'clientSecret', ZOHO_REFRESH_TOKEN: 'refreshToken' }
  }
}
