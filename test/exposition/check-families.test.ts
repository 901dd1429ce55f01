import t from 'tap'
import { SampleColumns } from '../../src/contract/sample-columns.ts'
import { faultOfFamilies } from '../../src/exposition/check-families.ts'

const rules = { provider: 'acme', maxSeries: 10 }
const sample = (labels: object = {}, value: unknown = 1, suffix?: string) => ({
  labels,
  value,
  ...(suffix === undefined ? {} : { suffix })
})
const family = (change: object = {}) => ({
  name: 'acme_x',
  help: 'X.',
  type: 'gauge',
  samples: [sample({ a: '1' })],
  ...change
})
const one = (change: object) => [family(change)]
const samples = (...list: unknown[]) => one({ samples: list })
const counter = (...list: unknown[]) => one({ name: 'acme_x_total', type: 'counter', samples: list })
const bucket = (le: unknown, value: unknown) => sample({ le }, value, '_bucket')
const histogram = (...list: unknown[]) => one({ type: 'histogram', samples: list })
const summary = (...list: unknown[]) => one({ type: 'summary', samples: list })

const wrong: readonly (readonly [what: string, families: unknown, fault: RegExp])[] = [
  ['nothing', undefined, /^families must be an array$/],
  ['an object', {}, /^families must be an array$/],
  ['a family that is null', [null], /an entry that is no object/],
  ['no name', one({ name: undefined }), /^a family has no name$/],
  ['an empty name', one({ name: '' }), /letters, digits and underscores/],
  ['a name with a space', one({ name: 'acme_x y' }), /^family "acme_x y": a name has letters/],
  ['a name with a dash', one({ name: 'acme-x' }), /letters, digits and underscores/],
  ['a name with a colon, which is for rules', one({ name: 'acme_x:rate5m' }), /letters, digits and underscores/],
  ['a name with a line feed', one({ name: 'acme_x\n# EOF' }), /letters, digits and underscores/],
  ['a name in another script', one({ name: 'acme_é' }), /letters, digits and underscores/],
  ['the prefix of another provider', one({ name: 'site_x' }), /^family "site_x": its name must begin with acme_$/],
  ["the exporter's own prefix", one({ name: 'edge_exporter_up' }), /must begin with acme_/],
  ['no underscore after the prefix', one({ name: 'acmex' }), /must begin with acme_/],
  ['no help', one({ help: undefined }), /^family "acme_x": help must be a text$/],
  ['a misspelt type', one({ type: 'guage' }), /type must be one of gauge, counter, histogram, summary, not "guage"/],
  ['no type', one({ type: undefined }), /type must be one of/],
  ['a type of the language', one({ type: 'constructor' }), /type must be one of/],
  ['a unit that is a number', one({ unit: 1 }), /unit must be one word/],
  ['a unit of two words', one({ unit: 'per second' }), /unit must be one word/],
  ['a counter without _total', one({ type: 'counter' }), /the name of a counter ends in _total/],
  ['no samples', one({ samples: undefined }), /samples must be an array/],
  ['samples that are an object', one({ samples: { length: 1 } }), /samples must be an array/],
  ['a family twice', [family(), family()], /^family acme_x: it comes twice$/],
  [
    'a gauge in the way of a counter',
    [family(), ...counter(sample())],
    /^family acme_x_total: its name is in the way of the family acme_x$/
  ],
  [
    'a gauge in the way of a histogram',
    [family({ name: 'acme_x_count' }), ...histogram(bucket('+Inf', 1), sample({}, 1, '_count'))],
    /in the way of the family acme_x_count/
  ],
  ['a sample that is null', samples(null), /^family acme_x: samples has an entry that is no object$/],
  ['no labels', samples({ value: 1 }), /no labels object/],
  ['labels that are a list', samples(sample(['a'])), /no labels object/],
  ['a label with a dash', samples(sample({ 'my-label': 'x' })), /^family acme_x: label "my-label": a name has/],
  ['a label with a space', samples(sample({ 'my label': 'x' })), /label "my label"/],
  ['a label that begins with a digit', samples(sample({ '1a': 'x' })), /label "1a"/],
  ['an empty label name', samples(sample({ '': 'x' })), /label ""/],
  ['a label that is kept for Prometheus', samples(sample({ __name__: 'x' })), /label "__name__"/],
  ['a label that is a number', samples(sample({ a: 1 })), /^family acme_x: label "a": its value must be a text$/],
  ['a label that is undefined', samples(sample({ a: undefined })), /label "a": its value/],
  ['a label that is null', samples(sample({ a: null })), /label "a": its value/],
  ['no value', samples({ labels: {} }), /the value of a sample is undefined, not a number/],
  ['a value that is null', samples(sample({}, null)), /is null, not a number/],
  ['a value that is a text', samples(sample({}, '1')), /is string, not a number/],
  ['a value that is a bigint', samples(sample({}, 1n)), /is bigint, not a number/],
  ['a value that is a truth', samples(sample({}, true)), /is boolean, not a number/],
  ['the same labels twice', samples(sample({ a: '1' }), sample({ a: '1' })), /two samples have the same labels \(a\)/],
  ['no labels twice', samples(sample(), sample()), /two samples have the same labels, none/],
  ['a label more', samples(sample({ a: '1' }), sample({ a: '1', b: '2' })), /label "b" is not on every sample/],
  ['a label less', samples(sample({ a: '1', b: '2' }), sample({ a: '1' })), /label "b" is not on every sample/],
  ['labels in another order', samples(sample({ a: '', b: '' }), sample({ b: '', a: '' })), /in another order/],
  ['a suffix on a gauge', samples(sample({}, 1, '_max')), /a sample of a gauge cannot have the suffix "_max"/],
  ['a counter below zero', counter(sample({}, -1)), /a counter is below zero or not a number/],
  ['a counter that is NaN', counter(sample({}, Number.NaN)), /a counter is below zero or not a number/],
  ['a bucket without le', histogram(sample({}, 1, '_bucket')), /label le: a bucket needs a number/],
  ['a bucket with a word', histogram(bucket('fast', 1)), /label le: a bucket needs a number/],
  ['a bucket in the words of JavaScript', histogram(bucket('Infinity', 1)), /label le: a bucket needs a number/],
  ['le on a sum', histogram(sample({ le: '1' }, 1, '_sum')), /label le: only samples with the suffix "_bucket"/],
  ['a histogram with a plain sample', histogram(sample()), /a histogram cannot have the suffix ""/],
  ['no last bucket', histogram(bucket('1', 1), sample({}, 1, '_count')), /the last bucket of a series must be \+Inf/],
  ['no count', histogram(bucket('+Inf', 1)), /suffix _count must be there/],
  ['another count', histogram(bucket('+Inf', 1), sample({}, 2, '_count')), /be as many as the bucket \+Inf/],
  ['buckets that shrink', histogram(bucket('1', 5), bucket('+Inf', 3), sample({}, 3, '_count')), /are cumulative/],
  ['buckets in disorder', histogram(bucket('2', 1), bucket('1', 1), bucket('+Inf', 1)), /in ascending order/],
  ['a summary without its quantile', summary(sample()), /label quantile: a quantile needs a number/],
  ['a quantile on a count', summary(sample({ quantile: '1' }, 1, '_count')), /label quantile: only samples/],
  ['more series than may be', samples(...Array.from({ length: 11 }, (_, i) => sample({ a: `${i}` }))), /MAX_SERIES/]
]

t.test('what must not get to the wire is told by family and label', async (t) => {
  t.ok(wrong.length >= 60, `${wrong.length} kinds`)
  for (const [what, families, fault] of wrong) t.match(faultOfFamilies(families, rules) ?? 'no fault', fault, what)
})

t.test('what may', async (t) => {
  const right = [
    family({ samples: [] }),
    family({ name: 'acme_seconds', unit: 'seconds', samples: [sample({}, Number.NaN)] }),
    ...counter(sample({}, 0)),
    family({ name: 'acme_infinite', samples: [sample({}, Number.POSITIVE_INFINITY)] })
  ].filter(({ name }) => name !== 'acme_x')
  t.equal(faultOfFamilies(right, rules), undefined)
  const buckets = [
    bucket('0.5', 1),
    bucket('1e3', 2),
    bucket('+Inf', 2),
    sample({}, 9, '_sum'),
    sample({}, 2, '_count')
  ]
  t.equal(faultOfFamilies(histogram(...buckets), rules), undefined)
  const parts = [
    sample({ quantile: '0.5' }),
    sample({ quantile: '0.9' }),
    sample({}, 1, '_sum'),
    sample({}, 1, '_count')
  ]
  t.equal(faultOfFamilies(summary(...parts), rules), undefined)
})

t.test('a fault says no value of a label', async (t) => {
  const twice = samples(sample({ a: 'SENTINEL' }), sample({ a: 'SENTINEL' }))
  t.notMatch(faultOfFamilies(twice, rules), 'SENTINEL')
})

t.test('columns are looked at here and there, and as a whole where that is wished', async (t) => {
  const columns = new SampleColumns()
  for (let i = 0; i < 100; i++) columns.add({ a: i === 99 ? '0' : `${i}` }, i)
  const families = one({ samples: columns })
  const many = { ...rules, maxSeries: 100 }
  t.equal(faultOfFamilies(families, many), undefined)
  t.match(faultOfFamilies(families, { ...many, isThorough: true }), /two samples have the same labels/)
  const broken = new SampleColumns()
  broken.add({ 'my-label': 'x' }, 1)
  t.match(faultOfFamilies(one({ samples: broken }), rules), /label "my-label"/)
})
