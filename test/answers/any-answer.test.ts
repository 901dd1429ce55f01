/** Real answers with changes: few of them here, and 100,000 in `test/e2e`. */
import t from 'tap'
import { providers } from '../../providers/index.ts'
import { holdsForAnyAnswer, seed } from './properties.ts'

// The machine may be busy.
t.setTimeout(300_000)

for (const provider of providers) {
  t.test(`whatever ${provider.title} answers`, async (t) => {
    t.comment(`seed ${seed}`)
    await holdsForAnyAnswer(provider, { runs: 2000 / providers.length, seed })
  })
}
