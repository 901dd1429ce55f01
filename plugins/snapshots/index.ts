/** `fastify.snapshots`: the sources of all providers, each in its TTL cache, refreshed in the background. */
import fp from 'fastify-plugin'
import type { Clock } from '../../src/contract/clock.ts'
import { identityTag } from '../../src/contract/identity.ts'
import type { Place, Source } from '../../src/contract/provider.ts'
import { SettingsError } from '../../src/contract/settings.ts'
import { memoryStore, type Store } from '../../src/contract/store.ts'
import type { Format, RenderedFamily } from '../../src/exposition/exposition.ts'
import { createProviderSegments, type Parts } from '../../src/exposition/provider-segments.ts'
import type { Segment } from '../../src/exposition/segment.ts'
import { faultOfSource } from './check-collection.ts'
import { createCollectorThread } from './collector-thread.ts'
import { type AccountStatus, createAccount } from './quota/account.ts'
import { createAccountRecord } from './quota/account-record.ts'
import { type SharedAccount, shareAccount } from './quota/shared-account.ts'
import { createSpentCalls } from './quota/spent-calls.ts'
import { createScrapeForecasts } from './scrape-forecast.ts'
import { createSnapshotStore } from './snapshot-store.ts'
import { createSourceCache, type SourceCache } from './source-cache.ts'
import type { SourceStatus } from './source-state.ts'

export type { PastRefresh } from './history.ts'
export type { Account, AccountStatus } from './quota/account.ts'
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
  /** Series that one source may have. */
  readonly maxSeries?: number
  /** Whether refreshes wait for scrapes. */
  readonly alignRefreshes?: boolean
}

type Host = Pick<import('fastify').FastifyInstance, 'log' | 'upstream'>

export function createSnapshots(
  host: Host,
  {
    clock,
    store = memoryStore,
    random = Math.random,
    background = true,
    maxSeries = Number.POSITIVE_INFINITY,
    alignRefreshes = true
  }: SnapshotsOptions
) {
  const stop = new AbortController()
  const caches: SourceCache[] = []
  const accounts = new Map<string, SharedAccount>()
  const forecasts = createScrapeForecasts(clock)
  const segments = createProviderSegments()
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

  /** The families of a provider's sources, those of one cache being replaced by what it is about to serve. */
  function partsOf(provider: string, renewed?: SourceCache, families?: readonly RenderedFamily[]): Parts {
    return caches
      .filter((cache) => cache.provider === provider)
      .flatMap((cache) => {
        const part = cache === renewed ? families : cache.status().snapshot?.families
        return part === undefined ? [] : [part]
      })
  }

  return {
    /** Adds a source. Its first refresh starts with the server, or at once when the server runs already. */
    add<Payload, Memory = unknown, Carried = unknown>(
      provider: string,
      source: Source<Payload, Memory, Carried>
    ): void {
      const fault = faultOfSource(source)
      if (fault !== undefined) throw new SettingsError([{ setting: `provider ${provider}`, message: fault }])
      const anySource = source as unknown as Source
      if (caches.some((cache) => cache.provider === provider && cache.source === source.name)) {
        const message = `has two sources of the name ${source.name}`
        throw new SettingsError([{ setting: `provider ${provider}`, message }])
      }
      const account = accountOf(provider, anySource)
      account.add(anySource)
      const log = host.log.child({ provider, source: source.name })
      const snapshotStore = createSnapshotStore({
        store,
        provider,
        source: source.name,
        identity: source.identity,
        credentials: source.credentials,
        log
      })
      const cache: SourceCache = createSourceCache({
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
        nextScrape: alignRefreshes ? forecasts.of(provider).next : () => undefined,
        slot: caches.length,
        rules: { provider, maxSeries },
        publish: (families) => segments.prepare(provider, partsOf(provider, cache, families))
      })
      caches.push(cache)
      if (started) void cache.refresh()
    },

    start(): void {
      if (!background) return
      started = true
      for (const cache of caches) void cache.refresh()
    },

    /** Renews all sources now, or those of these providers. True when all of it succeeded, no part excepted. */
    async refreshAll(providers?: readonly string[]): Promise<boolean> {
      const wanted = caches.filter(({ provider }) => providers?.includes(provider) ?? true)
      await Promise.all(wanted.map((cache) => cache.refresh()))
      return wanted.every((cache) => cache.status().complete)
    },

    /** Serves what the store has, and asks nobody. */
    async restoreAll(): Promise<void> {
      await Promise.all(caches.map((cache) => cache.restore()))
    },

    /** Waits for the first refreshes that are running, of these providers or of all, at most `ms`. */
    async firstData(ms: number, providers?: readonly string[]): Promise<void> {
      const wanted = caches.filter(({ provider }) => providers?.includes(provider) ?? true)
      const pending = wanted.flatMap((cache) => cache.pendingFirst() ?? [])
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
      ready ||= caches.every((cache) => cache.settled())
      return ready
    },

    /** True when no source has had its turn for three intervals, though each should have: nothing renews them. */
    isStuck: (): boolean => caches.length > 0 && caches.every((cache) => cache.isStuck()),

    /** Grows with every change of a status. */
    version: (): number => caches.reduce((sum, cache) => sum + cache.version(), 0),

    /** What the providers add to an answer, those named or all. */
    segments(wanted?: readonly string[]): Segment[] {
      const providers = new Set(caches.map(({ provider }) => provider))
      return [...providers]
        .filter((provider) => wanted?.includes(provider) ?? true)
        .flatMap((provider) => segments.of(provider, partsOf(provider)))
    },

    /** Tells of a scrape. `scraper` tells one from another. */
    scraped: forecasts.scraped,

    /** The age of what is served, in seconds. */
    *ages(wanted?: readonly string[]): Generator<{ provider: string; source: string; seconds: number }> {
      for (const { provider, source, fetchedAt } of caches) {
        const at = fetchedAt()
        if (at === undefined || !(wanted?.includes(provider) ?? true)) continue
        yield { provider, source, seconds: Math.max(0, clock.now() - at) / 1000 }
      }
    },

    /** Tells that scrapes ask for this format compressed, so that it is ready when data is. */
    expect: (format: Format): void => segments.expect(format),

    statuses: (): SourceStatus[] => caches.map((cache) => cache.status()),

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
      for (const cache of caches) yield* cache.status().snapshot?.places ?? []
    },

    async close(): Promise<void> {
      stop.abort(new Error('the program is stopping'))
      await Promise.all(caches.map((cache) => cache.close()))
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
