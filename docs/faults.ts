/** The table of faults in `docs/reliability.md`, from the rows that the tests play. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type FaultRow, faultRows, interval, longestPause, type Outcome } from '../test/app/fault-rows.ts'
import { type Subject, subjects } from '../test/app/subjects.ts'

export const reliabilityPath = fileURLToPath(new URL('reliability.md', import.meta.url))

export function faultsTable(): string {
  const rows = faultRows.map((row) => {
    const exceptions = subjects.flatMap((subject) => {
      const outcome = row.otherwise?.[subject.name]
      return outcome === undefined ? [] : [`${subject.title}: ${describe(outcome, row)}`]
    })
    const own = row.subjects?.length === 1 ? row.otherwise?.[row.subjects[0] as Subject['name']] : undefined
    const outcome = own ?? row
    const notes = own === undefined ? exceptions : []
    return `| ${row.what} | ${reasonOf(outcome)} | ${outcome.attempts ?? 1} | ${pauseOf(row, outcome)} | ${notes.join('; ')} |`
  })
  return ['| what happens | class | attempts | longest pause | but |', '|---|---|---|---|---|', ...rows].join('\n')
}

function describe(outcome: Outcome, row: FaultRow): string {
  const parts = Object.entries(outcome.only ?? {}).map(([source, part]) =>
    part === 'down' ? `only its source \`${source}\`` : `only a part of its source \`${source}\``
  )
  const attempts = (outcome.attempts ?? 1) === (row.attempts ?? 1) ? [] : [`${outcome.attempts} attempts`]
  return [reasonOf(outcome), ...parts, ...attempts].join(', ')
}

function reasonOf({ reason }: Outcome): string {
  return reason === undefined ? 'none' : `\`${reason}\``
}

function pauseOf(row: FaultRow, { reason }: Outcome): string {
  if (reason === undefined) return ''
  const seconds = row.pause ?? longestPause[reason]
  if (seconds === undefined) return 'the interval'
  if (seconds > 3600) return 'until then'
  return seconds % interval === 0 ? `${seconds / 60} min` : `${seconds} s`
}

/** The page with its table as it should be. */
export function reliabilityWithTable(insert: (document: string, name: string, content: string) => string): string {
  return insert(readFileSync(reliabilityPath, 'utf8'), 'faults', faultsTable())
}
