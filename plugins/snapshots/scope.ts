/** Whose sources they are, and what of them is exported. Pure. */
import type { ItemFilter, Labels, Source } from '../../src/contract/provider.ts'
import { keyOfOwner, type Owner } from '../../src/contract/upstream.ts'
import type { NameFilter } from '../../src/parsing/patterns.ts'
import type { SourceStatus } from './source-state.ts'

export interface Scope extends Owner {
  readonly families?: NameFilter | undefined
  /** What the provider filters by itself. */
  readonly filter?: ItemFilter | undefined
  /** Series that all sources of the account may have together. */
  readonly seriesLimit?: number | undefined
}

export const keyOf = keyOfOwner

/** The labels that tell the account from others, for its families. */
export function accountLabels({ account, customer }: Omit<Owner, 'provider'>): Labels {
  if (account === undefined) return {}
  return customer === undefined ? { account } : { account, customer }
}

/** Under which names its snapshot is stored. What is exported of the same data may differ from account to account. */
export function storedAs(scope: Scope, { name, identity, credentials }: Source) {
  const { provider, account, customer, families, filter, seriesLimit } = scope
  const own = [identity, account, customer, families, filter, seriesLimit]
  const whole = account === undefined ? identity : JSON.stringify(own)
  return { provider, owner: keyOf(scope), source: name, identity: whole, credentials }
}

interface Member extends Owner {
  status(): SourceStatus
}

/** Series that a source may have beside those of the account's other sources, its customers' too; undefined where there is no limit. */
export function roomIn(scope: Scope, own: Member, all: readonly Member[]): number | undefined {
  if (scope.seriesLimit === undefined) return undefined
  const others = all.filter((member) => member !== own && isWanted(member, [accountKey(scope)]))
  return others.reduce((room, member) => room - (member.status().snapshot?.series ?? 0), scope.seriesLimit)
}

const accountKey = ({ provider, account }: Owner) => keyOf({ provider, account })

/** `wanted` names providers, or accounts by their keys; undefined for all. An account has its customers in it. */
export function isWanted(owner: Owner, wanted: readonly string[] | undefined): boolean {
  return wanted === undefined || [owner.provider, accountKey(owner), keyOf(owner)].some((key) => wanted.includes(key))
}
