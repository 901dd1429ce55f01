/** The tests that the examples bring, run as their authors would, with the sources of this clone. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'

const root = join(import.meta.dirname, '..')
const hook = join(root, 'test/support/from-sources.ts')

for (const name of ['uptimerobot', 'fastly']) {
  t.test(`the tests of ${name}`, async (t) => {
    // Without what the test runner tells every child, which is not for another runner.
    const env = { PATH: process.env.PATH }
    const child = spawn(process.execPath, ['--import', hook, '--test'], { cwd: join(root, 'examples', name), env })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    const [code] = await once(child, 'close')
    t.equal(code, 0, text)
    t.match(text, /(?:ℹ|#) pass [1-9]\d*/)
  })
}
