/** What the exporter promises, and whether measurements hold it. */

export interface Goal {
  readonly id: string
  readonly what: string
  readonly unit: '' | 'ms' | 'MB' | '%'
  readonly limit: number
  /** Which side of the limit is good. */
  readonly good: 'at least' | 'at most'
}

const atLeast = (id: string, what: string, limit: number): Goal => ({ id, what, unit: '', limit, good: 'at least' })
const atMost = (id: string, what: string, limit: number, unit: Goal['unit'] = ''): Goal => {
  return { id, what, unit, limit, good: 'at most' }
}

export const goals: readonly Goal[] = [
  atLeast('serving-100', 'scrapes/s with gzip at 100 monitors, against nginx and a file', 0.7),
  atLeast('serving-10000', 'scrapes/s with gzip at 10,000 monitors, against nginx and a file', 0.5),
  atMost('refresh-10000', 'CPU of a warm refresh at 10,000 monitors, against JSON.parse', 5),
  atLeast('prom-client-10000', 'CPU of prom-client for the same series, against a refresh', 5),
  atMost('refresh-growth', 'CPU of a refresh at 100,000 monitors, against 10,000', 11),
  atMost('health-p99', '/healthz p99 while refreshes run back to back', 20, 'ms'),
  atMost('pause', 'longest pause of the event loop meanwhile', 50, 'ms'),
  atMost('scrape-p99', 'scrape p99 meanwhile, against no refresh running', 3),
  atMost('memory-100', 'resident memory at 100 monitors', 120, 'MB'),
  atMost('memory-10000', 'resident memory at 10,000 monitors', 400, 'MB'),
  atMost('memory-100000', 'resident memory at 100,000 monitors', 2560, 'MB'),
  atMost('memory-growth', 'growth of memory from refresh 20 to 200, the heap limited to 100 MB', 10, '%'),
  atMost('start', 'start to the first 200 of /healthz, against node -e 0', 8),
  atMost('calls', 'upstream calls of 1,000 scrapes in one TTL', 1)
]

export interface Row extends Goal {
  /** Undefined when nothing was measured, for want of a size or of a program. */
  readonly measured: number | undefined
  readonly held: boolean | undefined
}

export function judge(measured: Readonly<Record<string, number | undefined>>): Row[] {
  return goals.map((goal) => {
    const value = measured[goal.id]
    return { ...goal, measured: value, held: value === undefined ? undefined : isHeld(goal, value) }
  })
}

function isHeld({ limit, good }: Goal, value: number): boolean {
  return good === 'at least' ? value >= limit : value <= limit
}

export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ what, unit, limit, good, measured, held }) => [
    what,
    `${good} ${limit}${unit && ` ${unit}`}`,
    measured === undefined ? '-' : `${format(measured)}${unit && ` ${unit}`}`,
    held === undefined ? 'not measured' : held ? 'held' : 'NOT HELD'
  ])
  return markdown([['what', 'goal', 'measured', ''], ...cells])
}

/** A table that reads well as text, too. The first row is its head. */
export function markdown(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |\n`
  const [head = [], ...body] = rows
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|\n`, ...body.map(line)].join('')
}

/** Three digits that mean something. */
export function format(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))
}
