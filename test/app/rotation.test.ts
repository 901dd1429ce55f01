/** The secret of a provider is replaced in its file while the program runs. */

import { writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { createSimulator as createPortal } from '../../providers/chinacache/simulator.ts'
import { createSimulator as createAccount } from '../../providers/site24x7/simulator/index.ts'
import { listen } from '../support/local-server.ts'
import { manualClock } from '../support/manual-clock.ts'
import { onlyMonitors } from '../support/only-monitors.ts'
import { runApp } from './running-app.ts'

/** Hands requests on to an address that can be changed; `pathOf` may change what is asked for, or refuse it. */
async function listenBefore(t: Test, pathOf: (path: string) => string | undefined = (path) => path) {
  let target = ''
  const { origin } = await listen(t, (incoming, response) => {
    const path = pathOf(incoming.url ?? '')
    if (path === undefined) return void response.writeHead(401).end()
    const { method, headers } = incoming
    const onwards = request(`${target}${path}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onwards.on('error', () => response.destroy())
    incoming.pipe(onwards)
  })
  return {
    origin,
    leadTo(address: string) {
      target = address
    }
  }
}

t.test('Zoho gives another client, whose secrets come by file', async (t) => {
  const clock = manualClock()
  const before = await listenBefore(t)
  const accounts = await Promise.all(
    [1, 2].map(async (seed) => {
      const simulator = await createAccount({ clock, seed, size: 4 })
      t.teardown(() => simulator.app.close())
      const { clientId, clientSecret, refreshToken } = simulator.credentials
      const secrets = { ZOHO_CLIENT_ID: clientId, ZOHO_CLIENT_SECRET: clientSecret, ZOHO_REFRESH_TOKEN: refreshToken }
      return { secrets, origin: await simulator.app.listen({ host: '127.0.0.1', port: 0 }), simulator }
    })
  )
  const [first, second] = accounts as [(typeof accounts)[0], (typeof accounts)[0]]
  const folder = t.testdir(first.secrets)
  const names = Object.keys(first.secrets)
  const rotate = () => {
    for (const [name, secret] of Object.entries(second.secrets)) writeFileSync(join(folder, name), `${secret}\n`)
  }
  before.leadTo(first.origin)
  const {
    ZOHO_CLIENT_ID: _,
    ZOHO_CLIENT_SECRET: __,
    ZOHO_REFRESH_TOKEN: ___,
    ...plain
  } = first.simulator.settings(before.origin)
  const files = Object.fromEntries(names.map((name) => [`${name}_FILE`, join(folder, name)]))
  const { app, own, logs } = await runApp(t, { clock, settings: { ...plain, ...files, ...onlyMonitors } })
  const refresh = async () => {
    await app.snapshots.refreshAll()
    const { statusCode, body } = await app.inject('/metrics')
    t.equal(statusCode, 200)
    t.match(body, /^site24x7_monitor_up\{/m)
    return own('source_up')
  }
  t.equal(await refresh(), 1)

  before.leadTo(second.origin)
  await clock.advance(1001)
  t.equal(await refresh(), 0, 'the old secrets are refused')
  rotate()
  await clock.advance(1001)
  t.equal(await refresh(), 1, 'the new ones are used at once')

  // The order in which it is done by the book: the file first, then the end of the old secrets.
  first.simulator.expireTokens()
  before.leadTo(first.origin)
  for (const [name, secret] of Object.entries(first.secrets)) writeFileSync(join(folder, name), secret)
  const failures = logs.messages('warn').length
  await clock.advance(1001)
  t.equal(await refresh(), 1)
  t.equal(logs.messages('warn').length, failures, 'no refresh has failed')
})

t.test('ChinaCache gives another password, which comes by file', async (t) => {
  const clock = manualClock()
  const simulator = await createPortal({ clock, size: 2 })
  t.teardown(() => simulator.app.close())
  const { CHINACACHE_PASS: pass = '', ...settings } = simulator.settings('')
  let accepted = 'the first'
  const before = await listenBefore(t, (path) => {
    const url = new URL(path, 'http://x')
    const name = url.searchParams.has('api_key') ? 'api_key' : 'apiPasswd'
    if (url.searchParams.get(name) !== accepted) return undefined
    url.searchParams.set(name, pass)
    return `${url.pathname}${url.search}`
  })
  before.leadTo(await simulator.app.listen({ host: '127.0.0.1', port: 0 }))
  const file = join(t.testdir({ pass: 'the first' }), 'pass')
  const { app } = await runApp(t, {
    clock,
    settings: { ...settings, CHINACACHE_API_URL: before.origin, CHINACACHE_PASS_FILE: file }
  })
  const refresh = async () => {
    await app.snapshots.refreshAll()
    t.equal((await app.inject('/metrics')).statusCode, 200)
    return app.snapshots.statuses().every(({ up }) => up)
  }
  t.equal(await refresh(), true)
  accepted = 'the second'
  t.equal(await refresh(), false)
  writeFileSync(file, 'the second\n')
  t.equal(await refresh(), true)
})
