/** The list of what is not up: searched, filtered and cut into pages. */

import { type Content, type Html, html } from './html.ts'
import { pill } from './pill.ts'
import type { Status, WatchedReport } from './status-schema.ts'
import { counted, length, number } from './words.ts'

/** What a reader looks for, as the query of the page says it. */
export interface Wanted {
  /** Part of a name, a place or a reason; upper and lower case are the same. */
  readonly q?: string | undefined
  readonly state?: string | undefined
  /** Counted from 1. */
  readonly page?: string | undefined
}

type Trouble = WatchedReport['troubles'][number]

const rowsPerPage = 20

export interface Found {
  /** Those of this page. */
  readonly shown: readonly Trouble[]
  /** How many match. */
  readonly count: number
  readonly page: number
  readonly pages: number
}

/** A page that there is not is the last one. */
export function findTroubles(troubles: readonly Trouble[], { q = '', state = '', page = '1' }: Wanted): Found {
  const words = q.toLowerCase().trim()
  const found = troubles.filter(
    (trouble) => (state === '' || trouble.state === state) && (words === '' || textOf(trouble).includes(words))
  )
  const pages = Math.max(1, Math.ceil(found.length / rowsPerPage))
  const current = Math.min(pages, Math.max(1, Math.trunc(Number(page)) || 1))
  const start = (current - 1) * rowsPerPage
  return { shown: found.slice(start, start + rowsPerPage), count: found.length, page: current, pages }
}

function textOf({ name, where, reason = '' }: Trouble): string {
  return [name, ...where, reason].join('\n').toLowerCase()
}

export function troublesSection(watched: WatchedReport, wanted: Wanted, now: number): Html {
  const { title, noun, states, troubles } = watched
  const total = states.reduce((sum, { severity, count }) => sum + (isBad(severity) ? count : 0), 0)
  const isEmpty = states.every(({ count }) => count === 0)
  const found = findTroubles(troubles, wanted)
  return html`<section class="card troubles" aria-label="${title} ${noun} that are not up">
<h2>Not up <span class="count">${number(total)}</span><small>${title} ${noun}${troubles.length > 0 && ', the most severe first, then the newest'}</small></h2>
${troubles.length === 0 ? html`<p class="calm">${calm(noun, isEmpty)}</p>` : list(found, watched, wanted, now)}
</section>`
}

function calm(noun: string, isEmpty: boolean): string {
  return isEmpty
    ? `The account has no ${noun}. Is it the right account? Its ${noun} appear here as soon as it has some.`
    : `All ${noun} are up, suspended or in maintenance.`
}

export function isBad(severity: Status['severity']): boolean {
  return severity === 'critical' || severity === 'warning'
}

function list(found: Found, { noun, troubles }: WatchedReport, wanted: Wanted, now: number): Html {
  const isFiltered = found.count < troubles.length
  return html`${filterForm(troubles, wanted)}
${isFiltered && html`<p class="note" role="status">${counted(found.count, noun)} of ${number(troubles.length)} match. <a href="./">Show all</a></p>`}
<ol role="list">${found.shown.map((trouble) => troubleItem(trouble, now))}</ol>
${pageLinks(found, wanted)}`
}

function filterForm(troubles: readonly Trouble[], { q = '', state = '' }: Wanted): Html {
  const states = [...new Set(troubles.map((trouble) => trouble.state))]
  const options = states.map(
    (name) => html`<option value="${name}"${name === state && html` selected`}>${name}</option>`
  )
  return html`<form class="filter" method="get" action="./" role="search">
<label>Search <input type="search" name="q" value="${q}" maxlength="100" placeholder="name, location or reason"></label>
<label>State <select name="state"><option value="">all</option>${options}</select></label>
<button>Filter</button>
</form>`
}

/** A text that is longer than its line can be focused, and then is shown in full. */
const longest = 60

function inFull(text: string, tag: 'b' | 'small'): Html {
  const attributes = text.length > longest && html` class="long" tabindex="0"`
  return tag === 'b'
    ? html`<b dir="auto"${attributes}>${text}</b>`
    : html`<small dir="auto"${attributes}>${text}</small>`
}

function troubleItem({ name, state, severity, since, where, reason, link }: Trouble, now: number): Html {
  const details: Content = [
    where.length > 0 && inFull(where.join(' · '), 'small'),
    reason !== undefined && reason !== '' && inFull(reason, 'small')
  ]
  const time =
    since === undefined
      ? undefined
      : html`<time datetime="${new Date(since * 1000).toISOString()}" title="since ${utc(since)}">${length(Math.max(0, now - since))}<small>since ${utc(since)}</small></time>`
  const open =
    link !== undefined && html`<a class="open" href="${link}" rel="noreferrer" aria-label="Open ${name}">Open ↗</a>`
  return html`<li>${pill(severity, state)}<span class="what">${inFull(name, 'b')}${details}</span><span class="side">${time}${open}</span></li>`
}

/** `Nov 27, 14:05 UTC`. */
function utc(time: number): string {
  const text = new Date(time * 1000).toLocaleString('en-US', {
    timeZone: 'UTC',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23'
  })
  return `${text} UTC`
}

function pageLinks({ page, pages }: Found, { q = '', state = '' }: Wanted): Html | undefined {
  if (pages === 1) return undefined
  const to = (target: number) => `./?${new URLSearchParams({ q, state, page: String(target) })}`
  return html`<nav class="pages" aria-label="Pages of the list">
${page > 1 && html`<a href="${to(page - 1)}" rel="prev">Previous</a>`}
<span>Page ${page} of ${pages}</span>
${page < pages && html`<a href="${to(page + 1)}" rel="next">Next</a>`}
</nav>`
}
