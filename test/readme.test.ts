import { readFileSync } from 'node:fs'
import t from 'tap'
import { readmePath, readmeWithTables, settingsTable, tableDay } from '../docs/generate.ts'
import { systemClock } from '../src/clock.ts'

t.test('the tables of the README are those of the schemas and families', async (t) => {
  const expected = await readmeWithTables({ ...systemClock, now: () => tableDay })
  t.equal(readFileSync(readmePath, 'utf8'), expected, 'if they differ, run `npm run docs`')
})

t.test('the settings table has no secret as a default', async (t) => {
  for (const line of settingsTable()
    .split('\n')
    .filter((row) => row.includes('(secret'))) {
    t.match(line, /^\| `\w+` \| {2}\|/)
  }
})

t.test('the first screen of the README has the two commands', async (t) => {
  const screen = readFileSync(readmePath, 'utf8').split('\n').slice(0, 20).join('\n')
  t.match(screen, 'npm ci && npm run demo')
  t.match(screen, 'npm ci && npm test')
})
