/** The exporter as a process of its own, on the simulators of all providers and with refreshes every few seconds. */
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import { providers } from '../../providers/index.ts'
import { freePort, type Server, startServer } from './servers.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** Far from the intervals of real life, so that a test sees more than one refresh of everything. */
const quick = {
  SITE24X7_TTL: '3s',
  SITE24X7_DAILY_CALL_LIMIT: '1000000',
  CHINACACHE_TTL: '3s',
  CHINACACHE_BREAKDOWN_TTL: '3s'
}

/** `more`: settings that go before all others. */
export async function startExporter(
  t: Pick<Test, 'teardown'>,
  more: Readonly<Record<string, string>> = {}
): Promise<Server> {
  const simulators = await Promise.all(providers.map((provider) => provider.simulator()))
  t.teardown(() => Promise.all(simulators.map(({ app }) => app.close())))
  const settings = await Promise.all(
    simulators.map(async ({ app, settings }) => settings(await app.listen({ host: '127.0.0.1', port: 0 })))
  )
  const address = `127.0.0.1:${await freePort()}`
  return startServer(t, {
    command: process.execPath,
    args: [main],
    // No proxy of the machine may come between.
    env: Object.assign(
      { PATH: process.env.PATH, LISTEN_ADDRESS: address, LOG_LEVEL: 'warn' },
      quick,
      ...settings,
      more
    ),
    ready: `http://${address}/readyz`
  })
}
