/**
 * A store in Leases of Kubernetes, which replicas share without anything else: small values are annotations, snapshots
 * stay in the memory of the replicas.
 */
import { hash, randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { FastifyBaseLogger } from 'fastify'
import type { KubernetesLocation } from '../../src/config/store/kubernetes-location.ts'
import type { Clock } from '../../src/contract/clock.ts'
import type { Counts, Lease, Store } from '../../src/contract/store.ts'
import { createLeasesApi } from './kubernetes-api.ts'
import { createLeaseAccess } from './lease-access.ts'
import {
  type Entry,
  entryIn,
  heldBy,
  holderOf,
  type LeaseObject,
  peersOf,
  placeOf,
  released,
  withEntry,
  withPeer
} from './lease-object.ts'
import { createOutageLog } from './outage-log.ts'
import { createPeers } from './peers.ts'

/** Milliseconds by which replicas see a renewal later than it was made, as they look now and then. */
const seenLater = 300

/** Milliseconds of a lease that shall have ended for all others `ms` milliseconds after its renewal, though they count from when they see it. */
const lengthFor = (ms: number) => Math.max(ms / 2, ms - seenLater)

/** Snapshots in a row that nobody could give: one or two have gone with their maker. */
const mostLost = 3

const isSnapshot = (key: string) => key.startsWith('snapshot/')

export function openKubernetesStore(location: KubernetesLocation, log: FastifyBaseLogger, clock: Clock): Store {
  const api = createLeasesApi(location)
  const leases = createLeaseAccess(api, log)
  const peers = createPeers(location.peer)
  const serving = createOutageLog(log, {
    fails: `snapshots cannot be served to other replicas at ${peers.address} (POD_IP, PEER_PORT)`,
    works: 'snapshots can be served to other replicas again'
  })

  const fetching = createOutageLog(log, {
    fails: 'the snapshots of other replicas cannot be fetched from their POD_IP and PEER_PORT',
    works: 'the snapshots of other replicas can be fetched again'
  })
  const lost = new Set<string>()
  // Who looks into a Lease may wonder who it is; the rest tells processes apart, as each is the first one of its container.
  const replica = `${hostname()}_${peers.address}_`
  const self = `${process.pid}_${randomUUID()}`
  let leasesTaken = 0
  /** The process that was here before this one has left its leases behind, as a container that is started again does. */
  const isPredecessor = (holder: string) => holder.startsWith(replica) && !holder.startsWith(`${replica}${self}_`)

  async function keep(key: string, digest: string, bytes: Uint8Array): Promise<boolean> {
    const isServed = await peers.keep(key, { digest, bytes })
    if (isServed) serving.ends()
    else serving.begins('the port cannot be had')
    return isServed
  }

  /** What stands for a value; undefined for a snapshot that nobody could fetch. */
  async function entryFor(key: string, bytes: Uint8Array, ms: number): Promise<Entry | undefined> {
    const until = Math.ceil(clock.now() + ms)
    if (!isSnapshot(key)) return { until, value: Buffer.from(bytes).toString('base64') }
    const digest = hash('sha256', bytes)
    return (await keep(key, digest, bytes)) ? { until, digest, at: peers.address } : undefined
  }

  const written = (lease: LeaseObject, annotation: string, entry: Entry) =>
    withEntry('digest' in entry ? withPeer(lease, entry.at) : lease, annotation, entry, clock.now())

  /** The snapshot of an entry: that which is here, or from a replica that has it. */
  async function fetchSnapshot(key: string, entry: Entry, lease: LeaseObject): Promise<Uint8Array | undefined> {
    if (!('digest' in entry)) return undefined
    const { digest, at } = entry
    const own = peers.copyOf(digest)
    if (own !== undefined) return own
    const found = await peers.find(digest, [at, ...peersOf(lease)])
    if (found === undefined) lost.add(digest)
    else lost.clear()
    if (found !== undefined) fetching.ends()
    else if (lost.size >= mostLost) fetching.begins('a network policy may keep replicas from each other')
    // Whoever has seen it can serve it when its maker is gone.
    if (found !== undefined && (await keep(key, digest, found)) && !peersOf(lease).includes(peers.address)) {
      await leases.change(lease.metadata.name, (now) =>
        peersOf(now).includes(peers.address) ? undefined : withPeer(now, peers.address)
      )
    }
    return found
  }

  async function read(key: string, age?: number): Promise<Uint8Array | undefined> {
    const { lease: name, annotation } = placeOf(key)
    const lease = (await leases.look(name, age))?.lease
    const entry = entryIn(lease, annotation)
    if (lease === undefined || entry === undefined) return undefined
    if ('value' in entry) return Buffer.from(entry.value, 'base64')
    return fetchSnapshot(key, entry, lease)
  }

  function leaseOf(name: string, holder: string, end: { until: number }): Lease {
    /** Changes what lies in the same Lease, but only while it is one's own. */
    const whileOwned = async (next: (lease: LeaseObject) => LeaseObject | undefined): Promise<boolean> => {
      let isOwned = false
      const outcome = await leases.change(name, (lease) => {
        isOwned = holderOf(lease) === holder && performance.now() < end.until
        return isOwned ? next(lease) : undefined
      })
      return isOwned && outcome !== undefined
    }
    return {
      async write(key, bytes, ms) {
        const { lease, annotation } = placeOf(key)
        // Only what lies in the Lease itself is guarded by it.
        const entry = lease === name ? await entryFor(key, bytes, ms) : undefined
        return entry !== undefined && whileOwned((now) => written(now, annotation, entry))
      },
      async isOwned() {
        const lease = (await leases.look(name, 0))?.lease
        return lease !== undefined && holderOf(lease) === holder && performance.now() < end.until
      },
      async renew(ms) {
        let until = end.until
        const isRenewed = await whileOwned((lease) => {
          until = performance.now() + lengthFor(ms)
          return heldBy(lease, holder, lengthFor(ms), clock.now())
        })
        if (isRenewed) end.until = until
        return isRenewed
      },
      release: async () => void (await whileOwned(released))
    }
  }

  return {
    isKept: true,
    isShared: true,
    needsSealing: true,
    read,
    async write(key, bytes, ms) {
      const { lease, annotation } = placeOf(key)
      const entry = await entryFor(key, bytes, ms)
      if (entry === undefined) return
      await leases.change(lease, (now) =>
        isWrittenFor(entryIn(now, annotation), entry, ms) ? undefined : written(now, annotation, entry)
      )
    },
    async replace(key, before, bytes, ms) {
      const { lease: name, annotation } = placeOf(key)
      const entry = await entryFor(key, bytes, ms)
      if (entry === undefined) return undefined
      const digest = hash('sha256', bytes)
      /** What somebody else has written, and nobody has any more: it would never give way to anything. */
      let lost: string | undefined
      for (;;) {
        let other: Entry | undefined
        const outcome = await leases.change(name, (lease) => {
          other = entryIn(lease, annotation)
          const current = other === undefined ? undefined : digestOf(other)
          const isFollowed = current === undefined || current === before || current === digest || current === lost
          return isFollowed ? written(lease, annotation, entry) : undefined
        })
        if (outcome !== 'left') return outcome === undefined ? undefined : true
        if ((await read(key)) !== undefined || other === undefined) return false
        const current = digestOf(other)
        // Read again, it is another one by now.
        if (lost === current) return undefined
        lost = current
      }
    },
    async count(key, counts, ms) {
      const { lease, annotation } = placeOf(key)
      let all: Counts = {}
      const outcome = await leases.change(lease, (now) => {
        const entry = entryIn(now, annotation)
        const before = entry !== undefined && 'counts' in entry ? entry.counts : {}
        all = grown(before, counts)
        const isNews = Object.entries(all).some(([who, count]) => before[who] !== count)
        return isNews
          ? withEntry(now, annotation, { until: Math.ceil(clock.now() + ms), counts: all }, clock.now())
          : undefined
      })
      return outcome === undefined ? undefined : all
    },
    async lease(key, ms) {
      const { lease: name } = placeOf(key)
      leasesTaken += 1
      const holder = `${replica}${self}_${leasesTaken}`
      const end = { until: 0 }
      const outcome = await leases.change(name, (lease) => {
        const other = holderOf(lease)
        const isFree = other === undefined || other === holder || isPredecessor(other) || leases.hasEnded(lease)
        if (!isFree) return undefined
        end.until = performance.now() + lengthFor(ms)
        return heldBy(lease, holder, lengthFor(ms), clock.now())
      })
      if (outcome === undefined) return undefined
      return outcome === 'left' ? 'taken' : leaseOf(name, holder, end)
    },
    async close() {
      await peers.close()
      api.close()
    }
  }
}

function digestOf(entry: Entry): string | undefined {
  if ('digest' in entry) return entry.digest
  return 'value' in entry ? hash('sha256', Buffer.from(entry.value, 'base64')) : undefined
}

/** Whether the same is there for half of the time at least: what does not change is not written with each refresh. */
function isWrittenFor(entry: Entry | undefined, { until, ...wanted }: Entry, ms: number): boolean {
  if (entry === undefined || entry.until < until - ms / 2) return false
  const { until: _, ...there } = entry
  return JSON.stringify(there) === JSON.stringify(wanted)
}

function grown(before: Counts, counts: Counts): Counts {
  const all: Record<string, number> = { ...before }
  for (const [who, count] of Object.entries(counts)) all[who] = Math.max(count, all[who] ?? 0)
  return all
}
