/** Which monitors there were already: in which groups, and by which names. Nearly all are in one group alone, or in none. */
export class GroupMembership {
  /** Where each was met first. */
  readonly #first = new Map<string, Member>()
  /** Where else, for those that are in several groups or have several names. */
  readonly #others = new Map<string, Member[]>()

  has(id: string): boolean {
    return this.#first.has(id)
  }

  /** `again`: the monitor was in this group already, by this name. */
  add(id: string, groupId: string | undefined, name: string): 'first' | 'another' | 'again' {
    const first = this.#first.get(id)
    if (first === undefined) {
      this.#first.set(id, { groupId, name })
      return 'first'
    }
    const others = this.#others.get(id) ?? []
    if ([first, ...others].some((member) => member.groupId === groupId && member.name === name)) return 'again'
    this.#others.set(id, [...others, { groupId, name }])
    return 'another'
  }
}

interface Member {
  readonly groupId: string | undefined
  readonly name: string
}
