import { join } from 'node:path'
import t from 'tap'
import { readEnvironment } from '../../src/cli/environment.ts'
import { faultsFrom } from '../support/load-faults.ts'

t.test('the environment goes before the file', async (t) => {
  const file = join(t.testdir({ '.env': 'A=file\nB=file\n# C=comment\nD="two words"\nE=file\n' }), '.env')
  t.strictSame(readEnvironment({ B: 'env', E: '' }, file), { A: 'file', B: 'env', D: 'two words', E: 'file' })
})

t.test('no file is fine', async (t) => {
  t.strictSame(readEnvironment({ A: '1' }, join(t.testdir({}), '.env')), { A: '1' })
})

t.test('a file that cannot be read is a fault', async (t) => {
  const file = join(t.testdir({ '.env': {} }), '.env')
  t.strictSame(
    faultsFrom(() => readEnvironment({}, file)),
    [{ setting: file, message: 'cannot be read (EISDIR)' }]
  )
})

t.test('without arguments it is the environment of the process', async (t) => {
  t.equal(readEnvironment().PATH, process.env.PATH)
})
