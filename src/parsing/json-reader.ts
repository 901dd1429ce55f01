/**
 * Reads JSON from its bytes, front to back, without making the tree of it. Who knows what an answer may hold asks for
 * just that; what is left out costs a look at its bytes. `JSON.parse` reads what is unusual: escapes, nested values.
 *
 *     for (let more = reader.openObject(); more; more = reader.nextMember()) {
 *       if (reader.key(names) === 'id') id = reader.value()
 *       else reader.skip()
 *     }
 *
 * It takes and refuses what `JSON.parse` does, and gives halves of surrogate pairs as `parseJsonText` does. All methods throw a `SyntaxError` on what is no JSON, and on JSON that
 * is not what was asked for.
 */
import { parseJsonText } from '../contract/json-text.ts'
import { firstHash, knownString, nextHash } from './known-strings.ts'

const quote = 0x22
const plus = 0x2b
const comma = 0x2c
const minus = 0x2d
const point = 0x2e
const zero = 0x30
const nine = 0x39
const colon = 0x3a
const openBracket = 0x5b
const backslash = 0x5c
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

const literals: readonly (readonly [text: string, value: boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null]
]

/** Up to fifteen digits and their powers of ten are exact, and so the quotient of two of them is rounded once. */
const exactDigits = 15
const powersOfTen = Array.from({ length: exactDigits + 1 }, (_, i) => 10 ** i)

/** The names of members that are asked for, best in the order in which they usually come. */
export class Names {
  readonly texts: readonly string[]
  /** As they are usually written, with the colon right behind. */
  readonly bytes: readonly Uint8Array[]
  /** Index of the one that is likely next. */
  next = 0

  constructor(...texts: string[]) {
    this.texts = texts
    this.bytes = texts.map((text) => Buffer.from(`${JSON.stringify(text)}:`))
  }
}

export class JsonReader {
  readonly #bytes: Buffer
  #at = 0
  /** Where the text is that `plain` has read. */
  #textStart = 0
  #textEnd = 0

  constructor({ buffer, byteOffset, byteLength }: Uint8Array) {
    this.#bytes = Buffer.from(buffer, byteOffset, byteLength)
    // JSON.parse would stumble over a byte order mark, but those who write one mean no harm.
    if (this.#bytes[0] === 0xef && this.#bytes[1] === 0xbb && this.#bytes[2] === 0xbf) this.#at = 3
  }

  /** True when the next value is an object. */
  isObject(): boolean {
    return this.#peek() === openBrace
  }

  isArray(): boolean {
    return this.#peek() === openBracket
  }

  /** Steps into an object. True when it has a member. */
  openObject(): boolean {
    return this.#open(openBrace, closeBrace)
  }

  /** Steps from the value of a member to the next member, or out of the object: then false. */
  nextMember(): boolean {
    return this.#next(closeBrace)
  }

  /** Steps into an array. True when it has an element. */
  openArray(): boolean {
    return this.#open(openBracket, closeBracket)
  }

  nextElement(): boolean {
    return this.#next(closeBracket)
  }

  /** Reads the key of a member. The name that it is, or undefined for another. */
  key(names: Names): string | undefined {
    if (this.#peek() !== quote) this.#refuse()
    const usual = this.#usualKey(names)
    if (usual !== undefined) return usual
    const name = this.#otherKey(names)
    if (this.#peek() !== colon) this.#refuse()
    this.#at += 1
    return name
  }

  /** Any value, as `parseJsonText` gives it. */
  value(): unknown {
    const first = this.#peek()
    if (first === quote) return this.#string()
    if (first === openBrace || first === openBracket) return this.#parse(this.#endOfContainer())
    if (first === minus || (first >= zero && first <= nine)) return this.#number()
    return this.#literal()
  }

  /** Steps over a value. */
  skip(): void {
    if (this.#peek() !== quote) {
      this.value()
      return
    }
    const end = this.#endOfPlain()
    if (end < 0) this.#parse(this.#endOfString(this.#at))
    else this.#at = end + 1
  }

  /**
   * The text that comes next as `read` understands its bytes, from `start` to `end`. Undefined, and nothing is read,
   * when it is no text or one with escapes or beyond ASCII, or when `read` says undefined.
   */
  plain<Value>(read: (bytes: Uint8Array, start: number, end: number) => Value | undefined): Value | undefined {
    if (this.#peek() !== quote) return undefined
    const start = this.#at + 1
    const end = this.#endOfPlain()
    const value = end < 0 ? undefined : read(this.#bytes, start, end)
    if (value === undefined) return undefined
    this.#textStart = start
    this.#textEnd = end
    this.#at = end + 1
    return value
  }

  /** The text that `plain` has read last. */
  lastPlain(): string {
    return this.#bytes.toString('latin1', this.#textStart, this.#textEnd)
  }

  /** Steps over a value, to come back later: see `resume`. What is inside of an array or object is not looked at. */
  postpone(): number {
    const first = this.#peek()
    const start = this.#at
    if (first === openBrace || first === openBracket) this.#at = this.#endOfContainer()
    else this.skip()
    return start
  }

  /** Runs `read` on what was stepped over at `start`. */
  resume(start: number, read: () => void): void {
    const here = this.#at
    this.#at = start
    read()
    this.#at = here
  }

  /** Makes sure that nothing follows. */
  end(): void {
    if (!Number.isNaN(this.#peek())) this.#refuse()
  }

  /** The next byte that is no white space; NaN at the end. */
  #peek(): number {
    const bytes = this.#bytes
    for (let at = this.#at; at < bytes.length; at++) {
      const byte = bytes[at] as number
      if (byte > 0x20 || !(byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)) {
        this.#at = at
        return byte
      }
    }
    this.#at = bytes.length
    return Number.NaN
  }

  #open(opening: number, closing: number): boolean {
    if (this.#peek() !== opening) this.#refuse()
    this.#at += 1
    if (this.#peek() !== closing) return true
    this.#at += 1
    return false
  }

  #next(closing: number): boolean {
    const byte = this.#peek()
    if (byte !== comma && byte !== closing) this.#refuse()
    this.#at += 1
    return byte === comma
  }

  #usualKey(names: Names): string | undefined {
    const { texts, bytes } = names
    const count = texts.length
    for (let tried = 0, i = names.next; tried < count; tried++, i++) {
      if (i >= count) i = 0
      if (!this.#isKey(bytes[i] as Uint8Array)) continue
      this.#at += (bytes[i] as Uint8Array).length
      names.next = i + 1
      return texts[i]
    }
    return undefined
  }

  #isKey(name: Uint8Array): boolean {
    const bytes = this.#bytes
    const start = this.#at
    // From the end, where names differ the most.
    for (let i = name.length - 1; i > 0; i--) if (bytes[start + i] !== name[i]) return false
    return true
  }

  /** A key that is none of the names, or one of them with escapes, or with white space before the colon. */
  #otherKey({ texts }: Names): string | undefined {
    const key = this.#string()
    return texts.find((text) => text === key)
  }

  #string(): string {
    const bytes = this.#bytes
    const start = this.#at + 1
    let hash = firstHash
    let at = start
    let byte = bytes[at] as number
    while (isPlain(byte)) {
      hash = nextHash(hash, byte)
      at += 1
      byte = bytes[at] as number
    }
    if (byte !== quote) return this.#parse(this.#endOfString(this.#at)) as string
    this.#at = at + 1
    return knownString(bytes, start, at, hash)
  }

  /** The closing quote of a text of ASCII without escapes; -1 for another. */
  #endOfPlain(): number {
    const bytes = this.#bytes
    let at = this.#at + 1
    while (isPlain(bytes[at] as number)) at += 1
    return bytes[at] === quote ? at : -1
  }

  #number(): number {
    const bytes = this.#bytes
    const isNegative = bytes[this.#at] === minus
    const start = isNegative ? this.#at + 1 : this.#at
    let at = start
    let digits = 0
    let byte = bytes[at] as number
    for (; byte >= zero && byte <= nine; byte = bytes[++at] as number) digits = digits * 10 + byte - zero
    const whole = at - start
    let decimals = 0
    if (byte === point) {
      for (byte = bytes[++at] as number; byte >= zero && byte <= nine; byte = bytes[++at] as number) {
        digits = digits * 10 + byte - zero
        decimals += 1
      }
      if (decimals === 0) return this.#unusualNumber()
    }
    const isLeadingZero = whole > 1 && bytes[start] === zero
    if (whole === 0 || isLeadingZero || whole + decimals > exactDigits || isPartOfNumber(byte)) {
      return this.#unusualNumber()
    }
    this.#at = at
    const value = decimals === 0 ? digits : digits / (powersOfTen[decimals] as number)
    return isNegative ? -value : value
  }

  #unusualNumber(): number {
    let end = this.#at
    while (isPartOfNumber(this.#bytes[end] as number)) end += 1
    return this.#parse(end) as number
  }

  #literal(): boolean | null {
    for (const [text, value] of literals) {
      if (this.#bytes.toString('latin1', this.#at, this.#at + text.length) !== text) continue
      this.#at += text.length
      return value
    }
    return this.#refuse()
  }

  #parse(end: number): unknown {
    const value = parseJsonText(this.#bytes.toString('utf8', this.#at, end))
    this.#at = end
    return value
  }

  /** Where an array or object ends. What is between its brackets is not looked at. */
  #endOfContainer(): number {
    const bytes = this.#bytes
    let depth = 0
    for (let at = this.#at; at < bytes.length; at++) {
      const byte = bytes[at]
      if (byte === quote) at = this.#endOfString(at) - 1
      else if (byte === openBrace || byte === openBracket) depth += 1
      else if (byte === closeBrace || byte === closeBracket) {
        depth -= 1
        if (depth === 0) return at + 1
      }
    }
    return this.#refuse()
  }

  /** Behind the closing quote of the string that starts there. */
  #endOfString(start: number): number {
    const bytes = this.#bytes
    for (let at = start + 1; at < bytes.length; at++) {
      if (bytes[at] === quote) return at + 1
      if (bytes[at] === backslash) at += 1
    }
    return this.#refuse()
  }

  #refuse(): never {
    throw new SyntaxError(`unexpected content at byte ${this.#at}`)
  }
}

/** A character of ASCII that stands for itself within a text. */
function isPlain(byte: number): boolean {
  return byte >= 0x20 && byte < 0x80 && byte !== quote && byte !== backslash
}

function isPartOfNumber(byte: number): boolean {
  const isSign = byte === plus || byte === minus
  return (byte >= zero && byte <= nine) || isSign || byte === point || (byte | 0x20) === 0x65
}
