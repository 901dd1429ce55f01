import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { Family, Labels } from '../../src/contract/provider.ts'
import { SampleColumns } from '../../src/contract/sample-columns.ts'
import { concatenate, inflated, type RenderedFamily, render } from '../../src/exposition/exposition.ts'
import { FamilyText } from '../../src/exposition/family-text.ts'
import { FamilyTexts } from '../../src/exposition/family-texts.ts'
import { inflate } from '../../src/exposition/gzip-join.ts'

type Row = readonly [labels: Labels, value: number]

function columnsOf(rows: readonly Row[], before?: SampleColumns): SampleColumns {
  const columns = new SampleColumns(before)
  for (const [labels, value] of rows) columns.add(labels, value)
  return columns
}

/** The lines as they are made without any memory. */
function linesOf(rows: readonly Row[]): string {
  const family: Family = {
    name: 'acme_x',
    help: '',
    type: 'gauge',
    samples: rows.map(([labels, value]) => ({ labels, value }))
  }
  return rows.length === 0 ? '' : Buffer.concat(render([family])[0]?.bodies ?? []).toString()
}

const update = (text: FamilyText, { labels, values }: SampleColumns) => text.update(labels, values.all())

const textOf = async (text: FamilyText, rows: readonly Row[], before?: SampleColumns) =>
  Buffer.from(await inflate(update(text, columnsOf(rows, before)))).toString()

const many = (count: number, value: (i: number) => number): Row[] =>
  Array.from({ length: count }, (_, i): Row => [{ site: `${i} "监"` }, value(i)])

t.test('one refresh after the other is what it would be without the one before', async () => {
  const pool = Array.from({ length: 40 }, (_, i): Labels => ({ site: `site ${i}`, note: 'é"\n'.repeat(i % 3) }))
  const value = fc.oneof(fc.nat(12), fc.double({ noNaN: true }), fc.constant(Number.POSITIVE_INFINITY))
  const refresh = fc
    .tuple(fc.shuffledSubarray(pool), fc.subarray(pool), fc.boolean(), fc.infiniteStream(value))
    // Mostly in one order with some left out, now and then in any.
    .map(([shuffled, subset, isShuffled, values]) =>
      (isShuffled ? shuffled : subset).map((labels): Row => [labels, values.next().value as number])
    )
  await fc.assert(
    fc.asyncProperty(fc.array(refresh, { minLength: 1, maxLength: 8 }), async (refreshes) => {
      // Two lines make a chunk here, so that there are many of them.
      const text = new FamilyText('acme_x', {}, 2)
      let before: SampleColumns | undefined
      for (const rows of refreshes) {
        assert.equal(await textOf(text, rows, before), linesOf(rows))
        before = columnsOf(rows, before)
      }
    }),
    { numRuns: 300 }
  )
})

t.test('many thousand lines, some of which change, come and go', async (t) => {
  const text = new FamilyText('acme_x')
  const rows = many(10_000, (i) => i)
  t.equal(await textOf(text, rows), linesOf(rows))
  const changed = rows.map(([labels, value], i): Row => [labels, i % 1000 === 7 ? value / 1000 : value])
  t.equal(await textOf(text, changed), linesOf(changed))
  const fewer = changed.filter((_, i) => i % 3000 !== 5)
  t.equal(await textOf(text, fewer), linesOf(fewer))
  const more = [...many(3, () => 1), ...fewer.slice(0, 4000), ...many(5000, () => 2), ...fewer.slice(4000)]
  t.equal(await textOf(text, more), linesOf(more))
  t.equal(await textOf(text, []), '')
  t.equal(await textOf(text, rows), linesOf(rows))
})

t.test('what is the same again is not made again', async (t) => {
  let reads = 0
  const labels = Array.from({ length: 3000 }, (_, i): Labels => {
    return Object.defineProperty({} as Record<string, string>, 'site', {
      enumerable: true,
      get() {
        reads += 1
        return `site ${i}`
      }
    })
  })
  const rows = (value: (i: number) => number): Row[] => labels.map((each, i) => [each, value(i)])
  const text = new FamilyText('acme_x')
  const first = update(text, columnsOf(rows((i) => i)))
  t.equal(reads, 3000, 'each label set is written once')
  t.same(update(text, columnsOf(rows((i) => i))), first)
  update(text, columnsOf(rows((i) => i + 0.5)))
  update(text, columnsOf(rows((i) => i + 0.5).filter((_, i) => i !== 1500)))
  t.equal(reads, 3000, 'whatever becomes of the others')
})

t.test('families with many samples come compressed, and are what they would be', async (t) => {
  const texts = new FamilyTexts()
  const family = (name: string, samples: Family['samples']): Family => ({ name, help: 'X.', type: 'gauge', samples })
  const columns = (count: number) => columnsOf(many(count, (i) => i * 2))
  for (const sizes of [
    [3, 300],
    [300, 3],
    [500, 0]
  ] as const) {
    const families = [
      family('acme_c', [{ labels: {}, value: 1 }]),
      family('acme_b', columns(sizes[0])),
      family('acme_a', columns(sizes[1]))
    ]
    const rendered: readonly RenderedFamily[] = texts.render(families)
    const compressed = rendered.filter(({ bodies }) => !(bodies[0] instanceof Uint8Array))
    t.same(
      compressed.map(({ series }) => series),
      sizes.filter((size) => size >= 300)
    )
    for (const format of ['text', 'openmetrics'] as const) {
      t.equal(concatenate(await inflated(rendered), format), concatenate(render(families), format))
    }
    const facts = (all: readonly RenderedFamily[]) => all.map(({ bodies: _, ...rest }) => rest)
    t.same(facts(rendered), facts(render(families)))
  }
})

t.test('after an exception in the middle nothing half-made is used', async (t) => {
  const texts = new FamilyTexts()
  const family = (value: number, name = 'acme_a'): Family => {
    return { name, help: 'X.', type: 'gauge', samples: columnsOf(rows.map(([labels]) => [labels, value])) }
  }
  const rows = many(300, () => 0)
  texts.render([family(1)])
  const broken: Family = {
    ...family(2, 'acme_b'),
    get help(): string {
      throw new Error('half-way')
    }
  }
  t.throws(() => texts.render([family(2), broken]), /half-way/)
  const after = await inflated(texts.render([family(2)]))
  t.equal(concatenate(after, 'text'), concatenate(render([family(2)]), 'text'))
})

t.test('families that rest and then change keep apart', async (t) => {
  const texts = new FamilyTexts()
  const rows = many(100, () => 0)
  const families = (value: number): Family[] =>
    ['acme_a', 'acme_b'].map((name, i) => {
      const samples = rows.map(([labels]) => ({ labels, value: value + i * 1000 }))
      return { name, help: 'X.', type: 'gauge', samples }
    })
  const foreign = Buffer.from('y'.repeat(100))
  const served: { rendered: readonly RenderedFamily[]; text: string }[] = []
  for (const value of [1, 1, 2, 3, 3, 4, 5, 5, 5, 6]) {
    served.push({ rendered: texts.render(families(value)), text: concatenate(render(families(value)), 'text') })
  }
  for (const { rendered, text } of served) t.equal(concatenate(await inflated(rendered), 'text'), text)
  t.equal(foreign.toString(), 'y'.repeat(100), 'and leave the memory of others alone')
})
