/**
 * Reads JSON from its bytes, front to back, without making the tree of it. Who knows what an answer may hold asks for
 * just that; what is left out costs a look at its bytes. `JSON.parse` reads what is unusual: escapes, nested values.
 *
 *     for (let more = reader.openObject(); more; more = reader.nextMember()) {
 *       if (reader.key(names) === 'id') id = reader.value()
 *       else reader.skip()
 *     }
 *
 * It takes and refuses what `JSON.parse` does, and gives halves of surrogate pairs as `parseJsonText` does. All methods
 * throw a `SyntaxError` on what is no JSON, and on JSON that is not what was asked for.
 */
import { parseJsonText } from '../contract/json-text.ts'
import {
  closeBrace,
  closeBracket,
  colon,
  comma,
  endOfContainer,
  endOfNumber,
  endOfPlain,
  endOfString,
  isPartOfNumber,
  isPlain,
  literalAt,
  minus,
  nine,
  openBrace,
  openBracket,
  point,
  quote,
  zero
} from './json-bytes.ts'
import { firstHash, knownString, nextHash } from './known-strings.ts'
import type { Names } from './names.ts'

/** Up to fifteen digits and their powers of ten are exact, and so the quotient of two of them is rounded once. */
const exactDigits = 15
const powersOfTen = Array.from({ length: exactDigits + 1 }, (_, i) => 10 ** i)

export class JsonReader {
  readonly #bytes: Buffer
  #at = 0
  /** Where the text is that `plain` has read. */
  #textStart = 0
  #textEnd = 0

  constructor({ buffer, byteOffset, byteLength }: Uint8Array) {
    this.#bytes = Buffer.from(buffer, byteOffset, byteLength)
    // A byte order mark, over which JSON.parse would stumble, means no harm.
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
    const usual = names.indexAt(this.#bytes, this.#at)
    if (usual >= 0) {
      this.#at += (names.bytes[usual] as Uint8Array).length
      return names.texts[usual]
    }
    // One that is none of the names, or one of them with escapes, or with white space before the colon.
    const text = this.#string()
    if (this.#peek() !== colon) this.#refuse()
    this.#at += 1
    return names.texts.find((name) => name === text)
  }

  /** Any value, as `parseJsonText` gives it. */
  value(): unknown {
    const first = this.#peek()
    if (first === quote) return this.#string()
    if (first === openBrace || first === openBracket) return this.#parse(endOfContainer(this.#bytes, this.#at))
    if (first === minus || (first >= zero && first <= nine)) return this.#number()
    return this.#literal()
  }

  /** Steps over a value. */
  skip(): void {
    if (this.#peek() !== quote) {
      this.value()
      return
    }
    const end = endOfPlain(this.#bytes, this.#at)
    if (end < 0) this.#parse(endOfString(this.#bytes, this.#at))
    else this.#at = end + 1
  }

  /**
   * The text that comes next as `read` understands its bytes, from `start` to `end`. Undefined, and nothing is read,
   * when it is no text or one with escapes or beyond ASCII, or when `read` says undefined.
   */
  plain<Value>(read: (bytes: Uint8Array, start: number, end: number) => Value | undefined): Value | undefined {
    if (this.#peek() !== quote) return undefined
    const start = this.#at + 1
    const end = endOfPlain(this.#bytes, this.#at)
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
    if (first !== openBrace && first !== openBracket) this.skip()
    else this.#at = this.#within(endOfContainer(this.#bytes, start))
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
    if (byte !== quote) return this.#parse(endOfString(this.#bytes, this.#at)) as string
    this.#at = at + 1
    return knownString(bytes, start, at, hash)
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
      if (decimals === 0) return this.#parse(endOfNumber(this.#bytes, this.#at)) as number
    }
    const isLeadingZero = whole > 1 && bytes[start] === zero
    if (whole === 0 || isLeadingZero || whole + decimals > exactDigits || isPartOfNumber(byte)) {
      return this.#parse(endOfNumber(this.#bytes, this.#at)) as number
    }
    this.#at = at
    const value = decimals === 0 ? digits : digits / (powersOfTen[decimals] as number)
    return isNegative ? -value : value
  }

  #literal(): boolean | null {
    const [text, value] = literalAt(this.#bytes, this.#at) ?? this.#refuse()
    this.#at += text.length
    return value
  }

  #parse(end: number): unknown {
    const value = parseJsonText(this.#bytes.toString('utf8', this.#at, this.#within(end)))
    this.#at = end
    return value
  }

  #within(end: number): number {
    return end < 0 ? this.#refuse() : end
  }

  #refuse(): never {
    throw new SyntaxError(`unexpected content at byte ${this.#at}`)
  }
}
