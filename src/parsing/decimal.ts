/** Arithmetic that leaves no noise of the binary form behind: 33.9 % are 0.339, where 33.9 / 100 is not. */

/** Digits times ten to the power of `exponent`. */
interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}

/** The decimal that a finite number is printed as. */
function decimalOf(value: number): Decimal {
  const [mantissa = '', power = '0'] = String(value).split('e')
  const [whole = '', decimals = ''] = mantissa.split('.')
  return { digits: BigInt(whole + decimals), exponent: Number(power) - decimals.length }
}

/** The nearest number. */
function numberOf({ digits, exponent }: Decimal): number {
  return Number(`${digits}e${exponent}`)
}

/**
 * `value` times `factor` times ten to the power of `exponent`: the number nearest to the product of the decimal that
 * `value` is printed as. `factor` is an integer.
 */
export function scaleDecimal(value: number, factor: number, exponent = 0): number {
  const product = value * factor
  // An integer and a power of ten are exact, and so their quotient is rounded once.
  const isExact = Number.isSafeInteger(product) && Number.isSafeInteger(value) && exponent <= 0 && exponent >= -15
  if (isExact || !Number.isFinite(product)) return product / 10 ** -exponent
  const decimal = decimalOf(value)
  return numberOf({ digits: decimal.digits * BigInt(factor), exponent: decimal.exponent + exponent })
}

/** The number nearest to the sum of the decimals that `a` and `b` are printed as. */
export function addDecimals(a: number, b: number): number {
  const sum = a + b
  if (Number.isSafeInteger(sum) && Number.isSafeInteger(a) && Number.isSafeInteger(b)) return sum
  if (!Number.isFinite(sum)) return sum
  const [first, second] = [decimalOf(a), decimalOf(b)]
  const exponent = Math.min(first.exponent, second.exponent)
  const aligned = (decimal: Decimal) => decimal.digits * 10n ** BigInt(decimal.exponent - exponent)
  return numberOf({ digits: aligned(first) + aligned(second), exponent })
}
