/** Hit rate and traffic of each channel in the last few minutes. */
import type { Clock } from '../../src/contract/clock.ts'
import type { HitRate, IspTraffic, RegionTraffic } from './answers.ts'
import type { ChinaCacheTransport } from './api.ts'
import { type ChinaCacheConfig, identityOf } from './config.ts'
import { compatible, families } from './families.ts'
import type { Gauges } from './gauges.ts'
import { createSource } from './source.ts'
import { trafficWindow } from './windows.ts'

/** Of the two breakdowns only the totals are used: a window this short has no shares. */
interface TrafficAnswers {
  readonly hitRate: HitRate
  readonly isp: IspTraffic
  readonly region: RegionTraffic
}

export function trafficSource(config: ChinaCacheConfig, transport: ChinaCacheTransport, clock: Clock) {
  return createSource<TrafficAnswers>(
    {
      name: 'traffic',
      times: config.traffic,
      channels: config.channels,
      identity: identityOf(config),
      credentials: () => config.pass.read(),
      window: (now) => trafficWindow(now, config.queryMinutes, config.lag),
      questions: { hitRate: transport.hitRate, isp: transport.isp, region: transport.region },
      add: addTraffic
    },
    clock
  )
}

function addTraffic(gauges: Gauges, channel: string, { hitRate, isp, region }: Partial<TrafficAnswers>): void {
  const { hits, misses } = hitRate ?? {}
  gauges.add(compatible.hitMiss, { channel, HitOrMiss: 'Hit' }, hits)
  gauges.add(compatible.hitMiss, { channel, HitOrMiss: 'Miss' }, misses)
  gauges.add(families.hits, { channel }, hits)
  gauges.add(families.misses, { channel }, misses)
  gauges.add(families.hitRatio, { channel }, ratio(hits, misses))
  gauges.add(compatible.ispBytes, { channel }, isp?.totalBytes)
  gauges.add(compatible.regionBytes, { channel }, region?.totalBytes)
  gauges.add(families.bytes, { channel }, isp?.totalBytes ?? region?.totalBytes)
}

function ratio(hits: number | undefined, misses: number | undefined): number | undefined {
  return hits === undefined || misses === undefined || hits + misses === 0 ? undefined : hits / (hits + misses)
}
