/** The time of a refresh ends while a call waits to be tried again: what was answered counts, not that it was late. */
import t from 'tap'
import { providers } from '../../providers/index.ts'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/config.ts'
import { fakeAccount } from './fake-account.ts'

t.test('503 is a failure of the server', async (t) => {
  const account = await fakeAccount(t)
  let answers = 0
  account.answer = (_request, response) => {
    answers += 1
    response.writeHead(503).end()
  }
  const config = loadConfig({
    providers,
    env: { ...account.settings, SITE24X7_TTL: '1s', SITE24X7_DAILY_CALL_LIMIT: 'off' }
  })
  // The pause before the second attempt is longer than the refresh may take.
  const app = await buildApp(config, { retryDelay: 60_000 })
  t.teardown(() => app.close())
  await app.ready()
  await app.snapshots.firstData(10_000)
  const [status] = app.snapshots.statuses()
  t.match(status, { up: false, lastFailure: { reason: 'server', message: /HTTP 503/ } })
  t.equal(status?.failures.timeout, 0)
  t.equal(answers, 1)
})

t.test('no answer at all is a time-out', async (t) => {
  const account = await fakeAccount(t)
  account.answer = () => {}
  const config = loadConfig({
    providers,
    env: { ...account.settings, SITE24X7_TTL: '1s', SITE24X7_DAILY_CALL_LIMIT: 'off' }
  })
  const app = await buildApp(config)
  t.teardown(() => app.close())
  await app.ready()
  await app.snapshots.firstData(10_000)
  t.match(app.snapshots.statuses(), [{ up: false, lastFailure: { reason: 'timeout' } }])
})
