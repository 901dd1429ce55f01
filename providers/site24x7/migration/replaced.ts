/** What the program tells users of site24x7_exporter 1.1.2 at each start. */
import type { ReplacedExporter } from '../../../src/contract/provider.ts'
import { secretNames } from '../config.ts'

const name = 'site24x7_exporter'
const variables: readonly string[] = secretNames

const flags = [
  { flags: '--site24x7-endpoint <host>', setting: 'SITE24X7_ENDPOINT' },
  { flags: '--web.listen-address <address>', setting: 'LISTEN_ADDRESS' },
  { flags: '--web.telemetry-path <path>', setting: 'TELEMETRY_PATH' },
  { flags: '--web.geolocation-path <path>', setting: 'GEOLOCATION_PATH' },
  { flags: '--log.level <level>', setting: 'LOG_LEVEL' }
] as const

const notes = [
  'monitors of all types are exported, those without locations too; the old set alone is {monitor_type=~"URL|HOMEPAGE|RESTAPI|REALBROWSER",location!=""}',
  'a monitor that is suspended or in maintenance has site24x7_monitor_up (5 or 7) and no latency',
  'a scrape asks nobody, and does not fail when the API does: alert on edge_exporter_source_up',
  'it takes 120 MB of memory or more: do not keep a limit that was made for the old one',
  'an unknown path is answered with 404, not with a page'
]

export const replaced: ReplacedExporter = { name, variables, flags, notes }
