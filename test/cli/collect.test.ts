import { chmodSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parseExposition } from '../parse-exposition.ts'
import { run, start } from '../program.ts'
import { messagesIn, simulate } from './simulated.ts'

t.jobs = 2

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

t.test(
  '--output writes the whole file, over an older one, and leaves no other behind',
  { buffered: true },
  async (t) => {
    const { settings } = await simulate(t)
    const cwd = t.testdir({ 'edge.prom': 'old 1\n' })
    const { code, stdout } = await run(t, ['collect', '--output', 'edge.prom'], { env: settings, cwd })
    t.same([code, stdout], [0, ''])
    t.ok(parseExposition(readFileSync(join(cwd, 'edge.prom'), 'utf8'), 'text').names.includes('site24x7_monitor_up'))
    t.same(readdirSync(cwd), ['edge.prom'])
  }
)

t.test('--output is seen by a reader whole or not at all', { buffered: true }, async (t) => {
  const { settings } = await simulate(t)
  const cwd = t.testdir({ 'edge.prom': '' })
  let isRunning = true
  const { ended } = start(t, ['collect', '--output', 'edge.prom'], { env: settings, cwd })
  const done = ended.finally(() => {
    isRunning = false
  })
  const sizes = new Set<number>()
  while (isRunning) {
    sizes.add(readFileSync(join(cwd, 'edge.prom')).length)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await done
  const whole = readFileSync(join(cwd, 'edge.prom')).length
  t.ok(whole > 10_000)
  t.strictSame(
    [...sizes].filter((size) => size !== 0 && size !== whole),
    []
  )
})

for (const [name, spoil, file] of [
  ['a folder that does not exist', () => {}, 'none/edge.prom'],
  ['a folder in the place of the file', (cwd: string) => mkdirSync(join(cwd, 'folder')), 'folder'],
  ['a folder without permission', (cwd: string) => chmodSync(cwd, 0o555), 'edge.prom']
] as const) {
  // Root may write everywhere.
  const skip = name.endsWith('permission') && process.getuid?.() === 0 && 'needs a user who is not root'
  t.test(`${name}: one clear line, 1, and the old file stays`, { buffered: true, skip }, async (t) => {
    const { settings } = await simulate(t)
    const cwd = t.testdir({ 'edge.prom': 'old 1\n' })
    spoil(cwd)
    t.teardown(() => chmodSync(cwd, 0o755))
    const args = ['collect', '--log.level', 'error', '--output', file]
    const { code, stderr } = await run(t, args, { env: settings, cwd })
    t.equal(code, 1)
    t.match(stderr, new RegExp(`^edge-exporter: cannot write to ${file} \\(E[A-Z]+\\); nothing was changed\\n$`))
    t.equal(readFileSync(join(cwd, 'edge.prom'), 'utf8'), 'old 1\n')
    t.same(
      readdirSync(cwd).filter((entry) => !['edge.prom', 'folder'].includes(entry)),
      []
    )
  })
}

t.test('a reader that goes away is no fault', { buffered: true }, async (t) => {
  const { settings } = await simulate(t)
  const { child, ended } = start(t, ['collect', '--log.level', 'error'], { env: settings })
  child.stdout?.destroy()
  const { code, stderr } = await ended
  t.same([code, stderr], [0, ''])
})
