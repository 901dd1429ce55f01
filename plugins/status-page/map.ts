/** The world with what is seen from where, and with what part of the traffic goes where. */

import { atlas, partsOf } from './atlas.ts'
import { Html, html } from './html.ts'
import type { PlaceReport, RegionReport, Status } from './status-schema.ts'
import { counted, number, percent } from './words.ts'

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' })

function english(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code
}

/** Dots that hide others are drawn first, and those in trouble on top of all. */
const drawnLast: Readonly<Record<PlaceReport['severity'], number>> = { idle: 0, ok: 0, warning: 1, critical: 2 }

const smallestDot = 3.2
const largestDot = 9
/** Tells what is in trouble apart from what is not without its colour. */
const haloWidth = 4

/** Of a place, from which so many are not up, something larger than one of its monitors is wrong. */
const criticalShare = 0.25

/** One of 3,000 that is down does not turn a location red. */
export function severityOfShare({ count, not_up: notUp, severity }: PlaceReport): PlaceReport['severity'] {
  if (notUp === 0) return severity === 'idle' ? 'idle' : 'ok'
  return notUp / count >= criticalShare ? 'critical' : 'warning'
}

export const shareWords: Readonly<Record<PlaceReport['severity'], string>> = {
  ok: 'all up',
  idle: 'suspended or in maintenance',
  warning: 'under 25 % not up',
  critical: '25 % or more not up'
}

/** `all up`, `12 % not up`. */
export function shareOf(place: PlaceReport): string {
  return place.not_up === 0 ? shareWords[severityOfShare(place)] : `${percent(place.not_up / place.count)} not up`
}

/** `isWhole`: with the coasts, which never change and so need not be sent again. */
export function worldMap(
  { places, regions }: Pick<Status, 'places' | 'regions'>,
  nouns: string,
  isWhole: boolean
): Html {
  const { width, height } = atlas()
  const label = mapLabel(places, regions, nouns)
  return html`<svg class="world" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
<g data-keep id="coasts">${isWhole && coasts()}</g>
<g class="shares">${countryShares(regions).map(shareOfCountry)}</g>
<g class="dots">${dotsOf(places).map((dot) => circle(dot, nouns))}</g>
</svg>`
}

let drawnCoasts: Html | undefined

function coasts(): Html {
  const { land, borders } = atlas()
  drawnCoasts ??= html`<path class="land" d="${new Html(land)}"/><path class="borders" d="${new Html(borders)}"/>`
  return drawnCoasts
}

function mapLabel(places: readonly PlaceReport[], regions: readonly RegionReport[], nouns: string): string {
  const troubled = places.filter(({ not_up: notUp }) => notUp > 0).length
  const seen = `${counted(places.length, 'locations')}; ${nouns} are not up at ${troubled} of them`
  const shares = countryShares(regions).length
  return `World map: ${seen}${shares === 0 ? '' : `; ${counted(shares, 'countries')} shaded by traffic`}.`
}

interface Dot extends PlaceReport {
  readonly radius: number
}

/** The size grows with the share that is not up. */
function dotsOf(places: readonly PlaceReport[]): Dot[] {
  return places
    .map((place) => {
      const radius = smallestDot + (largestDot - smallestDot) * Math.sqrt(place.not_up / Math.max(1, place.count))
      return { ...place, severity: severityOfShare(place), radius: Math.round(10 * radius) / 10 }
    })
    .sort((a, b) => drawnLast[a.severity] - drawnLast[b.severity] || b.radius - a.radius)
}

function circle(dot: Dot, nouns: string): Html {
  const { name, longitude, latitude, radius, severity, count, not_up: notUp } = dot
  const [x, y] = atlas()
    .position(longitude, latitude)
    .map((at) => Math.round(at * 10) / 10)
  const title = `${name}: ${notUp === 0 ? `${counted(count, nouns)}, ${shareOf(dot)}` : `${number(notUp)} of ${counted(count, nouns)} not up`}`
  return html`${notUp > 0 && html`<circle class="halo ${severity}" cx="${x}" cy="${y}" r="${radius + haloWidth}"/>`}<circle class="dot ${severity}" cx="${x}" cy="${y}" r="${radius}"><title>${title}</title></circle>`
}

export interface CountryShare {
  readonly code: string
  readonly name: string
  readonly share: number
}

/** Shares by country, the parts of one added up; the largest first. */
export function countryShares(regions: readonly RegionReport[]): CountryShare[] {
  const shares = new Map<string, number>()
  for (const { code, share } of regions) {
    const country = code.slice(0, 2)
    shares.set(country, (shares.get(country) ?? 0) + share)
  }
  return [...shares]
    .map(([code, share]) => ({ code, name: english(code), share }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
}

function shareOfCountry(
  { code, name, share }: CountryShare,
  _i: number,
  all: readonly CountryShare[]
): Html | undefined {
  const shape = atlas().countries.get(code)
  if (shape === undefined) return undefined
  return html`<path class="${shade(share, all[0]?.share ?? 1)}" d="${shape}"><title>${name}: ${percent(share)} of the traffic</title></path>`
}

/** Of five steps, by the root, as one place usually has many times what the others have. */
function shade(share: number, most: number): string {
  return `shade-${Math.min(5, Math.max(1, Math.ceil(5 * Math.sqrt(share / most))))}`
}

export interface PartsMap {
  readonly country: string
  readonly regions: readonly RegionReport[]
  readonly map: Html
}

/** A map for each country whose parts are told, where their shapes are known. */
export function partsMaps(regions: readonly RegionReport[]): PartsMap[] {
  const divided = Map.groupBy(
    regions.filter(({ code }) => code.length > 2),
    ({ code }) => code.slice(0, 2)
  )
  return [...divided].flatMap(([code, own]) => {
    const { shapes, width, height } = partsOf(code)
    if (shapes.size === 0) return []
    const country = english(code)
    const byCode = new Map(own.map((region) => [region.code, region]))
    const most = Math.max(...own.map(({ share }) => share))
    const drawn = [...shapes].map(([part, shape]) => {
      const region = byCode.get(part)
      if (region === undefined || region.share === 0) return html`<path class="land" d="${shape}"/>`
      return html`<path class="${shade(region.share, most)}" d="${shape}"><title>${region.name}: ${percent(region.share)} of the traffic</title></path>`
    })
    const label = `Map of ${country}: ${own.length} parts shaded by their share of the traffic.`
    const map = html`<svg class="parts" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">${drawn}</svg>`
    return [{ country, regions: own.toSorted((a, b) => b.share - a.share), map }]
  })
}
