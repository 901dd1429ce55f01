/**
 * Big JSON without the big tree: the elements of certain arrays are left as bytes, and each is parsed when its turn
 * comes. What is made of it dies young, so a refresh costs less memory, and less work to find what of it is still used.
 */

export interface JsonInParts {
  /** The value, with a stand-in for each element of the arrays. */
  readonly value: unknown
  /** The element that a stand-in stands for; anything else as it is. Throws a `SyntaxError`. */
  open(element: unknown): unknown
}

const whitespace: ReadonlySet<number | undefined> = new Set([0x09, 0x0a, 0x0d, 0x20])
const quote = 0x22
const comma = 0x2c
const backslash = 0x5c
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** Text that nobody sends. */
const standIn = /^\0part (\d+)$/

/**
 * Parses UTF-8. `key` is the name of the properties whose arrays are left in parts; those written with spaces around
 * the colon are parsed at once. Accepts and refuses what `JSON.parse` does, once every part is opened.
 */
export function parseInParts(bytes: Buffer, key: string): JsonInParts {
  const head = Buffer.from(`${JSON.stringify(key)}:[`)
  const starts: number[] = []
  const ends: number[] = []
  let rest = ''
  let from = 0
  // An unescaped quote ends a string, so this text is found nowhere but at the start of an array.
  for (let at = bytes.indexOf(head); at >= 0; at = bytes.indexOf(head, from)) {
    const first = starts.length
    const end = cut(bytes, at + head.length, starts, ends)
    // Cut off in the middle, so what comes of it is no JSON.
    if (end === undefined) break
    const standIns = starts.slice(first).map((_, i) => `"\\u0000part ${first + i}"`)
    rest += bytes.toString('utf8', from, at + head.length) + standIns.join()
    from = end
  }
  return {
    value: JSON.parse(withoutMark(rest + bytes.toString('utf8', from))),
    open(element) {
      const found = typeof element === 'string' ? standIn.exec(element)?.[1] : undefined
      if (found === undefined) return element
      return JSON.parse(bytes.toString('utf8', starts[Number(found)], ends[Number(found)]))
    }
  }
}

/** JSON.parse would stumble over a byte order mark. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

/** Notes where the elements of an array start and end, and returns where the array ends. */
function cut(bytes: Uint8Array, start: number, starts: number[], ends: number[]): number | undefined {
  let first = start
  while (whitespace.has(bytes[first])) first += 1
  if (bytes[first] === closeBracket) return first
  for (let at = first; ; at++) {
    starts.push(at)
    at = endOfElement(bytes, at)
    if (at >= bytes.length) return undefined
    ends.push(at)
    if (bytes[at] === closeBracket) return at
  }
}

/** The comma or bracket behind an element, or the end of the bytes where there is none. */
function endOfElement(bytes: Uint8Array, start: number): number {
  let depth = 0
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote) at = endOfString(bytes, at)
    else if (byte === openBrace || byte === openBracket) depth += 1
    else if (depth === 0 && (byte === comma || byte === closeBracket)) return at
    else if (byte === closeBrace || byte === closeBracket) depth -= 1
  }
  return bytes.length
}

/** The quote that ends a string. */
function endOfString(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    if (bytes[at] === quote) return at
    if (bytes[at] === backslash) at += 1
  }
  return bytes.length
}
