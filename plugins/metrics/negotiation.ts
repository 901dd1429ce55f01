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
  const accepted = new Negotiator({ headers: { accept: withoutOtherParameters(accept) } })
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
 * Media types with nothing but their version and weight. No other parameter changes the bytes, so none may keep a type
 * from matching: all names here are of the old character set, whatever the `escaping`; the charset is always UTF-8; and
 * what is unknown asks for nothing that is known.
 */
function withoutOtherParameters(accept: string | undefined): string | undefined {
  return accept?.replaceAll(parameter, (text, name) => (/^(q|version)$/i.test(name) ? text : ''))
}

const parameter = /;\s*([^\s;,="]+)(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?/g
