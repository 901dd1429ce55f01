/** The account that all is measured with: monitors of every type, seen from eight places where they have places. */
import { createWorld } from '../providers/site24x7/simulator/world.ts'

export const world = { seed: 1, locations: 8, zone: 330 }

const minute = 60_000
const start = Date.UTC(2026, 0, 2, 3, 0)
const query = { groups: true, locations: true, suspended: false }

/** Answers a minute apart, so that values and statuses change, and monitors come and go, from one to the next. */
export function answersOf(size: number, count: number): Uint8Array<ArrayBuffer>[] {
  const { dataAt } = createWorld({ ...world, size })
  return Array.from({ length: count }, (_, i) => {
    return new TextEncoder().encode(`{"code":0,"message":"success","data":${dataAt(start + i * minute, query)}}`)
  })
}

interface Item {
  readonly monitor_id: string
  readonly name: string
}

interface Account {
  readonly monitors: readonly Item[]
  /** A group of groups has no monitors of its own. */
  readonly monitor_groups: readonly { readonly monitors?: readonly Item[] }[]
}

/** How many refreshes a monitor lives in an account that changes much. */
export const lifetime = 10

/**
 * The account with a tenth of its monitors, here and there in it, replaced by new ones at each refresh, by ids and
 * names that were never there before.
 */
export function changed({ monitors, monitor_groups: groups }: Account, refresh: number): Account {
  const replaced = ({ monitor_id: id, name, ...rest }: Item, i: number) => {
    const generation = Math.floor((refresh + (i % lifetime)) / lifetime)
    return { ...rest, monitor_id: `${id}${generation}`, name: `${name} ${generation}` }
  }
  return {
    monitors: monitors.map(replaced),
    monitor_groups: groups.map((group) => ({ ...group, monitors: (group.monitors ?? []).map(replaced) }))
  }
}
