/** The status page as a whole. */

import { type Content, Html, html } from './html.ts'
import { noticesSections } from './notices.ts'
import { pill } from './pill.ts'
import { mapSection, tiles, trafficSections } from './sections.ts'
import { problemsSection, sourcesSection } from './sources.ts'
import type { Status } from './status-schema.ts'
import { troublesSection, type Wanted } from './troubles.ts'

export interface PageOptions {
  /** Paths of the assets, relative to the page, as a proxy may serve it under another path. */
  readonly style: string
  readonly script: string
  readonly icon: string
  /** Paths worth a link, relative to the page, with what is there. */
  readonly links: Readonly<Record<string, string>>
}

/** The markup of the logo, which takes the colours of the page. */
export const logo = new Html(
  '<svg class="logo" viewBox="0 0 32 32" aria-hidden="true"><circle class="globe" cx="16" cy="16" r="13"/><path class="globe" d="M16 3c-5 3.5-7 8-7 13s2 9.5 7 13c5-3.5 7-8 7-13s-2-9.5-7-13"/><path class="cut" d="M1 17h7.5l3-7 5 13 3.5-9 1.5 3H31"/><path class="pulse" d="M1 17h7.5l3-7 5 13 3.5-9 1.5 3H31"/></svg>'
)

/** What changes: asked for again by the script, without the coasts of the map. A `div` keeps the place of what comes and goes. */
export function liveParts(status: Status, wanted: Wanted, isWhole: boolean): Html {
  const traffic = trafficSections(status)
  return html`<header>
<h1>${logo}<span>edge<b>-</b>exporter</span></h1>
<p role="status" id="summary">${pill(status.severity, status.summary)}</p>
</header>
<main>
<div>${problemsSection(status)}</div>
${tiles(status)}
<div>${status.watched.map((watched) => troublesSection(watched, wanted, status.now))}</div>
<div>${noticesSections(status)}</div>
<div>${mapSection(status, isWhole)}</div>
${traffic.length > 0 && html`<div class="columns">${traffic}</div>`}
${sourcesSection(status)}
</main>`
}

export function page(status: Status, wanted: Wanted, { style, script, icon, links }: PageOptions): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${status.summary} · edge-exporter</title>
<link rel="icon" href="${icon}" type="image/svg+xml">
<link rel="stylesheet" href="${style}">
<script src="${script}" defer></script>
</head>
<body>
<a class="skip" href="#sources">Skip to the sources</a>
<div id="live">${liveParts(status, wanted, true)}</div>
<footer>
<nav aria-label="More"><ul role="list">${Object.entries(links).map(([path, what]): Content => html`<li><a href="${path}">${what}</a></li>`)}</ul></nav>
<p>edge-exporter ${status.version}. Coasts and borders: Natural Earth.</p>
</footer>
</body>
</html>
`
}
