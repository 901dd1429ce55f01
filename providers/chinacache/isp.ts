/** Yesterday's traffic and requests of each channel by carrier. */
import type { Clock } from '../../src/contract/clock.ts'
import type { IspTraffic } from './answers.ts'
import type { ChinaCacheTransport } from './api.ts'
import { type ChinaCacheConfig, identityOf } from './config.ts'
import { compatible, families } from './families.ts'
import type { Gauges } from './gauges.ts'
import { translate } from './names.ts'
import { createSource } from './source.ts'
import { breakdownWindow } from './windows.ts'

interface IspAnswers {
  readonly isp: IspTraffic
}

export function ispSource(config: ChinaCacheConfig, transport: ChinaCacheTransport, clock: Clock) {
  return createSource<IspAnswers>(
    {
      name: 'isp',
      times: config.breakdown,
      channels: config.channels,
      identity: identityOf(config),
      credentials: () => config.pass.read(),
      window: breakdownWindow,
      questions: { isp: transport.isp },
      add: addIsps,
      untranslated: ({ isp }) => (isp?.isps ?? []).filter(({ name }) => !translate(name, 'isp').known).length
    },
    clock
  )
}

function addIsps(gauges: Gauges, channel: string, { isp }: Partial<IspAnswers>): void {
  for (const share of isp?.isps ?? []) {
    const name = translate(share.name, 'isp')
    gauges.add(compatible.ispShare, { channel, isp: name.compatible }, share.trafficRatio)
    const labels = { channel, isp: name.en }
    gauges.add(families.ispTraffic, labels, share.trafficRatio)
    gauges.add(families.ispRequests, labels, share.requests)
    gauges.add(families.ispRequestRatio, labels, share.requestRatio)
  }
}
