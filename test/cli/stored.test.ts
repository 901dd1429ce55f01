import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { startFakeGateway } from '../support/fake-gateway.ts'
import { onlyMonitors } from '../support/only-monitors.ts'
import { run } from '../support/program.ts'
import { simulate } from './simulated.ts'

// Starting processes takes its time on a busy machine.
t.setTimeout(120_000)

t.test('collect and push use the token and the count of the run before, and always ask', async (t) => {
  const { settings, simulators } = await simulate(t)
  const gateway = await startFakeGateway(t)
  const folder = t.testdir({})
  const env = {
    ...settings,
    ...onlyMonitors,
    PUSHGATEWAY: `http://${gateway.host}`,
    CACHE_URL: pathToFileURL(folder).href,
    CHINACACHE_ENABLED: 'false',
    LOG_LEVEL: 'debug'
  }
  const options = { env, cwd: folder }
  const runs = [await run(t, ['collect'], options), await run(t, ['collect'], options), await run(t, ['push'], options)]
  for (const { code, stdout, stderr } of runs) {
    t.equal(code, 0, stderr)
    const log = stdout.startsWith('{') ? stdout : stderr
    t.match(log, /"msg":"refreshed"/)
    t.notMatch(log, /nextInMs|refreshing every|from the store/, 'nothing is said of a next time, or of a last one')
  }
  t.match(simulators.site24x7?.faults.calls, { token: 1, current_status: 3 })
  const files = readdirSync(folder)
  t.notOk(
    files.some((name) => name.startsWith('snapshot')),
    `${files}`
  )
  const counters: Record<string, Counter> = JSON.parse(readFileSync(join(folder, 'counters'), 'utf8'))
  const spent = Object.values(counters).map(({ counts }) =>
    Object.values(counts).reduce((sum, count) => sum + count, 0)
  )
  // In the evening of UTC, when the account is in its next day already, the first call is told for either day.
  t.equal(Math.max(...spent), 3)
})

t.test('a report that is fresh comes from the store, however often the command is run', async (t) => {
  const { settings, simulators } = await simulate(t)
  const folder = t.testdir({})
  const env = { ...settings, CACHE_URL: pathToFileURL(folder).href, CHINACACHE_ENABLED: 'false' }
  const collected: string[] = []
  for (let i = 0; i < 2; i++) {
    const { code, stdout, stderr } = await run(t, ['collect'], { env, cwd: folder })
    t.equal(code, 0, stderr)
    collected.push(stdout)
  }
  t.match(simulators.site24x7?.faults.calls, { current_status: 2, availability: 1, certificates: 1, maintenance: 1 })
  for (const text of collected) t.match(text, /^site24x7_monitor_availability_ratio\{/m)
})

t.test('a report that is forbidden is not asked for by each run of a command', async (t) => {
  const { settings, simulators } = await simulate(t)
  const folder = t.testdir({})
  const env = { ...settings, CACHE_URL: pathToFileURL(folder).href, CHINACACHE_ENABLED: 'false' }
  simulators.site24x7?.faults.set('maintenance', 'scope')
  for (let i = 0; i < 3; i++) {
    const { code, stdout, stderr } = await run(t, ['collect'], { env, cwd: folder })
    t.equal(code, 0, stderr)
    t.match(stdout, /^edge_exporter_source_forbidden\{.*source="maintenance"\} 1$/m)
  }
  t.match(simulators.site24x7?.faults.calls, { current_status: 3, maintenance: 1 })
})

interface Counter {
  readonly counts: Readonly<Record<string, number>>
}

t.test('a command that is run often keeps to the quota', async (t) => {
  const { settings, simulators } = await simulate(t)
  const folder = t.testdir({})
  const env = {
    ...settings,
    ...onlyMonitors,
    CACHE_URL: pathToFileURL(folder).href,
    CHINACACHE_ENABLED: 'false',
    SITE24X7_DAILY_CALL_LIMIT: '3'
  }
  const codes: (number | null)[] = []
  let last = ''
  for (let i = 0; i < 4; i++) {
    const { code, stderr } = await run(t, ['collect'], { env, cwd: folder })
    codes.push(code)
    last = stderr
  }
  t.strictSame(codes, [0, 0, 1, 1], 'two of three calls may be made')
  t.equal(simulators.site24x7?.faults.calls.current_status, 2)
  t.match(last, /today's calls are spent \(2 of 2 usable, 3 in all\); it goes on after \d{4}-/)
})
