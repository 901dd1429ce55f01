/** Which monitors there were already, and in which groups. Nearly all are in one group alone, or in none. */
export class GroupMembership {
  /** The group in which each was met first. */
  readonly #first = new Map<string, string | undefined>()
  /** The other groups of those that are in several. */
  readonly #others = new Map<string, Set<string | undefined>>()

  /** `again`: the monitor was in this group already. */
  add(id: string, groupId: string | undefined): 'first' | 'another group' | 'again' {
    const known = this.#first.get(id)
    if (known === undefined && !this.#first.has(id)) {
      this.#first.set(id, groupId)
      return 'first'
    }
    const others = this.#others.get(id) ?? new Set()
    if (known === groupId || others.has(groupId)) return 'again'
    this.#others.set(id, others.add(groupId))
    return 'another group'
  }
}
