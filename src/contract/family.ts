/** What is served: families of samples. */

export type MetricType = 'gauge' | 'counter' | 'histogram' | 'summary'

/**
 * Label names and values. The order of the keys is the order on the wire. A collector with very many series keeps these
 * objects in its memory and hands the same ones out again: an object's text is made once.
 */
export type Labels = Readonly<Record<string, string>>

/** One series. `suffix` is for the parts of histograms and summaries: `_bucket`, `_sum`, `_count`. */
export interface Sample {
  readonly labels: Labels
  readonly value: number
  readonly suffix?: string
}

/**
 * A metric family of const samples, built anew at every refresh.
 *
 * - `name` starts with the provider's name and an underscore, and ends in `unit` where there is one;
 *   a counter ends in `_total`
 * - `help` says which field of the provider's API the value comes from
 * - no two samples of a family have the same labels, and all have the same label names in the same order
 */
export interface Family {
  readonly name: string
  readonly help: string
  readonly type: MetricType
  readonly unit?: string
  /** True for what is left out last where an account has more series than it may have. */
  readonly isKept?: boolean
  /** An array, or the `SampleColumns` of `src/contract/sample-columns.ts` where there are very many. */
  readonly samples: Iterable<Sample> & { readonly length: number }
}
