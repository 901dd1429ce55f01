/** Which format and encoding an answer to a scrape takes. */
import type { IncomingHttpHeaders } from 'node:http'
import Negotiator from 'negotiator'
import type { Format } from '../../src/exposition/exposition.ts'

const offers: readonly (readonly [type: string, format: Format])[] = [
  ['text/plain; version=0.0.4', 'text'],
  ['application/openmetrics-text; version=1.0.0', 'openmetrics']
]

/**
 * OpenMetrics where `Accept` prefers it; text where it prefers that, does not care, or names nothing we have,
 * as Prometheus' own client library does.
 */
export function formatFor({ accept }: IncomingHttpHeaders): Format {
  return readFormat(accept)
}

export function acceptsGzip({ 'accept-encoding': encodings }: IncomingHttpHeaders): boolean {
  return readGzip(typeof encodings === 'string' ? encodings : undefined)
}

const readFormat = remembered((accept) => {
  const accepted = new Negotiator({ headers: { accept: withoutNames(accept) } })
  const type = accepted.mediaType(offers.map(([offer]) => offer))
  return offers.find(([offer]) => offer === type)?.[1] ?? 'text'
})

const readGzip = remembered((encodings) => {
  const accepted = new Negotiator({ headers: { 'accept-encoding': encodings } })
  return accepted.encoding(['gzip', 'identity']) === 'gzip'
})

/** More than the scrapers of one exporter send; the bound is for who sends a new header with every request. */
const rememberedHeaders = 64

/** A scraper sends the same header every time, and reading it costs a third of what the rest of an answer does. */
function remembered<Meaning>(read: (header: string | undefined) => Meaning): (header: string | undefined) => Meaning {
  const known = new Map<string | undefined, Meaning>()
  return (header) => {
    const meaning = known.get(header) ?? read(header)
    if (!known.has(header) && known.size < rememberedHeaders) known.set(header, meaning)
    return meaning
  }
}

/**
 * All names here are of the old character set, so every `escaping` that a scraper offers yields the same bytes; and
 * the charset is always UTF-8. Neither may keep a media type from matching.
 */
function withoutNames(accept: string | undefined): string | undefined {
  return accept?.replaceAll(/;\s*(escaping|charset)\s*=\s*[^;,]*/gi, '')
}
