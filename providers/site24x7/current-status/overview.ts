/** What a person wants to see of an account. Pure. */
import { mostTroubles, type Overview, type Severity, type State, type Trouble } from '../../../src/contract/provider.ts'
import { configurationError, outageStatuses, severityOf, up, wordOf, worse } from './status.ts'
import type { TrackedMonitor } from './tracked-monitor.ts'

/** As many places as the largest plan has. */
const mostPlaces = 16

interface Seen {
  count: number
  notUp: number
  /** Index in `ranked`. */
  worst: number
}

/** Takes each monitor a single time. `webClient` is where a person finds it. */
export function createOverview(webClient?: string) {
  const counts = new Map<number, number>()
  const seen = new Map<string, Seen>()
  const troubled: TrackedMonitor[] = []

  return {
    add(watched: TrackedMonitor): void {
      const { monitor, sights } = watched
      counts.set(monitor.status, (counts.get(monitor.status) ?? 0) + 1)
      for (const { name, status } of sights) if (name !== '') see(seen, name, status)
      if (isTrouble(severityOf(monitor.status))) troubled.push(watched)
    },

    /** The places of a monitor that is in another group, too, where nobody counts it again. */
    addPlaces({ sights }: TrackedMonitor): void {
      for (const { name } of sights)
        if (name !== '' && !seen.has(name)) seen.set(name, { count: 0, notUp: 0, worst: 0 })
    },

    /** Names of all places. */
    places: (): string[] => [...seen.keys()],

    end: (unplaced: readonly string[]): Overview => ({
      noun: 'monitors',
      states: statesOf(counts),
      sights: [...seen].flatMap(([place, { count, notUp, worst }]) =>
        count === 0 ? [] : [{ place, count, notUp, severity: ranked[worst] as Severity }]
      ),
      troubles: troublesOf(troubled, webClient),
      unplaced: unplaced.slice(0, mostTroubles)
    })
  }
}

function statesOf(counts: ReadonlyMap<number, number>): State[] {
  return [...counts]
    .sort(([a], [b]) => (worse(a, b) === a ? -1 : 1))
    .map(([status, count]) => ({ name: wordOf(status), severity: severityOf(status), count }))
}

function see(seen: Map<string, Seen>, name: string, status: number): void {
  const rank = status === up ? okRank : rankOf(status)
  const notUp = rank >= badRank ? 1 : 0
  const place = seen.get(name)
  if (place === undefined) {
    seen.set(name, { count: 1, notUp, worst: rank })
    return
  }
  place.count += 1
  place.notUp += notUp
  if (rank > place.worst) place.worst = rank
}

/** The best first. What rests on purpose does not hide that the others are up. */
const ranked: readonly Severity[] = ['idle', 'ok', 'warning', 'critical']
const okRank = ranked.indexOf('ok')
const badRank = ranked.indexOf('warning')

/** A location without a status of its own, which reads as a configuration error, has only not looked yet. */
function rankOf(status: number): number {
  return status === configurationError ? 0 : ranked.indexOf(severityOf(status))
}

/** The worst first, then the newest outage. A monitor that is suspended or in maintenance is no trouble. */
function troublesOf(troubled: TrackedMonitor[], webClient: string | undefined): Trouble[] {
  const rank = ({ monitor }: TrackedMonitor) => ranked.indexOf(severityOf(monitor.status))
  const lasting = ({ monitor }: TrackedMonitor) => monitor.downtimeSeconds ?? Number.MAX_VALUE
  return troubled
    .sort((a, b) => rank(b) - rank(a) || lasting(a) - lasting(b))
    .slice(0, mostTroubles)
    .map(({ monitor, sights }) => ({
      name: monitor.group === undefined ? monitor.name : `${monitor.group.name} / ${monitor.name}`,
      state: wordOf(monitor.status).replaceAll('_', ' '),
      severity: severityOf(monitor.status),
      lasting: outageStatuses.has(monitor.status) ? milliseconds(monitor.downtimeSeconds) : undefined,
      ...(monitor.downReason === undefined ? {} : { reason: monitor.downReason }),
      where: sights
        .filter(({ name, status }) => name !== '' && rankOf(status) >= badRank)
        .slice(0, mostPlaces)
        .map(({ name }) => name),
      // As alerts link it: MONITOR_DASHBOARD_LINK of the webhooks.
      ...(webClient === undefined
        ? {}
        : { link: `${webClient}#/home/monitors/${encodeURIComponent(monitor.id)}/Summary` })
    }))
}

function isTrouble(severity: Severity): boolean {
  return severity === 'critical' || severity === 'warning'
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000
}
