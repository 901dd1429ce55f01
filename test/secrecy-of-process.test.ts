/** The program as a process, at its most talkative, until an exception ends it: what it prints and writes. */
import { request } from 'node:https'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { providers } from '../providers/index.ts'
import { filesBelow, leaks, own, secretsOf, webConfig } from './app/sentinels.ts'
import { startFakeGateway } from './fake-gateway.ts'
import { listenAsProxy } from './local-proxy.ts'
import { start } from './program.ts'

/** Throws a message of two lines that both hold a secret, once it is told to. */
const bomb = `process.on('SIGUSR2', () => {
  const secret = process.env.CHINACACHE_PASS
  throw Object.assign(new Error(secret + '\\n    at ' + secret), { options: { headers: { authorization: secret } } })
})
process.on('SIGWINCH', () => Promise.reject(new Error(process.env.CHINACACHE_PASS)))
`

/** Diagnostic reports of Node.js hold the environment, unless they are told not to. */
const reports = '--report-on-signal --report-signal=SIGPWR --report-uncaught-exception'

function ask(origin: string, path: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request(`${origin}${path}`, { headers, rejectUnauthorized: false }, (response) => {
      let text = JSON.stringify(response.headers)
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk))
      response.on('end', () => resolve(text))
    })
    asking.on('error', reject)
    asking.end()
  })
}

t.test('no secret leaves the process, crash included', async (t) => {
  const simulators = await Promise.all(providers.map((provider) => provider.simulator({ size: 4 })))
  t.teardown(() => Promise.all(simulators.map(({ app }) => app.close())))
  const origins = await Promise.all(simulators.map(({ app }) => app.listen({ host: '127.0.0.1', port: 0 })))
  const settings: Record<string, string> = Object.assign(
    {},
    ...simulators.map((simulator, i) => simulator.settings(origins[i] as string))
  )
  const secrets = secretsOf(settings)
  const proxy = await listenAsProxy(t)
  const gateway = await startFakeGateway(t)
  const { ZOHO_CLIENT_SECRET: inFile = '', ZOHO_REFRESH_TOKEN: inDotEnv = '', ...inEnvironment } = settings
  const folder = t.testdir({
    work: { '.env': `ZOHO_REFRESH_TOKEN=${inDotEnv}\nPUSH_INTERVAL=1s\n` },
    'web.yml': webConfig(true),
    'client-secret': inFile,
    token: `${own.token}\n`,
    'bomb.mjs': bomb,
    cache: {},
    reports: {}
  })
  const { child, printed, ended } = start(t, ['--log.level', 'trace', '--web.listen-address', '127.0.0.1:0'], {
    cwd: join(folder, 'work'),
    env: {
      ...inEnvironment,
      NODE_OPTIONS: `--import=${join(folder, 'bomb.mjs')} ${reports} --report-directory=${join(folder, 'reports')}`,
      ZOHO_CLIENT_SECRET_FILE: join(folder, 'client-secret'),
      METRICS_TOKEN_FILE: join(folder, 'token'),
      WEB_CONFIG_FILE: join(folder, 'web.yml'),
      HTTP_PROXY: `http://u:${own.proxy}@127.0.0.1:${proxy.port}`,
      PUSHGATEWAY: `http://pusher:${encodeURIComponent(own.push)}@${gateway.host}`,
      CACHE_URL: `file://${join(folder, 'cache')}`
    }
  })
  const [, origin = ''] = await printed(/Server listening at (https:[^"]+)"/)
  const credentials = [{ authorization: `Bearer ${own.token}` }, { authorization: `Bearer ${own.token}x` }, {}]
  const answers: string[] = []
  for (const path of ['/', '/metrics', '/api/status', '/nothing', '/%zz', '/healthz']) {
    for (const headers of credentials) answers.push(await ask(origin, path, headers))
  }
  await gateway.until(1)
  child.kill('SIGPWR')
  while (!/\n}\s*$/.test(filesBelow(join(folder, 'reports')))) await setTimeout(20)
  child.kill('SIGWINCH')
  await printed(/a rejection that nobody waited for/)
  child.kill('SIGUSR2')
  const { code, stdout, stderr } = await ended
  t.equal(code, 1, 'it crashed')
  t.match(stdout, /an exception that nobody caught ends the program/)
  const [begin] = stdout.split('\n')
  t.match(JSON.parse(begin as string).settings, {
    ZOHO_CLIENT_SECRET: 'set',
    ZOHO_REFRESH_TOKEN: 'set',
    CHINACACHE_PASS: 'set',
    METRICS_TOKEN: 'set',
    PUSHGATEWAY: 'set',
    LOG_LEVEL: 'trace',
    HTTP_PROXY: `http://127.0.0.1:${proxy.port}`
  })
  t.match(answers.join('\n'), /site24x7_monitor_up/)
  t.ok(gateway.received.length > 0)

  const pushed = gateway.received.map(({ path, body }) => `${path}\n${body}`)
  const written = ['cache', 'reports'].map((name) => filesBelow(join(folder, name)))
  const left = [stdout, stderr, ...answers, ...pushed, ...written]
  t.strictSame(leaks(left.join('\n'), secrets), [])
})
