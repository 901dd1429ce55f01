/**
 * Appends bytes to a buffer that grows. Writing straight into bytes costs half of joining strings and encoding them
 * afterwards, and one label value outside of Latin-1 does not make a whole answer twice as wide.
 */
const newline = 0x0a
const point = 0x2e
const zero = 0x30

/** Room for any number: the longest, `-2.2250738585072014e-308`, has 24 characters. */
const longestNumber = 25

export class ByteWriter {
  #bytes: Buffer<ArrayBuffer>
  #length = 0

  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(capacity, 256))
  }

  get length(): number {
    return this.#length
  }

  /** One line: what it begins with, the value, a newline. */
  line(start: string, value: number): void {
    this.text(start)
    this.number(value)
    this.byte(newline)
  }

  /** Text as UTF-8. */
  text(text: string): void {
    this.#reserve(text.length * 3)
    this.#length += this.#bytes.write(text, this.#length)
  }

  byte(byte: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = byte
  }

  /** A part of other bytes as it is. */
  copy(from: Buffer, start: number, end: number): void {
    this.#reserve(end - start)
    this.#length += from.copy(this.#bytes, this.#length, start, end)
  }

  number(value: number): void {
    this.#reserve(longestNumber)
    this.#length = writeNumber(this.#bytes, this.#length, value)
  }

  /** All bytes, in a buffer of their own. */
  bytes(): Buffer<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length)
  }

  /** All bytes, until the next are written: those start anew. */
  take(): Buffer<ArrayBuffer> {
    const bytes = this.bytes()
    this.#length = 0
    return bytes
  }

  #reserve(room: number): void {
    if (this.#length + room <= this.#bytes.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, this.#length + room))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }
}

/** Writes a number as JavaScript prints it, the special ones as Prometheus does. Returns where it ends. */
function writeNumber(bytes: Uint8Array, at: number, value: number): number {
  // Nearly all values are counts, times, or milliseconds as seconds: up to three decimals, printed without a string.
  if (value >= 0 && value < 1e12) {
    const thousandths = Math.round(value * 1000)
    if (thousandths / 1000 === value) return writeThousandths(bytes, at, thousandths)
  }
  const text = numberText(value)
  for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i)
  return at
}

/** A number as JavaScript prints it, the special ones as Prometheus does. */
export function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value)
  if (Number.isNaN(value)) return 'NaN'
  return value > 0 ? '+Inf' : '-Inf'
}

function writeThousandths(bytes: Uint8Array, at: number, thousandths: number): number {
  const whole = Math.floor(thousandths / 1000)
  let rest = thousandths - whole * 1000
  let next = writeInteger(bytes, at, whole)
  if (rest === 0) return next
  bytes[next++] = point
  for (let unit = 100; rest > 0; unit /= 10) {
    const digit = Math.floor(rest / unit)
    bytes[next++] = zero + digit
    rest -= digit * unit
  }
  return next
}

function writeInteger(bytes: Uint8Array, at: number, value: number): number {
  let digits = 1
  for (let power = 10; value >= power; power *= 10) digits += 1
  let rest = value
  for (let i = at + digits - 1; i >= at; i--) {
    const tenth = Math.floor(rest / 10)
    bytes[i] = zero + (rest - tenth * 10)
    rest = tenth
  }
  return at + digits
}
