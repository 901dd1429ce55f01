/** Another checkout of this program and this one, measured in turn, so that both meet the machine as it is. */
import type { Checkout } from './checkout.ts'
import { format, markdown } from './goals.ts'
import type { Measurement, Row } from './rows.ts'
import { median } from './statistics.ts'

/** What was measured of a row in one run. */
export interface Pair {
  readonly theirs: number
  readonly ours: number
}

export interface ComparedRow extends Row {
  /** One for each run in which both were measured. */
  readonly pairs: readonly Pair[]
  /** Medians; undefined where nothing was measured. */
  readonly theirs: number | undefined
  readonly ours: number | undefined
  readonly ratio: number | undefined
  readonly isMet: boolean | undefined
}

export interface Sides {
  readonly theirs: Checkout
  readonly ours: Checkout
}

/** Those with a row whose id begins with one of these, and of their rows only such. All when none is given. */
export function chosen(measurements: readonly Measurement[], beginnings: readonly string[]) {
  const isChosen = ({ id }: Row) => beginnings.length === 0 || beginnings.some((text) => id.startsWith(text))
  const rows = measurements.flatMap(({ rows }) => rows.filter(isChosen))
  const unknown = beginnings.find((text) => !rows.some(({ id }) => id.startsWith(text)))
  if (unknown !== undefined) throw new Error(`no row begins with ${unknown}`)
  return { rows, measurements: measurements.filter((measurement) => measurement.rows.some(isChosen)) }
}

/** Theirs and ours, and so on. What cannot be measured is told, and the rest goes on. */
export async function measureInTurn(
  { theirs, ours }: Sides,
  { rows, measurements }: ReturnType<typeof chosen>,
  runs: number,
  tell: (text: string) => void
): Promise<ComparedRow[]> {
  const pairs = new Map<string, Pair[]>()
  for (let run = 1; run <= runs; run++) {
    for (const measurement of measurements) {
      const a = await measured(measurement, theirs, run)
      const b = await measured(measurement, ours, run)
      for (const [i, { id }] of measurement.rows.entries()) {
        if (a[i] === undefined || b[i] === undefined) continue
        pairs.set(id, [...(pairs.get(id) ?? []), { theirs: a[i], ours: b[i] }])
      }
    }
  }
  return rows.map((row) => compared(row, pairs.get(row.id) ?? []))

  async function measured(measurement: Measurement, checkout: Checkout, run: number) {
    const ids = measurement.rows.map(({ id }) => id).join(', ')
    const started = performance.now()
    try {
      const values = await measurement.measure(checkout)
      const shown = values.map((value) => (value === undefined ? '-' : format(value))).join(', ')
      const seconds = Math.round((performance.now() - started) / 1000)
      tell(`run ${run} of ${runs}, ${checkout.name}: ${ids}: ${shown} (${seconds} s)`)
      return values
    } catch (error) {
      tell(`run ${run} of ${runs}, ${checkout.name}: ${ids}: not measured: ${(error as Error).message}`)
      return []
    }
  }
}

/** Pure. */
export function compared(row: Row, pairs: readonly Pair[]): ComparedRow {
  if (pairs.length === 0) {
    return { ...row, pairs, theirs: undefined, ours: undefined, ratio: undefined, isMet: undefined }
  }
  const ours = median(pairs.map(({ ours }) => ours))
  const ratio = median(pairs.map(({ theirs, ours }) => ours / theirs))
  const isMet = (row.of === 'theirs' ? ratio : ours) <= row.limit
  return { ...row, pairs, theirs: median(pairs.map(({ theirs }) => theirs)), ours, ratio, isMet }
}

/** Medians of both, the ratios of the runs, and what they should be. */
export function tableOfRows(rows: readonly ComparedRow[]): string {
  const lines = rows.map(({ what, unit, limit, of, pairs, theirs, ours, ratio, isMet }) => {
    const withUnit = (value: number | undefined) =>
      value === undefined ? '-' : `${format(value)}${unit && ` ${unit}`}`
    const goal = of === 'theirs' ? `at most ${limit} of theirs` : `at most ${limit}${unit && ` ${unit}`}`
    const each = pairs.length > 1 ? ` (${pairs.map(({ theirs, ours }) => (ours / theirs).toFixed(2)).join(' ')})` : ''
    const verdict = isMet === undefined ? 'not measured' : isMet ? 'met' : 'MISSED'
    return [what, withUnit(theirs), withUnit(ours), `${ratio?.toFixed(2) ?? '-'}${each}`, goal, verdict]
  })
  return markdown([['what', 'theirs', 'ours', 'ours / theirs', 'goal', ''], ...lines])
}

/** How each program is started, to be printed above the table. */
export function headOf({ theirs, ours }: Sides): string {
  const line = (side: string, { name, folder, built: { options, env } }: Checkout) => {
    const variables = Object.entries(env).map(([variable, value]) => `${variable}=${value}`)
    const words = [...variables, 'node', ...options, 'dist/src/main.js'].join(' ').replaceAll(`${folder}/`, '')
    return `${side}: ${name}, as its image starts it: ${words}\n`
  }
  return `${line('theirs', theirs)}${line('ours', ours)}The size of the whole image is not measured here.\n`
}
