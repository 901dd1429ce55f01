/** Changes of unit that leave no noise of the binary form behind: 33.9 % are 0.339, where 33.9 / 100 is not. */

/**
 * `value` times `factor` times ten to the power of `exponent`: the number nearest to the product of the decimal that
 * `value` is printed as. `factor` is an integer.
 */
export function scaleDecimal(value: number, factor: number, exponent = 0): number {
  const product = value * factor
  // An integer and a power of ten are exact, and so their quotient is rounded once.
  const isExact = Number.isSafeInteger(product) && Number.isSafeInteger(value) && exponent <= 0 && exponent >= -15
  if (isExact || !Number.isFinite(product)) return product / 10 ** -exponent
  const [mantissa = '', power = '0'] = String(value).split('e')
  if (factor === 1) return Number(`${mantissa}e${Number(power) + exponent}`)
  const [whole = '', decimals = ''] = mantissa.split('.')
  const digits = BigInt(whole + decimals) * BigInt(factor)
  return Number(`${digits}e${Number(power) - decimals.length + exponent}`)
}
