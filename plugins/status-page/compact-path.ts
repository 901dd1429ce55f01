/** The path of an SVG in about half of its length. */

/**
 * Writes each point as its distance from the one before. `path` has points with one decimal, moved to or drawn to,
 * and rings that close: what d3-geo makes. Reckoned in whole tenths, so that no error adds up.
 */
export function compact(path: string): string {
  let [x, y] = [0, 0]
  let text = ''
  for (const [, command, points] of path.matchAll(/([MLZ])([^MLZ]*)/g)) {
    if (command === 'Z') {
      text += 'z'
      continue
    }
    const [toX = 0, toY = 0] = (points as string).split(',').map((number) => Math.round(Number(number) * 10))
    // A point on the last one is no line, but the start of a ring has to stand.
    if (command === 'M') text += `M${tenths(toX)}${joined(tenths(toY))}`
    else if (toX !== x || toY !== y) text += `l${tenths(toX - x)}${joined(tenths(toY - y))}`
    ;[x, y] = [toX, toY]
  }
  return text
}

/** `-0.4` as `-.4`. */
function tenths(value: number): string {
  return String(value / 10).replace(/^(-?)0\./, '$1.')
}

/** A sign parts two numbers as well as a comma. */
function joined(number: string): string {
  return number.startsWith('-') ? number : `,${number}`
}
