/** 100,000 real answers with changes, and what Prometheus' own parser says of some of the expositions. */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import t from 'tap'
import { seed } from '../answers/properties.ts'
import { skipWithout } from './servers.ts'

t.setTimeout(600_000)

/** An answer of the first is one call, one of the second is one of six. */
const runs = { site24x7: 60_000, chinacache: 40_000 }

/** What is wrong with the form of an exposition; nothing where promtool takes it, whatever it thinks of the names. */
function misread(text: string): string {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' })
  return status === 0 || status === 3 ? '' : `${status} ${stdout}${stderr}`
}

t.test('promtool tells what it cannot read', { skip: skipWithout('promtool') }, async (t) => {
  t.equal(misread('# HELP a_ratio Help.\n# TYPE a_ratio gauge\na_ratio{b="c"} 1\n'), '')
  t.match(misread('# HELP a_ratio Help.\n# TYPE a_ratio gauge\na_ratio{b="\n"} 1\n'), /pars/)
})

t.test('100,000 answers with anything anywhere', { skip: skipWithout('promtool') }, async (t) => {
  t.comment(`seed ${seed}`)
  const module = new URL('../answers/trial-thread.ts', import.meta.url)
  await Promise.all(
    Object.entries(runs).map(async ([name, runs]) => {
      const start = performance.now()
      const thread = new Worker(module, { workerData: { name, runs, seed } })
      let looked = 0
      thread.on('message', (text: string) => {
        looked += 1
        const wrong = misread(text)
        if (wrong !== '') t.fail(`${name}: ${wrong}`, { text })
      })
      // An error of the thread rejects here.
      await once(thread, 'exit')
      const seconds = Math.round((performance.now() - start) / 1000)
      t.ok(looked >= 50, `${name}: ${runs} answers in ${seconds} s, promtool read ${looked} expositions`)
    })
  )
})
