/** `fastify.snapshots`: the sources of all providers, each in its TTL cache, refreshed in the background. */
import fp from 'fastify-plugin'
import type { Labels, Place, Source } from '../../src/contract/provider.ts'
import { SettingsError } from '../../src/contract/settings.ts'
import { memoryStore } from '../../src/contract/store.ts'
import { type Format, packed, type RenderedFamily } from '../../src/exposition/exposition.ts'
import { createProviderSegments, type Parts } from '../../src/exposition/provider-segments.ts'
import type { Segment } from '../../src/exposition/segment.ts'
import { createTurns } from '../../src/scheduling/turns.ts'
import { atMost } from '../../src/scheduling/wait.ts'
import { faultOfSource } from './check-collection.ts'
import type { Collected } from './collect.ts'
import { createCollectorThread } from './collector-thread.ts'
import { openAccount, statusOfAccount } from './open-account.ts'
import type { AccountStatus } from './quota/account.ts'
import type { SharedAccount } from './quota/shared-account.ts'
import { accountLabels, isWanted, keyOf, roomIn, type Scope, storedAs } from './scope.ts'
import { createScrapeForecast } from './scrape-forecast.ts'
import { createSnapshotStore } from './snapshot-store.ts'
import type { SnapshotsOptions } from './snapshots-options.ts'
import { createSourceCache, type SourceCache } from './source-cache.ts'
import type { SourceStatus } from './source-state.ts'

export type { PastRefresh } from './history.ts'
export type { Account, AccountStatus } from './quota/account.ts'
export { isWanted, keyOf, type Scope } from './scope.ts'
export type { Snapshot, SourceStatus } from './source-state.ts'

type SnapshotsOfAll = ReturnType<typeof createSnapshots>

declare module '../../src/contract/services.ts' {
  interface Snapshots extends SnapshotsOfAll {}
}

/** Milliseconds between two accounts that begin: an access token and data are two calls, so ten calls a second. */
const betweenStarts = 200

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
  let caches: readonly SourceCache[] = []
  /** Versions of caches that are no more. */
  let gone = 0
  const accounts = new Map<string, { readonly scope: Scope; readonly quota: SharedAccount }>()
  const forecast = createScrapeForecast()
  const segments = createProviderSegments()
  const thread = createCollectorThread({ isRepeated: background })
  const turns = createTurns(clock, betweenStarts)
  let started = false
  let ready = false

  function accountOf(scope: Scope, source: Source): SharedAccount {
    const known = accounts.get(keyOf(scope))
    if (known !== undefined) return known.quota
    const quota = openAccount({ host, clock, store, background }, scope, source)
    accounts.set(keyOf(scope), { scope, quota })
    return quota
  }

  /** The families of the sources that are wanted, those of one cache being replaced by what it is about to serve. */
  function partsOf(wanted: readonly string[], renewed?: SourceCache, families?: readonly RenderedFamily[]): Parts {
    return caches
      .filter((cache) => isWanted(cache, wanted))
      .flatMap((cache) => {
        const part = cache === renewed ? families : cache.status().snapshot?.families
        return part === undefined ? [] : [part]
      })
  }

  /** Compressed where it is: an account's own families at once, as those of all others stay as they are. */
  async function publish(cache: SourceCache, collected: Collected): Promise<Collected> {
    if (cache.account !== undefined) return { ...collected, families: await packed(collected.families) }
    await segments.prepare(cache.provider, partsOf([cache.provider], cache, collected.families))
    return collected
  }

  function addTo(scope: Scope, source: Source, stopped: AbortSignal): void {
    const { provider, account: name, customer, families } = scope
    const isTaken = caches.some((cache) => keyOf(cache) === keyOf(scope) && cache.source === source.name)
    const fault = faultOfSource(source) ?? (isTaken ? `has two sources of the name ${source.name}` : undefined)
    if (fault !== undefined) throw new SettingsError([{ setting: `provider ${provider}`, message: fault }])
    const account = accountOf(scope, source)
    account.add(source)
    const constant = accountLabels(scope)
    const log = host.log.child({ provider, ...constant, source: source.name })
    const cache: SourceCache = createSourceCache({
      provider,
      owner: { provider, account: name, customer },
      source,
      account,
      clock,
      random,
      log,
      ask: (wanted) => host.upstream.request({ ...wanted, ...constant }),
      stopped,
      background,
      snapshotStore: createSnapshotStore({ store, ...storedAs(scope, source), log }),
      thread,
      nextScrape: (at) => (alignRefreshes ? forecast.next(scope, at) : undefined),
      // Of many accounts, some are late for their slot and begin beside those of later ones.
      slot: name === undefined ? caches.length : 2 * caches.length,
      rules: { provider, maxSeries, constant, families },
      room: () => roomIn(scope, cache, caches),
      publish: (collected) => publish(cache, collected)
    })
    caches = [...caches, cache]
    if (started) refreshInTurn(cache)
  }

  /** Accounts begin one after the other, and what yields too, as many at once are a burst that providers throttle. */
  function refreshInTurn(cache: SourceCache): void {
    const key = cache.status().yields ? `${keyOf(cache)} ${cache.source}` : cache.account && keyOf(cache)
    const turn = key === undefined ? 0 : turns(key)
    void (turn <= 0 ? cache.refresh() : cache.refreshIn(turn))
  }

  return {
    /** Adds a source. Its first refresh starts with the server, or at once when the server runs already. */
    add<Payload, Memory = unknown, Carried = unknown>(
      provider: string,
      source: Source<Payload, Memory, Carried>
    ): void {
      addTo({ provider }, source as unknown as Source, stop.signal)
    },

    /** An account of the configuration file: adds its sources, and ends them all. */
    open(scope: Scope) {
      const end = new AbortController()
      const stopped = AbortSignal.any([stop.signal, end.signal])
      return {
        add: (source: Source): void => addTo(scope, source, stopped),
        isEmpty: (): boolean => !caches.some((cache) => keyOf(cache) === keyOf(scope)),
        async close(): Promise<void> {
          end.abort(new Error('the account is closed'))
          const own = caches.filter((cache) => keyOf(cache) === keyOf(scope))
          caches = caches.filter((cache) => !own.includes(cache))
          accounts.delete(keyOf(scope))
          // So that the version still grows.
          gone += 1 + own.reduce((sum, cache) => sum + cache.version(), 0)
          await Promise.all(own.map((cache) => cache.close()))
        }
      }
    },

    start(): void {
      if (!background) return
      started = true
      for (const cache of caches) refreshInTurn(cache)
    },

    /** Renews all sources now, or those of these providers or accounts. True when all of it succeeded, no part excepted. */
    async refreshAll(wanted?: readonly string[]): Promise<boolean> {
      const done = new Set<SourceCache>()
      const next = () => caches.filter((cache) => isWanted(cache, wanted) && !done.has(cache))
      // A refresh may add sources, as that of a list of customers does.
      for (let chosen = next(); chosen.length > 0; chosen = next()) {
        for (const cache of chosen) done.add(cache)
        await Promise.all(chosen.map((cache) => cache.refresh()))
      }
      return [...done].every((cache) => cache.status().complete)
    },

    /** Serves what the store has, and asks nobody. */
    async restoreAll(): Promise<void> {
      await Promise.all(caches.map((cache) => cache.restore()))
    },

    /** Waits for the first refreshes that are running, of these providers or accounts or of all, at most `ms`. */
    async firstData(ms: number, wanted?: readonly string[]): Promise<void> {
      const chosen = caches.filter((cache) => isWanted(cache, wanted))
      const pending = chosen.flatMap((cache) => cache.pendingFirst() ?? [])
      if (pending.length > 0) await atMost(clock, ms, Promise.all(pending))
    },

    /** True for good once every source has data or a classified failure. */
    isReady(): boolean {
      ready ||= caches.every((cache) => cache.settled())
      return ready
    },

    /** True when no source has had its turn for three intervals: nothing renews them. */
    isStuck: (): boolean => caches.length > 0 && caches.every((cache) => cache.isStuck()),

    version: (): number => caches.reduce((sum, cache) => sum + cache.version(), gone),
    /** What the providers add to an answer, of those providers or accounts that are named, or of all. */
    segments(wanted?: readonly string[]): Segment[] {
      const chosen = Map.groupBy(
        caches.filter((cache) => isWanted(cache, wanted)),
        ({ provider }) => provider
      )
      return [...chosen].flatMap(([provider, own]) => {
        const keys = wanted === undefined || wanted.includes(provider) ? [provider] : [...new Set(own.map(keyOf))]
        return segments.of(keys.join(), partsOf(keys))
      })
    },

    /** Tells of a scrape. `scraper` tells one from another. */
    scraped: (scraper: string, wanted?: readonly string[]): void => forecast.scraped(scraper, clock.elapsed(), wanted),
    *ages(wanted?: readonly string[]): Generator<{ labels: Labels; seconds: number }> {
      const now = clock.now()
      for (const cache of caches) {
        const at = cache.fetchedAt()
        if (at === undefined || !isWanted(cache, wanted)) continue
        yield { labels: cache.labels, seconds: Math.max(0, now - at) / 1000 }
      }
    },

    expect: (format: Format): void => segments.expect(format),
    /** Who has sources, each as often as it has. */
    owners: (): readonly Pick<Scope, 'provider' | 'account' | 'customer'>[] => caches,
    statuses: (): SourceStatus[] => caches.map((cache) => cache.status()),
    accounts: (): AccountStatus[] =>
      [...accounts.values()].flatMap(({ scope, quota }) => {
        const status = statusOfAccount(host.upstream, scope, quota)
        return status === undefined ? [] : [status]
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
