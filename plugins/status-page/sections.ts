/** The parts of the status page. */

import { type Content, type Html, html } from './html.ts'
import { type CountryShare, countryShares, partsMaps, severityOfShare, shareOf, shareWords, worldMap } from './map.ts'
import { pill } from './pill.ts'
import { sparkline } from './sparkline.ts'
import type { FailureReport, QuotaReport, SourceReport, Status, WatchedReport } from './status-schema.ts'
import { counted, length, number, percent, shortened } from './words.ts'

type Severity = Status['severity']

const stateWords: Readonly<Record<SourceReport['state'], string>> = {
  up: 'up',
  partial: 'partly up',
  stale: 'down, stale data served',
  down: 'down',
  waiting: 'waiting'
}

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

/** What is wrong with sources, before anything else. */
export function problemsSection({ sources }: Status): Html | undefined {
  const failing = sources.filter(({ failure }) => failure !== undefined)
  if (failing.length === 0) return undefined
  return html`<section class="card problems" aria-label="Sources that are down">
<ul role="list">${failing.map(({ title, source, failure, state }) => failure !== undefined && html`<li>${pill('critical', stateWords[state])}<span class="what"><b>${title}, ${source.replaceAll('_', ' ')}</b><span class="message">${shortened(failure.message, 400)}</span><span class="advice">${withCode(failure.advice)}</span></span></li>`)}</ul>
</section>`
}

export function sourcesSection({ sources, now }: Status): Html {
  return html`<section class="card sources" aria-labelledby="sources-title" id="sources">
<h2 id="sources-title">Sources</h2>
<table role="table"><thead role="rowgroup"><tr role="row">${['Source', 'State', 'Data', 'Next refresh', 'Interval', 'Refresh time', 'Series'].map((title) => html`<th scope="col" role="columnheader">${title}</th>`)}</tr></thead>
<tbody role="rowgroup">${sources.map((source) => sourceRow(source, now))}</tbody></table>
</section>`
}

function sourceRow(source: SourceReport, now: number): Html {
  const { title, source: name, state, severity, age, next_refresh: next, interval, ttl, refreshes, series } = source
  const cell = (label: string, content: Content) => html`<td role="cell" data-label="${label}">${content}</td>`
  const isStretched = interval > ttl
  return html`<tr role="row" class="${severity}" data-source="${source.provider}/${name}">
<th scope="row" role="rowheader"><b>${title}</b><small>${name.replaceAll('_', ' ')}</small></th>
${cell('State', pill(severity, stateWords[state]))}
${cell('Data', age === undefined ? 'none yet' : html`${length(age)} old<small>withdrawn at ${length(source.max_age)}</small>`)}
${cell('Next refresh', next === undefined ? 'after the first' : next === 0 ? 'now' : `in ${length(Math.max(1, next))}`)}
${cell('Interval', html`${length(interval)}<small>${isStretched ? `${source.interval_reason}, instead of ${length(ttl)}` : source.interval_reason}</small>`)}
${cell('Refresh time', sparkline(refreshes))}
${cell('Series', number(series))}
</tr>${failureRow(source, now)}`
}

function failureRow({ failure, past_failure: past, failed_parts: parts }: SourceReport, now: number): Html | undefined {
  if (failure !== undefined) return failureText(failure, now, 'now')
  if (parts.length > 0) {
    return html`<tr role="row" class="failure now"><td role="cell" colspan="7"><b>A part of the last refresh failed:</b> ${shortened(parts.join('; '), 400)}</td></tr>`
  }
  return past === undefined ? undefined : failureText(past, now, 'past')
}

function failureText({ reason, message, advice, at }: FailureReport, now: number, when: 'now' | 'past'): Html {
  const ago = at === undefined ? '' : `${length(Math.max(0, now - at))} ago`
  return html`<tr role="row" class="failure ${when}"><td role="cell" colspan="7"><span class="reason">${reason}</span> <span class="message">${shortened(message, 400)}</span> ${when === 'now' ? html`<span class="advice">${withCode(advice)}</span>` : html`<small>(${ago}, no failure since)</small>`}</td></tr>`
}

/** Text between backticks as code. */
function withCode(text: string): Content {
  return text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))
}
