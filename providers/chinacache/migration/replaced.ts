/** What the program tells users of exporter-chinacache at each start. */
import type { ReplacedExporter } from '../../../src/contract/provider.ts'
import { credentials } from '../config.ts'

const name = 'exporter-chinacache'
const variables: readonly string[] = [...credentials, 'PUSHGATEWAY', 'CHINACACHE_INTERVAL', 'QUERYTIME']

const notes = [
  'failures are not pushed as zeros: alert on edge_exporter_source_up and chinacache_channel_up',
  'the exit code of a push is 0 when it worked and 1 when anything failed',
  'shares by carrier and region are those of the whole day before, and a few wrong English names are corrected',
  'times are those of Shanghai, whatever TZ says'
]

export const replaced: ReplacedExporter = { name, variables, flags: [], notes }
