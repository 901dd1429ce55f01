/** The table of faults is whole. */
import t from 'tap'
import { failureReasons } from '../../src/contract/failure.ts'
import { manualClock } from '../support/manual-clock.ts'
import { faultRows, outcomeFor } from './fault-rows.ts'
import { subjects } from './subjects.ts'

for (const { name, endpoint, simulator } of subjects) {
  t.test(`there is a row for every fault of the simulator: ${name}`, async (t) => {
    const { app, faults } = await simulator(manualClock())
    const known = Object.entries(faults.known()).flatMap(([at, names]) =>
      endpoint === '*' || endpoint === at ? names : []
    )
    const rows = faultRows.filter((row) => outcomeFor(row, name) !== undefined).map((row) => row.name)
    t.ok(known.length > 30)
    t.strictSame(
      [...new Set(known)].filter((fault) => !rows.includes(fault)),
      []
    )
    await app.close()
  })
}

t.test('names are unique, and every class but that of a bug comes up', async (t) => {
  t.equal(new Set(faultRows.map(({ name }) => name)).size, faultRows.length)
  t.equal(new Set(faultRows.map(({ what }) => what)).size, faultRows.length)
  const reasons = new Set(faultRows.map(({ reason }) => reason))
  t.strictSame(
    failureReasons.filter((reason) => !reasons.has(reason)),
    ['internal']
  )
})
