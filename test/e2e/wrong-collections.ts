/** What collectors of careless authors return, by the name of a source. None of it is to be served. */

const nan = Number.NaN
const family = (more: object = {}) => ({
  name: 'wrong_x',
  help: 'x',
  type: 'gauge',
  samples: [{ labels: {}, value: 1 }],
  ...more
})
const one = (more: object) => ({ families: [family(more)] })
const sample = (more: object) => one({ samples: [{ labels: {}, value: 1, ...more }] })
const bucket = (le: string, value: number) => ({ suffix: '_bucket', labels: { le }, value })

export const wrongCollections: Readonly<Record<string, () => unknown>> = {
  name_with_space: () => one({ name: 'wrong x' }),
  name_with_dash: () => one({ name: 'wrong-x' }),
  name_with_newline: () => one({ name: 'wrong_x\nevil 1' }),
  name_empty: () => one({ name: '' }),
  name_no_text: () => one({ name: 7 }),
  name_of_another: () => one({ name: 'other_x' }),
  name_of_the_program: () => one({ name: 'edge_exporter_x' }),
  name_twice: () => ({ families: [family(), family()] }),
  help_missing: () => one({ help: undefined }),
  type_misspelt: () => one({ type: 'guage' }),
  type_missing: () => one({ type: undefined }),
  unit_of_two_words: () => one({ unit: 'per second' }),
  counter_without_total: () => one({ type: 'counter' }),
  counter_below_zero: () => one({ name: 'wrong_x_total', type: 'counter', samples: [{ labels: {}, value: -1 }] }),
  label_with_dash: () => sample({ labels: { 'my-label': 'a' } }),
  label_reserved: () => sample({ labels: { __name__: 'a' } }),
  label_value_number: () => sample({ labels: { a: 1 } }),
  label_value_undefined: () => sample({ labels: { a: undefined } }),
  labels_missing: () => sample({ labels: undefined }),
  labels_null: () => sample({ labels: null }),
  labels_differ: () =>
    one({
      samples: [
        { labels: { a: '1' }, value: 1 },
        { labels: { b: '1' }, value: 1 }
      ]
    }),
  sample_twice: () =>
    one({
      samples: [
        { labels: { a: '1' }, value: 1 },
        { labels: { a: '1' }, value: 2 }
      ]
    }),
  value_undefined: () => sample({ value: undefined }),
  value_text: () => sample({ value: '1' }),
  value_null: () => sample({ value: null }),
  value_big: () => sample({ value: 1n }),
  value_nan_of_counter: () => one({ name: 'wrong_x_total', type: 'counter', samples: [{ labels: {}, value: nan }] }),
  sample_null: () => one({ samples: [null] }),
  samples_missing: () => one({ samples: undefined }),
  samples_object: () => one({ samples: {} }),
  suffix_of_gauge: () => sample({ suffix: '_sum' }),
  suffix_unknown: () => one({ type: 'histogram', samples: [{ suffix: '_max', labels: {}, value: 1 }] }),
  histogram_without_inf: () => one({ type: 'histogram', samples: [bucket('1', 1)] }),
  histogram_not_cumulative: () => one({ type: 'histogram', samples: [bucket('1', 2), bucket('+Inf', 1)] }),
  histogram_without_le: () => one({ type: 'histogram', samples: [{ suffix: '_bucket', labels: {}, value: 1 }] }),
  families_missing: () => ({}),
  families_object: () => ({ families: {} }),
  family_null: () => ({ families: [null] }),
  nothing: () => undefined,
  a_promise: async () => one({}),
  overview_text: () => ({ families: [], overview: 'fine' }),
  overview_states: () => ({ families: [], overview: { states: [{ name: 'up', severity: 'great', count: 1 }] } }),
  overview_trouble: () => ({ families: [], overview: { troubles: [{ name: 'x' }] } }),
  overview_link: () => ({
    families: [],
    overview: { troubles: [{ name: 'x', state: 'down', severity: 'critical', link: 'javascript:alert(1)' }] }
  }),
  place_nowhere: () => ({ families: [], places: [{ key: 'a', name: 'A', latitude: 91, longitude: 0 }] }),
  drift_text: () => ({ families: [], drift: { unknown: 'many' } }),
  failures_text: () => ({ families: [], failures: ['bad'] }),
  limit_text: () => ({ families: [], dailyCallLimit: 'many' }),
  too_many_series: () =>
    one({ samples: Array.from({ length: 2001 }, (_, i) => ({ labels: { i: String(i) }, value: i })) })
}
