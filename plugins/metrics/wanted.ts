/** What a scrape asks for: `?provider=` and `?account=`. Pure. */
import { type Static, Type } from 'typebox'
import { keyOf } from '../snapshots/index.ts'

const Names = Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())]))

export const QuerySchema = Type.Object({ provider: Names, 'provider[]': Names, account: Names, 'account[]': Names })

export type Query = Static<typeof QuerySchema>

/** Who can be asked for. An account from variables has no name. */
export interface Owner {
  readonly provider: string
  readonly account?: string | undefined
}

/** Names that a message lists. */
const mostNames = 20

/** The keys of those who are asked for; undefined for all; or what is wrong with the question. */
export function wantedOf(
  query: Query,
  owners: readonly Owner[]
): { readonly wanted: readonly string[] | undefined } | { readonly fault: string } {
  const names = Object.keys(query)
  // Nearly all scrapes.
  if (names.length === 0) return { wanted: undefined }
  const odd = names.find((name) => !Object.hasOwn(QuerySchema.properties, name))
  const providers = [...new Set(owners.map(({ provider }) => provider))]
  if (odd !== undefined) return { fault: `unknown query parameter ${JSON.stringify(odd)}; ${known(owners)}` }
  const named = [query.provider ?? [], query['provider[]'] ?? []].flat()
  const accounts = [query.account ?? [], query['account[]'] ?? []].flat()
  const fault = unknown('provider', named, providers) ?? unknown('account', accounts, namesOf(owners))
  if (fault !== undefined) return { fault }
  if (accounts.length === 0) return { wanted: named.length === 0 ? undefined : named }
  const wanted = owners.filter(
    ({ provider, account }) =>
      account !== undefined && accounts.includes(account) && (named.length === 0 || named.includes(provider))
  )
  return { wanted: [...new Set(wanted.map(keyOf))] }
}

function known(owners: readonly Owner[]): string {
  const [first] = owners
  const [name] = namesOf(owners)
  const provider = `as in ?provider=${first?.provider}`
  return name === undefined
    ? `there is only provider, ${provider}`
    : `there are provider, ${provider}, and account, as in ?account=${name}`
}

function namesOf(owners: readonly Owner[]): string[] {
  return [...new Set(owners.flatMap(({ account }) => account ?? []))]
}

function unknown(what: string, named: readonly string[], known: readonly string[]): string | undefined {
  const wrong = named.find((name) => !known.includes(name))
  if (wrong === undefined) return undefined
  const more = known.length > mostNames ? ` and ${known.length - mostNames} more` : ''
  const list = known.length === 0 ? 'there are none' : `known are: ${known.slice(0, mostNames).join(', ')}${more}`
  return `unknown ${what} ${JSON.stringify(wrong)}; ${list}`
}
