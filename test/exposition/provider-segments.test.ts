import t from 'tap'
import { type RenderedFamily, render } from '../../src/exposition/exposition.ts'
import { createProviderRuns } from '../../src/exposition/provider-segments.ts'
import type { Run } from '../../src/exposition/segment.ts'

/** Families that count how often the bytes of an answer are put together from them. */
function counted(...names: string[]) {
  let reads = 0
  const families = names.map((name): RenderedFamily => {
    const samples = [{ labels: { x: 'y' }, value: 1 }]
    const [rendered] = render([{ name, help: 'X.', type: 'gauge', samples }]) as [RenderedFamily]
    return {
      ...rendered,
      get bodies() {
        reads += 1
        return rendered.bodies
      }
    }
  })
  return { families, reads: () => reads }
}

const namesOf = (runs: readonly Run[]) => runs.map(({ name }) => name)

t.test('the runs of a provider are made once for each state of its sources', async (t) => {
  const runs = createProviderRuns()
  const { families } = counted('acme_a', 'acme_b')
  const first = runs.of('acme', [families])
  t.same(namesOf(first), ['acme_a'])
  t.equal(runs.of('acme', [families]), first, 'another list of the same parts')
  t.not(runs.of('acme', [families, families]), first)
  t.not(runs.of('acme', [[...families]]), first, 'equal, but from another refresh')
  t.same(runs.of('acme', []), [], 'withdrawn')
  t.same(namesOf(runs.of('other', [families])), ['acme_a'], 'providers are apart')
})

t.test('what is expected is compressed before it takes the place of the old', async (t) => {
  const runs = createProviderRuns()
  const old = runs.of('acme', [counted('acme_a').families])
  const { families, reads } = counted('acme_a')
  runs.expect('text')
  runs.expect('text')
  await runs.prepare('acme', [families])
  t.equal(reads(), 1, 'once for the one format')
  t.not(runs.of('acme', [families]), old)
  const [run] = runs.of('acme', [families]) as [Run]
  await run.compressed('text')
  t.equal(reads(), 1, 'a scrape finds it made')
  await run.compressed('openmetrics')
  t.equal(reads(), 2, 'what nobody asked for before is made when asked for')
})

t.test('the old is served while the new is prepared, and when it never comes', async (t) => {
  const runs = createProviderRuns()
  const before = counted('acme_a').families
  const served = runs.of('acme', [before])
  await runs.prepare('acme', [counted('acme_b').families])
  t.equal(runs.of('acme', [before]), served)
})

t.test('nothing is compressed for nobody', async (t) => {
  const runs = createProviderRuns()
  const { families, reads } = counted('acme_a')
  await runs.prepare('acme', [families])
  t.equal(reads(), 0)
})
