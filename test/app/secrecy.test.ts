/** Secrets stay where they belong even when a provider, or a proxy on the way to it, sends them back. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import t, { type Test } from 'tap'
import { providers } from '../../providers/index.ts'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/config.ts'
import { logSink } from '../support/log-sink.ts'
import { manualClock } from '../support/manual-clock.ts'
import { accessToken, credentials, fakeAccount, sendJson } from './fake-account.ts'
import { refreshed, runApp } from './running-app.ts'

const sentinels = [...Object.values(credentials), accessToken]

async function shownBy(t: Test, setUp: (account: Awaited<ReturnType<typeof fakeAccount>>) => void): Promise<string> {
  const account = await fakeAccount(t)
  setUp(account)
  const { app, logs } = await runApp(t, { settings: account.settings, clock: manualClock() })
  await refreshed({ app } as Parameters<typeof refreshed>[0])
  const urls = ['/', '/metrics', '/geolocation', '/healthz', '/readyz', '/nothing', '/metrics?provider=x', '/%zz']
  const answers = await Promise.all(urls.map((url) => app.inject(url)))
  t.equal(answers[1]?.statusCode, 200)
  t.match(logs.text(), /source is down/, 'and what is wrong is told')
  const lines = [logs.text(), ...answers.map(({ headers, body }) => JSON.stringify(headers) + body)]
  return lines.join('\n')
}

type Echo = (response: ServerResponse, sent: string) => void

const echoes: Record<string, Echo> = {
  'an error page that quotes the request': (response, sent) => response.writeHead(502).end(`<html>${sent}</html>`),
  'a JSON error that quotes it': (response, sent) => sendJson(response, { error_code: 1000, message: sent }, 400),
  'an error inside of a success': (response, sent) => sendJson(response, { error: sent, error_code: 7, message: sent }),
  'text that is no JSON': (response, sent) => response.writeHead(200).end(`oops ${sent}`),
  'JSON of another shape': (response, sent) =>
    sendJson(response, { data: { monitors: { [sent]: sent } }, [sent]: sent }),
  'a redirect to it': (response, sent) =>
    response.writeHead(302, { location: `http://x/?${encodeURIComponent(sent)}` }).end(),
  'a content type made of it': (response, sent) =>
    response.writeHead(200, { 'content-type': `x/${sent.replace(/[^\w-]/g, '')}` }).end('?'),
  'an encoding made of it': (response, sent) =>
    response.writeHead(200, { 'content-encoding': sent.replace(/[^\w-]/g, '') }).end('?'),
  'a quota that quotes it': (response, sent) =>
    response.writeHead(429, { 'retry-after': sent.replace(/[^\w-]/g, '') }).end(sent),
  'a connection that breaks': (response) => response.destroy(),
  'broken HTTP': (response, sent) => response.socket?.end(`HTTP/1.1 999 ${sent}\r\n${sent}\r\n\r\n`)
}

const authorizationOf = ({ headers }: IncomingMessage) => `${headers.authorization} ${JSON.stringify(headers)}`

for (const [what, echo] of Object.entries(echoes)) {
  t.test(what, async (t) => {
    const ofStatus = await shownBy(t, (account) => {
      account.answer = (request, response) => echo(response, authorizationOf(request))
    })
    const ofToken = await shownBy(t, (account) => {
      account.answerToken = (form, response) => echo(response, form)
    })
    for (const sentinel of sentinels) {
      t.notOk(ofStatus.includes(sentinel), `${sentinel} sent back by the API`)
      t.notOk(ofToken.includes(sentinel), `${sentinel} sent back by the token server`)
    }
  })
}

t.test('an error inside of this program is answered and logged without its message', async (t) => {
  const account = await fakeAccount(t)
  const logs = logSink()
  const config = loadConfig({ providers, env: account.settings })
  const app = await buildApp(config, { logger: logs.log, clock: manualClock() })
  t.teardown(() => app.close())
  app.get('/broken', async () => {
    throw Object.assign(new TypeError(accessToken), { headers: { authorization: accessToken } })
  })
  const { statusCode, body } = await app.inject('/broken')
  t.equal(statusCode, 500)
  t.strictSame(JSON.parse(body), { statusCode: 500, error: 'Internal Server Error', message: 'see the log' })
  t.match(logs.messages('error'), ['a request failed'])
  t.match(logs.text(), /TypeError at .*secrecy\.test\.ts/, 'the log says where')
  t.notMatch(logs.text(), accessToken)
})
