/** What the program tells users of site24x7_exporter 1.1.2 at each start. */
import type { ReplacedExporter } from '../../src/contract/replaced-exporter.ts'
import { secretNames } from './config.ts'

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
  'monitors of all types are exported; the old ones alone are {monitor_type=~"URL|HOMEPAGE|RESTAPI|REALBROWSER"}',
  'a scrape asks nobody, and does not fail when the API does: alert on edge_exporter_source_up',
  'suspended monitors and those in maintenance have site24x7_monitor_up and no latency; leave them out with site24x7_monitor_up != 5 != 7',
  'an unknown path is answered with 404, not with a page'
]

export const replaced: ReplacedExporter = { name, variables, flags, notes }
