/** The configuration file from the command line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { accountIn, simulateAccount } from '../app/accounts.ts'
import { start } from '../support/program.ts'

const file = (accounts: readonly object[]) => JSON.stringify({ providers: { site24x7: accounts } })

/** Not in the folder of the test, in which programs start. */
function written(t: Test, accounts: readonly object[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'config-file-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'config.yml'), file(accounts))
  return join(folder, 'config.yml')
}

t.test('--config.check tells of each fault with its line, or that all is good, and asks nobody', async (t) => {
  const account = await simulateAccount(t)
  const path = written(t, [accountIn(account, 'eu'), accountIn(account, 'us')])
  for (const args of [['--config.check'], ['serve', '--config.check']]) {
    const good = await start(t, [...args, '--config.file', path]).ended
    t.equal(good.code, 0, good.stderr)
    t.equal(good.stdout, 'settings and configuration are good: 2 accounts\n')
  }
  t.equal(account.calls(), 0)
  writeFileSync(path, 'providers:\n  site24x7:\n    - name: eu\n      endpont: x\n')
  const bad = await start(t, ['--config.check', '--config.file', path]).ended
  t.equal(bad.code, 2)
  t.match(
    bad.stderr,
    'edge-exporter: CONFIG_FILE (--config.file): line 4: unknown key endpont in providers.site24x7[1]; did you mean endpoint?'
  )
})

t.test('check, collect, plan and locations know the accounts of a file', async (t) => {
  const [eu, us] = [await simulateAccount(t, { seed: 1 }), await simulateAccount(t, { seed: 2 })]
  const path = written(t, [accountIn(eu, 'eu'), accountIn(us, 'us')])
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await start(t, [...args, '--config.file', path]).ended
    t.equal(code, 0, `${args.join(' ')}: ${stderr}`)
    return stdout
  }
  const checked = await run('check')
  t.match(checked, /Site24x7 eu\n.*✔ credentials/)
  t.match(checked, /Site24x7 us\n.*✔ credentials/)
  const collected = await run('collect')
  for (const account of ['eu', 'us']) t.match(collected, `site24x7_monitors{account="${account}",`)
  const planned = JSON.parse(await run('plan', '--json', '--monitors', '20'))
  t.match(planned.plans, [
    { account: 'eu', count: 20 },
    { account: 'us', count: 20 }
  ])
  const located = JSON.parse(await run('locations', '--json'))
  t.same(new Set(located.places.map(({ account }: { account: string }) => account)), new Set(['eu', 'us']))
})

t.test('SIGHUP reads the file again; a secret of the file is nowhere in what the program says', async (t) => {
  const account = await simulateAccount(t)
  const secret = 'SENTINEL-of-the-file'
  const path = written(t, [accountIn(account, 'eu')])
  const options = ['--config.file', path, '--web.listen-address', '127.0.0.1:0', '--log.level', 'trace']
  const { child, printed, ended, stdout } = start(t, options)
  const [, origin] = await printed(/listening at (http:[^"]+)"/)
  await printed(/source is up/)
  writeFileSync(path, file([accountIn(account, 'eu'), accountIn(account, 'us', { client_secret: secret })]))
  child.kill('SIGHUP')
  await printed(/the configuration file is read again/)
  await printed(/"account":"us"/)
  for (const page of ['/', '/api/status', '/metrics', '/sd']) {
    const text = await (await globalThis.fetch(`${origin}${page}`)).text()
    t.notMatch(text, secret, page)
  }
  writeFileSync(path, `providers: { site24x7: [{ name: eu, client_secret: { ${secret}: x } }] }`)
  child.kill('SIGHUP')
  await printed(/the configuration file cannot be used/)
  child.kill('SIGTERM')
  const { code, stderr } = await ended
  t.equal(code, 0)
  t.notMatch(stdout() + stderr, secret)
})
