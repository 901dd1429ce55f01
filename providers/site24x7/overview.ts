/** What a person wants to see of an account. Pure. */
import { mostTroubles, type Overview, type Severity, type Sight, type State, type Trouble } from '../../src/contract.ts'
import type { Watched } from './compatible.ts'
import { configurationError, outageStatuses, severityOf, up, wordOf, worse } from './status.ts'

/** As many places as the largest plan has. */
const mostPlaces = 16

interface Seen {
  count: number
  /** Index in `ranked`. */
  worst: number
}

/** `once`: each monitor a single time. */
export function overviewOf(once: readonly Watched[], unplaced: readonly string[]): Overview {
  return {
    noun: 'monitors',
    states: statesOf(once),
    sights: sightsFrom(once),
    troubles: troublesOf(once),
    unplaced: unplaced.slice(0, mostTroubles)
  }
}

function statesOf(once: readonly Watched[]): State[] {
  const counts = new Map<number, number>()
  for (const { monitor } of once) counts.set(monitor.status, (counts.get(monitor.status) ?? 0) + 1)
  return [...counts]
    .sort(([a], [b]) => (worse(a, b) === a ? -1 : 1))
    .map(([status, count]) => ({ name: wordOf(status), severity: severityOf(status), count }))
}

function sightsFrom(once: readonly Watched[]): Sight[] {
  const seen = new Map<string, Seen>()
  for (const { sights } of once) {
    for (const { name, status } of sights) {
      if (name === '') continue
      const rank = status === up ? okRank : rankOf(status)
      const place = seen.get(name)
      if (place === undefined) seen.set(name, { count: 1, worst: rank })
      else {
        place.count += 1
        if (rank > place.worst) place.worst = rank
      }
    }
  }
  return [...seen].map(([place, { count, worst }]) => ({ place, count, severity: ranked[worst] as Severity }))
}

/** The best first. What rests on purpose does not hide that the others are up. */
const ranked: readonly Severity[] = ['idle', 'ok', 'warning', 'critical']
const okRank = ranked.indexOf('ok')
const badRank = ranked.indexOf('warning')

/** A location without a status of its own, which reads as a configuration error, has only not looked yet. */
function rankOf(status: number): number {
  return status === configurationError ? 0 : ranked.indexOf(severityOf(status))
}

/** Outages, the longest first, then what is not set up. A monitor that rests on purpose is no trouble. */
function troublesOf(once: readonly Watched[]): Trouble[] {
  const troubled = once.filter(({ monitor }) => isTrouble(severityOf(monitor.status)))
  const lasting = ({ monitor }: Watched) => monitor.downtimeSeconds ?? 0
  return troubled
    .sort((a, b) => lasting(b) - lasting(a))
    .slice(0, mostTroubles)
    .map(({ monitor, sights }) => ({
      name: monitor.group === undefined ? monitor.name : `${monitor.group.name} / ${monitor.name}`,
      state: wordOf(monitor.status).replaceAll('_', ' '),
      severity: severityOf(monitor.status),
      lasting: outageStatuses.has(monitor.status) ? milliseconds(monitor.downtimeSeconds) : undefined,
      where: sights
        .filter(({ name, status }) => name !== '' && rankOf(status) >= badRank)
        .slice(0, mostPlaces)
        .map(({ name }) => name)
    }))
}

function isTrouble(severity: Severity): boolean {
  return severity === 'critical' || severity === 'warning'
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000
}
