import type { Family, Source } from '../../src/contract/provider.ts'

export interface FakeSource<Payload = unknown, Memory = unknown> extends Source<Payload, Memory> {
  /** What the last fetches were given. */
  readonly signals: AbortSignal[]
  /** Fetches so far. */
  readonly calls: number
}

export type FakeOptions = Partial<Source> & { readonly name?: string; readonly provider?: string }

/**
 * A source whose payload is a list of series names, `['a', 'b']` by default, which its collector makes a family of:
 * `acme_<source>{x="a"} 1`.
 */
export function fakeSource({ fetch, provider = 'acme', ...overrides }: FakeOptions = {}): FakeSource {
  const signals: AbortSignal[] = []
  return {
    name: 'numbers',
    ttl: 60_000,
    maxAge: 300_000,
    callsPerRefresh: 1,
    identity: 'an account',
    collect: (payload) => ({ families: [numbers(overrides.name ?? 'numbers', payload as string[], provider)] }),
    ...overrides,
    signals,
    get calls() {
      return signals.length
    },
    async fetch(context) {
      signals.push(context.signal)
      return fetch === undefined ? ['a', 'b'] : fetch(context)
    }
  }
}

export function numbers(source: string, series: readonly string[], provider = 'acme'): Family {
  const samples = series.map((x) => ({ labels: { x }, value: 1 }))
  return { name: `${provider}_${source}`, help: 'Numbers.', type: 'gauge', samples }
}
