/** Names that hold all that JSON can hold: what is served of them is sound, and the same in both formats. */
import t from 'tap'
import { nastyAccount } from '../scrapers/nasty-world.ts'
import { manualClock } from '../support/manual-clock.ts'
import { parseExposition } from '../support/parse-exposition.ts'
import { fakeAccount } from './fake-account.ts'
import { refreshed, runApp } from './running-app.ts'

t.test('a nasty world', async (t) => {
  const account = await fakeAccount(t)
  account.data = nastyAccount()
  const running = await runApp(t, { settings: account.settings, clock: manualClock() })
  await refreshed(running)
  const samplesIn = async (format: 'text' | 'openmetrics', accept: string) => {
    const { body } = await running.app.inject({ url: '/metrics', headers: { accept } })
    return parseExposition(body, format)
      .families.filter(({ name }) => name.startsWith('site24x7_'))
      .flatMap(({ samples }) => samples)
  }
  const samples = await samplesIn('text', 'text/plain')
  t.ok(samples.length > 600, 'parsed, and no series comes twice')
  t.strictSame(await samplesIn('openmetrics', 'application/openmetrics-text'), samples)
  const names = new Set(samples.map(({ labels }) => labels.monitor_name))
  for (const name of ['a\0b', '"', '\\n', '\n', '\ufffd', 'a\ufffdb', '\u{1f600}', 'x'.repeat(300)]) {
    t.ok(names.has(name), JSON.stringify(name.slice(0, 9)))
  }
})
