import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import t, { type Test } from 'tap'
import { parse } from 'yaml'
import { site24x7 } from '../../../../providers/site24x7/index.ts'
import { createSimulator } from '../../../../providers/site24x7/simulator/index.ts'
import { tokenCommand } from '../../../../providers/site24x7/token/token-command.ts'
import { write } from '../../../../providers/site24x7/token/token-lines.ts'
import { runProviderCommand } from '../../../../src/cli/provider-command/run-provider-command.ts'
import { Failure } from '../../../../src/contract/failure.ts'
import { fakeTerminal } from '../../../support/fake-terminal.ts'
import { manualClock } from '../../../support/manual-clock.ts'
import { run } from '../../../support/program.ts'

async function setUp(
  t: Test,
  { answers = [] as string[], isSeen = false, clock = manualClock(), output = undefined as string | undefined } = {}
) {
  const simulator = await createSimulator({ size: 7, clock })
  t.teardown(() => simulator.app.close())
  const origin = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
  const { clientId, clientSecret, code } = simulator.credentials
  const terminal = fakeTerminal({ answers, isSeen })
  const settings = { ZOHO_ACCOUNTS_URL: origin, SITE24X7_API_URL: `${origin}/api` }
  const make = (options: Record<string, string | undefined> = {}, env: Record<string, string> = {}) =>
    runProviderCommand({
      provider: site24x7,
      command: tokenCommand,
      options: { format: 'env', clientId, code, ...options },
      env: { ...settings, ZOHO_CLIENT_SECRET: clientSecret, ...env },
      terminal,
      output
    })
  return { simulator, terminal, make, settings, clock }
}

t.test('a code becomes the lines of an .env file that work', async (t) => {
  const { simulator, terminal, make } = await setUp(t)
  t.equal(await make({ dataCentre: 'site24x7.eu' }), true)
  const { clientId, clientSecret, refreshToken } = simulator.credentials
  t.strictSame(
    { ...parseEnv(terminal.printed()) },
    {
      SITE24X7_ENDPOINT: 'site24x7.eu',
      ZOHO_CLIENT_ID: clientId,
      ZOHO_CLIENT_SECRET: clientSecret,
      ZOHO_REFRESH_TOKEN: refreshToken
    }
  )
  t.match(terminal.noted(), /^The token works: it sees 7 monitors\.$/, 'those of the account that are not suspended')
  t.strictSame(terminal.questions, [], 'nothing is asked that is known')
})

t.test('what is not given is asked for, and what is secret is not shown', async (t) => {
  const { simulator } = await setUp(t)
  const { clientId, clientSecret, code } = simulator.credentials
  const answers = ['', clientId, clientSecret, code]
  const { terminal, make } = await setUp(t, { answers, isSeen: true })
  t.equal(await make({ clientId: undefined, code: undefined }, { ZOHO_CLIENT_SECRET: '' }), true)
  t.strictSame(terminal.questions, [
    'Which one does your account sign in to? [site24x7.com]',
    'Client ID:',
    'Client Secret (is not shown while you type): [hidden]',
    'Code (is not shown while you type): [hidden]'
  ])
  t.match(terminal.noted(), 'https://api-console.zoho.com')
  t.match(terminal.noted(), 'Site24x7.Reports.Read')
  t.match(terminal.printed(), /^SITE24X7_ENDPOINT=site24x7\.com$/m)
  t.notMatch(terminal.printed() + terminal.noted(), clientSecret, 'on a screen the client secret is left out')
})

t.test('a wrong data centre is asked for again, and the short name does', async (t) => {
  const { simulator } = await setUp(t)
  const { clientId, clientSecret, code } = simulator.credentials
  const answers = ['site24x7.de', 'https://www.site24x7.eu/login', clientId, clientSecret, code]
  const { terminal, make } = await setUp(t, { answers })
  t.equal(await make({ clientId: undefined, code: undefined }, { ZOHO_CLIENT_SECRET: '' }), true)
  t.match(terminal.noted(), '"site24x7.de" is not a data centre; choose one of site24x7.com')
  t.match(terminal.printed(), /^SITE24X7_ENDPOINT=site24x7\.eu$/m)
  for (const [answer, endpoint] of [
    ['eu', 'site24x7.eu'],
    ['.net.au', 'site24x7.net.au']
  ]) {
    const again = await setUp(t, { answers: [answer as string, clientId, clientSecret, code] })
    t.equal(await again.make({ clientId: undefined, code: undefined }, { ZOHO_CLIENT_SECRET: '' }), true)
    t.match(again.terminal.printed(), `SITE24X7_ENDPOINT=${endpoint}\n`)
  }
})

t.test('--output keeps the other lines of the file, and lets nobody else read it', async (t) => {
  const output = join(t.testdir({ '.env': 'LOG_LEVEL=debug\nZOHO_CLIENT_ID=old\n' }), '.env')
  const { simulator, terminal, make } = await setUp(t, { isSeen: true, output })
  t.equal(await make({ dataCentre: 'site24x7.eu' }), true)
  const text = readFileSync(output, 'utf8')
  const { clientId, clientSecret, refreshToken } = simulator.credentials
  t.strictSame(
    { ...parseEnv(text) },
    {
      LOG_LEVEL: 'debug',
      SITE24X7_ENDPOINT: 'site24x7.eu',
      ZOHO_CLIENT_ID: clientId,
      ZOHO_CLIENT_SECRET: clientSecret,
      ZOHO_REFRESH_TOKEN: refreshToken
    }
  )
  t.equal(text.match(/ZOHO_CLIENT_ID/g)?.length, 1)
  t.equal(statSync(output).mode & 0o777, 0o600)
  t.match(terminal.noted(), 'which only you can read (mode 600)')
  t.equal(terminal.printed(), '')
})

t.test('all forms hold the same', async (t) => {
  const made = { endpoint: 'site24x7.in', clientId: '1000.A', clientSecret: 's\'e$c#r"et', refreshToken: '1000.b.c' }
  const { stringData, kind } = parse(write(made, 'k8s', false))
  t.equal(kind, 'Secret')
  const { SITE24X7_ENDPOINT: endpoint, ...secrets } = JSON.parse(write(made, 'json', false))
  t.equal(endpoint, 'site24x7.in')
  t.strictSame(stringData, secrets)
  t.equal(secrets.ZOHO_CLIENT_SECRET, made.clientSecret)
  t.equal(parseEnv(write({ ...made, clientSecret: 'a#b $c' }, 'env', false)).ZOHO_CLIENT_SECRET, 'a#b $c')
  for (const format of ['env', 'k8s', 'json'] as const) t.notMatch(write(made, format, true), made.clientSecret)
})

t.test('each code is good once', async (t) => {
  const { make } = await setUp(t)
  t.equal(await make(), true)
  await t.rejects(make(), { reason: 'auth', message: /invalid_code: .*was used before.*Make a new one/ })
})

t.test('a code is good for ten minutes', async (t) => {
  const { make, clock } = await setUp(t)
  await clock.advance(10 * 60_000 + 1)
  await t.rejects(make(), { reason: 'auth', message: /invalid_code: the code is older than the minutes/ })
})

t.test('a wrong client id and a wrong secret', async (t) => {
  const { make } = await setUp(t)
  await t.rejects(make({ clientId: 'wrong' }), { message: /invalid_client: .*another data centre/ })
  await t.rejects(make({}, { ZOHO_CLIENT_SECRET: 'wrong' }), { message: /invalid_client_secret: .*Copy it again/ })
})

/** What else Zoho or something on the way answers, and what is said about it. */
const answers: [what: string, status: number, body: unknown, told: RegExp][] = [
  ['a client of another kind', 200, { error: 'invalid_redirect_uri' }, /not a Self Client/],
  ['an unknown scope', 200, { error: 'invalid_scope' }, /The scope is Site24x7\.Reports\.Read/],
  ['a refused account', 200, { error: 'access_denied' }, /may not use the API/],
  ['a throttle in another language', 400, { error: '拒绝访问', status: 'failure' }, /wait 10 minutes/],
  ['a throttle', 429, {}, /wait 10 minutes/],
  ['an access token alone', 200, { access_token: 'a' }, /no refresh token: .*Self Client/],
  ['an unknown error', 400, { error: 'strange' }, /refused without saying why \(HTTP 400\)/],
  ['a fault of theirs', 500, { error: 'strange' }, /fault of its own \(HTTP 500\)/],
  ['a proxy that wants a password', 407, '', /Zoho was not reached: HTTP 407: a proxy .* Then try the same code again/],
  ['a sign-in page of a proxy', 200, '<html>sign in</html>', /Something else than Zoho answers .*proxy/]
]

for (const [what, status, body, told] of answers) {
  t.test(`${what} is explained`, async (t) => {
    const ask = async () => ({
      status,
      headers: {},
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
    })
    const clock = { now: () => 0, elapsed: () => 0, after: () => () => {} }
    const options = { clientId: 'i', code: 'c', format: 'env' }
    const terminal = fakeTerminal()
    const { signal } = new AbortController()
    const settings = { ZOHO_CLIENT_SECRET: 's' }
    const failed = tokenCommand.run({ options, settings, config: () => ({}), signal, ask, clock, terminal })
    const failure = await failed.catch((error: unknown) => error)
    t.ok(failure instanceof Failure)
    t.match((failure as Failure).message, told)
    t.equal(terminal.printed(), '')
  })
}

t.test('a scope that is missing is found out at once, and the token is not printed', async (t) => {
  const { simulator, terminal, make } = await setUp(t)
  simulator.faults.set('current_status', 'scope')
  await t.rejects(make(), { reason: 'auth', message: /the scope has to be Site24x7\.Reports\.Read/ })
  t.equal(terminal.printed(), '')
})

t.test('an API that cannot be reached does not cost the token', async (t) => {
  const { terminal, make } = await setUp(t)
  t.equal(await make({}, { SITE24X7_API_URL: 'http://127.0.0.1:1' }), true)
  t.match(terminal.noted(), /could not be tried out: .*ECONNREFUSED/)
  t.match(terminal.printed(), /^ZOHO_REFRESH_TOKEN=1000/m)
})

t.test('a network that is not there does not cost the code', async (t) => {
  const { make, terminal } = await setUp(t)
  await t.rejects(make({}, { ZOHO_ACCOUNTS_URL: 'http://127.0.0.1:1' }), {
    reason: 'network',
    message: /ECONNREFUSED.*Check DNS, the firewall and the proxy.*Then try the same code again/
  })
  t.equal(await make(), true)
  t.match(terminal.printed(), /^ZOHO_REFRESH_TOKEN=1000/m)
})

t.test('the client secret from a file', async (t) => {
  const { simulator, make, terminal } = await setUp(t)
  const folder = t.testdir({ secret: `${simulator.credentials.clientSecret}\n`, empty: '\n' })
  const none = { ZOHO_CLIENT_SECRET: '' }
  t.equal(await make({ clientSecretFile: `${folder}/secret` }, none), true)
  t.strictSame(terminal.questions, [])
  await t.rejects(make({ clientSecretFile: `${folder}/empty` }, none), { message: /secret-file: the file is empty/ })
  await t.rejects(make({}, { ...none, ZOHO_CLIENT_SECRET_FILE: `${folder}/none` }), {
    name: 'SettingsError',
    message: 'ZOHO_CLIENT_SECRET_FILE: the file cannot be read (ENOENT)'
  })
})

t.test('what the user leaves out', async (t) => {
  const { make } = await setUp(t)
  await t.rejects(make({ code: undefined }), { name: 'SettingsError', message: 'Code: is needed' })
  await t.rejects(make({ dataCentre: 'site24x7.us' }), {
    name: 'SettingsError',
    message: /site24x7\.com, site24x7\.eu/
  })
})

t.test('as a user runs it', { buffered: true }, async (t) => {
  const { simulator, settings } = await setUp(t)
  const { clientId, clientSecret, code } = simulator.credentials
  const env = { ...settings, ZOHO_CLIENT_ID: clientId, ZOHO_CLIENT_SECRET: clientSecret }
  const made = await run(t, ['site24x7', 'token', '--client-id', clientId, '--code', code, '--format', 'json'], { env })
  t.equal(made.code, 0)
  t.equal(JSON.parse(made.stdout).ZOHO_REFRESH_TOKEN, simulator.credentials.refreshToken)
  const again = await run(t, ['site24x7', 'token', '--client-id', clientId, '--code', code], { env })
  t.equal(again.code, 1)
  t.match(again.stderr, /^edge-exporter: Zoho says invalid_code/)
  const help = await run(t, ['site24x7', 'token', '--help'])
  t.match(help.stdout, /Examples:\n {2}edge-exporter site24x7 token --data-centre/)
})
