/** 10,000 answers of each report with changes anywhere. */
import t from 'tap'
import { seed } from '../../../answers/properties.ts'
import { holdsForAnyReport, reportNames } from '../../../answers/report-changes.ts'

t.setTimeout(300_000)
const runs = 10_000

for (const name of reportNames) {
  t.test(name, async (t) => {
    t.comment(`seed ${seed}`)
    t.ok((await holdsForAnyReport(name, { runs, seed })) > runs / 4, 'most answers are read in part')
  })
}
