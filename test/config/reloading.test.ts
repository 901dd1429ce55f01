import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { createReloading } from '../../src/config/reloading.ts'

t.test('the value is made again when a file changes, and only then', async (t) => {
  const folder = t.testdir({ a: '1', b: '2' })
  let made = 0
  const sum = createReloading((read) => {
    made++
    const value = ['a', 'b'].reduce((total, name) => total + Number(read(join(folder, name))), 0)
    if (Number.isNaN(value)) throw new Error('no number')
    return value
  })
  t.equal(sum.value(), 3)
  t.equal(sum.refresh(), 'same')
  t.equal(made, 1)

  writeFileSync(join(folder, 'b'), '5')
  t.equal(sum.value(), 3, 'until it is looked at')
  t.equal(sum.refresh(), 'changed')
  t.equal(sum.value(), 6)
  t.equal(sum.refresh(), 'same')

  writeFileSync(join(folder, 'a'), 'x')
  t.match(sum.refresh(), { error: { message: 'no number' } })
  t.equal(sum.value(), 6, 'a broken change keeps the value')
  t.equal(sum.refresh(), 'same', 'and is told once')

  rmSync(join(folder, 'a'))
  t.match(sum.refresh(), { error: { code: 'ENOENT' } }, 'another fault is told too')
  t.equal(sum.refresh(), 'same')
  writeFileSync(join(folder, 'new'), '10')
  renameSync(join(folder, 'new'), join(folder, 'a'))
  t.equal(sum.refresh(), 'changed', 'a file that comes back counts')
  t.equal(sum.value(), 15)
})

t.test('a value that cannot be made at first is no value', async (t) => {
  t.throws(() => createReloading((read) => read(join(t.testdir({}), 'none'))), { code: 'ENOENT' })
})
