import t from 'tap'
import { createLineStart, labelText } from '../../src/exposition/label-text.ts'

t.test('labels as both formats write them', async (t) => {
  t.equal(labelText({}), '')
  t.equal(labelText({ a: '' }), '{a=""}')
  t.equal(labelText({ b: 'x y', a: 'é监😀' }), '{b="x y",a="é监😀"}')
  t.equal(labelText({ a: 'C:\\"new"\nline' }), '{a="C:\\\\\\"new\\"\\nline"}')
  t.equal(labelText({ a: '\uD83D' }), '{a="\uFFFD"}')
})

t.test('labels that all lines have come before those of one', async (t) => {
  const startOf = createLineStart({ account: 'a"b' })
  t.equal(startOf('acme_x', { site: '1' }), 'acme_x{account="a\\"b",site="1"} ')
  t.equal(startOf('acme_x', {}), 'acme_x{account="a\\"b"} ')
  t.equal(createLineStart()('acme_x', { site: '1' }), 'acme_x{site="1"} ')
  t.equal(createLineStart()('acme_x', {}), 'acme_x ')
})
