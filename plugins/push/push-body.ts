/** What one push says of one provider. Pure. */

import { Failure } from '../../src/contract/failure.ts'
import { concatenate, inflated, merge, type RenderedFamily, render } from '../../src/exposition/exposition.ts'
import { sourceFamilies } from '../metrics/self-metrics.ts'
import type { SourceStatus } from '../snapshots/index.ts'

/** The exporter's own facts that a push carries, so that a group which is no longer renewed can be alerted on. */
const pushedFacts = new Set(['edge_exporter_source_up', 'edge_exporter_source_last_success_timestamp_seconds'])

/**
 * The families of the sources that are up, and of each source whether it is up and when it last was. `grouping` names
 * the labels that the Pushgateway would write over: a family that has one is refused.
 */
export async function pushBody(statuses: readonly SourceStatus[], grouping: readonly string[]): Promise<string> {
  const facts = render(sourceFamilies(statuses).filter(({ name }) => pushedFacts.has(name)))
  const data = statuses.flatMap(({ up, snapshot }) => (up && snapshot !== undefined ? [snapshot.families] : []))
  const families = merge<RenderedFamily['bodies'][number]>([facts, ...data])
  for (const label of ['job', ...grouping]) refuseLabel(families, label)
  return concatenate(await inflated(families), 'text')
}

function refuseLabel(families: readonly RenderedFamily[], label: string): void {
  const family = families.find(({ labelNames }) => labelNames.includes(label))
  if (family === undefined) return
  throw new Failure(
    'client',
    `the grouping label ${label} is a label of ${family.name}, whose value the Pushgateway would lose: choose another name`
  )
}
