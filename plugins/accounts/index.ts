/** `fastify.accounts`: the accounts of the configuration file that run, and how they follow it when it changes. */
import fp from 'fastify-plugin'
import type { EnabledProvider } from '../../src/config/config.ts'
import type { Clock } from '../../src/contract/clock.ts'
import { keyOf } from '../snapshots/index.ts'
import { type Host, type RunningAccount, startAccount } from './account-instance.ts'

type Accounts = ReturnType<typeof createAccounts>

declare module 'fastify' {
  interface FastifyInstance {
    accounts: Accounts
  }
}

export interface AccountsOptions {
  readonly clock: Clock
}

/** What a change of the file has come to: names of accounts. */
export interface Changes {
  readonly started: readonly string[]
  readonly ended: readonly string[]
  readonly kept: number
}

const keyOfEnabled = ({ provider, account }: EnabledProvider) =>
  keyOf({ provider: provider.name, account: account?.name })

export function createAccounts(host: Host, { clock }: AccountsOptions) {
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
    for (const enabled of fresh) running.set(keyOfEnabled(enabled), await startAccount(host, enabled, clock))
    const kept = running.size - fresh.length
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
    const accounts = createAccounts(fastify, options)
    fastify.decorate('accounts', accounts)
    fastify.addHook('preClose', async () => accounts.close())
  },
  { name: 'accounts', fastify: '5.x', dependencies: ['upstream', 'snapshots', 'store'] }
)
