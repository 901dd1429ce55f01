/** Whose sources they are: a provider's one account from variables, or an account of the configuration file. Pure. */
import type { ItemFilter, Labels, Source } from '../../src/contract/provider.ts'
import type { NameFilter } from '../../src/parsing/patterns.ts'
import type { SourceStatus } from './source-state.ts'

export interface Scope {
  readonly provider: string
  /** Undefined for the one account that comes from variables, which has no label. */
  readonly account?: string | undefined
  readonly families?: NameFilter | undefined
  /** What the provider filters by itself. */
  readonly filter?: ItemFilter | undefined
  /** Series that all sources of the account may have together. */
  readonly seriesLimit?: number | undefined
}

/** One for each account. That of a provider's one account from variables is the provider's name. */
export function keyOf({ provider, account }: Pick<Scope, 'provider' | 'account'>): string {
  return account === undefined ? provider : `${provider}/${account}`
}

/** The labels that tell the account from others, for its families. */
export function accountLabels({ account }: Pick<Scope, 'account'>): Labels {
  return account === undefined ? {} : { account }
}

/** Under which names its snapshot is stored. What is exported of the same data may differ from account to account. */
export function storedAs(scope: Scope, { name, identity, credentials }: Source) {
  const { provider, account, families, filter, seriesLimit } = scope
  const whole = account === undefined ? identity : JSON.stringify([identity, account, families, filter, seriesLimit])
  return { provider, account, source: name, identity: whole, credentials }
}

interface Member extends Pick<Scope, 'provider' | 'account'> {
  status(): SourceStatus
}

/** Series that a source may have beside those of the account's other sources; undefined where there is no limit. */
export function roomIn(scope: Scope, own: Member, all: readonly Member[]): number | undefined {
  if (scope.seriesLimit === undefined) return undefined
  const others = all.filter((member) => member !== own && keyOf(member) === keyOf(scope))
  return others.reduce((room, member) => room - (member.status().snapshot?.series ?? 0), scope.seriesLimit)
}

/** `wanted` names providers, or accounts by their keys; undefined for all. */
export function isWanted(scope: Pick<Scope, 'provider' | 'account'>, wanted: readonly string[] | undefined): boolean {
  return wanted === undefined || wanted.includes(scope.provider) || wanted.includes(keyOf(scope))
}
