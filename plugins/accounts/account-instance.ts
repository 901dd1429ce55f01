/** One account of the configuration file: its provider's plugin, in a Fastify instance of its own that can end by itself. */

import Fastify, { type FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { AccountSettings, EnabledProvider } from '../../src/config/config.ts'
import { failureInKeys } from '../../src/config/file/file-words.ts'
import { pluginOf } from '../../src/config/providers/provider-plugin.ts'
import type { Clock } from '../../src/contract/clock.ts'
import { Failure } from '../../src/contract/failure.ts'
import type { FetchContext, Source } from '../../src/contract/provider.ts'
import type { Customer } from '../../src/contract/services.ts'
import { SettingsError } from '../../src/contract/settings.ts'

export type Host = Pick<FastifyInstance, 'log' | 'upstream' | 'snapshots' | 'store'>

export interface RunningAccount {
  readonly enabled: EnabledProvider
  close(): Promise<void>
}

/**
 * Starts an account. What its plugin is given has the names of what the program has, and adds to each call and each
 * source whose it is; so a plugin knows nothing of accounts. Throws what the plugin throws, having ended it.
 */
export async function startAccount(host: Host, enabled: EnabledProvider, clock: Clock): Promise<RunningAccount> {
  const { provider, config, account } = enabled
  const { name, families, filter, customers, seriesLimit } = account as AccountSettings
  const scope = { provider: provider.name, account: name, families, filter, seriesLimit }
  const sources = host.snapshots.open(scope)
  const opened = new Set<Customer>()
  let isClosed = false

  /** Who has written the file knows keys, and no variables. */
  function worded(source: Source): Source {
    if (typeof source?.fetch !== 'function') return source
    return Object.assign(Object.create(source), {
      async fetch(context: FetchContext) {
        try {
          return await source.fetch(context)
        } catch (error) {
          throw error instanceof Failure ? failureInKeys(provider, error) : error
        }
      }
    })
  }

  function openCustomer(customer: string): Customer {
    if (isClosed) throw new Error('the account is closed')
    const own = host.snapshots.open({ ...scope, customer })
    const made: Customer = {
      request: (wanted) => host.upstream.request({ ...wanted, account: name, customer }),
      add: (source) => own.add(worded(source as unknown as Source)),
      async close() {
        opened.delete(made)
        await own.close()
      }
    }
    opened.add(made)
    return made
  }

  const services = {
    upstream: {
      ...host.upstream,
      request: (wanted: Parameters<Host['upstream']['request']>[0]) =>
        host.upstream.request({ ...wanted, account: name }),
      tellRenewal: (of: string, isRenewed: boolean) => host.upstream.tellRenewal(of, isRenewed, name)
    },
    snapshots: {
      ...host.snapshots,
      add: (_provider: string, source: Source) => sources.add(worded(source)),
      customer: openCustomer
    },
    store: host.store
  }
  const instance = Fastify({ loggerInstance: host.log.child({ provider: provider.name, account: name }) })
  for (const [service, value] of Object.entries(services)) {
    instance.register(fp(async (own: FastifyInstance) => void own.decorate(service, value as never), { name: service }))
  }
  const close = async () => {
    isClosed = true
    await Promise.all([sources.close(), ...[...opened].map((customer) => customer.close())])
    await instance.close()
  }
  try {
    await instance.register(pluginOf(provider), { config, clock, filter, customers })
    await instance.ready()
    if (sources.isEmpty()) {
      const message = 'its plugin adds no source of its name'
      throw new SettingsError([{ setting: `provider ${provider.name}`, message }])
    }
  } catch (error) {
    await close()
    throw error
  }
  return { enabled, close }
}
