/** `fastify.snapshots`: the sources of all providers, each in its TTL cell, refreshed in the background. */
import fp from 'fastify-plugin'
import type { Clock } from '../../src/contract/clock.ts'
import { identityTag } from '../../src/contract/identity.ts'
import type { Place, Source } from '../../src/contract/provider.ts'
import { memoryStore, type Store } from '../../src/contract/store.ts'
import type { Format, RenderedFamily } from '../../src/exposition/exposition.ts'
import { createProviderSegments, type Parts } from '../../src/exposition/provider-segments.ts'
import type { Segment } from '../../src/exposition/segment.ts'
import { type AccountStatus, createAccount } from './account.ts'
import { createAccountRecord } from './account-record.ts'
import { createCollectorThread } from './collector-thread.ts'
import { type SharedAccount, shareAccount } from './shared-account.ts'
import { createSnapshotStore } from './snapshot-store.ts'
import { createSourceCache, type SourceCache } from './source-cache.ts'
import type { SourceStatus } from './source-state.ts'
import { createSpentCalls } from './spent-calls.ts'

export type { Account, AccountStatus } from './account.ts'
export type { Snapshot, SourceStatus } from './source-state.ts'

type SnapshotsOfAll = ReturnType<typeof createSnapshots>

declare module '../../src/contract/services.ts' {
  interface Snapshots extends SnapshotsOfAll {}
}

export interface SnapshotsOptions {
  readonly clock: Clock
  /** Where snapshots and spent calls outlive the process, or are shared. Closed by who opened it. */
  readonly store?: Store
  /** In [0, 1): the jitter of pauses. */
  readonly random?: () => number
  /** When the first refreshes begin: a server that cannot have its port must not have asked anybody. */
  readonly startOn?: 'ready' | 'listen'
  /** False for a program that asks for each refresh itself (`refreshAll`): nothing renews by itself. */
  readonly background?: boolean
}

type Host = Pick<import('fastify').FastifyInstance, 'log' | 'upstream'>

export function createSnapshots(
  host: Host,
  { clock, store = memoryStore, random = Math.random, background = true }: SnapshotsOptions
) {
  const stop = new AbortController()
  const cells: SourceCache[] = []
  const accounts = new Map<string, SharedAccount>()
  const runs = createProviderSegments()
  const thread = createCollectorThread()
  let started = false
  let ready = false

  function accountOf(provider: string, { identity }: Source): SharedAccount {
    const known = accounts.get(provider)
    if (known !== undefined) return known
    const counting = createAccount({
      clock,
      log: host.log.child({ provider }),
      callsToday: () => host.upstream.callsToday(provider),
      setZone: (offset) => host.upstream.setZone(provider, offset),
      background
    })
    host.upstream.limitCalls(provider, counting.usable)
    const tag = identityTag(provider, identity)
    const spent = createSpentCalls({ store, provider, identity: tag, counter: host.upstream })
    const record = createAccountRecord(store, `account/${provider}/${tag}`)
    const account = shareAccount(counting, spent, record)
    accounts.set(provider, account)
    return account
  }

  /** The families of a provider's sources, those of one cell being replaced by what it is about to serve. */
  function partsOf(provider: string, renewed?: SourceCache, families?: readonly RenderedFamily[]): Parts {
    return cells
      .filter((cell) => cell.provider === provider)
      .flatMap((cell) => {
        const part = cell === renewed ? families : cell.status().snapshot?.families
        return part === undefined ? [] : [part]
      })
  }

  return {
    /** Adds a source. Its first refresh starts with the server, or at once when the server runs already. */
    add<Payload, Memory>(provider: string, source: Source<Payload, Memory>): void {
      const anySource = source as unknown as Source
      if (cells.some((cell) => cell.provider === provider && cell.source === source.name)) {
        throw new Error(`the provider ${provider} has two sources of the name ${source.name}`)
      }
      const account = accountOf(provider, anySource)
      account.add(anySource)
      const log = host.log.child({ provider, source: source.name })
      const snapshotStore = createSnapshotStore({
        store,
        provider,
        source: source.name,
        identity: source.identity,
        log
      })
      const cell: SourceCache = createSourceCache({
        provider,
        source: anySource,
        account,
        clock,
        random,
        log,
        stopped: stop.signal,
        background,
        snapshotStore,
        thread,
        publish: (families) => runs.prepare(provider, partsOf(provider, cell, families))
      })
      cells.push(cell)
      if (started) void cell.refresh()
    },

    start(): void {
      if (!background) return
      started = true
      for (const cell of cells) void cell.refresh()
    },

    /** Renews all sources now, or those of these providers. True when all of it succeeded, no part excepted. */
    async refreshAll(providers?: readonly string[]): Promise<boolean> {
      const wanted = cells.filter(({ provider }) => providers?.includes(provider) ?? true)
      await Promise.all(wanted.map((cell) => cell.refresh()))
      return wanted.every((cell) => cell.status().complete)
    },

    /** Waits for the first refreshes that are running, of these providers or of all, at most `ms`. */
    async firstData(ms: number, providers?: readonly string[]): Promise<void> {
      const wanted = cells.filter(({ provider }) => providers?.includes(provider) ?? true)
      const pending = wanted.flatMap((cell) => cell.pendingFirst() ?? [])
      if (pending.length === 0) return
      let callOff = () => {}
      const patience = new Promise<void>((resolve) => {
        callOff = clock.after(ms, resolve)
      })
      await Promise.race([Promise.all(pending), patience])
      callOff()
    },

    /** True for good once every source has data or a classified failure. */
    isReady(): boolean {
      ready ||= cells.every((cell) => cell.settled())
      return ready
    },

    /** True when no source has had its turn for three intervals, though each should have: nothing renews them. */
    isStuck: (): boolean => cells.length > 0 && cells.every((cell) => cell.isStuck()),

    /** Grows with every change of a status. */
    version: (): number => cells.reduce((sum, cell) => sum + cell.version(), 0),

    /** What the providers add to an answer, those named or all. */
    runs(wanted?: readonly string[]): Segment[] {
      const providers = new Set(cells.map(({ provider }) => provider))
      return [...providers]
        .filter((provider) => wanted?.includes(provider) ?? true)
        .flatMap((provider) => runs.of(provider, partsOf(provider)))
    },

    /** Tells that scrapes ask for this format compressed, so that it is ready when data is. */
    expect: (format: Format): void => runs.expect(format),

    statuses: (): SourceStatus[] => cells.map((cell) => cell.status()),

    accounts: (): AccountStatus[] =>
      [...accounts].flatMap(([provider, account]) => {
        const dailyCallLimit = account.limit()
        return dailyCallLimit === undefined
          ? []
          : [
              {
                provider,
                callsToday: host.upstream.callsToday(provider),
                callsMade: host.upstream.callsMade(provider),
                dailyCallLimit,
                isFixed: account.isFixed(),
                reset: host.upstream.nextDay(provider)
              }
            ]
      }),

    *places(): Generator<Place> {
      for (const cell of cells) yield* cell.status().snapshot?.places ?? []
    },

    async close(): Promise<void> {
      stop.abort(new Error('the program is stopping'))
      await Promise.all(cells.map((cell) => cell.close()))
      await thread.close()
    }
  }
}

export default fp<SnapshotsOptions>(
  async (fastify, options) => {
    const snapshots = createSnapshots(fastify, options)
    fastify.decorate('snapshots', snapshots)
    fastify.addHook(options.startOn === 'listen' ? 'onListen' : 'onReady', async () => snapshots.start())
    fastify.addHook('preClose', async () => snapshots.close())
  },
  { name: 'snapshots', fastify: '5.x', dependencies: ['upstream'] }
)
