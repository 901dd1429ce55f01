import t from 'tap'
import type { Family } from '../../src/contract/provider.ts'
import { renderCumulative } from '../../src/exposition/cumulative.ts'
import { concatenate, expose, type Format } from '../../src/exposition/exposition.ts'

const buckets = (labels: Record<string, string>, counts: Record<string, number>, sum: number) => [
  ...Object.entries(counts).map(([le, value]) => ({ labels: { le, ...labels }, value, suffix: '_bucket' })),
  { labels, value: sum, suffix: '_sum' },
  { labels, value: counts['+Inf'] ?? 0, suffix: '_count' }
]

const families: readonly Family[] = [
  { name: 'a_temperature', help: 'A gauge.', type: 'gauge', samples: [{ labels: {}, value: 1.5 }] },
  {
    name: 'b_bytes_total',
    help: 'A "counter".',
    type: 'counter',
    unit: 'bytes',
    samples: [
      { labels: { way: 'in' }, value: 3 },
      { labels: { way: 'out"\\' }, value: 4 }
    ]
  },
  {
    name: 'c_seconds',
    help: 'A histogram.',
    type: 'histogram',
    samples: [
      ...buckets({ route: '/a' }, { '0.1': 1, '+Inf': 2 }, 3.5),
      ...buckets({ route: '/b' }, { '0.1': 0, '+Inf': 0 }, 0)
    ]
  },
  {
    name: 'd_seconds',
    help: 'A summary.',
    type: 'summary',
    samples: [
      { labels: { quantile: '0.5' }, value: Number.NaN },
      { labels: {}, value: 7, suffix: '_sum' },
      { labels: {}, value: 2, suffix: '_count' }
    ]
  }
]

const linesOf = (format: Format, asSeries: boolean) =>
  concatenate(renderCumulative(families, format, { seconds: 1700000000.25, asSeries }), format).split('\n')

t.test('OpenMetrics 2.0 has the start behind each value, and one line for a histogram', async (t) => {
  for (const asSeries of [false, true]) {
    t.strictSame(linesOf('openmetrics2', asSeries), [
      '# HELP a_temperature A gauge.',
      '# TYPE a_temperature gauge',
      'a_temperature 1.5',
      '# HELP b_bytes_total A \\"counter\\".',
      '# TYPE b_bytes_total counter',
      '# UNIT b_bytes_total bytes',
      'b_bytes_total{way="in"} 3 st@1700000000.25',
      'b_bytes_total{way="out\\"\\\\"} 4 st@1700000000.25',
      '# HELP c_seconds A histogram.',
      '# TYPE c_seconds histogram',
      'c_seconds{route="/a"} {count:2,sum:3.5,bucket:[0.1:1,+Inf:2]} st@1700000000.25',
      'c_seconds{route="/b"} {count:0,sum:0,bucket:[0.1:0,+Inf:0]} st@1700000000.25',
      '# HELP d_seconds A summary.',
      '# TYPE d_seconds summary',
      'd_seconds {count:2,sum:7,quantile:[0.5:NaN]} st@1700000000.25',
      ''
    ])
  }
})

t.test('OpenMetrics 1.0 has it as series where that is wanted', async (t) => {
  const without = expose(families, 'openmetrics').replace('# EOF\n', '').split('\n')
  t.strictSame(linesOf('openmetrics', false), without)
  const lines = linesOf('openmetrics', true)
  t.strictSame(
    lines.filter((line) => !line.includes('_created')),
    without
  )
  const added = lines.flatMap((line, i) => (line.includes('_created') ? [[lines[i - 1], line]] : []))
  t.strictSame(
    added,
    [
      ['b_bytes_total{way="in"} 3', 'b_bytes_created{way="in"} 1700000000.25'],
      ['b_bytes_total{way="out\\"\\\\"} 4', 'b_bytes_created{way="out\\"\\\\"} 1700000000.25'],
      ['c_seconds_count{route="/a"} 2', 'c_seconds_created{route="/a"} 1700000000.25'],
      ['c_seconds_count{route="/b"} 0', 'c_seconds_created{route="/b"} 1700000000.25'],
      ['d_seconds_count 2', 'd_seconds_created 1700000000.25']
    ],
    'right behind the lines of its series'
  )
})

t.test('the text format knows no start', async (t) => {
  t.strictSame(linesOf('text', true), expose(families, 'text').split('\n'))
})
