/** What is good to know although nothing may be wrong: a list for each topic. */
import { type Html, html } from './html.ts'
import { pill } from './pill.ts'
import type { NoticeReport, Status } from './status-schema.ts'
import { number } from './words.ts'

/** As many of a topic as a reader looks at; `/api/status` has all. */
const mostShown = 20

export function noticesSections({ notices }: Status): Html[] {
  const topics = [...Map.groupBy(notices, ({ title, topic }) => `${topic}\n${title}`).values()]
  return topics.map(topicSection)
}

function topicSection(notices: readonly NoticeReport[]): Html {
  const [{ topic, title } = { topic: '', title: '' }] = notices
  const shown = notices.slice(0, mostShown)
  const more = notices.length - shown.length
  return html`<section class="card notices" aria-label="${topic}">
<h2>${topic} <span class="count">${number(notices.length)}</span><small>${title}</small></h2>
<ul role="list">${shown.map(({ name, severity, state, text }) => html`<li>${pill(severity, state)}<span class="what"><b dir="auto">${name}</b><small>${text}</small></span></li>`)}</ul>
${more > 0 && html`<p class="note">and ${number(more)} more in <a href="api/status">/api/status</a></p>`}
</section>`
}
