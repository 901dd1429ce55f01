/** How long the last refreshes took, as a small line. */

import { type Html, html } from './html.ts'
import type { SourceReport } from './status-schema.ts'
import { length } from './words.ts'

const width = 112
const height = 26
const margin = 3

export function sparkline(refreshes: SourceReport['refreshes']): Html {
  const last = refreshes.at(-1)
  if (last === undefined) return html`none yet`
  const longest = Math.max(...refreshes.map(({ seconds }) => seconds), 0.001)
  const failed = refreshes.filter(({ ok }) => !ok).length
  const point = (seconds: number, i: number) => {
    const x = refreshes.length === 1 ? width - margin : margin + ((width - 2 * margin) * i) / (refreshes.length - 1)
    const part = refreshes.length === 1 ? 0.5 : seconds / longest
    return { x: round(x), y: round(height - margin - (height - 2 * margin) * part) }
  }
  const points = refreshes.map(({ seconds }, i) => point(seconds, i))
  const dots = refreshes.flatMap(({ ok }, i) => {
    const { x, y } = points[i] as { x: number; y: number }
    return ok && i < refreshes.length - 1
      ? []
      : [html`<circle class="${ok ? 'last' : 'failed'}" cx="${x}" cy="${y}" r="2.4"/>`]
  })
  const label = `Time of the last ${refreshes.length} refreshes, at most ${length(longest)}${failed > 0 ? `; ${failed} of them failed` : ''}`
  return html`<span class="spark"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}"><polyline points="${points.map(({ x, y }) => `${x},${y}`).join(' ')}"/>${dots}</svg><span>${length(last.seconds)}</span></span>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
