import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { ByteWriter } from '../../src/exposition/byte-writer.ts'

/** A number as a line has it. */
function printed(value: number): string {
  const writer = new ByteWriter(0)
  writer.line(' ', value)
  const line = Buffer.from(writer.bytes()).toString()
  assert.match(line, /^ [^ \n]+\n$/)
  return line.slice(1, -1)
}

t.test('numbers are printed as JavaScript prints them', async (t) => {
  for (const value of [
    ...[0, -0, 1, -1, 9, 10, 99, 100, 1_767_323_045, 999_999_999_999, 1e12, 1e12 + 0.5, 1e21, 1e300],
    ...[0.1, 0.01, 0.001, 0.007, 0.0001, 0.123, 0.1234, 1.5, 12.34, 999.999, 41.5, -0.001, -12.5, 0.1 + 0.2],
    ...[1e-7, 5e-324, Number.MAX_VALUE, Number.MAX_SAFE_INTEGER, 2 ** 31, 2 ** 32 + 0.5, 999_999_999_999.999],
    ...[4.35, 1.005, 8.575, 0.285, 1.255]
  ]) {
    t.equal(printed(value), String(value))
  }
})

t.test('the numbers that are none are printed as Prometheus does', async (t) => {
  t.equal(printed(Number.NaN), 'NaN')
  t.equal(printed(Number.POSITIVE_INFINITY), '+Inf')
  t.equal(printed(Number.NEGATIVE_INFINITY), '-Inf')
})

t.test('any number', async () => {
  const anyNumber = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.maxSafeInteger(),
    // Milliseconds as seconds, which most values are, and their neighbours.
    fc.maxSafeNat().map((ms) => ms / 1000),
    fc.nat().map((ms) => ms * 0.001),
    fc.nat(1e9).map((cents) => cents / 100),
    fc.nat(1e9).map((n) => n / 1e4)
  )
  fc.assert(
    fc.property(anyNumber, (value) => assert.equal(printed(value), String(value))),
    { numRuns: 20_000 }
  )
})

t.test('lines follow each other, however far the writer has to grow', async () => {
  const line = fc.tuple(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  fc.assert(
    fc.property(fc.array(line, { maxLength: 100 }), fc.nat(600), (lines, capacity) => {
      const writer = new ByteWriter(capacity)
      for (const [start, value] of lines) writer.line(start, value)
      const expected = lines.map(([start, value]) => `${start}${String(value)}\n`).join('')
      assert.equal(Buffer.from(writer.bytes()).toString(), expected)
      assert.equal(writer.length, Buffer.byteLength(expected))
    })
  )
})
