/** The parts of the status page. */

import { type Content, type Html, html } from './html.ts'
import { type CountryShare, countryShares, partsMaps, severityOfShare, shareOf, shareWords, worldMap } from './map.ts'
import { pill } from './pill.ts'
import type { QuotaReport, Status, WatchedReport } from './status-schema.ts'
import { counted, length, number, percent, shortened } from './words.ts'

type Severity = Status['severity']

export function tiles(status: Status): Html {
  const up = status.sources.filter(({ state }) => state === 'up' || state === 'partial').length
  const isAllUp = up === status.sources.length
  return html`<ul class="tiles" role="list" aria-label="At a glance">
${status.watched.map(watchedTile)}
${tile('Sources up', html`${up}<small> of ${status.sources.length}</small>`, isAllUp ? 'ok' : 'critical', freshest(status))}
${tile('Series served', number(status.series), 'idle', 'served from memory: a scrape makes no API call')}
${status.quotas.map(quotaTile)}
</ul>`
}

function tile(title: string, value: Content, severity: Severity, note: Content): Html {
  return html`<li class="tile ${severity}"><h2>${title}</h2><p class="value">${value}</p><p class="note">${note}</p></li>`
}

function freshest({ sources }: Status): string {
  const ages = sources.flatMap(({ age }) => age ?? [])
  return ages.length === 0 ? 'no data yet' : `newest data ${length(Math.min(...ages))} old`
}

const mostNotes = 3

function watchedTile({ title, noun, states }: WatchedReport): Html {
  const all = states.reduce((sum, { count }) => sum + count, 0)
  const well = states.reduce((sum, { count, severity }) => sum + (severity === 'ok' ? count : 0), 0)
  const others = states.filter(({ severity }) => severity !== 'ok')
  const worst = ['critical', 'warning', 'ok'].find((severity) => states.some((state) => state.severity === severity))
  const notes = others.map(({ name, count }) => `${number(count)} ${name.replaceAll('_', ' ')}`)
  return tile(
    `${title} ${noun} up`,
    html`${number(well)}<small> of ${number(all)}</small>`,
    (worst ?? 'idle') as Severity,
    notes.length === 0
      ? all === 0
        ? 'the account has none'
        : 'all of them'
      : notes.slice(0, mostNotes).join(', ') + (notes.length > mostNotes ? ' ...' : '')
  )
}

function quotaTile({ title, calls_today: calls, calls_per_day: limit, usable }: QuotaReport): Html {
  const part = limit === 0 ? 1 : Math.min(1, calls / limit)
  const severity = calls >= usable ? 'critical' : calls >= usable * 0.9 ? 'warning' : 'ok'
  const label = `${number(calls)} of ${number(limit)} calls, at most ${number(usable)} are used`
  const bar = html`<svg class="bar" viewBox="0 0 200 8" preserveAspectRatio="none" role="img" aria-label="${label}"><rect class="track" width="200" height="8"/><rect class="fill ${severity}" width="${Math.round(part * 200)}" height="8"/><rect class="mark" x="${Math.round((200 * usable) / Math.max(1, limit))}" width="1.5" height="8"/></svg>`
  return tile(
    `${title} calls today`,
    html`${number(calls)}<small> of ${number(limit)}</small>`,
    severity === 'ok' ? 'idle' : severity,
    html`${bar}at most ${number(usable)} are used`
  )
}

/** Nothing where there is nothing to see on a map. */
export function mapSection(status: Status, isWhole: boolean): Html | undefined {
  if (status.places.length === 0 && status.regions.length === 0) return undefined
  const nouns = [...new Set(status.watched.map(({ noun }) => noun))].join(' and ') || 'traffic'
  const shares = countryShares(status.regions)
  return html`<section class="card map" aria-labelledby="map-title">
<h2 id="map-title">${status.places.length > 0 ? 'Monitoring locations' : 'Traffic map'}</h2>
${worldMap(status, nouns, isWhole)}
${legend(status, shares)}
${status.places.length > 0 && placesTable(status, nouns)}
</section>`
}

function legend({ places }: Status, shares: readonly CountryShare[]): Html {
  const severities = (['ok', 'warning', 'critical', 'idle'] as const).filter((severity) =>
    places.some((place) => severityOfShare(place) === severity)
  )
  return html`<ul class="legend" role="list" aria-label="Legend">
${severities.map((severity) => html`<li><i class="key ${severity}" aria-hidden="true"></i>${shareWords[severity]}</li>`)}
${shares.length > 0 && html`<li><i class="ramp" aria-hidden="true"></i>share of the traffic, up to ${percent(shares[0]?.share ?? 0)}</li>`}
</ul>`
}

function placesTable({ places, unplaced }: Status, nouns: string): Html {
  const rows = places.toSorted((a, b) => b.not_up / b.count - a.not_up / a.count || a.name.localeCompare(b.name, 'en'))
  return html`<details><summary>The map as a table: ${counted(places.length, 'locations')}</summary>
<table class="places"><thead><tr><th scope="col">Location</th><th scope="col" class="number">${nouns}</th><th scope="col" class="number">not up</th><th scope="col">State</th></tr></thead>
<tbody>${rows.map((place) => html`<tr><th scope="row" dir="auto">${shortened(place.name)}</th><td class="number">${number(place.count)}</td><td class="number">${number(place.not_up)}</td><td>${pill(severityOfShare(place), shareOf(place))}</td></tr>`)}</tbody></table>
${unplaced.length > 0 && html`<p class="note">Not on the map, as their position is unknown: ${shortened(unplaced.join(', '), 400)}</p>`}
</details>`
}

const mostRegions = 8

export function trafficSections({ regions }: Status): Html[] {
  const maps = partsMaps(regions).map(
    ({ country, map, regions: parts }) => html`<section class="card traffic" aria-label="Traffic in ${country}">
<h2>Traffic in ${country}</h2>
<div class="beside">${map}${shareList(parts)}</div>
</section>`
  )
  const abroad = countryShares(regions.filter(({ code }) => code.length === 2))
  if (abroad.length === 0) return maps
  const title = maps.length > 0 ? 'Traffic elsewhere' : 'Traffic by country'
  return [
    ...maps,
    html`<section class="card traffic" aria-label="${title}"><h2>${title}</h2>${shareList(abroad)}</section>`
  ]
}

function shareList(shares: readonly { readonly name: string; readonly share: number }[]): Html {
  const most = shares[0]?.share ?? 1
  const rows = shares
    .slice(0, mostRegions)
    .map(
      ({ name, share }) =>
        html`<li><span>${name}</span><svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="fill share" width="${Math.round((100 * share) / most)}" height="6"/></svg><b>${percent(share)}</b></li>`
    )
  return html`<ol class="shares-list" role="list">${rows}</ol>`
}
