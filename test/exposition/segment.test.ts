import { gunzipSync } from 'node:zlib'
import t from 'tap'
import type { Family } from '../../src/contract/provider.ts'
import { type Format, type RenderedFamily, render } from '../../src/exposition/exposition.ts'
import { joinGzip } from '../../src/exposition/gzip-join.ts'
import { createSegments, type Segment } from '../../src/exposition/segment.ts'

function family(name: string, count = 1): Family {
  const samples = Array.from({ length: count }, (_, i) => ({ labels: { x: `${i}-${(i * 7919) % 1009}` }, value: i }))
  return { name, help: `What ${name} is.`, type: 'counter', samples }
}

const plain = async (segment: Segment, format: Format) => Buffer.concat(await segment.plain(format)).toString()

t.test('families of one first word are one segment, with the head of the format', async (t) => {
  const segments = createSegments(render([family('b_y_total'), family('a_x'), family('b_x')]))
  t.same(
    segments.map(({ name }) => name),
    ['a_x', 'b_x']
  )
  const [, b] = segments as [Segment, Segment]
  t.equal(
    await plain(b, 'text'),
    `# HELP b_x What b_x is.
# TYPE b_x counter
b_x{x="0-0"} 0
# HELP b_y_total What b_y_total is.
# TYPE b_y_total counter
b_y_total{x="0-0"} 0
`
  )
  t.match(await plain(b, 'openmetrics'), '# TYPE b_y counter\n')
})

t.test('joined segments, compressed one by one, are the plain ones', async (t) => {
  // Above a mebibyte, pieces are handed to the compressor one by one.
  const segments = createSegments(
    render([family('a_small', 3), family('b_large', 60_000), family('b_more', 10), family('c_x')])
  )
  const bytes = await Promise.all(segments.map(async (segment) => (await plain(segment, 'text')).length))
  t.ok((bytes[0] as number) < 2 ** 20 && (bytes[1] as number) > 2 ** 20, 'one of each kind')
  for (const format of ['text', 'openmetrics'] as const) {
    const parts = await Promise.all(segments.map((segment) => segment.compressed(format)))
    const texts = await Promise.all(segments.map((segment) => plain(segment, format)))
    t.equal(gunzipSync(joinGzip(parts.flat())).toString(), texts.join(''), format)
    t.equal(gunzipSync(joinGzip(parts[1] ?? [])).toString(), texts[1], 'one by itself, too')
  }
})

t.test('a segment is compressed once for each format', async (t) => {
  let heads = 0
  const [rendered] = render([family('a_x')]) as [RenderedFamily]
  const counting: RenderedFamily = {
    ...rendered,
    head: {
      get text() {
        heads += 1
        return rendered.head.text
      },
      get openmetrics() {
        heads += 1
        return rendered.head.openmetrics
      }
    }
  }
  const [segment] = createSegments([counting]) as [Segment]
  const [first, second] = await Promise.all([segment.compressed('text'), segment.compressed('text')])
  t.equal(first, second, 'parallel calls share one')
  t.equal(await segment.compressed('text'), first, 'the very same bytes later')
  t.equal(heads, 1)
  t.not(await segment.compressed('openmetrics'), first)
  t.equal(heads, 2)
})

t.test('no families are no segments', async (t) => {
  t.same(createSegments([]), [])
})
