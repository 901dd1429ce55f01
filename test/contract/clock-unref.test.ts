import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t from 'tap'

t.test('a pending task does not keep the program alive', async (t) => {
  const url = new URL('../../src/contract/clock.ts', import.meta.url)
  const script = `
    import { systemClock } from ${JSON.stringify(url.href)}
    systemClock.after(3_600_000, () => {})
    console.log('at the end')`
  const args = ['--input-type=module', '--eval', script]
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 })
  t.equal(stdout, 'at the end\n')
})
