/**
 * `edge_exporter_data_age_at_scrape_seconds`. It is observed for each source at each scrape, where a registry would look each
 * series up by its labels anew.
 */
import type { Family, Labels, Sample } from '../../src/contract/provider.ts'
import { numberText } from '../../src/exposition/byte-writer.ts'
import { labelText } from '../../src/exposition/label-text.ts'

/** Seconds. */
const bounds = [1, 2.5, 5, 10, 15, 30, 60, 120, 300, 900, 3600, Number.POSITIVE_INFINITY]

interface Series {
  readonly labels: Labels
  /** Observations up to each bound and above the one before. */
  readonly counts: number[]
  sum: number
}

export function createAgeHistogram() {
  const all = new Map<string, Series>()
  /** The same by the objects that are their labels. An account that is opened again has others with the same text. */
  const known = new WeakMap<Labels, Series>()

  function seriesOf(labels: Labels): Series {
    const key = labelText(labels)
    const series = all.get(key) ?? { labels, counts: bounds.map(() => 0), sum: 0 }
    all.set(key, series)
    known.set(labels, series)
    return series
  }

  return {
    observe(labels: Labels, seconds: number): void {
      const series = known.get(labels) ?? seriesOf(labels)
      const place = bounds.findIndex((bound) => seconds <= bound)
      series.counts[place] = (series.counts[place] as number) + 1
      series.sum += seconds
    },

    family: (): Family => ({
      name: 'edge_exporter_data_age_at_scrape_seconds',
      help: "How old the data of a source was at each scrape: seconds since the provider's answer.",
      type: 'histogram',
      samples: [...all.values()].flatMap(samplesOf)
    })
  }
}

function samplesOf({ labels, counts, sum }: Series): Sample[] {
  let count = 0
  const buckets = counts.map((own, i) => {
    count += own
    return { labels: { le: numberText(bounds[i] as number), ...labels }, value: count, suffix: '_bucket' }
  })
  return [...buckets, { labels, value: sum, suffix: '_sum' }, { labels, value: count, suffix: '_count' }]
}
