/** The quota of an account, counted by `upstream` and shared with other processes by the store. */
import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../src/contract/clock.ts'
import { identityTag } from '../../src/contract/identity.ts'
import type { Source } from '../../src/contract/provider.ts'
import type { Store } from '../../src/contract/store.ts'
import { type AccountStatus, createAccount } from './quota/account.ts'
import { createAccountRecord } from './quota/account-record.ts'
import { type SharedAccount, shareAccount } from './quota/shared-account.ts'
import { createSpentCalls } from './quota/spent-calls.ts'
import { accountLabels, keyOf, type Scope } from './scope.ts'

export interface AccountHost {
  readonly host: Pick<FastifyInstance, 'log' | 'upstream'>
  readonly clock: Clock
  readonly store: Store
  readonly background: boolean
}

/** `identity` is that of its first source. */
export function openAccount(
  { host, clock, store, background }: AccountHost,
  scope: Scope,
  { identity }: Source
): SharedAccount {
  const { provider } = scope
  const key = keyOf(scope)
  const counting = createAccount({
    clock,
    log: host.log.child({ provider, ...accountLabels(scope) }),
    callsToday: () => host.upstream.callsToday(key),
    setZone: (offset) => host.upstream.setZone(key, offset),
    background
  })
  host.upstream.limitCalls(key, counting.usable)
  host.upstream.paceCalls(key, counting.windows)
  // Not of the name, as the provider knows nothing of it: two accounts with the same credentials share one quota.
  const tag = identityTag(provider, identity)
  const spent = createSpentCalls({ store, provider, counted: key, identity: tag, counter: host.upstream })
  return shareAccount(counting, spent, createAccountRecord(store, `account/${provider}/${tag}`))
}

/** What is known of the quota now; undefined where nobody counts. */
export function statusOfAccount(
  upstream: FastifyInstance['upstream'],
  scope: Scope,
  quota: SharedAccount
): AccountStatus | undefined {
  const dailyCallLimit = quota.limit()
  if (dailyCallLimit === undefined) return undefined
  const key = keyOf(scope)
  return {
    provider: scope.provider,
    account: scope.account,
    customer: scope.customer,
    callsToday: upstream.callsToday(key),
    callsMade: upstream.callsMade(key),
    dailyCallLimit,
    isFixed: quota.isFixed(),
    reset: upstream.nextDay(key)
  }
}
