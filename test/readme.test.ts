import { readFileSync } from 'node:fs'
import t from 'tap'
import {
  configurationPath,
  readmePath,
  referencePath,
  referenceWithTables,
  schemaPath,
  schemaText,
  securityPath,
  securityWithTable,
  settingsPath,
  settingsTable,
  settingsWithTable,
  tableDay
} from '../docs/generate.ts'
import { fieldOf, metricChapters } from '../docs/metric-rows.ts'
import { providers } from '../providers/index.ts'
import { createProgram } from '../src/cli/program.ts'
import { configuration } from '../src/config/file/configuration.ts'
import { systemClock } from '../src/contract/clock.ts'

const chapters = await metricChapters({ ...systemClock, now: () => tableDay })

t.test('the table of settings is that of the schemas', async (t) => {
  t.equal(readFileSync(settingsPath, 'utf8'), settingsWithTable(), 'if they differ, run `npm run docs`')
})

t.test('and so are those of the reference', async (t) => {
  t.equal(readFileSync(referencePath, 'utf8'), referenceWithTables(chapters), 'if they differ, run `npm run docs`')
})

t.test('and the schema of the configuration file', async (t) => {
  t.equal(readFileSync(schemaPath, 'utf8'), schemaText(), 'if they differ, run `npm run docs`')
})

t.test('the examples of a configuration file are good', async (t) => {
  for (const path of [readmePath, configurationPath]) {
    const blocks = [...readFileSync(path, 'utf8').matchAll(/```yaml\n(providers:\n.*?)```/gs)].map(
      ([, text = '']) => text
    )
    t.ok(blocks.length > 0, path)
    for (const text of blocks) {
      const readFile = (name: string) => (name === 'edge.yml' ? text : 'secret')
      const env = { CONFIG_FILE: 'edge.yml', CDN_PASSWORD: 'secret' }
      t.ok((await configuration({ providers, env, readFile })).providers.length > 0, text)
    }
  }
})

t.test('and what differs from the exporter toolkit', async (t) => {
  t.equal(readFileSync(securityPath, 'utf8'), securityWithTable(), 'if they differ, run `npm run docs`')
})

t.test('the reference has every family, and the field of the API for those of providers', async (t) => {
  const reference = readFileSync(referencePath, 'utf8')
  const attribute = /from attribute_key/
  for (const { name, rows } of chapters) {
    t.ok(rows.length > 10, name)
    for (const row of rows.filter(({ help }) => !attribute.test(help))) t.match(reference, `\`${row.name}\``)
  }
  const fieldless = chapters.flatMap(({ rows }) => rows.filter(({ help }) => fieldOf(help) === ''))
  t.strictSame(
    fieldless.map(({ name }) => name).filter((name) => !name.startsWith('edge_exporter_')),
    ['chinacache_channel_up', 'chinacache_window_end_timestamp_seconds', 'chinacache_window_start_timestamp_seconds'],
    'all but those that tell of the question, not of the answer'
  )
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

t.test('the README is read in one sitting', async (t) => {
  t.ok(readFileSync(readmePath, 'utf8').split('\n').length <= 250)
})

t.test('the README has every command', async (t) => {
  const readme = readFileSync(readmePath, 'utf8')
  const named = [...readme.matchAll(/^\| `edge-exporter ([a-z0-9 -]+)` \|/gm)].map(([, name]) => name as string)
  const program = createProgram(providers)
  const visible = program.createHelp().visibleCommands(program)
  const commands = visible.flatMap((command) =>
    command.commands.length === 0 ? [command.name()] : command.commands.map((own) => `${command.name()} ${own.name()}`)
  )
  t.strictSame(named.sort(), commands.filter((name) => name !== 'help').sort())
})
