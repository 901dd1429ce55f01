import t from 'tap'
import { counted, length, number, percent, shortened, size } from '../../../plugins/status-page/words.ts'

t.test('lengths of time', async (t) => {
  const expected: [number, string][] = [
    [0, '0 s'],
    [0.0123, '0.01 s'],
    [0.456, '0.46 s'],
    [4.26, '4.3 s'],
    [59.4, '59 s'],
    [59.6, '1 min'],
    [125, '2 min 5 s'],
    [3600, '1 h'],
    [3661, '1 h 1 min'],
    [86_400 * 18 + 3600 * 22, '18 d 22 h'],
    [86_400 + 59, '1 d']
  ]
  for (const [seconds, text] of expected) t.equal(length(seconds), text)
})

t.test('numbers, parts and counts', async (t) => {
  t.equal(number(1234567), '1,234,567')
  t.strictSame([0, 0.0004, 0.004, 0.056, 0.125, 1].map(percent), ['0 %', '< 0.1 %', '0.4 %', '5.6 %', '13 %', '100 %'])
  t.strictSame(
    [counted(1, 'monitors'), counted(0, 'monitors'), counted(1200, 'monitors')],
    ['1 monitor', '0 monitors', '1,200 monitors']
  )
  t.strictSame([counted(1, 'refreshes'), counted(2, 'refreshes')], ['1 refresh', '2 refreshes'])
  t.strictSame([0, 999, 1400, 123_456, 14_200_000].map(size), ['0 B', '999 B', '1.4 kB', '123 kB', '14 MB'])
  t.equal(shortened('abcdef', 4), 'abc…')
  t.equal(shortened('abcd', 4), 'abcd')
})
