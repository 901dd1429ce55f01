/** The sources on the page: what is wrong, how each does, and its last refreshes. */
import { type Content, type Html, html } from './html.ts'
import { pill } from './pill.ts'
import { sparkline } from './sparkline.ts'
import type { FailureReport, RefreshReport, SourceReport, Status } from './status-schema.ts'
import { counted, length, number, shortened, size } from './words.ts'

const stateWords: Readonly<Record<SourceReport['state'], string>> = {
  up: 'up',
  partial: 'partly up',
  stale: 'down, stale data served',
  down: 'down',
  waiting: 'waiting',
  off: 'off'
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
  return html`<tr role="row" class="${severity}" data-source="${[source.provider, source.account, source.customer, name].filter((part) => part !== undefined).join('/')}">
<th scope="row" role="rowheader"><b>${title}</b><small>${name.replaceAll('_', ' ')}</small></th>
${cell('State', pill(severity, stateWords[state]))}
${cell('Data', age === undefined ? 'none yet' : html`${length(age)} old<small>withdrawn at ${length(source.max_age)}</small>`)}
${cell('Next refresh', next === undefined ? 'after the first' : next === 0 ? 'now' : `in ${length(Math.max(1, next))}`)}
${cell('Interval', html`${length(interval)}<small>${isStretched ? `${source.interval_reason}, instead of ${length(ttl)}` : source.interval_reason}</small>`)}
${cell('Refresh time', sparkline(refreshes))}
${cell('Series', number(series))}
</tr>${moreRow(source, now)}`
}

/** What is or was wrong, and below it, always in the same place, so that what is unfolded stays so, the last refreshes. */
function moreRow(source: SourceReport, now: number): Html {
  const { failure, past_failure: past, failed_parts: parts, off_reason: off } = source
  const when = failure !== undefined || parts.length > 0 ? 'now' : 'past'
  const text =
    failure !== undefined
      ? failureText(failure, now, 'now')
      : off !== undefined
        ? html`<b>Off:</b> ${shortened(off, 400)}`
        : parts.length > 0
          ? html`<b>A part of the last refresh failed:</b> ${shortened(parts.join('; '), 400)}`
          : past !== undefined && failureText(past, now, 'past')
  return html`<tr role="row" class="failure ${when}"><td role="cell" colspan="7"><div>${text}</div>${lastRefreshes(source, now)}</td></tr>`
}

function failureText({ reason, message, advice, at }: FailureReport, now: number, when: 'now' | 'past'): Html {
  const ago = at === undefined ? '' : `${length(Math.max(0, now - at))} ago`
  return html`<span class="reason">${reason}</span> <span class="message">${shortened(message, 400)}</span> ${when === 'now' ? html`<span class="advice">${withCode(advice)}</span>` : html`<small>(${ago}, no failure since)</small>`}`
}

/** Refreshes that the page lists; `/api/status` has all that are kept. */
const mostRefreshes = 20

function lastRefreshes({ title, source, refreshes }: SourceReport, now: number): Html | undefined {
  if (refreshes.length === 0) return undefined
  const shown = refreshes.slice(-mostRefreshes).reverse()
  const name = `${title}, ${source.replaceAll('_', ' ')}`
  return html`<details class="refreshes"><summary>Last ${counted(shown.length, 'refreshes')}<span class="hidden"> of ${name}</span></summary>
<table><caption class="hidden">${name}: last refreshes, newest first</caption>
<thead><tr>${['When', 'Took', 'Requests', 'Answers', 'Result'].map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${shown.map((refresh) => refreshRow(refresh, now))}</tbody></table></details>`
}

function refreshRow({ at, seconds, calls, bytes, reason, message = '', ok }: RefreshReport, now: number): Html {
  const result =
    reason === undefined ? 'ok' : html`<b>${ok ? `partly: ${reason}` : reason}</b> ${shortened(message, 200)}`
  const when = html`<time datetime="${new Date(at * 1000).toISOString()}">${length(Math.max(0, now - at))} ago</time>`
  return html`<tr><td>${when}</td><td>${length(seconds)}</td><td>${number(calls)}</td><td>${size(bytes)}</td><td>${result}</td></tr>`
}

/** Text between backticks as code. */
function withCode(text: string): Content {
  return text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))
}
