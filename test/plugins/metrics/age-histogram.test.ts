/** The histogram of ages at scrapes. */
import t from 'tap'
import { createAgeHistogram } from '../../../plugins/metrics/age-histogram.ts'
import { expose } from '../../../src/exposition/exposition.ts'

const lines = (histogram: ReturnType<typeof createAgeHistogram>) =>
  expose([histogram.family()], 'text')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace('edge_exporter_data_age_at_scrape_seconds', ''))

t.test('each bucket counts all up to its bound, the bound itself too', async (t) => {
  const histogram = createAgeHistogram()
  t.strictSame(lines(histogram), [], 'nothing was scraped')
  const labels = { provider: 'site24x7', source: 'current_status' }
  for (const age of [0, 1, 1.5, 60, 4000]) histogram.observe(labels, age)
  const rest = 'provider="site24x7",source="current_status"'
  t.strictSame(lines(histogram), [
    `_bucket{le="1",${rest}} 2`,
    ...['2.5', '5', '10', '15', '30'].map((bound) => `_bucket{le="${bound}",${rest}} 3`),
    ...['60', '120', '300', '900', '3600'].map((bound) => `_bucket{le="${bound}",${rest}} 4`),
    `_bucket{le="+Inf",${rest}} 5`,
    `_sum{${rest}} 4062.5`,
    `_count{${rest}} 5`
  ])
})

t.test('an account that is closed and opened again goes on with its series', async (t) => {
  const histogram = createAgeHistogram()
  for (const account of ['a', 'b', 'a']) histogram.observe({ provider: 'site24x7', account, source: 's' }, 10)
  t.strictSame(
    lines(histogram).filter((line) => line.startsWith('_count')),
    ['_count{provider="site24x7",account="a",source="s"} 2', '_count{provider="site24x7",account="b",source="s"} 1']
  )
})
