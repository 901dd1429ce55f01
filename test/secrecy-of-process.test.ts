/** The program as a process, at its most talkative, until an exception ends it: what it prints and writes. */
import { request } from 'node:https'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { everything, shown } from './app/everything-set.ts'
import { filesBelow, leaks, own } from './app/sentinels.ts'
import { start } from './support/program.ts'

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
  const { proxy, gateway, folder, cwd, env, secrets } = await everything(t, { 'bomb.mjs': bomb })
  const { child, printed, ended } = start(t, ['--web.listen-address', '127.0.0.1:0'], {
    cwd,
    env: {
      ...env,
      PUSH_INTERVAL: '1s',
      NODE_OPTIONS: `--import=${join(folder, 'bomb.mjs')} ${reports} --report-directory=${join(folder, 'reports')}`
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
  const begin = stdout.split('\n').find((line) => line.includes('"settings":'))
  t.match(JSON.parse(begin as string).settings, shown(proxy))
  t.match(answers.join('\n'), /site24x7_monitor_up/)
  t.ok(gateway.received.length > 0)

  const pushed = gateway.received.map(({ path, body }) => `${path}\n${body}`)
  const written = ['cache', 'reports'].map((name) => filesBelow(join(folder, name)))
  const left = [stdout, stderr, ...answers, ...pushed, ...written]
  t.strictSame(leaks(left.join('\n'), secrets), [])
})
