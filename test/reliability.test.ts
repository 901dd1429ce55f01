import { readFileSync } from 'node:fs'
import t from 'tap'
import { reliabilityPath, reliabilityWithTable } from '../docs/faults.ts'
import { insert } from '../docs/generate.ts'
import { faultRows } from './app/fault-rows.ts'

t.test('the table of faults is that of the tests', async (t) => {
  const document = reliabilityWithTable(insert)
  t.equal(readFileSync(reliabilityPath, 'utf8'), document, 'if they differ, run `npm run docs`')
  for (const { what } of faultRows) t.match(document, `| ${what} |`)
})
