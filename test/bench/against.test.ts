import t from 'tap'
import { chosen, compared, headOf, measureInTurn, tableOfRows } from '../../bench/against.ts'
import type { Checkout } from '../../bench/checkout.ts'
import { type Measurement, measurementsOf, type Row } from '../../bench/rows.ts'

const memory: Row = { id: 'memory-100', what: 'memory', unit: 'MB', limit: 0.6, of: 'theirs' }
const age: Row = { id: 'age', what: 'age', unit: '', limit: 0.15, of: 'itself' }
const calls: Row = { id: 'age-calls', what: 'calls', unit: '', limit: 1.02, of: 'theirs' }

const checkout = (name: string, options: string[] = []): Checkout => {
  const built = { main: `/${name}/dist/src/main.js`, options, env: { NODE_ENV: 'production' } }
  return { name, folder: `/${name}`, built, copied: [], without: [] }
}
const sides = { theirs: checkout('older'), ours: checkout('newer', ['--snapshot-blob=/newer/dist/blob']) }

/** Gives each checkout what it has for it, run by run. */
function measuring(rows: readonly Row[], values: Readonly<Record<string, (number | undefined)[][]>>): Measurement {
  return {
    rows,
    async measure({ name }) {
      const next = values[name]?.shift()
      if (next === undefined) throw new Error('out of luck')
      return next
    }
  }
}

t.test('medians of both, a ratio for each run, and whether the goal is met', async (t) => {
  const pairs = [
    { theirs: 100, ours: 50 },
    { theirs: 120, ours: 90 },
    { theirs: 110, ours: 55 }
  ]
  const table = tableOfRows([compared(memory, pairs), compared({ ...age, limit: 54 }, pairs), compared(calls, [])])
  t.match(
    table,
    /\| memory +\| 110 MB +\| 55 MB +\| 0\.50 \(0\.50 0\.75 0\.50\) +\| at most 0\.6 of theirs +\| met +\|/
  )
  t.match(table, /\| age +\| 110 +\| 55 +\| 0\.50 \(.*\) +\| at most 54 +\| MISSED +\|/, 'the ratio is not its goal')
  t.match(table, /\| calls +\| - +\| - +\| - +\| at most 1\.02 of theirs +\| not measured +\|/)
})

t.test('each measurement is made of theirs and ours in turn', async (t) => {
  const measurements = [
    measuring([memory], { older: [[100], [100]], newer: [[50], [70]] }),
    measuring([age, calls], { older: [[0.5, 1]], newer: [[0.1, undefined]] })
  ]
  const told: string[] = []
  const choice = chosen(measurements, [])
  const rows = await measureInTurn(sides, choice, 2, (text) => told.push(text.replace(/ \(\d+ s\)$/, '')))
  t.strictSame(
    rows.map(({ id, theirs, ours, isMet }) => ({ id, theirs, ours, isMet })),
    [
      { id: 'memory-100', theirs: 100, ours: 70, isMet: false },
      { id: 'age', theirs: 0.5, ours: 0.1, isMet: true },
      { id: 'age-calls', theirs: undefined, ours: undefined, isMet: undefined }
    ]
  )
  t.strictSame(told, [
    'run 1 of 2, older: memory-100: 100',
    'run 1 of 2, newer: memory-100: 50',
    'run 1 of 2, older: age, age-calls: 0.5, 1',
    'run 1 of 2, newer: age, age-calls: 0.1, -',
    'run 2 of 2, older: memory-100: 100',
    'run 2 of 2, newer: memory-100: 70',
    'run 2 of 2, older: age, age-calls: not measured: out of luck',
    'run 2 of 2, newer: age, age-calls: not measured: out of luck'
  ])
})

t.test('rows are chosen by how their ids begin', async (t) => {
  const measurements = [measuring([memory], {}), measuring([age, calls], {})]
  const idsOf = (beginnings: string[]) => chosen(measurements, beginnings).rows.map(({ id }) => id)
  t.strictSame(idsOf([]), ['memory-100', 'age', 'age-calls'])
  t.strictSame(idsOf(['age-', 'mem']), ['memory-100', 'age-calls'])
  t.equal(chosen(measurements, ['age-calls']).measurements.length, 1)
  t.throws(() => idsOf(['memory', 'start']), { message: 'no row begins with start' })
})

t.test('every row has an id of its own, and its memory at the sizes that are given', async (t) => {
  const ids = measurementsOf([100, 5000]).flatMap(({ rows }) => rows.map(({ id }) => id))
  t.equal(new Set(ids).size, ids.length)
  t.strictSame(
    ids.filter((id) => id.startsWith('memory')),
    ['memory-100', 'memory-5000']
  )
})

t.test('the head says how each is started', async (t) => {
  t.match(headOf(sides), /^theirs: older, .*: NODE_ENV=production node dist\/src\/main\.js$/m)
  t.match(headOf(sides), /^ours: newer, .*: NODE_ENV=production node --snapshot-blob=dist\/blob dist\/src\/main\.js$/m)
})
