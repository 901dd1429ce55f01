/** Opens the store that was chosen. */
import type { FastifyBaseLogger } from 'fastify'
import type { StoreLocation } from '../../src/config/store/store-url.ts'
import type { Clock } from '../../src/contract/clock.ts'
import { memoryStore, type Store } from '../../src/contract/store.ts'

/** The modules of the other kinds are loaded when they are chosen. */
export async function openStore(location: StoreLocation, log: FastifyBaseLogger, clock: Clock): Promise<Store> {
  if (location.kind === 'file') {
    const { openFileStore } = await import('./file-store.ts')
    return openFileStore(location.folder, log, clock)
  }
  if (location.kind === 'redis') {
    const { openRedisStore } = await import('./redis-store.ts')
    return openRedisStore(location, log)
  }
  if (location.kind === 'kubernetes') {
    const { openKubernetesStore } = await import('./kubernetes-store.ts')
    return openKubernetesStore(location, log, clock)
  }
  return memoryStore
}
