import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { NumberList } from '../../src/contract/number-list.ts'
import type { Labels } from '../../src/contract/provider.ts'
import { createColumns, SampleColumns } from '../../src/contract/sample-columns.ts'

const pool = Array.from({ length: 6 }, (_, i): Labels => ({ site: `${i}` }))

t.test('what was added comes out, whatever was there before', async () => {
  const rows = fc.array(fc.tuple(fc.constantFrom(...pool), fc.double({ noNaN: true })), { maxLength: 40 })
  fc.assert(
    fc.property(fc.array(rows, { minLength: 1, maxLength: 4 }), (refreshes) => {
      let before: SampleColumns | undefined
      for (const added of refreshes) {
        const columns = new SampleColumns(before)
        for (const [labels, value] of added) columns.add(labels, value)
        const known = before && [...before]
        assert.equal(columns.length, added.length)
        assert.deepEqual(
          [...columns].map(({ labels, value }) => [labels, value]),
          added
        )
        assert.deepEqual(before && [...before], known, 'the one before stays as it is')
        before = columns
      }
    }),
    { numRuns: 500 }
  )
})

t.test('the same labels in the same order share their column', async (t) => {
  const columns = (before: SampleColumns | undefined, ...labels: Labels[]) => {
    const made = new SampleColumns(before)
    for (const each of labels) made.add(each, 1)
    return made
  }
  const [a, b, c] = pool as [Labels, Labels, Labels]
  const first = columns(undefined, a, b, c)
  t.equal(columns(first, a, b, c).labels, first.labels)
  t.same(columns(first, a, b).labels, [a, b])
  t.same(columns(first, a, c).labels, [a, c])
  t.same(columns(first, a, b, c, a).labels, [a, b, c, a])
  t.same(columns(first).labels, [])
  t.same(first.labels, [a, b, c])
})

t.test('columns by name', async (t) => {
  const first = createColumns(undefined)
  first.columnOf('x').add(pool[0] as Labels, 1)
  t.equal(first.columnOf('x'), first.columnOf('x'))
  const second = createColumns(first.columns)
  t.equal(second.columnOf('x').length, 0, 'empty again')
  second.columnOf('x').add(pool[0] as Labels, 2)
  t.equal(second.columnOf('x').labels, first.columnOf('x').labels)
  t.same([...second.columns.keys()], ['x'])
})

t.test('a list of numbers', async (t) => {
  const list = new NumberList(2)
  for (let i = 0; i < 100; i++) list.add(i / 2)
  list.replace(7, Number.NaN)
  t.equal(list.length, 100)
  t.ok(Number.isNaN(list.at(7)))
  t.equal(list.at(99), 49.5)
  t.equal(list.all().length, 100)
  t.same([...new NumberList().all()], [])
})
