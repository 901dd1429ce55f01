/** Looks into metric families, for tests. */
import type { Family } from '../../../src/contract/provider.ts'

export function familyOf(families: readonly Family[], name: string): Family | undefined {
  return families.find((family) => family.name === name)
}

/** The series of a family as `label=value label=value 1`, in their order. */
export function rows(families: readonly Family[], name: string): string[] {
  return [...(familyOf(families, name)?.samples ?? [])].map(({ labels, value }) =>
    [...Object.entries(labels).map((entry) => entry.join('=')), value].join(' ')
  )
}
