/** The inventory of an answer with all its monitors, for tests. */
import type { CurrentStatus } from '../../../providers/site24x7/api.ts'
import { type Inventory, readInventory } from '../../../providers/site24x7/current-status/inventory.ts'
import type { Monitor } from '../../../providers/site24x7/current-status/monitor.ts'
import { bodyOf } from './bodies.ts'

export type WholeInventory = Omit<Inventory, 'merged'> & { readonly monitors: readonly Monitor[] }

export function inventoryOf(data: CurrentStatus): WholeInventory {
  return inventoryOfBody(bodyOf(data))
}

export function inventoryOfBody(body: Uint8Array): WholeInventory {
  const monitors: Monitor[] = []
  const { merged, ...rest } = readInventory(body, (monitor, appearance) => {
    if (appearance !== 'again') monitors.push(monitor)
  })
  return { ...rest, monitors }
}
