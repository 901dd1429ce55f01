/** The bytes of JSON, and where strings, arrays and objects end. Positions of -1 say that they do not. */
export const quote = 0x22
export const plus = 0x2b
export const comma = 0x2c
export const minus = 0x2d
export const point = 0x2e
export const zero = 0x30
export const nine = 0x39
export const colon = 0x3a
export const openBracket = 0x5b
export const backslash = 0x5c
export const closeBracket = 0x5d
export const openBrace = 0x7b
export const closeBrace = 0x7d

/** Behind the bracket of an array or object that starts there. What is between its brackets is not looked at. */
export function endOfContainer(bytes: Uint8Array, start: number): number {
  let depth = 0
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote) {
      at = endOfString(bytes, at) - 1
      if (at < 0) return -1
    } else if (byte === openBrace || byte === openBracket) depth += 1
    else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return -1
}

/** Behind the closing quote of the string that starts there. */
export function endOfString(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    if (bytes[at] === quote) return at + 1
    if (bytes[at] === backslash) at += 1
  }
  return -1
}

/** The closing quote of a string of ASCII without escapes that starts there; -1 for another. */
export function endOfPlain(bytes: Uint8Array, start: number): number {
  let at = start + 1
  while (isPlain(bytes[at] as number)) at += 1
  return bytes[at] === quote ? at : -1
}

/** Behind the characters of a number that start there. */
export function endOfNumber(bytes: Uint8Array, start: number): number {
  let end = start
  while (isPartOfNumber(bytes[end] as number)) end += 1
  return end
}

/** A character of ASCII that stands for itself within a text. */
export function isPlain(byte: number): boolean {
  return byte >= 0x20 && byte < 0x80 && byte !== quote && byte !== backslash
}

export function isPartOfNumber(byte: number): boolean {
  const isSign = byte === plus || byte === minus
  return (byte >= zero && byte <= nine) || isSign || byte === point || (byte | 0x20) === 0x65
}

type Literal = readonly [text: string, value: boolean | null]

const literals: readonly Literal[] = [
  ['true', true],
  ['false', false],
  ['null', null]
]

/** `true`, `false` or `null`, where one of them starts there. */
export function literalAt(bytes: Buffer, start: number): Literal | undefined {
  return literals.find(([text]) => bytes.toString('latin1', start, start + text.length) === text)
}
