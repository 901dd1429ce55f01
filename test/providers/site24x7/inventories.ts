/** The inventory of an answer with all its monitors, for tests. */
import type { CurrentStatus } from '../../../providers/site24x7/api.ts'
import { type Inventory, type Monitor, readInventory } from '../../../providers/site24x7/inventory.ts'

export function inventoryOf(data: CurrentStatus): Inventory & { readonly monitors: readonly Monitor[] } {
  const monitors: Monitor[] = []
  const rest = readInventory(data, (monitor) => monitors.push(monitor))
  return { ...rest, monitors }
}
