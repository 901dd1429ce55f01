import t from 'tap'
import { type RenderedFamily, render } from '../../src/exposition/exposition.ts'
import { createProviderSegments } from '../../src/exposition/provider-segments.ts'
import type { Segment } from '../../src/exposition/segment.ts'

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

const namesOf = (segments: readonly Segment[]) => segments.map(({ name }) => name)

t.test('the segments of a provider are made once for each state of its sources', async (t) => {
  const segments = createProviderSegments()
  const { families } = counted('acme_a', 'acme_b')
  const first = segments.of('acme', [families])
  t.same(namesOf(first), ['acme_a'])
  t.equal(segments.of('acme', [families]), first, 'another list of the same parts')
  t.not(segments.of('acme', [families, families]), first)
  t.not(segments.of('acme', [[...families]]), first, 'equal, but from another refresh')
  t.same(segments.of('acme', []), [], 'withdrawn')
  t.same(namesOf(segments.of('other', [families])), ['acme_a'], 'providers are apart')
})

t.test('what is expected is compressed before it takes the place of the old', async (t) => {
  const segments = createProviderSegments()
  const old = segments.of('acme', [counted('acme_a').families])
  const { families, reads } = counted('acme_a')
  segments.expect('text')
  segments.expect('text')
  await segments.prepare('acme', [families])
  t.equal(reads(), 1, 'once for the one format')
  t.not(segments.of('acme', [families]), old)
  const [segment] = segments.of('acme', [families]) as [Segment]
  await segment.compressed('text')
  t.equal(reads(), 1, 'a scrape finds it made')
  await segment.compressed('openmetrics')
  t.equal(reads(), 2, 'what nobody asked for before is made when asked for')
})

t.test('the old is served while the new is prepared, and when it never comes', async (t) => {
  const segments = createProviderSegments()
  const before = counted('acme_a').families
  const served = segments.of('acme', [before])
  await segments.prepare('acme', [counted('acme_b').families])
  t.equal(segments.of('acme', [before]), served)
})

t.test('nothing is compressed for nobody', async (t) => {
  const segments = createProviderSegments()
  const { families, reads } = counted('acme_a')
  await segments.prepare('acme', [families])
  t.equal(reads(), 0)
})
