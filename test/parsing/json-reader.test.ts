import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { JsonReader } from '../../src/parsing/json-reader.ts'
import { Names } from '../../src/parsing/names.ts'

/** What `read` makes of a text, or that it refuses it. */
function outcomeOf(read: () => unknown): unknown {
  try {
    return { read: read() }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return 'refused'
  }
}

/** A text as one value, read by `read`, with nothing behind it. */
function whole(text: string | Uint8Array, read: (reader: JsonReader) => unknown): unknown {
  return outcomeOf(() => {
    const reader = new JsonReader(Buffer.from(text as string))
    const value = read(reader)
    reader.end()
    return value
  })
}

const names = new Names('a', 'bc', 'd"e', 'ü', '')

/** The value, stepping into every array and object; members of other names are skipped. */
function walk(reader: JsonReader): unknown {
  if (reader.isObject()) {
    const entries: [string, unknown][] = []
    for (let more = reader.openObject(); more; more = reader.nextMember()) {
      const name = reader.key(names)
      if (name === undefined) reader.skip()
      else entries.push([name, walk(reader)])
    }
    return Object.fromEntries(entries)
  }
  if (!reader.isArray()) return reader.value()
  const elements: unknown[] = []
  for (let more = reader.openArray(); more; more = reader.nextElement()) elements.push(walk(reader))
  return elements
}

/** What `walk` should give. */
function known(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(known)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([name]) => names.texts.includes(name))
  return Object.fromEntries(entries.map(([name, inner]) => [name, known(inner)]))
}

const parsed = (text: string | Uint8Array) =>
  outcomeOf(() => wellFormed(JSON.parse(Buffer.from(text as string).toString())))

/** The value with U+FFFD for each half of a surrogate pair. */
function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed()
  if (Array.isArray(value)) return value.map(wellFormed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name.toWellFormed(), wellFormed(inner)]))
}

/** The ways through a text have to agree with JSON.parse on what it is, or that it is nothing. */
function assertRead(text: string | Uint8Array): void {
  const expected = parsed(text)
  const label = Buffer.from(text as string).toString()
  assert.deepEqual(
    whole(text, (reader) => reader.value()),
    expected,
    label
  )
  const isTaken = expected !== 'refused'
  assert.deepEqual(
    whole(text, (reader) => reader.skip()),
    isTaken ? { read: undefined } : expected,
    label
  )
  const reached = isTaken ? { read: known((expected as { read: unknown }).read) } : expected
  assert.deepEqual(whole(text, walk), reached, label)
}

t.test('values', async () => {
  for (const text of [
    ...[
      '0',
      '-0',
      '7',
      '-12',
      '1234567890123456789',
      '0.1',
      '41.5',
      '-0.007',
      '1e3',
      '1E-2',
      '1.5e+7',
      '1e999',
      '5e-324'
    ],
    ...['123456789012345', '1234567890123456', '0.123456789012345', '12345678.12345678', '4.35', '1.005', '0.1e1'],
    ...['""', '"a"', '"监控"', '"a\\"b"', '"\\u0041\\n"', '"\\ud800"', '"\u007f"', `"${'x'.repeat(200)}"`],
    ...[
      '"\\ud83d\\ude00"',
      '"\\ude00\\ud83d"',
      '"\\\\ud800"',
      '"\\\\\\ud800x"',
      '{"\\uDBFF":{"\\udfff":["\\ud800\\ud801"]}}'
    ],
    ...['true', 'false', 'null', '[]', '{}', ' [ ] ', '\t{\n}\r', '[1,2]', '[[],[[]]]', '[ 1 , "a" , null ]'],
    ...['{"a":1}', '{"bc":{"a":[true]}}', '{ "a" : 1 , "x" : [ { "a" : 2 } ] }', '{"a":1,"a":2}', '{"d\\"e":1}'],
    ...['{"\\u0061":1}', '{"ü":1}', '{"":1}', '{"x":"]}","a":"\\\\"}', '{"ab":1,"b":2,"bcd":3}', '{"x":"é","y":"\\""}']
  ]) {
    assertRead(text)
  }
})

t.test('what is no JSON', async () => {
  for (const text of [
    ...[
      '',
      ' ',
      '01',
      '-',
      '-a',
      '1.',
      '.5',
      '1.e3',
      '1e',
      '1e+',
      '+1',
      '0x1',
      '1-',
      '1.5.5',
      '--1',
      'Infinity',
      'NaN'
    ],
    ...['"', '"a', '"\\', '"\\"', '"\\x"', '"\\u12"', '"\n"', '"\u0001"', "'a'", 'tru', 'truE', 'nul', 'undefined'],
    ...[
      '[',
      ']',
      '[1',
      '[1,',
      '[1,]',
      '[,1]',
      '[1 2]',
      '[1}',
      '{',
      '}',
      '{"a"',
      '{"a":',
      '{"a":1',
      '{"a":1,',
      '{"a":1,}'
    ],
    ...[
      '{a:1}',
      '{"d"e":1}',
      '{"a" 1}',
      '{"a":1 "bc":2}',
      '{,}',
      '{"a"::1}',
      '{1:1}',
      '{"x":[1,}',
      '{"x":{"y"}}',
      '1 2',
      '{}{}',
      '[]]'
    ],
    ...['é', '\u00a01', '1\u00a0', '\v1', '{"x":tru}', '{"x":01}', '["\u001f"]', '{"\n":1}']
  ]) {
    assert.equal(parsed(text), 'refused', text)
    assertRead(text)
  }
})

t.test('a byte order mark, and bytes that are no UTF-8', async (t) => {
  t.same(
    whole('\uFEFF{"a":1}', (reader) => reader.value()),
    { read: { a: 1 } }
  )
  assertRead(Buffer.from([0x22, 0xff, 0x61, 0x22]))
  assertRead(Buffer.from([0xff]))
})

t.test('a part of a larger buffer', async (t) => {
  const reader = new JsonReader(Buffer.from('xx["a"]]').subarray(2, 7))
  t.same(reader.value(), ['a'])
  t.doesNotThrow(() => reader.end())
})

t.test('anything', async () => {
  const space = fc.constantFrom('', '', '', ' ', '\n', '\t ')
  const spaced = fc
    .tuple(fc.jsonValue(), fc.infiniteStream(space))
    .map(([value, spaces]) =>
      JSON.stringify(value).replaceAll(/[[\]{}:,]/g, (mark) => `${spaces.next().value}${mark}${spaces.next().value}`)
    )
  // Halves of surrogate pairs, pairs, and what only looks like them.
  const escaped = fc
    .array(fc.constantFrom('\\\\', '\\u0041', '\\ud83d', '\\uDE00', '\\n', 'ud800', 'u', 'x', '\\"'))
    .map((parts) => `{"${parts.join('')}":"${parts.join('')}"}`)
  fc.assert(fc.property(fc.json(), assertRead), { numRuns: 2000 })
  fc.assert(fc.property(escaped, assertRead), { numRuns: 2000 })
  fc.assert(fc.property(spaced, assertRead), { numRuns: 1000 })
})

t.test('anything with something else in it', async () => {
  const junk = fc.constantFrom(
    '',
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '0',
    '-',
    '.',
    'e',
    't',
    ' ',
    '\n',
    'é',
    '\0'
  )
  const broken = fc.tuple(fc.json(), fc.nat(), fc.nat(3), junk).map(([text, at, length, other]) => {
    const start = at % (text.length + 1)
    return text.slice(0, start) + other + text.slice(start + length)
  })
  fc.assert(fc.property(broken, assertRead), { numRuns: 5000 })
})

t.test('numbers as JSON.parse rounds them', async () => {
  const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), fc.nat(18)).map(([digits, point]) => {
    const text = String(digits < 0n ? -digits : digits).padStart(point + 1, '0')
    const sign = digits < 0n ? '-' : ''
    return sign + text.slice(0, text.length - point) + (point === 0 ? '' : `.${text.slice(-point)}`)
  })
  fc.assert(
    fc.property(fc.oneof(decimal, fc.double().map(String), fc.integer().map(String)), (text) => assertRead(text)),
    { numRuns: 20_000 }
  )
})

t.test('what is not what was asked for is refused', async (t) => {
  const at = (text: string) => new JsonReader(Buffer.from(text))
  for (const text of ['1', '"a"', '[]', 'null', '']) t.throws(() => at(text).openObject(), SyntaxError)
  for (const text of ['1', '"a"', '{}', 'null', '']) t.throws(() => at(text).openArray(), SyntaxError)
})

t.test('plain text is read where it lies', async (t) => {
  const length = (_: Uint8Array, start: number, end: number) => (end - start > 3 ? undefined : end - start)
  const reader = new JsonReader(Buffer.from('["abc","abcd","é","\\n",7,""]'))
  const read: unknown[] = []
  for (let more = reader.openArray(); more; more = reader.nextElement()) {
    const plain = reader.plain(length)
    read.push(plain === undefined ? reader.value() : [reader.lastPlain(), plain])
  }
  reader.end()
  t.same(read, [['abc', 3], 'abcd', 'é', '\n', 7, ['', 0]])
})

t.test('what is postponed is read when it is resumed', async (t) => {
  const reader = new JsonReader(Buffer.from('{"a":[1,"]"],"bc":2}'))
  let start: number | undefined
  let bc: unknown
  for (let more = reader.openObject(); more; more = reader.nextMember()) {
    if (reader.key(names) === 'a') start = reader.postpone()
    else bc = reader.value()
  }
  let a: unknown
  reader.resume(start as number, () => {
    a = reader.value()
  })
  reader.end()
  t.same([a, bc], [[1, ']'], 2])
  const broken = new JsonReader(Buffer.from('[tru]'))
  const at = broken.postpone()
  t.throws(() => broken.resume(at, () => broken.skip()), SyntaxError, 'and is looked at only then')
  t.throws(() => new JsonReader(Buffer.from('[1')).postpone(), SyntaxError)
})

t.test('texts that share a place in the memo', async (t) => {
  const texts = Array.from({ length: 100_000 }, (_, i) => `text ${i}`)
  const bytes = Buffer.from(JSON.stringify(texts))
  for (let round = 0; round < 2; round++) {
    const reader = new JsonReader(bytes)
    const read: unknown[] = []
    for (let more = reader.openArray(); more; more = reader.nextElement()) read.push(reader.value())
    t.same(read, texts)
  }
})
