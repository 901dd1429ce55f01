import { chmodSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { providers } from '../../providers/index.ts'
import { collect } from '../../src/cli/collect.ts'
import { parseExposition } from '../support/parse-exposition.ts'
import { run, start } from '../support/program.ts'
import { messagesIn, simulate } from './simulated.ts'

t.jobs = 2
// Starting processes takes its time on a busy machine.
t.setTimeout(120_000)

t.test('one exposition to standard output, the log to standard error', { buffered: true }, async (t) => {
  const { settings } = await simulate(t)
  const { code, stdout, stderr } = await run(t, ['collect'], { env: settings })
  t.equal(code, 0, stderr)
  const { names, family } = parseExposition(stdout, 'text')
  for (const name of ['ChinaCache_metrics_hit_miss_total', 'site24x7_monitor_up']) t.ok(names.includes(name), name)
  t.same(new Set(family('edge_exporter_source_up')?.samples.map(({ value }) => value)), new Set([1]))
  t.ok(messagesIn(stderr).includes('source is up'))
})

t.test(
  'a provider that fails gives 1, and what was collected is printed all the same',
  { buffered: true },
  async (t) => {
    const { settings, simulators } = await simulate(t)
    simulators.site24x7?.faults.set('token', 'invalid-secret')
    const { code, stdout, stderr } = await run(t, ['collect'], { env: settings })
    t.equal(code, 1)
    const { names, value } = parseExposition(stdout, 'text')
    t.ok(names.includes('ChinaCache_metrics_hit_miss_total'))
    t.notOk(names.includes('site24x7_monitor_up'))
    t.equal(value('edge_exporter_source_up', { provider: 'site24x7', source: 'current_status' }), 0)
    t.match(messagesIn(stderr).join('\n'), /source is down: /)
  }
)

t.test('a part that fails gives 1', { buffered: true }, async (t) => {
  const { settings, simulators } = await simulate(t)
  simulators.chinacache?.faults.set('hit_rate', '404', { times: 1 })
  const { code, stdout } = await run(t, ['collect'], { env: settings })
  t.equal(code, 1)
  const { family } = parseExposition(stdout, 'text')
  const up = family('chinacache_channel_up')?.samples.map(({ value }) => value) ?? []
  t.equal(up.filter((value) => value === 0).length, 1)
})

/** Runs the command in this process. */
async function collectTo(t: Test, file: string): Promise<boolean> {
  const { settings } = await simulate(t)
  return collect({ providers, flags: {}, env: { ...settings, LOG_LEVEL: 'silent' }, output: file })
}

t.test('--output writes the whole file, over an older one, and leaves no other behind', async (t) => {
  const folder = t.testdir({ 'edge.prom': 'old 1\n' })
  const file = join(folder, 'edge.prom')
  t.equal(await collectTo(t, file), true)
  t.ok(parseExposition(readFileSync(file, 'utf8'), 'text').names.includes('site24x7_monitor_up'))
  t.same(readdirSync(folder), ['edge.prom'])
})

t.test('--output is seen by a reader whole or not at all', async (t) => {
  const file = join(t.testdir({ 'edge.prom': '' }), 'edge.prom')
  let isRunning = true
  const done = collectTo(t, file).finally(() => {
    isRunning = false
  })
  const sizes = new Set<number>()
  while (isRunning) {
    sizes.add(readFileSync(file).length)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await done
  const whole = readFileSync(file).length
  t.ok(whole > 10_000)
  t.strictSame(
    [...sizes].filter((size) => size !== 0 && size !== whole),
    []
  )
})

for (const [name, spoil, file, code] of [
  ['a folder that does not exist', () => {}, 'none/edge.prom', 'ENOENT'],
  ['a folder in the place of the file', (folder: string) => mkdirSync(join(folder, 'taken')), 'taken', 'EISDIR'],
  ['a folder without permission', (folder: string) => chmodSync(folder, 0o555), 'edge.prom', 'EACCES']
] as const) {
  // Root may write everywhere.
  const skip = code === 'EACCES' && process.getuid?.() === 0 && 'needs a user who is not root'
  t.test(`${name} is said, and the old file stays`, { skip }, async (t) => {
    const folder = t.testdir({ 'edge.prom': 'old 1\n' })
    spoil(folder)
    const path = join(folder, file)
    await t.rejects(collectTo(t, path), { message: `cannot write to ${path} (${code}); nothing was changed` })
    chmodSync(folder, 0o755)
    t.equal(readFileSync(join(folder, 'edge.prom'), 'utf8'), 'old 1\n')
    t.same(
      readdirSync(folder).filter((entry) => !['edge.prom', 'taken'].includes(entry)),
      []
    )
  })
}

t.test('a file that cannot be written: one clear line and 1', { buffered: true }, async (t) => {
  const { settings } = await simulate(t)
  const args = ['collect', '--log.level', 'error', '--output', 'none/edge.prom']
  const { code, stderr } = await run(t, args, { env: settings })
  t.same([code, stderr], [1, 'edge-exporter: cannot write to none/edge.prom (ENOENT); nothing was changed\n'])
})

t.test('a reader that goes away is no fault', { buffered: true }, async (t) => {
  const { settings } = await simulate(t)
  const { child, ended } = start(t, ['collect', '--log.level', 'error'], { env: settings })
  child.stdout?.destroy()
  const { code, stderr } = await ended
  t.same([code, stderr], [0, ''])
})
