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

/** Decimals that values usually have at most. */
const usualDecimals = 3
/** Up to fifteen digits a number and the decimal it is printed as are one. */
const exactDigits = 1e15
/** Those that a number holds exactly. */
const powersOfTen = Array.from({ length: 23 }, (_, i) => 10 ** i)

/**
 * `value` times `factor`, divided by ten to the power of `places`: the number nearest to what comes of the decimal that
 * `value` is printed as. `factor` is an integer, `places` one from 0 to 15.
 */
export function scaleDecimal(value: number, factor: number, places = 0): number {
  for (let decimals = 0; decimals <= usualDecimals; decimals++) {
    const power = powersOfTen[decimals] as number
    const digits = Math.round(value * power)
    // The quotient of two exact numbers is rounded once.
    const isDecimal = digits / power === value && Math.abs(digits * factor) <= exactDigits
    if (isDecimal) return (digits * factor) / (powersOfTen[decimals + places] as number)
  }
  if (!Number.isFinite(value * factor)) return value * factor
  const decimal = decimalOf(value)
  return numberOf({ digits: decimal.digits * BigInt(factor), exponent: decimal.exponent - places })
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
