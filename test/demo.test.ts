import t from 'tap'
import { providers } from '../providers/index.ts'
import { start } from './support/program.ts'

t.test('the demo serves simulated metrics, says where, and ends on Ctrl-C', async (t) => {
  // Credentials, proxies and other people's settings are not its business.
  const env = {
    ZOHO_CLIENT_ID: 'real',
    ZOHO_CLIENT_SECRET_FILE: '/real',
    SITE24X7_TTL: 'nonsense',
    HTTP_PROXY: 'http://127.0.0.1:1',
    GEOLOCATION_PATH: '/map'
  }
  const program = start(t, ['demo', '--web.listen-address', '127.0.0.1:0'], { env })
  const [, metrics = ''] = await program.printed(/(http:\S+\/metrics) /)
  await program.printed(/Ctrl-C/)
  for (const { title } of providers) t.match(program.stdout(), `${title} is simulated at http://127.0.0.1:`)

  const text = await (await fetch(metrics)).text()
  t.match(text, /^site24x7_monitor_up\{.+\} \d+$/m)
  const places = await fetch(new URL('/map', metrics))
  t.ok(((await places.json()) as unknown[]).length > 0)

  // The invitation's own commands work.
  const [, simulator = ''] = /curl -X PUT '(http:\S+?)\/_faults/.exec(program.stdout()) ?? []
  const broken = await fetch(`${simulator}/_faults/*`, { method: 'PUT', body: new URLSearchParams({ fault: '500' }) })
  t.equal(broken.status, 200)

  program.child.kill('SIGINT')
  const { code, stderr } = await program.ended
  t.equal(code, 0)
  t.equal(stderr, '')
})
