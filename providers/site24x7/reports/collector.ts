/** From the bytes of a report's answers to families: what a thread may do. */
import type { CollectContext, Collection, ItemFilter } from '../../../src/contract/provider.ts'
import { createItemFilter } from '../../../src/parsing/item-filter.ts'
import { ParseReport } from '../fields/parse-report.ts'
import { decodeParts } from './answers.ts'
import { reports } from './index.ts'

/** Can be cloned for a thread. */
export interface ReportCollectOptions {
  /** Its name. */
  readonly report: string
  readonly filter?: ItemFilter | undefined
}

/** What it makes throws the `Failure` of answers that cannot be read. */
export function createCollect({ report: name, filter }: ReportCollectOptions) {
  const { read } = reports.find((report) => report.name === name) as (typeof reports)[number]
  const isWanted = filter === undefined ? () => true : createItemFilter(filter, { partial: true })
  return (bytes: Uint8Array, { now }: Pick<CollectContext, 'now'>): Collection => {
    const report = new ParseReport()
    const { answers, failures } = decodeParts(bytes)
    const { families, places, overview } = read(answers, { now, report, isWanted })
    return {
      families,
      drift: report.drift,
      mergedSeries: report.merged,
      ...(failures.length === 0 ? {} : { failures }),
      ...(places === undefined ? {} : { places }),
      ...(overview === undefined ? {} : { overview })
    }
  }
}
