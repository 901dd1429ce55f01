/**
 * What outlives the process, or is shared with its replicas: snapshots, sealed tokens, spent calls. A store is a help,
 * never a condition: no method rejects, and each answers within seconds, whatever is wrong.
 */
/** The right to refresh a source, while others wait for the result. */
export interface Lease {
  /** Keeps a value as `Store.write` does, but only while the lease is one's own. True when it was kept. */
  write(key: string, value: Uint8Array, ms: number): Promise<boolean>
  /** Whether nobody else has it by now. */
  isOwned(): Promise<boolean>
  /** Makes it last `ms` milliseconds from now on. False when it is no longer one's own, or nobody can tell. */
  renew(ms: number): Promise<boolean>
  release(): Promise<void>
}

/** Numbers by who has counted them. They only grow. */
export type Counts = Readonly<Record<string, number>>

export interface Store {
  /** False for a store that keeps nothing, so that nobody makes things ready for it. */
  readonly isKept: boolean
  /** True when other processes may use it at the same time. */
  readonly isShared: boolean
  /** True when others than its users may reach what is kept, so that snapshots are sealed before: see `seal`. */
  readonly needsSealing?: boolean
  /** The value, or undefined where there is none or it cannot be had. */
  read(key: string): Promise<Uint8Array | undefined>
  /** Keeps a value for at least `ms` milliseconds. */
  write(key: string, value: Uint8Array, ms: number): Promise<void>
  /**
   * As `write`, unless somebody else has written since: `before` is the SHA-256, in hex, of the value that this one
   * follows; undefined where none was found. False when it was not written; undefined where nobody can tell. Only shared stores have it.
   */
  replace?(key: string, before: string | undefined, value: Uint8Array, ms: number): Promise<boolean | undefined>
  /** Adds counts to those of others, and returns all; undefined where they cannot be had. */
  count(key: string, counts: Counts, ms: number): Promise<Counts | undefined>
  /** The lease; `taken` while another process holds it; undefined where there is nobody to agree with. */
  lease(key: string, ms: number): Promise<Lease | 'taken' | undefined>
  close(): Promise<void>
}

/** Keeps nothing: what the process knows is enough while it runs. */
export const memoryStore: Store = {
  isKept: false,
  isShared: false,
  read: async () => undefined,
  write: async () => {},
  count: async () => undefined,
  lease: async () => undefined,
  close: async () => {}
}
