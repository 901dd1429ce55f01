import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { addDecimals, scaleDecimal } from '../../src/parsing/decimal.ts'

t.test('a change of unit leaves no noise', async (t) => {
  t.not(33.9 / 100, 0.339, 'which a division does')
  for (const [value, factor, places, scaled] of [
    [33.9, 1, 2, 0.339],
    [0.93, 1, 2, 0.0093],
    [93, 1, 4, 0.0093],
    [1234.5678, 1, 3, 1.2345678],
    [-7.1, 1, 3, -0.0071],
    [1.15, 60, 0, 69],
    [0.0011, 3600, 0, 3.96],
    [1e-9, 1, 3, 1e-12],
    [1.5e21, 60, 0, 9e22],
    [7, 1, 3, 0.007],
    [0, 1, 2, 0]
  ] as const) {
    t.equal(scaleDecimal(value, factor, places), scaled, `${value} * ${factor} / 1e${places}`)
  }
})

t.test('what is no finite number stays what it is', async (t) => {
  t.same(scaleDecimal(Number.NaN, 1, 2), Number.NaN)
  t.equal(scaleDecimal(Number.NEGATIVE_INFINITY, 1, 2), Number.NEGATIVE_INFINITY)
  t.equal(scaleDecimal(1e308, 86_400), Number.POSITIVE_INFINITY)
})

t.test('any decimal and its quotient by a power of ten have the same digits', async () => {
  const digits = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })
  fc.assert(
    fc.property(digits, fc.nat(12), fc.nat(6), (number, decimals, places) => {
      const value = Number(`${number}e-${decimals}`)
      assert.equal(scaleDecimal(value, 1, places) + 0, Number(`${number}e-${decimals + places}`) + 0)
    }),
    { numRuns: 5000 }
  )
})

t.test('a sum of decimals is one', async (t) => {
  t.not(0.1 + 0.2, 0.3, 'which an addition does not give')
  for (const [a, b, sum] of [
    [0.1, 0.2, 0.3],
    [0.1711, 0.0377, 0.2088],
    [-0.3, 0.1, -0.2],
    [1, 2, 3],
    [0, 0.5, 0.5],
    [1e21, 1e-3, 1e21],
    [1e308, 1e308, Number.POSITIVE_INFINITY],
    [5e-324, 1e300, 1e300]
  ] as const) {
    t.equal(addDecimals(a, b), sum, `${a} + ${b}`)
  }
  t.same(addDecimals(Number.NaN, 1), Number.NaN)
})
