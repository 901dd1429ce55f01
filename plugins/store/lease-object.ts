/** What a Lease holds: who refreshes, and in its annotations what replicas tell each other. Pure. */
import { hash } from 'node:crypto'
import type { Counts } from '../../src/contract/store.ts'

/** The part of a Lease of coordination.k8s.io/v1 that is used. All else is given back as it came. */
export interface LeaseObject {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata: {
    readonly name: string
    readonly resourceVersion?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly spec?: {
    readonly holderIdentity?: string | null
    readonly leaseDurationSeconds?: number | null
    readonly acquireTime?: string | null
    readonly renewTime?: string | null
    readonly leaseTransitions?: number | null
  }
}

/** A value, and until when it is of use: Unix milliseconds by the clock of who has written it. */
export type Entry = { readonly until: number } & (
  | { readonly value: string }
  | { readonly counts: Counts }
  /** A snapshot is in the memory of replicas: its SHA-256, in hex, and where it was made. */
  | { readonly digest: string; readonly at: string }
)

/** Where a key is kept. */
export interface Place {
  /** Name of the Lease. */
  readonly lease: string
  /** Name of the annotation. */
  readonly annotation: string
}

const prefix = 'edge-exporter'
const peersAnnotation = `${prefix}/peers`
const lengthAnnotation = `${prefix}/lease-milliseconds`
/** Addresses of replicas that are remembered. */
const mostPeers = 16
/** Milliseconds by which clocks may be wrong when it comes to what is of no use any more. */
const clockDifference = 3_600_000
/** Seconds. A Lease of more was not written by this program, and would keep all from asking. */
const longestLease = 120

/** Whose data it is, as `identityTag` makes it. */
const identity = /^[\w-]{43}$/

/** What belongs to one source lies in one Lease, so that its owner alone can change it; as does what belongs to one account. */
export function placeOf(key: string): Place {
  const [kind = '', ...parts] = key.split('/')
  const at = parts.findIndex((part) => identity.test(part))
  const end = at === -1 ? parts.length : at + 1
  const [whose, rest] = [parts.slice(0, end), parts.slice(end)]
  const readable = whose
    .filter((part) => !identity.test(part))
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
  // Nothing of a name may begin or end with another character than these, and `-` alone joins them.
  const name = [prefix, ...readable.split('-'), hash('sha256', whose.join('/')).slice(0, 16)]
  const suffix = rest.length === 0 ? '' : `-${hash('sha256', rest.join('/')).slice(0, 8)}`
  return { lease: name.filter((part) => part !== '').join('-'), annotation: `${prefix}/${kind}${suffix}` }
}

export function newLease(name: string): LeaseObject {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, labels: { 'app.kubernetes.io/managed-by': prefix } },
    spec: {}
  }
}

export const holderOf = ({ spec }: LeaseObject): string | undefined => spec?.holderIdentity || undefined

/** Changes with each renewal, and with nothing else. */
export const renewalOf = ({ spec }: LeaseObject): string => `${spec?.holderIdentity} ${spec?.renewTime}`

/** Milliseconds for which a holder has it after a renewal. */
export function lengthOf({ spec, metadata }: LeaseObject): number {
  const seconds = spec?.leaseDurationSeconds ?? 0
  const whole = 1000 * Math.max(0, Math.min(seconds, longestLease))
  // A field of whole seconds is too coarse for intervals of a few.
  const exact = Number(metadata.annotations?.[lengthAnnotation])
  return exact > 0 ? Math.min(exact, whole) : whole
}

/** With the holder's time beginning anew. `now` is for people: nobody compares it with a clock of theirs. */
export function heldBy(lease: LeaseObject, holder: string, ms: number, now: number): LeaseObject {
  const time = new Date(now).toISOString().replace('Z', '000Z')
  const isSame = holderOf(lease) === holder
  const spec = {
    ...lease.spec,
    holderIdentity: holder,
    leaseDurationSeconds: Math.max(1, Math.ceil(ms / 1000)),
    renewTime: time,
    ...(isSame ? {} : { acquireTime: time, leaseTransitions: (lease.spec?.leaseTransitions ?? 0) + 1 })
  }
  return withAnnotations({ ...lease, spec }, { ...lease.metadata.annotations, [lengthAnnotation]: `${Math.ceil(ms)}` })
}

export function released(lease: LeaseObject): LeaseObject {
  return { ...lease, spec: { ...lease.spec, holderIdentity: null } }
}

/** The entry of an annotation; undefined where there is none, or none that this program has written. */
export function entryIn(lease: LeaseObject | undefined, annotation: string): Entry | undefined {
  const value = parse(lease?.metadata.annotations?.[annotation])
  return isEntry(value) ? value : undefined
}

/** With an entry, and without those that are of no use any more. */
export function withEntry(lease: LeaseObject, annotation: string, entry: Entry, now: number): LeaseObject {
  const kept = Object.entries(lease.metadata.annotations ?? {}).filter(([name, text]) => {
    const value = name.startsWith(`${prefix}/`) ? parse(text) : undefined
    return !isEntry(value) || value.until + clockDifference > now
  })
  return withAnnotations(lease, { ...Object.fromEntries(kept), [annotation]: JSON.stringify(entry) })
}

/** Addresses of replicas that had the snapshot or one before it, the newest first. */
export function peersOf(lease: LeaseObject | undefined): string[] {
  const value = parse(lease?.metadata.annotations?.[peersAnnotation])
  return Array.isArray(value) ? value.filter((address) => typeof address === 'string').slice(0, mostPeers) : []
}

export function withPeer(lease: LeaseObject, address: string): LeaseObject {
  const others = peersOf(lease).filter((other) => other !== address)
  const peers = JSON.stringify([address, ...others].slice(0, mostPeers))
  return withAnnotations(lease, { ...lease.metadata.annotations, [peersAnnotation]: peers })
}

function withAnnotations(lease: LeaseObject, annotations: Readonly<Record<string, string>>): LeaseObject {
  return { ...lease, metadata: { ...lease.metadata, annotations } }
}

function isEntry(value: unknown): value is Entry {
  const { until, value: text, counts, digest, at } = (value ?? {}) as Record<string, unknown>
  if (typeof until !== 'number') return false
  if (typeof counts === 'object' && counts !== null) {
    return Object.values(counts).every((count) => Number.isSafeInteger(count) && (count as number) >= 0)
  }
  return typeof text === 'string' || (typeof digest === 'string' && typeof at === 'string')
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
