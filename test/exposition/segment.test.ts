import { gunzipSync } from 'node:zlib'
import t from 'tap'
import type { Family } from '../../src/contract/provider.ts'
import { type Format, type RenderedFamily, render } from '../../src/exposition/exposition.ts'
import { joinGzip } from '../../src/exposition/gzip-join.ts'
import { createRuns, type Run } from '../../src/exposition/segment.ts'

function family(name: string, count = 1): Family {
  const samples = Array.from({ length: count }, (_, i) => ({ labels: { x: `${i}-${(i * 7919) % 1009}` }, value: i }))
  return { name, help: `What ${name} is.`, type: 'counter', samples }
}

const plain = async (run: Run, format: Format) => Buffer.concat(await run.plain(format)).toString()

t.test('families of one first word are one run, with the head of the format', async (t) => {
  const runs = createRuns(render([family('b_y_total'), family('a_x'), family('b_x')]))
  t.same(
    runs.map(({ name }) => name),
    ['a_x', 'b_x']
  )
  const [, b] = runs as [Run, Run]
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

t.test('joined runs, compressed one by one, are the plain ones', async (t) => {
  // Above a mebibyte, pieces are handed to the compressor one by one.
  const runs = createRuns(
    render([family('a_small', 3), family('b_large', 60_000), family('b_more', 10), family('c_x')])
  )
  const bytes = await Promise.all(runs.map(async (run) => (await plain(run, 'text')).length))
  t.ok((bytes[0] as number) < 2 ** 20 && (bytes[1] as number) > 2 ** 20, 'one of each kind')
  for (const format of ['text', 'openmetrics'] as const) {
    const parts = await Promise.all(runs.map((run) => run.compressed(format)))
    const texts = await Promise.all(runs.map((run) => plain(run, format)))
    t.equal(gunzipSync(joinGzip(parts.flat())).toString(), texts.join(''), format)
    t.equal(gunzipSync(joinGzip(parts[1] ?? [])).toString(), texts[1], 'one by itself, too')
  }
})

t.test('a run is compressed once for each format', async (t) => {
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
  const [run] = createRuns([counting]) as [Run]
  const [first, second] = await Promise.all([run.compressed('text'), run.compressed('text')])
  t.equal(first, second, 'parallel calls share one')
  t.equal(await run.compressed('text'), first, 'the very same bytes later')
  t.equal(heads, 1)
  t.not(await run.compressed('openmetrics'), first)
  t.equal(heads, 2)
})

t.test('no families are no runs', async (t) => {
  t.same(createRuns([]), [])
})
