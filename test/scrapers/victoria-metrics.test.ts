/** What VictoriaMetrics stores of what is served, series by series. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { freePort, type Server, startServer } from '../e2e/servers.ts'
import { builtProgram, skipWithoutGo } from './peers.ts'
import { differencesOf, isOfProviders, keyOf, type Series, startWorlds, type World } from './worlds.ts'

async function startVictoriaMetrics(t: Test, worlds: readonly World[]): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'victoria-metrics-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const jobs = worlds.map(
    ({ name, address }) => `  - job_name: ${name}\n    static_configs: [{targets: ['${address}']}]\n`
  )
  writeFileSync(join(folder, 'scrape.yml'), `global: {scrape_interval: 2s}\nscrape_configs:\n${jobs.join('')}`)
  const address = `127.0.0.1:${await freePort()}`
  const args = [
    `-httpListenAddr=${address}`,
    `-storageDataPath=${join(folder, 'data')}`,
    `-promscrape.config=${join(folder, 'scrape.yml')}`
  ]
  return startServer(t, { command: builtProgram('victoria-metrics'), args, ready: `http://${address}/-/ready` })
}

/** Of a value with a fraction it keeps about twelve digits. */
const kept = 1e-11

interface Exported {
  readonly metric: Readonly<Record<string, string>>
  readonly values: readonly (number | string)[]
}

/** The newest value of each series of a job. */
async function seriesOf({ url }: Server, job: string): Promise<Series> {
  const query = new URLSearchParams({ 'match[]': `{job="${job}"}` })
  const lines = (await (await fetch(`${url}/api/v1/export?${query}`)).text()).split('\n').filter((line) => line !== '')
  const all = lines.map((line) => JSON.parse(line) as Exported)
  return new Map(
    all
      .filter(({ metric }) => isOfProviders(metric.__name__ as string))
      .map(({ metric: { __name__ = '', job: _job, instance: _instance, ...labels }, values }) => [
        keyOf(__name__, labels),
        Number(values.at(-1))
      ])
  )
}

t.test('every series', { skip: skipWithoutGo() }, async (t) => {
  const worlds = await startWorlds(t)
  const server = await startVictoriaMetrics(t, worlds)
  for (const { name, series } of worlds) {
    let found = await seriesOf(server, name)
    // What was scraped can be read a few seconds later.
    for (let tries = 0; tries < 150 && found.size < series.size; tries++) {
      await sleep(200)
      found = await seriesOf(server, name)
    }
    t.strictSame(differencesOf(series, found, kept), [], `${name}: ${series.size} series`)
  }
})
