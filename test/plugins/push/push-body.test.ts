import t from 'tap'
import { pushBody } from '../../../plugins/push/push-body.ts'
import type { SourceStatus } from '../../../plugins/snapshots/source-state.ts'
import type { FailureReason } from '../../../src/contract/failure.ts'
import type { Family } from '../../../src/contract/provider.ts'
import { render } from '../../../src/exposition/exposition.ts'
import { numbers } from '../../support/fake-source.ts'
import { parseExposition } from '../../support/parse-exposition.ts'

const second = 1000

function statusOf(
  source: string,
  { families, ...rest }: Partial<SourceStatus> & { families?: Family[] }
): SourceStatus {
  const rendered = render(families ?? [])
  return {
    provider: 'acme',
    source,
    up: true,
    complete: true,
    refreshing: false,
    snapshot: families && {
      families: rendered,
      places: [],
      series: rendered.length,
      mergedSeries: 0,
      overview: undefined
    },
    ttl: second,
    callsPerRefresh: 1,
    callsAt: () => 1,
    limits: [],
    interval: second,
    maxAge: second,
    lastAttempt: undefined,
    nextAttempt: undefined,
    lastSuccess: undefined,
    lastDuration: undefined,
    lastFailure: undefined,
    off: undefined,
    failures: {} as Record<FailureReason, number>,
    drift: {},
    past: { refreshes: [], failure: undefined, failedParts: [] },
    ...rest
  }
}

const up = statusOf('fresh', { families: [numbers('fresh', ['a', 'b'])], lastSuccess: 1_700_000_000_000 })
// What a failed source last said, which is not of this cycle.
const down = statusOf('stale', { families: [numbers('stale', ['a'])], up: false, lastSuccess: 1_600_000_000_000 })
const never = statusOf('never', { up: false })

const facts = {
  up: 'edge_exporter_source_up',
  lastSuccess: 'edge_exporter_source_last_success_timestamp_seconds'
}

t.test('the data of sources that are up, and two facts of every source', async (t) => {
  const body = parseExposition(await pushBody([up, down, never], ['site']), 'text')
  t.same(body.names, ['acme_fresh', facts.lastSuccess, facts.up])
  t.equal(body.family('acme_fresh')?.samples.length, 2)
  const fact = (name: string) =>
    ['fresh', 'stale', 'never'].map((source) => body.value(name, { provider: 'acme', source }))
  t.same(fact(facts.up), [1, 0, 0])
  t.same(fact(facts.lastSuccess), [1_700_000_000, 1_600_000_000, undefined])
})

t.test('when nothing is up, the facts alone', async (t) => {
  t.same(parseExposition(await pushBody([down, never], []), 'text').names, [facts.lastSuccess, facts.up])
  t.same(
    parseExposition(await pushBody([never], []), 'text').names,
    [facts.up],
    'a source that never was up has no time'
  )
})

t.test('a family of several sources comes once, as a gateway refuses a second', async (t) => {
  const other = statusOf('other', { families: [numbers('fresh', ['c'])] })
  const body = parseExposition(await pushBody([up, other], []), 'text')
  t.equal(body.family('acme_fresh')?.samples.length, 3)
})

t.test('the form that a Pushgateway reads', async (t) => {
  const text = await pushBody([up], [])
  t.notMatch(text, /\r|# EOF|# UNIT/)
  t.match(text, /\n$/)
  t.notMatch(text, /^[^#].* \d+ \d+$/m, 'no timestamps')
})

t.test('a grouping label that a family has is refused, as its values would be lost', async (t) => {
  const labelled = (label: string) => {
    const family = { ...numbers('labelled', []), samples: [{ labels: { [label]: 'v' }, value: 1 }] }
    return statusOf('labelled', { families: [family] })
  }
  const refused = (statuses: SourceStatus[], grouping: string[], message: RegExp) =>
    t.rejects(pushBody(statuses, grouping), { reason: 'client', message })
  await refused([up], ['site', 'x'], /^the grouping label x is a label of acme_fresh,.*choose another name$/)
  await refused([up], ['source'], /label source is a label of edge_exporter_source_/)
  await refused([labelled('job')], [], /label job is a label of acme_labelled/)
  await t.resolves(pushBody([labelled('instance')], ['site']))
  await t.resolves(pushBody([{ ...up, up: false }], ['x']), 'what is not pushed loses nothing')
})
