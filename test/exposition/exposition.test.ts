import { deepEqual, equal } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { Family } from '../../src/contract/provider.ts'
import { concatenate, end, expose, merge, render } from '../../src/exposition/exposition.ts'
import { escapeLabelValue } from '../../src/exposition/label-text.ts'
import { parseExposition } from '../support/parse-exposition.ts'

const requests: Family = {
  name: 'acme_requests_total',
  help: 'Requests, from "hits" in C:\\stats\nof the API.',
  type: 'counter',
  samples: [
    { labels: { code: '200', site: 'a' }, value: 12 },
    { labels: { code: '404', site: 'a' }, value: 0.5 }
  ]
}
const latency: Family = {
  name: 'acme_latency_seconds',
  help: 'Latency.',
  type: 'histogram',
  unit: 'seconds',
  samples: [
    { suffix: '_bucket', labels: { le: '0.5' }, value: 1 },
    { suffix: '_bucket', labels: { le: '+Inf' }, value: 2 },
    { suffix: '_sum', labels: {}, value: 0.7 },
    { suffix: '_count', labels: {}, value: 2 }
  ]
}

t.test('text 0.0.4', async (t) => {
  t.equal(
    expose([requests, latency], 'text'),
    `# HELP acme_latency_seconds Latency.
# TYPE acme_latency_seconds histogram
acme_latency_seconds_bucket{le="0.5"} 1
acme_latency_seconds_bucket{le="+Inf"} 2
acme_latency_seconds_sum 0.7
acme_latency_seconds_count 2
# HELP acme_requests_total Requests, from "hits" in C:\\\\stats\\nof the API.
# TYPE acme_requests_total counter
acme_requests_total{code="200",site="a"} 12
acme_requests_total{code="404",site="a"} 0.5
`
  )
})

t.test('OpenMetrics', async (t) => {
  t.equal(
    expose([requests, latency], 'openmetrics'),
    `# HELP acme_latency_seconds Latency.
# TYPE acme_latency_seconds histogram
# UNIT acme_latency_seconds seconds
acme_latency_seconds_bucket{le="0.5"} 1
acme_latency_seconds_bucket{le="+Inf"} 2
acme_latency_seconds_sum 0.7
acme_latency_seconds_count 2
# HELP acme_requests Requests, from \\"hits\\" in C:\\\\stats\\nof the API.
# TYPE acme_requests counter
acme_requests_total{code="200",site="a"} 12
acme_requests_total{code="404",site="a"} 0.5
# EOF
`
  )
})

t.test('a unit that the name does not end in is left out, as OpenMetrics forbids it', async (t) => {
  const family: Family = { name: 'acme_age', help: 'Age.', type: 'gauge', unit: 'seconds', samples: [gauge(1)] }
  t.notMatch(expose([family], 'openmetrics'), 'UNIT')
  const counter: Family = { ...family, name: 'acme_busy_seconds_total', type: 'counter' }
  t.match(expose([counter], 'openmetrics'), '# UNIT acme_busy_seconds seconds\n', 'of a counter, the base name does')
})

t.test('a gauge keeps the name that only a counter should have, in both formats', async (t) => {
  const family: Family = { name: 'acme_hits_total', help: 'Hits.', type: 'gauge', samples: [gauge(1)] }
  t.equal(parseExposition(expose([family], 'openmetrics'), 'openmetrics').value('acme_hits_total', { x: 'y' }), 1)
})

t.test('values', async (t) => {
  const values = { 'not a number': Number.NaN, 'no end': Infinity, 'no start': -Infinity, tiny: 5e-324, huge: 1e300 }
  const samples = Object.entries(values).map(([x, value]) => ({ labels: { x }, value }))
  const text = expose([{ name: 'acme_x', help: 'X.', type: 'gauge', samples }], 'text')
  t.same(text.match(/(?<=} ).*/g), ['NaN', '+Inf', '-Inf', '5e-324', '1e+300'])
})

t.test('what has no samples is left out', async (t) => {
  const empty: Family = { name: 'acme_empty', help: 'Nothing.', type: 'gauge', samples: [] }
  t.equal(expose([empty], 'text'), '')
  t.equal(expose([empty], 'openmetrics'), '# EOF\n')
  t.same(render([empty]), [])
})

t.test('a label without text stays', async (t) => {
  const family: Family = { name: 'acme_x', help: 'X.', type: 'gauge', samples: [{ labels: { group: '' }, value: 1 }] }
  t.match(expose([family], 'text'), 'acme_x{group=""} 1\n')
})

t.test('families of several sources', async (t) => {
  const of = (name: string, x: string): Family => ({ name, help: 'X.', type: 'gauge', samples: [gauge(1, x)] })
  const first = render([of('acme_b', '1'), of('acme_d', '1')])
  const second = render([of('acme_c', '2'), of('acme_b', '2'), of('acme_B', '2')])
  const merged = merge([first, second])
  t.same(
    merged.map(({ name, series }) => [name, series]),
    [
      ['acme_B', 1],
      ['acme_b', 2],
      ['acme_c', 1],
      ['acme_d', 1]
    ],
    'each name once, sorted, series added up'
  )
  const parsed = parseExposition(concatenate(merged, 'openmetrics') + end('openmetrics'), 'openmetrics')
  t.same(
    parsed.family('acme_b')?.samples.map(({ labels }) => labels.x),
    ['1', '2'],
    'in the order of the sources'
  )
  t.equal(first[0]?.series, 1, 'the parts are not changed')
})

t.test('half a surrogate pair becomes the replacement character, as in the encoder', async (t) => {
  t.equal(escapeLabelValue('a\uD83Db'), 'a\uFFFDb')
  t.equal(escapeLabelValue('😀'), '😀')
})

const anyText = fc.string({ unit: 'binary', maxLength: 30 })
// Dense in what has to be escaped.
const nastyText = fc.string({ unit: fc.constantFrom('\\', '"', '\n', 'n', '{', '}', ',', '=', ' ', '#', '\r', 'é') })
const labelText = fc.oneof(anyText, nastyText)

for (const format of ['text', 'openmetrics'] as const) {
  t.test(`any label, help and value can be read back from ${format}`, async (t) => {
    const value = fc.oneof(fc.double(), fc.integer())
    const property = fc.property(labelText, labelText, labelText, value, (a, b, help, number) => {
      const family: Family = { name: 'acme_x', help, type: 'gauge', samples: [{ labels: { a, b }, value: number }] }
      const parsed = parseExposition(expose([family], format), format).families[0]
      equal(parsed?.help, help)
      deepEqual(parsed?.samples, [{ name: 'acme_x', labels: { a, b }, value: number === 0 ? 0 : number }])
    })
    t.doesNotThrow(() => fc.assert(property))
  })
}

t.test('any set of families comes out sorted, each once, and with every series', async (t) => {
  const families = fc.array(
    fc.record({ name: fc.stringMatching(/^acme_[a-zA-Z_]{1,3}$/), count: fc.nat(3), source: fc.nat(3) }),
    { maxLength: 20 }
  )
  const property = fc.property(families, (drafts) => {
    const sources = [0, 1, 2, 3].map((wanted) => drafts.filter(({ source }) => source === wanted))
    const parts = sources.map((part, source) => render(part.map((draft, i) => numbered(draft, `${source} ${i}`))))
    const parsed = parseExposition(concatenate(merge(parts), 'openmetrics') + end('openmetrics'), 'openmetrics')
    const filled = drafts.filter(({ count }) => count > 0)
    deepEqual(parsed.names, [...new Set(filled.map(({ name }) => name))].sort())
    equal(parsed.families.flatMap(({ samples }) => samples).length, sum(filled.map(({ count }) => count)))
  })
  t.doesNotThrow(() => fc.assert(property))
})

function numbered({ name, count }: { name: string; count: number }, x: string): Family {
  const samples = Array.from({ length: count }, (_, n) => gauge(n, `${x} ${n}`))
  return { name, help: 'X.', type: 'gauge', samples }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function gauge(value: number, x = 'y') {
  return { labels: { x }, value }
}
