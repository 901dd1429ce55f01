/** Which monitors, or whatever a provider has many of, are exported. Pure. */
import type { ItemFilter, ItemRule } from '../contract/provider.ts'
import { anyOf } from './patterns.ts'

/** A field of an item: a text, or several as for tags; undefined where the item has none. */
export type ItemFields = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * True for what meets one of the rules to include, or where there are none, and none of those to exclude. A rule is met
 * where each of its fields has a value that one of its patterns matches. Where items are `partial`, a field without a value
 * is one that nobody told, which leaves nothing out: it meets rules to include, and none to exclude.
 */
export function createItemFilter(
  { include, exclude }: ItemFilter,
  { partial = false }: { readonly partial?: boolean } = {}
): (item: ItemFields) => boolean {
  const included = include.map((rule) => createRule(rule, partial))
  const excluded = exclude.map((rule) => createRule(rule, false))
  return (item) =>
    (included.length === 0 || included.some((isMet) => isMet(item))) && !excluded.some((isMet) => isMet(item))
}

function createRule(rule: ItemRule, isMetWithout: boolean): (item: ItemFields) => boolean {
  const fields = Object.entries(rule).map(([field, patterns]) => ({ field, matches: anyOf(patterns) }))
  return (item) =>
    fields.every(({ field, matches }) => {
      const value = item[field]
      if (value === undefined) return isMetWithout
      return typeof value === 'object' ? value.some(matches) : matches(value)
    })
}
