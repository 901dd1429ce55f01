/** What a source's cache does with the store: take what others have fetched, agree on who fetches, keep the result. */
import { hash } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import { type Static, Type } from 'typebox'
import { Failure, failureReasons } from '../../src/contract/failure.ts'
import { identityTag } from '../../src/contract/identity.ts'
import { seal, unsealBytes } from '../../src/contract/sealed.ts'
import type { Lease, Store } from '../../src/contract/store.ts'
import { Compile } from '../../src/parsing/compiled-schema.ts'
import { decodeSnapshot, encodeSnapshot, type StoredSnapshot } from './stored-snapshot.ts'

const PauseSchema = Type.Object({
  since: Type.Number(),
  until: Type.Number(),
  reason: Type.Enum([...failureReasons]),
  message: Type.String(),
  isForbidden: Type.Optional(Type.Boolean())
})

const pauseCheck = Compile(PauseSchema)

/** Milliseconds. No pause is longer than a day and a bit; what says so was not written by this program. */
const longestPause = 25 * 3_600_000
/** Enough to tell two secrets apart, and too little to find one out by trying. */
const tagLength = 4
/** Milliseconds by which the clocks of replicas may differ. */
const clockDifference = 60_000

/** A failure after which nobody asks until a time. Times are Unix milliseconds. */
export interface Pause {
  readonly since: number
  readonly until: number
  readonly failure: Failure
}

export interface SnapshotStoreOptions {
  readonly store: Store
  readonly provider: string
  /** Whose it is: see `keyOf`. The provider's name if not given. */
  readonly owner?: string
  readonly source: string
  /** Whose data it is and what was asked for. */
  readonly identity: string
  /** The secrets in use: see `Source`. */
  readonly credentials?: (() => string) | undefined
  readonly log: FastifyBaseLogger
}

export type SnapshotStore = ReturnType<typeof createSnapshotStore>

export function createSnapshotStore(options: SnapshotStoreOptions) {
  const { store, provider, owner = provider, source, identity, credentials, log } = options
  const tag = identityTag(provider, source, identity)
  // Many accounts may share a Redis, and each has data of its own there; a folder belongs to one exporter.
  const name = store.isShared ? `${owner}/${source}/${tag}` : `${owner}/${source}`
  const keyOfPause = `pause/${name}`
  /** Replicas may have other secrets, while one is being replaced. */
  const keyOfRefused = () => {
    const secret = secretsOf(credentials)
    return secret === undefined ? keyOfPause : `${keyOfPause}/${identityTag(tag, secret).slice(0, tagLength)}`
  }
  /** A snapshot as it is kept; undefined where it has to be sealed and there is no secret to do it with. */
  function closed(plain: Uint8Array): Uint8Array | undefined {
    if (!store.needsSealing) return plain
    const secret = secretsOf(credentials)
    return secret === undefined ? undefined : seal(secret, plain)
  }
  function opened(bytes: Uint8Array): Uint8Array | undefined {
    if (!store.needsSealing) return bytes
    const secret = secretsOf(credentials)
    return secret === undefined ? undefined : unsealBytes(secret, bytes)
  }
  let warnedAbout: string | undefined
  /** What was last read there, so that who looks again and again unpacks it once. */
  let seen: { readonly digest: string; readonly savedAt: number } | undefined
  /** Digest of the stored value that the next one follows. */
  let latest: string | undefined

  function warn(about: string): void {
    if (warnedAbout !== about) log.warn(`the stored snapshot is not used: ${about}`)
    warnedAbout = about
  }

  return {
    /** What the store has, if it is newer than `since`, Unix milliseconds; undefined for anything. */
    async load(since: number | undefined): Promise<StoredSnapshot | undefined> {
      // Nobody else writes to it, so there is nothing newer than what this process has.
      if (since !== undefined && !store.isShared) return undefined
      const bytes = await store.read(`snapshot/${name}`)
      latest = bytes === undefined ? undefined : hash('sha256', bytes)
      if (bytes === undefined || latest === undefined) return undefined
      const digest = latest
      if (seen?.digest === digest && since !== undefined && seen.savedAt <= since) return undefined
      const plain = opened(bytes)
      const stored = plain === undefined ? 'it was sealed with other credentials' : await decodeSnapshot(plain, tag)
      if (typeof stored === 'string') {
        warn(stored)
        return undefined
      }
      seen = { digest, savedAt: stored.savedAt }
      return stored.savedAt > (since ?? Number.NEGATIVE_INFINITY) ? stored : undefined
    },

    /** Keeps a snapshot for `ms` milliseconds, unless another one has the lease by now, whose snapshot is newer. */
    async save(snapshot: StoredSnapshot, ms: number, lease?: Lease): Promise<void> {
      if (!store.isKept) return
      const bytes = closed(await encodeSnapshot(snapshot, tag))
      if (bytes !== undefined) await (lease ?? store).write(`snapshot/${name}`, bytes, ms)
    },

    /**
     * Keeps a snapshot with its state, unless a replica has kept another one since the last `load`: a process that was
     * paused must not take counts back. False when it was not kept for that; a store that is away is no reason.
     */
    async commit(snapshot: StoredSnapshot, ms: number): Promise<boolean> {
      if (!store.isKept) return true
      const bytes = closed(await encodeSnapshot(snapshot, tag))
      if (bytes === undefined) return true
      if (store.replace === undefined) {
        await store.write(`snapshot/${name}`, bytes, ms)
        return true
      }
      const isKept = await store.replace(`snapshot/${name}`, latest, bytes, ms)
      if (isKept) latest = hash('sha256', bytes)
      return isKept !== false
    },

    /** The right to refresh for `ms` milliseconds; undefined where nobody else wants it. */
    lease: (ms: number): Promise<Lease | 'taken' | undefined> => store.lease(`lease/${name}`, ms),

    /**
     * Tells replicas, and who comes after a restart, that asking is of no use until a time, unless another one has the
     * lease by now and may know better.
     */
    async pause({ since, until, failure: { reason, message, isForbidden } }: Pause, lease?: Lease): Promise<void> {
      if (!store.isKept) return
      const value: Static<typeof PauseSchema> = { since, until, reason, message, isForbidden }
      const key = reason === 'auth' ? keyOfRefused() : keyOfPause
      await (lease ?? store).write(key, Buffer.from(JSON.stringify(value)), Math.max(1, until - since))
    },

    /** The pause that has been told, while it lasts. One for refused credentials is for who has the same. */
    async paused(now: number): Promise<Pause | undefined> {
      if (!store.isKept) return undefined
      const keys = new Set([keyOfPause, keyOfRefused()])
      const found = await Promise.all([...keys].map((key) => store.read(key)))
      const values = found.map(parse).flatMap((value) => {
        return pauseCheck.Check(value) && isRunning(value, now) ? [value] : []
      })
      const [value] = values.toSorted((one, other) => other.until - one.until)
      if (value === undefined) return undefined
      const { since, until, reason, message, isForbidden } = value
      return { since, until, failure: new Failure(reason, message, { isForbidden }) }
    }
  }
}

/** What cannot be read has no pause of its own. */
function secretsOf(credentials: (() => string) | undefined): string | undefined {
  try {
    return credentials?.()
  } catch {
    return undefined
  }
}

/** A pause that began in the future is of a clock that was wrong. */
function isRunning({ since, until }: Static<typeof PauseSchema>, now: number): boolean {
  return now < until && until - since <= longestPause && since <= now + clockDifference
}

function parse(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes === undefined ? undefined : JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}
