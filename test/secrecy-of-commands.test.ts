/** The commands, with secrets in every setting, where all is well and where nothing works: what they print and write. */
import { join } from 'node:path'
import t from 'tap'
import { everything, shown } from './app/everything-set.ts'
import { filesBelow, leaks, own } from './app/sentinels.ts'
import { run } from './support/program.ts'

t.test('no secret is printed by a command, whatever it meets', async (t) => {
  const { simulators, proxy, gateway, folder, cwd, env, secrets } = await everything(t)
  const printed: string[] = []
  const command = async (args: string[], more: Record<string, string> = {}) => {
    const { code, stdout, stderr } = await run(t, args, { cwd, env: { ...env, ...more } })
    printed.push(stdout, stderr)
    t.strictSame(leaks(`${stdout}\n${stderr}`, secrets), [], args.join(' '))
    return { code, stdout }
  }
  const settings = await command(['check', '--print-config', '--json'])
  t.equal(settings.code, 0)
  t.match(JSON.parse(settings.stdout), shown(proxy))
  t.match((await command(['check', '--print-config'])).stdout, /^METRICS_TOKEN +set$/m)
  t.equal(gateway.received.length, 0, 'nobody was asked')

  t.equal((await command(['check'])).code, 0)
  t.equal((await command(['collect', '--output', join(folder, 'cache/edge.prom')])).code, 0)
  t.match((await command(['plan', '--live'])).stdout, /series/)
  t.equal((await command(['push'])).code, 0)

  // Now nothing works, and the gateway repeats what it was given.
  gateway.reply((response, { headers }) => response.writeHead(401).end(JSON.stringify(headers)))
  for (const { faults } of simulators) for (const endpoint of Object.keys(faults.known())) faults.set(endpoint, '400')
  const broken = { CACHE_URL: `redis://:${own.cache}@127.0.0.1:1/0` }
  t.equal((await command(['check', '--json'], broken)).code, 1)
  for (const args of [['collect'], ['push']]) t.equal((await command(args, broken)).code, 1)
  t.match(printed.join('\n'), /Pushgateway/, 'there was something to tell')
  t.strictSame(leaks(filesBelow(join(folder, 'cache')), secrets), [])
})
