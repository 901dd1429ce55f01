import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readEnvironment } from '../../src/cli/environment.ts'
import { faultsFrom } from '../support/load-faults.ts'

t.test('the environment goes before the file', async (t) => {
  const folder = t.testdir({ '.env': 'A=file\nB=file\n# C=comment\nD="two words"\nE=file\n' })
  const { env, envFile } = readEnvironment({ B: 'env', E: '' }, folder)
  t.strictSame(env, { A: 'file', B: 'env', D: 'two words', E: 'file' })
  t.equal(envFile, join(folder, '.env'))
})

t.test('the file may be in a folder above, the nearest one', async (t) => {
  const folder = t.testdir({ '.env': 'A=far\n', near: { '.env': 'A=near\n', deep: { deeper: {} } } })
  t.equal(readEnvironment({}, join(folder, 'near/deep/deeper')).env.A, 'near')
  t.equal(readEnvironment({}, join(folder, 'near/deep/deeper')).envFile, join(folder, 'near/.env'))
  t.equal(readEnvironment({}, join(folder, 'gone/away')).env.A, 'far')
})

t.test('a file that cannot be read is a fault, and so is a line', async (t) => {
  const folder = t.testdir({ '.env': {} })
  const file = join(folder, '.env')
  t.strictSame(
    faultsFrom(() => readEnvironment({}, folder)),
    [{ setting: file, message: 'cannot be read (EISDIR)' }]
  )
  const wrong = t.testdir({ '.env': 'A=1\nwhat is this\n' })
  t.match(
    faultsFrom(() => readEnvironment({}, wrong)),
    [{ message: /^line 2: is no NAME=value/ }]
  )
})

t.test('what Windows writes is read whole', async (t) => {
  const text = 'A=1\r\nB=größe\r\n'
  const folder = t.testdir({})
  const swapped = (bytes: Buffer) => bytes.swap16()
  for (const [name, bytes] of Object.entries({
    'UTF-8 with a mark': Buffer.from(`\ufeff${text}`),
    'UTF-16': Buffer.from(`\ufeff${text}`, 'utf16le'),
    'UTF-16, big end first': swapped(Buffer.from(`\ufeff${text}`, 'utf16le'))
  })) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, '.env'), bytes)
    t.strictSame(readEnvironment({}, join(folder, name)).env, { A: '1', B: 'größe' }, name)
  }
})

t.test('without arguments it is the environment of the process', async (t) => {
  t.equal(readEnvironment().env.PATH, process.env.PATH)
})
