/** A report as a source. */
import { extname } from 'node:path'
import { type Failure, toFailure } from '../../../src/contract/failure.ts'
import type { ItemFilter, Source } from '../../../src/contract/provider.ts'
import { defaultMaxAge } from '../../../src/contract/settings.ts'
import type { Api } from '../api.ts'
import { encodeParts, type Part } from './answers.ts'
import { createCollect } from './collector.ts'
import type { Call, ReportPlan } from './report.ts'

export interface ReportSourceOptions extends Pick<Source, 'identity' | 'credentials' | 'quota'> {
  readonly api: Pick<Api, 'report'>
  readonly windows: readonly string[]
  readonly filter?: ItemFilter | undefined
}

export function createReportSource(
  { report, ttl, isOptional }: ReportPlan,
  { api, windows, filter, identity, ...account }: ReportSourceOptions
): Source<Uint8Array> {
  const options = { report: report.name, filter }
  const calls = (now: number, utcOffset: number) => report.calls({ windows, now, utcOffset })
  /** Calls that are not permitted while others are, until when they are left alone: Unix milliseconds. */
  const resting = new Map<string, { readonly failure: Failure; readonly until: number }>()
  return {
    ...account,
    name: report.name,
    ttl,
    maxAge: defaultMaxAge(ttl),
    callsPerRefresh: calls(0, 0).length,
    yields: true,
    isOptional,
    identity: `${identity} ${windows.join()}`,
    async fetch({ signal, now, utcOffset }) {
      const parts: Part[] = []
      // One after the other, as many at once are what the API throttles.
      for (const call of calls(now, utcOffset)) parts.push(await ask(call))
      const answered = parts.some(({ outcome }) => outcome instanceof Uint8Array)
      if (!answered) throw parts[0]?.outcome
      return encodeParts(parts)

      async function ask(call: Call): Promise<Part> {
        const { key, name } = call
        const rest = resting.get(key)
        if (rest !== undefined && now < rest.until) return { key, name, outcome: rest.failure }
        try {
          return { key, name, outcome: await api.report(call, signal) }
        } catch (error) {
          const failure = toFailure(error)
          if (!isLasting(failure)) throw failure
          resting.set(key, { failure, until: now + (failure.retryAfter ?? 0) })
          return { key, name, outcome: failure }
        }
      }
    },
    collect: createCollect(options),
    offload: { module: new URL(`./collector${extname(import.meta.url)}`, import.meta.url), options }
  }
}

/** What the next refresh will meet again, so that the others are served without it: not permitted, or not there. */
function isLasting({ isForbidden, reason }: Failure): boolean {
  return isForbidden || reason === 'client'
}
