/** What a Pushgateway makes of what is served: it refuses a whole push for one series that comes twice. */
import t from 'tap'
import { skipWithout, startPushgateway } from '../e2e/servers.ts'
import { parseExposition } from '../support/parse-exposition.ts'
import { differencesOf, isOfProviders, keyOf, startWorlds } from './worlds.ts'

t.test('every series', { skip: skipWithout('prometheus-pushgateway') }, async (t) => {
  const gateway = await startPushgateway(t)
  for (const { name, text, series } of await startWorlds(t)) {
    const body = await text('text/plain')
    const { status } = await fetch(`${gateway.url}/metrics/job/${name}`, { method: 'POST', body })
    t.equal(status, 200, `${name} is taken`)
    const served = await (await fetch(`${gateway.url}/metrics`)).text()
    const lines = served.split('\n').filter((line) => isOfProviders(line.replace(/^# \w+ /, '')))
    const samples = parseExposition(`${lines.join('\n')}\n`, 'text')
      .families.flatMap(({ samples }) => samples)
      .filter(({ labels }) => labels.job === name)
    const found = samples.map(({ name, labels: { job: _job, instance: _instance, ...labels }, value }) => {
      return [keyOf(name, labels), value] as const
    })
    t.strictSame(differencesOf(series, new Map(found)), [], `${name}: ${series.size} series`)
  }
})
