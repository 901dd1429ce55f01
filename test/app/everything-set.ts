/** The program with a secret in every setting that takes one, for tests that look for them in what it says. */
import { join } from 'node:path'
import type { Test } from 'tap'
import { providers } from '../../providers/index.ts'
import { startFakeGateway } from '../support/fake-gateway.ts'
import { listenAsProxy } from '../support/local-proxy.ts'
import { own, secretsOf, webConfig } from './sentinels.ts'
import type { SwitchableSimulator } from './subjects.ts'

/** Everything that takes a secret, given by the environment, by file and by `.env`. */
export async function everything(t: Test, files: Record<string, string> = {}) {
  const simulators = (await Promise.all(
    providers.map((provider) => provider.simulator({ size: 4 }))
  )) as SwitchableSimulator[]
  t.teardown(() => Promise.all(simulators.map(({ app }) => app.close())))
  const origins = await Promise.all(simulators.map(({ app }) => app.listen({ host: '127.0.0.1', port: 0 })))
  const settings: Record<string, string> = Object.assign(
    {},
    ...simulators.map((simulator, i) => simulator.settings(origins[i] as string))
  )
  const proxy = await listenAsProxy(t)
  const gateway = await startFakeGateway(t)
  const { ZOHO_CLIENT_SECRET: inFile = '', ZOHO_REFRESH_TOKEN: inDotEnv = '', ...inEnvironment } = settings
  const folder = t.testdir({
    work: { '.env': `ZOHO_REFRESH_TOKEN=${inDotEnv}\n` },
    'web.yml': webConfig(true),
    'client-secret': inFile,
    token: `${own.token}\n`,
    cache: {},
    reports: {},
    ...files
  })
  const env = {
    ...inEnvironment,
    ZOHO_CLIENT_SECRET_FILE: join(folder, 'client-secret'),
    METRICS_TOKEN_FILE: join(folder, 'token'),
    WEB_CONFIG_FILE: join(folder, 'web.yml'),
    HTTP_PROXY: `http://u:${own.proxy}@127.0.0.1:${proxy.port}`,
    PUSHGATEWAY: `http://pusher:${encodeURIComponent(own.push)}@${gateway.host}`,
    CACHE_URL: `file://${join(folder, 'cache')}`,
    LOG_LEVEL: 'trace'
  }
  return { simulators, proxy, gateway, folder, cwd: join(folder, 'work'), env, secrets: secretsOf(settings) }
}

/** What is shown of the settings. */
export const shown = (proxy: { readonly port: number }) => ({
  ZOHO_CLIENT_SECRET: 'set',
  ZOHO_REFRESH_TOKEN: 'set',
  CHINACACHE_PASS: 'set',
  METRICS_TOKEN: 'set',
  PUSHGATEWAY: 'set',
  LOG_LEVEL: 'trace',
  HTTP_PROXY: `http://127.0.0.1:${proxy.port}`
})
