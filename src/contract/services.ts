/** What the shared plugins offer to a provider, as decorators of its Fastify instance. Each plugin adds what is its own. */
import type { Source } from './provider.ts'
import type { Store } from './store.ts'
import type { Ask } from './upstream.ts'

export interface Snapshots {
  /** Adds a source. Its first refresh starts with the server, or at once when the server runs already. Throws a `SettingsError`. */
  add<Payload, Memory = unknown, Carried = unknown>(provider: string, source: Source<Payload, Memory, Carried>): void
  /** Opens a customer. Only accounts of the configuration file have it. */
  customer?(name: string): Customer
}

/** A customer of an account: calls on its own quota, and sources whose series have its name in the label `customer`. */
export interface Customer {
  readonly request: Ask
  add<Payload, Memory = unknown, Carried = unknown>(source: Source<Payload, Memory, Carried>): void
  /** Ends its sources; their series go with them. */
  close(): Promise<void>
}

export interface Upstream {
  /** The one way out. Throws a `Failure` for every error; an answer of any status is returned. */
  readonly request: Ask
  /** Whether credentials that the provider renews itself were renewed, or those before are used on: for an alert. */
  tellRenewal(provider: string, isRenewed: boolean, account?: string): void
}

declare module 'fastify' {
  interface FastifyInstance {
    snapshots: Snapshots
    upstream: Upstream
    store: Store
  }
}
