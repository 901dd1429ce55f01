/** What the tests of the reports share. */
import { encodeParts } from '../../../../providers/site24x7/reports/answers.ts'
import { createCollect, type ReportCollectOptions } from '../../../../providers/site24x7/reports/collector.ts'
import { reports } from '../../../../providers/site24x7/reports/index.ts'
import type { Report } from '../../../../providers/site24x7/reports/report.ts'
import type { Collection } from '../../../../src/contract/provider.ts'

export const now = Date.UTC(2026, 5, 22, 10, 21)

export function reportNamed(name: string): Report {
  const report = reports.find((each) => each.name === name)
  if (report === undefined) throw new Error(`no report ${name}`)
  return report
}

/** The bytes of answers with these `data`, by the keys of the calls. */
export function answersOf(report: string, data: Readonly<Record<string, unknown>>): Uint8Array<ArrayBuffer> {
  return encodeParts(
    Object.entries(data).map(([key, each]) => ({
      key,
      name: report,
      outcome: Buffer.from(JSON.stringify({ code: 0, message: 'success', data: each }))
    }))
  )
}

/** `data` is that of the one call, or by the keys of the calls. */
export function collected(
  report: string,
  data: Readonly<Record<string, unknown>>,
  filter?: ReportCollectOptions['filter']
): Collection {
  return createCollect({ report, filter })(answersOf(report, data), { now })
}

/** `family{label="value"} number`, one for each sample. */
export function linesOf({ families }: Collection): string[] {
  return families.flatMap(({ name, samples }) =>
    [...samples].map(({ labels, value }) => {
      const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`)
      return `${name.replace('site24x7_', '')}{${pairs.join(',')}} ${value}`
    })
  )
}
