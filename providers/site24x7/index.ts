/** Site24x7: synthetic monitoring. The state of every monitor is one source, each report that is on another. */
import { extname } from 'node:path'
import fp from 'fastify-plugin'
import type { Provider, ProviderOptions, Source } from '../../src/contract/provider.ts'
import { type Api, createApi, createRenewals } from './api.ts'
import { checkAccount } from './check.ts'
import { configure, file, flags, type Site24x7Config, secretNames, settings } from './config.ts'
import type { CollectOptions, Memory } from './current-status/collector.ts'
import { createCollect } from './current-status/thread-collector.ts'
import { createCustomers } from './customers.ts'
import { knownPlaces } from './geography/locations.ts'
import { replaced } from './migration/replaced.ts'
import { createReportSource } from './reports/source.ts'
import { createToken } from './token/token.ts'
import { tokenCommand } from './token/token-command.ts'

/** Calls a day that any account has, as it has a monitor. */
const leastCallsPerDay = 200

const plugin = fp<ProviderOptions<Site24x7Config>>(
  async (fastify, { config, clock, filter, customers }) => {
    const ask = fastify.upstream.request
    const token = createToken({
      ask,
      config,
      clock,
      store: fastify.store,
      onRenewal: (isRenewed) => fastify.upstream.tellRenewal('site24x7', isRenewed)
    })
    const renewals = createRenewals()
    const { dailyCallLimit: limit, webClient } = config
    const options: CollectOptions = { dailyCallLimit: limit, webClient, filter }
    const callsPerDay = limit === 'auto' ? leastCallsPerDay : limit
    const identity = [config.apiUrl, config.clientId.read()]

    /** What all sources of the account have in common, or all of one of its customers. */
    const accountOf = (zaaid?: string) => ({
      identity: JSON.stringify(zaaid === undefined ? identity : [...identity, zaaid]),
      credentials: () => JSON.stringify([config.clientSecret.read(), config.refreshToken.read()]),
      ...(callsPerDay === 'off'
        ? {}
        : { quota: { callsPerDay, setting: 'SITE24X7_DAILY_CALL_LIMIT', isFixed: limit !== 'auto' } })
    })

    function currentStatus(api: Api, zaaid?: string): Source<Uint8Array, Memory> {
      return {
        ...accountOf(zaaid),
        name: 'current_status',
        ttl: config.ttl,
        maxAge: config.maxAge,
        callsPerRefresh: 1,
        fetch: ({ signal }) => api.currentStatus(signal),
        collect: createCollect(options),
        offload: {
          module: new URL(`./current-status/thread-collector${extname(import.meta.url)}`, import.meta.url),
          options
        }
      }
    }

    /** The reports that are on. Of a customer only those that were asked for, as each costs calls for each of them. */
    function reportSources(api: Api, zaaid?: string): Source[] {
      return config.reports
        .filter(({ isOptional }) => zaaid === undefined || !isOptional)
        .map(
          (plan) => createReportSource(plan, { ...accountOf(zaaid), api, windows: config.windows, filter }) as Source
        )
    }

    const api = createApi({ ask, config, token, clock, renewals })
    const { customer: open } = fastify.snapshots
    if (customers === undefined || open === undefined) {
      fastify.snapshots.add('site24x7', currentStatus(api))
      for (const source of reportSources(api)) fastify.snapshots.add('site24x7', source)
      return
    }
    const list = createCustomers({
      api,
      choice: customers,
      identity: JSON.stringify(identity),
      log: fastify.log,
      open,
      sourcesOf({ zaaid }, { request }) {
        const own = createApi({ ask: request, config, token, clock, zaaid, renewals })
        return [currentStatus(own, zaaid) as unknown as Source, ...reportSources(own, zaaid)]
      }
    })
    fastify.snapshots.add('site24x7', list)
  },
  { name: 'provider-site24x7', fastify: '5.x', dependencies: ['upstream', 'snapshots', 'store'] }
)

export const site24x7: Provider<Site24x7Config> = {
  name: 'site24x7',
  title: 'Site24x7',
  settings,
  secrets: secretNames,
  credentials: secretNames,
  flags,
  places: knownPlaces,
  pushJob: 'Site24x7Push',
  configure,
  plugin,
  check: checkAccount,
  replaces: {
    ...replaced,
    migration: async () => (await import('./migration/migration.ts')).migration
  },
  size: { noun: 'monitors', usual: 40 },
  file,
  commands: [tokenCommand],
  simulator: async (options) => (await import('./simulator/index.ts')).createSimulator(options)
}
