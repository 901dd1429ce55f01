import t from 'tap'
import { createItemFilter } from '../../src/parsing/item-filter.ts'
import { createNameFilter, faultOfPattern } from '../../src/parsing/patterns.ts'

t.test('rules of filters', async (t) => {
  const shop = { type: 'URL', group: 'shop-eu', tag: ['env:prod', 'team:a'], name: 'Shop', id: '1' }
  const rows: [
    what: string,
    include: Record<string, string[]>[],
    exclude: Record<string, string[]>[],
    isMet: boolean
  ][] = [
    ['no rule', [], [], true],
    ['one of the patterns', [{ type: ['DNS', 'URL'] }], [], true],
    ['one of the rules', [{ type: ['DNS'] }, { group: ['shop.*'] }], [], true],
    ['all fields of a rule', [{ type: ['URL'], group: ['other'] }], [], false],
    ['the whole value', [{ name: ['Sho'] }], [], false],
    ['one of several values', [{ tag: ['env:.*'] }], [], true],
    ['exclude goes before include', [{ type: ['URL'] }], [{ tag: ['team:a'] }], false],
    ['a field that is not there', [{ nothing: ['.*'] }], [], false]
  ]
  for (const [what, include, exclude, isMet] of rows) {
    t.equal(createItemFilter({ include, exclude })(shop), isMet, what)
  }
})

t.test('no pattern takes long', async (t) => {
  const isWanted = createNameFilter({ include: ['(a+)+$', '(a|a)*b', '(x+x+)+y'], exclude: [] })
  const start = performance.now()
  t.notOk(isWanted(`${'a'.repeat(5000)}!`))
  t.notOk(isWanted('x'.repeat(5000)))
  t.ok(performance.now() - start < 5000)
})

t.test('what RE2 does not have is a fault', async (t) => {
  for (const pattern of ['(?=x)', '(a)\\1', '[', 'a**']) t.type(faultOfPattern(pattern), 'string', pattern)
  for (const pattern of ['shop.*', '(?i)shop', '[^a]', 'ÜBER']) t.equal(faultOfPattern(pattern), undefined, pattern)
})
