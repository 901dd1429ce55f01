import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import t from 'tap'
import { createSimulator } from '../../providers/site24x7/simulator/index.ts'
import { onlyMonitors } from '../support/only-monitors.ts'
import { startExporter } from './servers.ts'

const writer = fileURLToPath(new URL('./crash-writer.ts', import.meta.url))
const kills = 200
const atOnce = 4
/** Milliseconds within which a writer is killed: some writes. */
const longestLife = 100

interface Start {
  /** The number of the value that is there; null for one that is torn. */
  readonly found: number | null
  /** The highest count that is there. */
  readonly count: number
  readonly warnings: readonly string[]
}

interface Life extends Start {
  /** The last value that it said was kept. */
  readonly saved: number
}

/** Starts a writer, lets it write for so long, and kills it. */
async function live(folder: string, size: number, ms: number): Promise<Life> {
  const child = spawn(process.execPath, [writer, folder, `${size}`], { stdio: ['ignore', 'pipe', 'pipe'] })
  let complaints = ''
  child.stderr.on('data', (text) => {
    complaints += text
  })
  const closed = once(child, 'close')
  let start: Start | undefined
  let saved = 0
  for await (const line of createInterface(child.stdout)) {
    const said = JSON.parse(line) as Start & { readonly saved: number }
    if (start !== undefined) saved = said.saved
    else {
      start = said
      setTimeout(() => child.kill('SIGKILL'), ms)
    }
  }
  await closed
  if (start === undefined) throw new Error(`a writer did not start: ${complaints}`)
  return { ...start, saved }
}

t.test(`${kills} kills at random moments of writing tear no file and lose nothing that was kept`, async (t) => {
  const root = t.testdir({})
  let metInTheMaking = 0

  async function lineage(which: number): Promise<void> {
    const folder = join(root, `${which}`)
    // A megabyte takes its time, and so is met in the middle.
    const size = which % 2 === 0 ? 200_000 : 50
    let kept = 0
    let left = 0
    for (let i = 0; i <= kills / atOnce; i++) {
      const { found, count, warnings, saved } = await live(folder, size, Math.random() * longestLife)
      if (warnings.length > 0) t.fail(warnings.join())
      if (found === null) throw new Error('a torn value was found')
      if (found < kept) t.fail(`${found} was found where ${kept} was kept`)
      if (count < found) t.fail(`the count ${count} is older than the value ${found}`)
      kept = Math.max(saved, found)
      const before = left
      left = readdirSync(folder).filter((name) => /\.\d+$/.test(name)).length
      if (left > before) metInTheMaking += 1
    }
    t.ok(kept > 10, `${kept} values`)
  }

  await Promise.all(Array.from({ length: atOnce }, (_, i) => lineage(i)))
  t.ok(metInTheMaking > kills / 20, `${metInTheMaking} kills met a file in the making`)
})

t.test('the whole program, killed while it starts or works, starts again and serves', async (t) => {
  const simulator = await createSimulator({ size: 30, throttle: false })
  t.teardown(() => simulator.app.close())
  const origin = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
  const folder = join(t.testdir({}), 'store')
  mkdirSync(folder)
  const env = {
    ...simulator.settings(origin),
    ...onlyMonitors,
    CACHE_URL: pathToFileURL(folder).href,
    SITE24X7_TTL: '500ms'
  }
  for (let i = 0; i < 8; i++) {
    const exporter = await startExporter(t, { ...env, SITE24X7_DAILY_CALL_LIMIT: 'off' })
    await sleep(Math.random() * 700)
    process.kill(exporter.pid, 'SIGKILL')
    t.notMatch(exporter.output(), /stored snapshot|CACHE_URL cannot|"level":[56]0/)
  }
  const tokens = simulator.calls.token
  const before = simulator.calls.current_status
  const last = await startExporter(t, { ...env, SITE24X7_TTL: '10m' })
  const text = await (await fetch(`${last.url}/metrics`)).text()
  t.match(text, /^site24x7_monitor_up\{/m)
  t.match(last.output(), /with data from the store/)
  t.equal(simulator.calls.current_status, before, 'without a call')
  t.equal(simulator.calls.token, tokens)
  t.equal(tokens, 1, 'one token did for all')
})
