/** `edge-exporter locations`: the places on the map, and those that nobody knows where to put. */
import { buildCollector } from '../app.ts'
import { configuration } from '../config/file/configuration.ts'
import type { AnyProvider, Place, Settings } from '../contract/provider.ts'
import { createLogger } from './output/log.ts'
import type { CommandTerminal } from './output/terminal.ts'
import { textTable } from './output/text-table.ts'

export interface LocationsOptions {
  readonly providers: readonly AnyProvider[]
  readonly flags: Settings
  readonly env: Settings
  readonly terminal: CommandTerminal
  readonly json?: boolean | undefined
  /** Lists the places that are known without asking anybody. */
  readonly known?: boolean | undefined
}

interface Row extends Pick<Place, 'key' | 'latitude' | 'longitude'> {
  readonly provider: string
  readonly account?: string
  /** How many are watched from there; undefined for a place that only is known. */
  readonly count?: number | undefined
}

interface Listed {
  readonly rows: readonly Row[]
  readonly unplaced: readonly string[]
  readonly isComplete: boolean
}

/** True when all providers could be asked. */
export async function locations({ terminal, json, known, ...sources }: LocationsOptions): Promise<boolean> {
  const { rows, unplaced, isComplete } = known
    ? listKnown(sources.providers)
    : await terminal.progress('Asking', listSeen(sources, terminal))
  if (json) terminal.print(JSON.stringify({ places: rows, unplaced }, undefined, 2))
  else {
    const cells = rows.map(({ key, provider, account, latitude, longitude, count }) => [
      key,
      account === undefined ? provider : `${provider} ${account}`,
      latitude.toFixed(4),
      longitude.toFixed(4),
      count === undefined ? '' : String(count)
    ])
    const titles = ['location', 'provider', 'latitude', 'longitude', 'seen from there']
    terminal.print(
      textTable(
        titles.map((title, i) => ({ title, align: i < 2 ? 'left' : 'right' })),
        cells
      )
    )
    if (unplaced.length > 0) {
      terminal.print(`\nWithout a position, and so on no map: ${unplaced.join(', ')}`)
      terminal.print('A name like `Berlin - DE`, a city and its country, can be placed.')
    }
  }
  return isComplete
}

function listKnown(providers: readonly AnyProvider[]): Listed {
  const rows = providers.flatMap(({ name, places = [] }) =>
    places.map(({ key, latitude, longitude }) => ({ key, provider: name, latitude, longitude }))
  )
  return { rows: sorted(rows), unplaced: [], isComplete: true }
}

async function listSeen(
  { providers, flags, env }: Omit<LocationsOptions, 'terminal'>,
  terminal: CommandTerminal
): Promise<Listed> {
  const config = await configuration({ providers, flags, env })
  const logger = createLogger('silent', process.stderr)
  const app = await buildCollector({ ...config, store: { kind: 'memory' } }, { logger, background: false })
  try {
    await app.ready()
    const isComplete = await app.snapshots.refreshAll()
    const statuses = app.snapshots.statuses()
    for (const { provider, account = '', source, lastFailure } of statuses) {
      const name = [provider, account, source].filter((part) => part !== '').join(' ')
      if (lastFailure !== undefined) terminal.note(`${name} cannot be asked: ${lastFailure.message}`)
    }
    const rows = statuses.flatMap(({ provider, account, snapshot }) => {
      const counts = new Map(snapshot?.overview?.sights?.map(({ place, count }) => [place, count]))
      return (snapshot?.places ?? []).map(({ key, latitude, longitude }) => ({
        key,
        provider,
        ...(account === undefined ? {} : { account }),
        latitude,
        longitude,
        count: counts.get(key)
      }))
    })
    const unplaced = statuses.flatMap(({ snapshot }) => snapshot?.overview?.unplaced ?? [])
    return { rows: sorted(rows), unplaced: [...new Set(unplaced)].sort(), isComplete }
  } finally {
    await app.close()
  }
}

function sorted(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => a.key.localeCompare(b.key, 'en'))
}
