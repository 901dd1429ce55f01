/** The files of the chart that the dashboards become. */
import { chinacache } from './chinacache.ts'
import { internals } from './internals.ts'
import { overview } from './overview.ts'
import { site24x7 } from './site24x7.ts'

export const folder = new URL('../edge-exporter/dashboards/', import.meta.url)

const text = (dashboard: object) => `${JSON.stringify(dashboard, null, 2)}\n`

/** By file name. */
export const dashboardFiles: ReadonlyMap<string, string> = new Map([
  ['overview.json', text(overview)],
  ['site24x7.json', text(site24x7)],
  ['chinacache.json', text(chinacache)],
  ['internals.json', text(internals)]
])
