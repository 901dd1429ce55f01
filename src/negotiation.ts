/** Which format and encoding an answer to a scrape takes. */
import type { IncomingHttpHeaders } from 'node:http'
import Negotiator from 'negotiator'
import type { Format } from './exposition.ts'

const offers: readonly (readonly [type: string, format: Format])[] = [
  ['text/plain; version=0.0.4', 'text'],
  ['application/openmetrics-text; version=1.0.0', 'openmetrics']
]

/**
 * OpenMetrics where `Accept` prefers it; text where it prefers that, does not care, or names nothing we have,
 * as Prometheus' own client library does.
 */
export function formatFor(headers: IncomingHttpHeaders): Format {
  const accepted = new Negotiator({ headers: { accept: withoutNames(headers.accept) } })
  const type = accepted.mediaType(offers.map(([offer]) => offer))
  return offers.find(([offer]) => offer === type)?.[1] ?? 'text'
}

/**
 * All names here are of the old character set, so every `escaping` that a scraper offers yields the same bytes; and
 * the charset is always UTF-8. Neither may keep a media type from matching.
 */
function withoutNames(accept: string | undefined): string | undefined {
  return accept?.replaceAll(/;\s*(escaping|charset)\s*=\s*[^;,]*/gi, '')
}

export function acceptsGzip(headers: IncomingHttpHeaders): boolean {
  return new Negotiator({ headers }).encoding(['gzip', 'identity']) === 'gzip'
}
