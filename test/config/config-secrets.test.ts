import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { providers as builtIn } from '../../providers/index.ts'
import { loadConfig } from '../../src/config/config.ts'
import { settingsSchema } from '../../src/config/core-settings.ts'
import type { Settings } from '../../src/contract/provider.ts'
import type { Secret } from '../../src/contract/secret.ts'
import { faultsOf } from '../support/load-faults.ts'
import { acmeCredentials, madeUpConfig, madeUpProvider } from '../support/made-up-provider.ts'

const acme = madeUpProvider()
const { ACME_PASS: _, ...withoutPass } = acmeCredentials

function passOf(env: Settings): Secret {
  const config = loadConfig({ providers: [acme], env: { ...withoutPass, ...env } })
  return madeUpConfig(config).secrets.ACME_PASS as Secret
}

t.test('a secret is read from its file, anew each time, without the newline that editors add', async (t) => {
  const file = join(t.testdir({ pass: 'first\n' }), 'pass')
  const pass = passOf({ ACME_PASS_FILE: file })
  t.equal(pass.read(), 'first')
  writeFileSync(file, ' second \r\n')
  t.equal(pass.read(), 'second')
})

t.test('a file that is gone or empty later on is a failure that names the setting and not the path', async (t) => {
  const file = join(t.testdir({ pass: 'first' }), 'pass')
  const pass = passOf({ ACME_PASS_FILE: file })
  writeFileSync(file, '\n')
  t.throws(() => pass.read(), { name: 'Failure', reason: 'auth', message: 'the file of ACME_PASS is empty' })
  rmSync(file)
  t.throws(() => pass.read(), {
    name: 'Failure',
    reason: 'auth',
    message: 'cannot read the file of ACME_PASS (ENOENT)'
  })
})

t.test('a file that cannot be used is a fault of its setting', async (t) => {
  const dir = t.testdir({ empty: '', blank: ' \n', closed: 'secret', folder: {} })
  chmodSync(join(dir, 'closed'), 0o000)
  const expected: Record<string, string> = {
    empty: 'the file of ACME_PASS is empty',
    blank: 'the file of ACME_PASS is empty',
    missing: 'cannot read the file of ACME_PASS (ENOENT)',
    folder: 'cannot read the file of ACME_PASS (EISDIR)'
  }
  // Nothing is closed to root, as whom containers run tests.
  if (process.getuid?.() !== 0) expected.closed = 'cannot read the file of ACME_PASS (EACCES)'
  for (const [name, message] of Object.entries(expected)) {
    const env = { ...withoutPass, ACME_PASS_FILE: join(dir, name) }
    t.strictSame(faultsOf({ providers: [acme], env }), [{ setting: 'ACME_PASS_FILE', message }], name)
  }
  const readFile = () => {
    throw new Error('of no code')
  }
  t.match(faultsOf({ providers: [acme], env: { ...withoutPass, ACME_PASS_FILE: 'x' }, readFile }), [
    { message: 'cannot read the file of ACME_PASS (of no code)' }
  ])
})

t.test('a value and a file are one too many', async (t) => {
  const env = { ...acmeCredentials, ACME_PASS_FILE: '/run/secrets/pass' }
  t.strictSame(faultsOf({ providers: [acme], env }), [
    { setting: 'ACME_PASS', message: 'set ACME_PASS or ACME_PASS_FILE, not both' }
  ])
  t.equal(passOf({ ACME_PASS: 'value', ACME_PASS_FILE: '' }).read(), 'value', 'an empty one does not count')
  t.equal(passOf({ ACME_PASS: ' value\n' }).read(), 'value')
})

t.test('a file turns the provider on like a value', async (t) => {
  const env = { ACME_KEY_FILE: 'k', ACME_PASS_FILE: 'p', ACME_SITE: 'shop' }
  const config = loadConfig({ providers: [acme], env, readFile: (path) => `content of ${path}` })
  t.equal(madeUpConfig(config).secrets.ACME_KEY?.read(), 'content of k')
})

// At least eight characters of a small alphabet: shorter ones would be found in our own words.
const secretText = fc.string({ unit: fc.constantFrom(...'abcXYZ019./:@%"\\é-'), minLength: 8, maxLength: 40 })
const secretNames = builtIn.flatMap(({ secrets }) => secrets)
const names = [
  ...Object.keys(settingsSchema(builtIn).properties),
  ...secretNames.map((name) => `${name}_FILE`),
  ...['HTTP_PROXY', 'https_proxy', 'NO_PROXY']
]

t.test('no fault ever shows a secret, not even one in the wrong place', async (t) => {
  fc.assert(
    fc.property(
      fc.tuple(secretText, secretText),
      fc.constantFrom(...secretNames),
      fc.dictionary(fc.constantFrom(...names), fc.constantFrom('A', 'B', 'A-', 'x', 'http://u:A@h', 'http://A', '/A'), {
        maxKeys: 8
      }),
      ([a, b], rightPlace, places) => {
        fc.pre(a.trim() !== '' && b.trim() !== '')
        const wrong = Object.entries(places).map(([name, form]) => [
          name,
          form.replace('A', () => a).replace('B', () => b)
        ])
        const env = { ...Object.fromEntries(wrong), [rightPlace]: a, [`${rightPlace}_FILE`]: b }
        const found = faultsOf({ providers: builtIn, env })
        const shown = JSON.stringify(found)
        for (const secret of [a, b]) {
          if (found.some(({ message }) => message.includes(secret.trim()))) return false
          if (shown.includes(JSON.stringify(secret).slice(1, -1))) return false
        }
        return found.length > 0
      }
    ),
    { numRuns: 100 }
  )
  t.pass('100 mistakes')
})

t.test('a secret that stands for both paths is not shown', async (t) => {
  for (const path of ['http://u:hunter2@h', '/hunter2', 'hunter2']) {
    const env = { ZOHO_CLIENT_ID: 'hunter2', GEOLOCATION_PATH: path, TELEMETRY_PATH: path }
    t.notMatch(JSON.stringify(faultsOf({ providers: builtIn, env })), /hunter2/)
  }
})

t.test('the user info of a URL is not shown, and neither is a path that may be the secret itself', async (t) => {
  const shown = (env: Settings) => JSON.stringify(faultsOf({ providers: builtIn, env }))
  t.notMatch(shown({ SITE24X7_API_URL: 'ftp://user:hunter2@host' }), /hunter2/)
  t.notMatch(shown({ HTTPS_PROXY: 'http://user:hunter2@host:99999' }), /hunter2/)
  t.notMatch(shown({ ZOHO_CLIENT_SECRET_FILE: 'hunter2' }), /hunter2/)
})

t.test('CACHE_URL may hold a password: it may come from a file, and is in no message', async (t) => {
  const load = (env: Settings) => loadConfig({ providers: [acme], env: { ...acmeCredentials, ...env } })
  t.strictSame(load({}).store, { kind: 'memory' })
  t.strictSame(load({ CACHE_URL: ' ' }).store, { kind: 'memory' }, 'empty is not set')
  const url = 'redis://:SENTINEL@host:6379/1'
  t.strictSame(load({ CACHE_URL: url }).store, { kind: 'redis', url })
  const file = join(t.testdir({ url: `${url}\n` }), 'url')
  t.strictSame(load({ CACHE_URL_FILE: file }).store, { kind: 'redis', url })
  t.notMatch(JSON.stringify(load({ CACHE_URL: url }).settings), 'SENTINEL')
  const faults = faultsOf({ providers: [acme], env: { ...acmeCredentials, CACHE_URL: 'redis:SENTINEL@host' } })
  t.match(faults, [{ setting: 'CACHE_URL', message: /redis:\/\/host:6379\/0/ }])
  t.notMatch(JSON.stringify(faults), 'SENTINEL')
})
