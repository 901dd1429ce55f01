/** Markup in which everything that is not markup is escaped. */
import { escapeHtml } from '../../src/parsing/escape-html.ts'

/** Markup, as `html` makes it. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** Nothing is written for `false`, `null` and `undefined`. */
export type Content = Html | string | number | false | null | undefined | readonly Content[]

/** A tagged template. Values are text, unless they are markup themselves; lists are joined. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(strings.reduce((text, string, i) => text + write(values[i - 1]) + string))
}

function write(content: Content): string {
  if (content instanceof Html) return content.text
  if (typeof content === 'string') return escapeHtml(content)
  if (typeof content === 'number') return String(content)
  return Array.isArray(content) ? content.map(write).join('') : ''
}
