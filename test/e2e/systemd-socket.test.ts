/** The real systemd-socket-activate opens the sockets and starts the program when somebody connects. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import { fakeAccount } from '../app/fake-account.ts'
import { freePort, skipWithout } from './servers.ts'

const main = join(import.meta.dirname, '../../src/main.ts')

t.test('sockets of systemd', { skip: skipWithout('systemd-socket-activate') }, async (t) => {
  const { settings } = await fakeAccount(t)
  const ports = [await freePort(), await freePort()]
  const listens = ports.flatMap((port) => ['--listen', `127.0.0.1:${port}`])
  const env = Object.entries(settings).flatMap(([name, value]) => ['--setenv', `${name}=${value}`])
  const command = [process.execPath, main, '--web.systemd-socket']
  const child = spawn('systemd-socket-activate', [...listens, ...env, ...command], {
    cwd: t.testdir({}),
    stdio: 'pipe'
  })
  let output = ''
  const listening = new Promise<void>((resolve) => {
    child.stderr.on('data', (text) => {
      output += text
      if (output.split('Listening on ').length > ports.length) resolve()
    })
  })
  const ended = once(child, 'close')
  t.teardown(async () => {
    child.kill('SIGKILL')
    await ended
  })
  await listening
  for (const port of ports) {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`)
    t.equal(response.status, 200, `port ${port}`)
  }
  // It has become the program, so the signal is the program's.
  child.kill('SIGTERM')
  t.strictSame(await ended, [0, null])
})
