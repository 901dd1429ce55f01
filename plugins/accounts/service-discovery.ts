/** GET /sd: the accounts as targets for Prometheus' `http_sd_configs`, each a scrape of its own. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'

export const discoveryPath = '/sd'

const TargetsSchema = Type.Array(
  Type.Object({ targets: Type.Array(Type.String()), labels: Type.Record(Type.String(), Type.String()) })
)

/** `metricsPath` is where they are scraped. The host is the one that was asked. */
export function addServiceDiscovery(fastify: FastifyInstance, metricsPath: string): void {
  fastify.get(discoveryPath, { schema: { response: { 200: TargetsSchema } } }, async ({ host, protocol }) => {
    const owners = new Map(
      fastify.snapshots.owners().map(({ provider, account }) => [`${provider}/${account}`, { provider, account }])
    )
    return [...owners.values()].map(({ provider, account = '' }) => ({
      targets: [host],
      labels: {
        __scheme__: protocol,
        __metrics_path__: metricsPath,
        __param_provider: provider,
        __param_account: account,
        // A target has a name of its own; a label `account` would be in the way of that of the series.
        instance: `${host}/${provider}/${account}`
      }
    }))
  })
}
