/** JSON whose texts can all be written as UTF-8. */

/** Where half of a surrogate pair may be written as an escape. */
const surrogate = /\\u[dD][89a-fA-F]/

/** An escape of JSON: a pair of surrogates, a half of one, or any other. */
const escapes = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|(u[dD][89a-fA-F][\da-fA-F]{2})|.)/gs

/**
 * What `JSON.parse` gives, but U+FFFD in place of each half of a surrogate pair, in keys too. JSON can carry such a
 * half as an escape, and UTF-8 cannot: texts that differ in it alone would be told apart here and be the same series
 * once they are written. Throws a `SyntaxError` on what is no JSON.
 */
export function parseJsonText(text: string): unknown {
  return JSON.parse(surrogate.test(text) ? text.replaceAll(escapes, wellFormed) : text)
}

function wellFormed(sequence: string, half: string | undefined): string {
  return half === undefined ? sequence : '\\ufffd'
}
