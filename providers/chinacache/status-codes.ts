/** Today's responses of each channel by status code. */
import type { Clock } from '../../src/contract/clock.ts'
import { scaleDecimal } from '../../src/parsing/decimal.ts'
import type { StatusCode, StatusCodes } from './answers.ts'
import type { ChinaCacheTransport } from './api.ts'
import { type ChinaCacheConfig, identityOf } from './config.ts'
import { compatible, families } from './families.ts'
import type { Gauges } from './gauges.ts'
import { createSource } from './source.ts'
import { statusCodeDay } from './windows.ts'

interface StatusCodeAnswers {
  readonly statusCodes: StatusCodes
}

export function statusCodesSource(config: ChinaCacheConfig, transport: ChinaCacheTransport, clock: Clock) {
  return createSource<StatusCodeAnswers>(
    {
      name: 'status_codes',
      times: config.statusCodes,
      channels: config.channels,
      identity: identityOf(config),
      credentials: () => config.pass.read(),
      window: statusCodeDay,
      questions: { statusCodes: transport.statusCodes },
      add: addStatusCodes
    },
    clock
  )
}

function addStatusCodes(gauges: Gauges, channel: string, { statusCodes }: Partial<StatusCodeAnswers>): void {
  for (const status of statusCodes?.codes ?? []) {
    const old = { channel, StatusCode: status.code }
    gauges.add(compatible.statusPercent, old, status.requestPercent)
    gauges.add(compatible.statusCount, old, status.requests)
    if (!isSingleCode(status)) continue
    const labels = { channel, code: status.code }
    gauges.add(families.responses, labels, status.requests)
    gauges.add(families.responseRatio, labels, hundredth(status.requestPercent))
    gauges.add(families.responseTraffic, labels, hundredth(status.trafficPercent))
  }
}

/** Class totals (`5XX`, `total`) count what the single codes count already. */
function isSingleCode({ code }: StatusCode): boolean {
  return /^\d{3}$/.test(code)
}

function hundredth(percent: number | undefined): number | undefined {
  return percent === undefined ? undefined : scaleDecimal(percent, 1, 2)
}
