import { type Html, html } from './html.ts'
import type { Status } from './status-schema.ts'

/** A word with the colour of how bad it is. */
export function pill(severity: Status['severity'], text: string): Html {
  return html`<span class="pill ${severity}"><i aria-hidden="true"></i>${text}</span>`
}
