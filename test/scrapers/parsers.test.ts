/** What is served, read by the two parsers of Python's prometheus_client: strict, and other than Prometheus' own. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { skipWithout } from '../e2e/servers.ts'
import { pythonClient } from './peers.ts'
import { differencesOf, isOfProviders, keyOf, startWorlds } from './worlds.ts'

const accepts = {
  text: 'text/plain;version=0.0.4',
  openmetrics: 'application/openmetrics-text;version=1.0.0'
}

/** `[name, labels, value]` of each sample. */
type Row = [name: string, labels: Record<string, string>, value: string]

function parse(format: string, path: string): Row[] {
  const lines = execFileSync('python3', [join(import.meta.dirname, 'parse.py'), format, path], {
    env: { ...process.env, PYTHONPATH: pythonClient() },
    encoding: 'utf8',
    maxBuffer: 2 ** 27
  })
  return lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}

/** Python writes `inf` and `nan`. */
const toNumber = (text: string) => Number(text.replace('inf', 'Infinity').replace('nan', 'NaN'))

for (const METRICS_CREATED of ['false', 'true']) {
  t.test(`both formats, METRICS_CREATED=${METRICS_CREATED}`, { skip: skipWithout('python3') }, async (t) => {
    const folder = t.testdir({})
    for (const { name, text, series } of await startWorlds(t, { METRICS_CREATED })) {
      for (const [format, accept] of Object.entries(accepts)) {
        const path = join(folder, `${name}.${format}`)
        writeFileSync(path, await text(accept))
        const rows = parse(format, path)
        const keys = rows.map(([name, labels]) => keyOf(name, labels))
        t.equal(new Set(keys).size, keys.length, `${name}, ${format}: no series comes twice`)
        const found = rows.filter(([name]) => isOfProviders(name))
        const read = new Map(found.map(([name, labels, value]) => [keyOf(name, labels), toNumber(value)]))
        t.strictSame(differencesOf(series, read), [], `${name}, ${format}: ${series.size} series as they are served`)
        const created = rows.filter(([name]) => name.endsWith('_created'))
        t.equal(created.length > 0, METRICS_CREATED === 'true' && format === 'openmetrics')
      }
    }
  })
}
