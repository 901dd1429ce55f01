/** The whole answer for one seed at one moment, in both formats, so that a change of it is seen in review. */
import t from 'tap'
import { reports } from '../../providers/site24x7/reports/index.ts'
import { settingOf } from '../../providers/site24x7/reports/settings.ts'
import { refreshed, runSimulated } from './running-app.ts'

const accept = {
  text: 'text/plain;version=0.0.4',
  OpenMetrics: 'application/openmetrics-text;version=1.0.0'
}

/** Without the families of the process and of Node.js, which no two runs share. */
function ofSources(exposition: string): string {
  return (
    exposition
      .split('\n')
      .filter((line) => /^(# \w+ )?(site24x7_|edge_exporter_(source|upstream_calls)_|# EOF)|^# EOF$/.test(line))
      .join('\n')
      // Allowed on the wire, but the file of snapshots does not keep it.
      .replaceAll('\r', '<CR>')
  )
}

/** Sources that are off by default, too. */
const settings = Object.fromEntries(reports.map((report) => [settingOf(report), 'on']))

for (const [format, type] of Object.entries(accept)) {
  t.test(format, async (t) => {
    const running = await runSimulated(t, { world: { seed: 7, size: 25 }, settings })
    await refreshed(running)
    const { body } = await running.app.inject({ url: '/metrics', headers: { accept: type } })
    t.matchSnapshot(ofSources(body))
  })
}

t.test('the places', async (t) => {
  const running = await runSimulated(t, { world: { seed: 7, size: 25 } })
  await refreshed(running)
  const { body } = await running.app.inject('/geolocation')
  t.matchSnapshot(body.replaceAll('},{', '},\n{'))
})
