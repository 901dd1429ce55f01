/** Which format and encoding an answer to a scrape takes. */
import type { IncomingHttpHeaders } from 'node:http'
import Negotiator from 'negotiator'
import { contentTypes, type Format } from '../../src/exposition/exposition.ts'

export interface Offer {
  readonly format: Format
  readonly contentType: string
}

const text = 'text/plain; version=0.0.4'
/** The same bytes as 0.0.4, as no name here needs the quotes that 1.0.0 adds. */
const text1 = 'text/plain; version=1.0.0'

/** By media type. Where a scraper leaves the choice, it gets the first that it takes. */
const offers: ReadonlyMap<string, Offer> = new Map([
  [text, { format: 'text', contentType: contentTypes.text }],
  ['application/openmetrics-text; version=1.0.0', { format: 'openmetrics', contentType: contentTypes.openmetrics }],
  [text1, { format: 'text', contentType: `${text1}; charset=utf-8; escaping=underscores` }],
  ['application/openmetrics-text; version=2.0.0', { format: 'openmetrics2', contentType: contentTypes.openmetrics2 }]
])

/**
 * OpenMetrics where `Accept` prefers it, 2.0 and text 1.0.0 where it names them; text 0.0.4 where it prefers that, does
 * not care, or names nothing we have, as Prometheus' own client library does.
 */
export function offerFor({ accept }: IncomingHttpHeaders): Offer {
  return readOffer(accept)
}

export function acceptsGzip({ 'accept-encoding': encodings }: IncomingHttpHeaders): boolean {
  return readGzip(typeof encodings === 'string' ? encodings : undefined)
}

const readOffer = remembered((accept) => {
  const accepted = new Negotiator({ headers: { accept: withoutOtherParameters(accept) } })
  const type = accepted.mediaType([...offers.keys()]) ?? text
  return offers.get(type) as Offer
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
