/** What users of exporter-chinacache find to be another here. */
import type { Finding, Migration, OldDeployment } from '../../../src/contract/provider.ts'
import { milliseconds } from '../../../src/contract/settings.ts'

const name = 'exporter-chinacache'

function review({ env, schedule }: OldDeployment): Finding[] {
  const interval = env.CHINACACHE_INTERVAL
  const finding = (mark: Finding['mark'], message: string, remedy?: string): Finding[] => [
    { name: 'CHINACACHE_INTERVAL', mark, message, ...(remedy === undefined ? {} : { remedy }) }
  ]
  if (interval !== undefined && milliseconds(interval) > 0) {
    return finding('ok', 'says how often to push, as before', 'scrape /metrics instead, where Prometheus reaches it')
  }
  if (interval !== undefined && !/^[+-]?0/.test(interval)) {
    return finding('warning', `${name} took what is no duration for no interval, and pushed once`, 'unset it')
  }
  if (schedule !== undefined) return finding('ok', 'is none, so each run pushes once, as before')
  return finding('ok', 'is none, so it pushes once, as before', 'to serve the metrics, run edge-exporter without push')
}

export const migration: Migration = {
  review,
  command: () => 'push',
  chart: {
    values: { CHINACACHE_CHANNEL_IDS: 'channelIds', QUERYTIME: 'queryMinutes' },
    numbers: ['QUERYTIME'],
    lists: ['CHINACACHE_CHANNEL_IDS'],
    secrets: { CHINACACHE_USER: 'user', CHINACACHE_PASS: 'password' }
  }
}
