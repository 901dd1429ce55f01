import t from 'tap'
import { type BenchResult, measureInTurn, tableOfPairs } from '../../bench/against.ts'

const result = (scrapes: number, refresh: number, memory: number | undefined, start: number): BenchResult => ({
  sizes: {
    100: {
      serving: { exporter: scrapes },
      cost: { refresh, againstParse: refresh / 2 },
      ...(memory === undefined ? {} : { memory })
    }
  },
  startUp: { exporter: start, ratio: start / 40 }
})

t.test('medians of both, and a ratio for each run', async (t) => {
  const table = tableOfPairs([
    { theirs: result(1000, 4, 100, 400), ours: result(1100, 2, undefined, 200) },
    { theirs: result(2000, 4, 120, 400), ours: result(1000, 3, undefined, 400) },
    { theirs: result(3000, 4, 110, 400), ours: result(3000, 4, undefined, 100) }
  ])
  t.match(table, /\| 100 monitors: scrapes\/s +\| 2,000 +\| 1,100 +\| 1\.10 0\.50 1\.00 +\|/)
  t.match(table, /\| 100 monitors: CPU of a refresh, ms +\| 4 +\| 3 +\| 0\.50 0\.75 1\.00 +\|/)
  t.match(table, /\| 100 monitors: most memory, MB +\| - +\| - +\| - +\|/, 'what one of them lacks is not compared')
  t.match(table, /\| start to the first 200, ms +\| 400 +\| 200 +\| 0\.50 1\.00 0\.25 +\|/)
})

t.test('a checkout that is not built is told', async (t) => {
  await t.rejects(
    measureInTurn(t.testdir({}), '100', 1, () => {}),
    /has no bench\/main\.ts: run npm ci && npm run build there/
  )
})
