/** Which monitors, or whatever a provider has many of, are exported. Pure. */
import type { ItemFilter, ItemRule } from '../contract/provider.ts'
import { anyOf } from './patterns.ts'

/** A field of an item: a text, or several as for tags; undefined where the item has none. */
export type ItemFields = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * True for what meets one of the rules to include, or where there are none, and none of those to exclude. A rule is met
 * where each of its fields has a value that one of its patterns matches.
 */
export function createItemFilter({ include, exclude }: ItemFilter): (item: ItemFields) => boolean {
  const included = include.map(createRule)
  const excluded = exclude.map(createRule)
  return (item) =>
    (included.length === 0 || included.some((isMet) => isMet(item))) && !excluded.some((isMet) => isMet(item))
}

function createRule(rule: ItemRule): (item: ItemFields) => boolean {
  const fields = Object.entries(rule).map(([field, patterns]) => ({ field, matches: anyOf(patterns) }))
  return (item) =>
    fields.every(({ field, matches }) => {
      const value = item[field]
      return typeof value === 'object' ? value.some(matches) : value !== undefined && matches(value)
    })
}
