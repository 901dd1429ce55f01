/** `fastify.accounts`: the accounts of the configuration file that run, and how they follow it when it changes. */
import fp from 'fastify-plugin'
import type { EnabledProvider } from '../../src/config/config.ts'
import type { Clock } from '../../src/contract/clock.ts'
import type { Family } from '../../src/contract/provider.ts'
import { keyOf } from '../snapshots/index.ts'
import { type Host, type RunningAccount, startAccount } from './account-instance.ts'
import { type Changes, type ConfigFileOptions, createConfigFile, type Reloaded } from './config-file.ts'
import { addReloadRoute } from './reload-route.ts'
import { addServiceDiscovery } from './service-discovery.ts'

/** `reload` reads the file again. Never rejects. */
type Accounts = Pick<ReturnType<typeof createAccounts>, 'follow' | 'running'> & {
  reload(): Promise<Reloaded>
  families(): Family[]
}

declare module 'fastify' {
  interface FastifyInstance {
    accounts: Accounts
  }
}

export interface AccountsOptions {
  readonly clock: Clock
  /** Reads and checks the configuration file. Throws a `SettingsError`. */
  readonly read: ConfigFileOptions['read']
  /** Whether `POST /-/reload` is allowed; undefined for a program that serves nothing and follows no change. */
  readonly isReloadable: boolean | undefined
  readonly metricsPath: string
}

const keyOfEnabled = ({ provider, account }: EnabledProvider) =>
  keyOf({ provider: provider.name, account: account?.name })

export function createAccounts(host: Host, { clock }: Pick<AccountsOptions, 'clock'>) {
  const running = new Map<string, RunningAccount>()
  let last: Promise<unknown> = Promise.resolve()

  async function follow(wanted: readonly EnabledProvider[]): Promise<Changes> {
    const fingerprints = new Map(wanted.map((enabled) => [keyOfEnabled(enabled), enabled.account?.fingerprint]))
    const gone = [...running].filter(([key, { enabled }]) => fingerprints.get(key) !== enabled.account?.fingerprint)
    for (const [key, { close }] of gone) {
      running.delete(key)
      await close()
    }
    const fresh = wanted.filter((enabled) => !running.has(keyOfEnabled(enabled)))
    const kept = running.size
    for (const enabled of fresh) running.set(keyOfEnabled(enabled), await startAccount(host, enabled, clock))
    return { started: fresh.map(keyOfEnabled), ended: gone.map(([key]) => key), kept }
  }

  return {
    /** Ends what is not wanted any more or has changed, and starts what is new. What is the same is not touched. */
    follow(wanted: readonly EnabledProvider[]): Promise<Changes> {
      const next = last.then(() => follow(wanted))
      last = next.catch(() => {})
      return next
    },

    /** Those that run, in no order. */
    running: (): readonly EnabledProvider[] => [...running.values()].map(({ enabled }) => enabled),

    async close(): Promise<void> {
      await last
      await Promise.all([...running.values()].map(({ close }) => close()))
    }
  }
}

export default fp<AccountsOptions>(
  async (fastify, options) => {
    const { clock, read, isReloadable, metricsPath } = options
    const accounts = createAccounts(fastify, options)
    const { follow, running } = accounts
    const file = isReloadable === undefined ? undefined : createConfigFile({ clock, log: fastify.log, read, follow })
    const reload = async () => (await file?.reload()) ?? {}
    fastify.decorate('accounts', { follow, running, reload, families: () => file?.families() ?? [] })
    if (isReloadable !== undefined) {
      addReloadRoute(fastify, { isEnabled: isReloadable, reload })
      addServiceDiscovery(fastify, metricsPath)
    }
    fastify.addHook('preClose', async () => {
      file?.close()
      await accounts.close()
    })
  },
  { name: 'accounts', fastify: '5.x', dependencies: ['upstream', 'snapshots', 'store'] }
)
