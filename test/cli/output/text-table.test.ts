import t from 'tap'
import { textTable } from '../../../src/cli/output/text-table.ts'

t.test('columns are as wide as what is in them', async (t) => {
  const table = textTable(
    [{ title: 'name' }, { title: 'n', align: 'right' }, { title: 'what' }],
    [
      ['a', '1', 'x'],
      ['longer', '1234', '']
    ]
  )
  t.equal(table, ['name       n  what', 'a          1  x', 'longer  1234'].join('\n'))
})

t.test('characters of East Asia are two columns wide', async (t) => {
  t.equal(
    textTable(
      [{ title: 'a' }, { title: 'b' }],
      [
        ['上海', '1'],
        ['x', '2']
      ]
    ),
    ['a     b', '上海  1', 'x     2'].join('\n')
  )
})
